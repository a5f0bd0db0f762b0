/*
 * decline_test: every word is whole, in both languages, and comes back to itself.
 */
#include "support/suite.h"

#include <string.h>

#include "remote/decline.h"

START_TEST(words_are_whole)
{
	enum decline d = (enum decline)(_i + 1);
	const char *word = decline_word(d);

	ck_assert_ptr_nonnull(word);
	ck_assert_uint_eq(strspn(word, "abcdefghijklmnopqrstuvwxyz_"), strlen(word));
	ck_assert_int_eq(decline_parse(word), d);
	ck_assert_uint_gt(strlen(decline_message(d, true)), 10);
	ck_assert_uint_gt(strlen(decline_message(d, false)), 10);
	ck_assert_str_ne(decline_message(d, true), decline_message(d, false));
}
END_TEST

START_TEST(what_is_none_of_ours)
{
	ck_assert_int_eq(decline_parse(NULL), DECLINE_NONE);
	ck_assert_int_eq(decline_parse(""), DECLINE_NONE);
	ck_assert_int_eq(decline_parse("stolen_card"), DECLINE_NONE);
	ck_assert_ptr_null(decline_word(DECLINE_NONE));
	ck_assert_ptr_null(decline_message(DECLINE_NONE, true));
	/* A value out of the enum is told as the plainest decline, not read past the table. */
	ck_assert_str_eq(decline_word((enum decline)999), "card_declined");
}
END_TEST

Suite *
decline_suite(void)
{
	Suite *s = suite_create("decline");
	TCase *t = tcase_create("decline");

	tcase_add_loop_test(t, words_are_whole, 0, DECLINE__MAX - 1);
	tcase_add_test(t, what_is_none_of_ours);
	suite_add_tcase(s, t);
	return s;
}
