/* seller: states, and numbers that are one. */
#include "domain/seller.h"

#include <stddef.h>

#include "support/suite.h"

START_TEST(statuses)
{
	static const char *const want[] = { "REQUESTED", "APPROVED", "REJECTED" };

	ck_assert_int_eq(ROWS(want), SELLER_STATUS__MAX);
	for (int i = 0; i < SELLER_STATUS__MAX; i++) {
		ck_assert_str_eq(seller_status_names[i], want[i]);
		ck_assert_int_eq(seller_status_parse(want[i]), i);
	}
	ck_assert_ptr_null(seller_status_names[SELLER_STATUS__MAX]);
	ck_assert_int_eq(seller_status_parse("approved"), -1);
	ck_assert_int_eq(seller_status_parse(NULL), -1);
}
END_TEST

START_TEST(moves)
{
	static const struct { int from, to; } may[] = {
		{ SELLER_REQUESTED, SELLER_APPROVED }, { SELLER_REQUESTED, SELLER_REJECTED },
		{ SELLER_APPROVED, SELLER_REJECTED }, { SELLER_REJECTED, SELLER_APPROVED },
	};
	int n = 0;

	for (int i = 0; i < ROWS(may); i++)
		ck_assert(seller_may_become(may[i].from, may[i].to));
	for (int from = -1; from <= SELLER_STATUS__MAX; from++)
		for (int to = -1; to <= SELLER_STATUS__MAX; to++)
			n += seller_may_become(from, to);
	ck_assert_int_eq(n, ROWS(may));
}
END_TEST

static const struct { const char *number; bool good; } numbers[] = {
	{ "1248100998", true },		/* published by their owners */
	{ "124-81-00998", true },
	{ "220-81-62517", true },
	{ "120-81-47521", true },
	{ "0000000000", true },		/* the sum is right; the rest is the office's to know */
	{ "1248100997", false },
	{ "1248100989", false },	/* two digits changed places */
	{ "124810099", false },
	{ "12481009980", false },
	{ "124-81-0099", false },
	{ "-1248100998", false },
	{ "1248100998-", false },
	{ "124--8100998", false },
	{ "124 81 00998", false },
	{ "１248100998", false },
	{ "abcdefghij", false },
	{ "", false },
};

START_TEST(number)
{
	ck_assert_pstr_eq(seller_number_check(&numbers[_i].number), numbers[_i].good ? NULL : "not_a_business");
}
END_TEST

/* Whatever the first nine digits are, exactly one tenth fits. */
START_TEST(one_check_digit)
{
	for (unsigned i = 0; i < 2000; i++) {
		unsigned long v = (unsigned long)i * 7919 * 104729 % 1000000000;
		char text[SELLER_NUMBER_TEXT];
		const char *one = text;
		int fits = 0;
		for (int k = 8; k >= 0; k--, v /= 10)
			text[k] = (char)('0' + v % 10);
		text[10] = '\0';
		for (text[9] = '0'; text[9] <= '9'; text[9]++)
			fits += seller_number_check(&one) == NULL;
		ck_assert_int_eq(fits, 1);
	}
}
END_TEST

START_TEST(nothing_is_fine)
{
	const char *none = NULL;

	ck_assert_ptr_null(seller_number_check(&none));
}
END_TEST

START_TEST(digits)
{
	char out[SELLER_NUMBER_TEXT];

	seller_number_digits("124-81-00998", out);
	ck_assert_str_eq(out, "1248100998");
	seller_number_digits("124-81-009981234", out);
	ck_assert_str_eq(out, "1248100998");
}
END_TEST

Suite *
seller_suite(void)
{
	Suite *s = suite_create("domain/seller");
	TCase *c = tcase_create("seller");

	tcase_add_test(c, statuses);
	tcase_add_test(c, moves);
	tcase_add_loop_test(c, number, 0, ROWS(numbers));
	tcase_add_test(c, one_check_digit);
	tcase_add_test(c, nothing_is_fine);
	tcase_add_test(c, digits);
	suite_add_tcase(s, c);
	return s;
}
