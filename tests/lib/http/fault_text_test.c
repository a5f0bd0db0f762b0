/* fault_text_test: every word has its two sentences, and strange words have one too. */
#include <string.h>

#include "http/fault_text.h"
#include "support/suite.h"

static const char *const words[] = {
#define FAULT(word, ko, en) #word,
#include "http/faults.def"
#undef FAULT
};

START_TEST(every_word_has_both_sentences)
{
	const char *ko = fault_text(words[_i], false), *en = fault_text(words[_i], true);

	ck_assert(fault_known(words[_i]));
	ck_assert_int_gt((int)strlen(ko), 0);
	ck_assert_str_ne(ko, en);
	ck_assert_msg(en[strlen(en) - 1] == '.', "%s", en);
	ck_assert_msg(ko[strlen(ko) - 1] == '.', "%s", ko);
	for (int i = 0; i < _i; i++)
		ck_assert_str_ne(words[i], words[_i]);
}
END_TEST

static const char *const details[] = {
#define DETAIL(word, ko, en) #word,
#include "http/details.def"
#undef DETAIL
};

START_TEST(every_detail_has_both_sentences)
{
	const char *ko = detail_text(details[_i], false), *en = detail_text(details[_i], true);

	ck_assert_ptr_nonnull(ko);
	ck_assert_str_ne(ko, en);
	ck_assert_msg(en[strlen(en) - 1] == '.', "%s", en);
	ck_assert_msg(ko[strlen(ko) - 1] == '.', "%s", ko);
	ck_assert(!fault_known(details[_i]));
	ck_assert_ptr_null(detail_text("Some sentence.", true));
	ck_assert_ptr_null(detail_text(NULL, true));
}
END_TEST

START_TEST(a_strange_word_is_invalid)
{
	ck_assert_str_eq(fault_text("required", true), "This is required.");
	ck_assert_str_eq(fault_text("no_such_word", true), fault_text("invalid", true));
	ck_assert_str_eq(fault_text(NULL, false), fault_text("invalid", false));
	ck_assert(!fault_known("no_such_word"));
	ck_assert(!fault_known(NULL));
}
END_TEST

Suite *
fault_text_suite(void)
{
	Suite *s = suite_create("fault_text");
	TCase *c = tcase_create("all");

	tcase_add_loop_test(c, every_word_has_both_sentences, 0, ROWS(words));
	tcase_add_loop_test(c, every_detail_has_both_sentences, 0, ROWS(details));
	tcase_add_test(c, a_strange_word_is_invalid);
	suite_add_tcase(s, c);
	return s;
}
