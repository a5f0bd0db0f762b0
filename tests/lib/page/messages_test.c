/* messages_test: the message file: what it may say, and how its faults are told. */
#include <string.h>

#include "base/arena.h"
#include "page/messages.h"
#include "support/suite.h"

static struct arena *arena;

static void setup(void) { arena = arena_new(1u << 20); }
static void teardown(void) { arena_free(arena); }

START_TEST(reads_both_languages)
{
	static const char text[] =
	    "# the words\r\n"
	    "site = 뱅큇 | Banquet\n"
	    "\n"
	    "[order]\n"
	    "  cancel=주문 취소|Cancel the order\n"
	    "; another remark\n"
	    "of = {}개 중 | of {} = all | some";
	struct messages m;
	char why[200];

	ck_assert_int_eq(messages_parse(arena, "m.ini", text, strlen(text), &m, why, sizeof(why)), 0);
	ck_assert_uint_eq(m.n, 3);
	ck_assert_str_eq(messages_find(&m, "site", LANG_KO), "뱅큇");
	ck_assert_str_eq(messages_find(&m, "site", LANG_EN), "Banquet");
	ck_assert_str_eq(messages_find(&m, "order.cancel", LANG_KO), "주문 취소");
	ck_assert_str_eq(messages_find(&m, "order.cancel", LANG_EN), "Cancel the order");
	ck_assert_str_eq(messages_find(&m, "order.of", LANG_EN), "of {} = all | some");
	ck_assert_ptr_null(messages_find(&m, "cancel", LANG_KO));
	ck_assert_ptr_null(messages_find(&(struct messages){ NULL, 0 }, "cancel", LANG_KO));
}
END_TEST

static const struct { const char *text, *why; } wrong[] = {
	{ "a = 가 | a\nb 나\n",			"m.ini:2: not a message: key = Korean | English" },
	{ "= 가 | a\n",				"m.ini:1: not a message: key = Korean | English" },
	{ "\n\na = 가\n",			"m.ini:3: the English text is missing: key = Korean | English" },
	{ "a = | a\n",				"m.ini:1: a message must have both languages" },
	{ "a = 가 |\n",				"m.ini:1: a message must have both languages" },
	{ "[]\n",				"m.ini:1: not a section: [name]" },
	{ "[x\n",				"m.ini:1: not a section: [name]" },
	{ "[x]\na = 가 | a\n[x]\na = 나 | b\n",	"m.ini: the message x.a is told twice" },
};

START_TEST(tells_what_is_wrong)
{
	struct messages m = { NULL, 7 };
	char why[200];

	ck_assert_int_eq(messages_parse(arena, "m.ini", wrong[_i].text, strlen(wrong[_i].text), &m, why, sizeof(why)), -1);
	ck_assert_str_eq(why, wrong[_i].why);
	ck_assert_uint_eq(m.n, 7);	/* left alone */
}
END_TEST

START_TEST(refuses_nul)
{
	struct messages m;
	char why[200];

	ck_assert_int_eq(messages_parse(arena, "m.ini", "a\0b", 3, &m, why, sizeof(why)), -1);
}
END_TEST

Suite *
messages_suite(void)
{
	Suite *s = suite_create("messages");
	TCase *tc = tcase_create("messages");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, reads_both_languages);
	tcase_add_loop_test(tc, tells_what_is_wrong, 0, ROWS(wrong));
	tcase_add_test(tc, refuses_nul);
	suite_add_tcase(s, tc);
	return s;
}
