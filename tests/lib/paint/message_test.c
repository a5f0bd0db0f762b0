/* message: the ways people say what is to be written. */
#include "paint/message.h"

#include <string.h>

#include "base/arena.h"
#include "support/suite.h"

static const struct { const char *text, *message; } cases[] = {
	{ "a pink cake", NULL },
	{ "", NULL },
	{ "a cake \"Happy Birthday\" on it", "Happy Birthday" },
	{ "케이크에 “생일 축하해”", "생일 축하해" },
	{ "케이크 '사랑해' 케이크", "사랑해" },
	{ "「고마워」", "고마워" },
	{ "grandma's cake, it's pink", NULL },
	{ "'It's a girl'", "It's a girl" },
	{ "an empty \"\" quote", NULL },
	{ "one \" alone", NULL },
	{ "a cake that says Congrats Mina, with roses", "Congrats Mina" },
	{ "A cake saying: I love you. Pink.", "I love you" },
	{ "with the words Welcome Home on top", "Welcome Home" },
	{ "크리스마스 케이크 문구는 메리 크리스마스", "메리 크리스마스" },
	{ "문구: 합격 축하\n별 장식", "합격 축하" },
	{ "글씨는 민지야 생일 축하해라고 해줘", "민지야 생일 축하해" },
	{ "문구로 축 결혼, 장미", "축 결혼" },
	{ "딸기 케이크에 생일 축하해라고 써줘", "생일 축하해" },
	{ "초코 케이크 위에 힘내라고 적어 주세요", "힘내" },
	{ "문구가 없는 케이크", NULL },
	{ "문구 없이 3단", NULL },
	{ "문구는 빼고 딸기만", NULL },
	{ "문구는 지민아 안녕", "지민아 안녕" },
};

START_TEST(found)
{
	struct arena *a = arena_new(1 << 16);
	size_t at = 0, len = 0;
	const char *m = message_find(a, cases[_i].text, &at, &len);

	if (cases[_i].message == NULL) {
		ck_assert_ptr_null(m);
	} else {
		ck_assert_str_eq(m, cases[_i].message);
		ck_assert_int_eq(memcmp(cases[_i].text + at, m, len), 0);
	}
	arena_free(a);
}
END_TEST

START_TEST(cut_at_sixty)
{
	struct arena *a = arena_new(1 << 16);
	char text[400] = "\"";
	size_t at, len;

	for (int i = 0; i < 80; i++)
		strcat(text, "가");
	strcat(text, "\"");
	ck_assert_uint_eq(strlen(message_find(a, text, &at, &len)), MESSAGE_CHARS * 3);
	ck_assert_uint_eq(len, 240);
	arena_free(a);
}
END_TEST

Suite *
message_suite(void)
{
	Suite *s = suite_create("message");
	TCase *t = tcase_create("all");

	tcase_add_loop_test(t, found, 0, ROWS(cases));
	tcase_add_test(t, cut_at_sixty);
	suite_add_tcase(s, t);
	return s;
}
