/* payment: names there and back, and what the dinner API calls them. */
#include "domain/payment.h"

#include <stddef.h>

#include "support/suite.h"

static const char *const methods[] = { "CARD", "ON_DELIVERY", "BALANCE", "NAVER", "KAKAO" };
static const struct { const char *name, *shown; } statuses[] = {
	{ "PROGRESS", "PENDING" },
	{ "SUCCESS", "SUCCESS" },
	{ "FAILED", "FAILED" },
	{ "PARTIALLY_REFUNDED", "PARTIALLY_REFUNDED" },
	{ "REFUNDED", "REFUNDED" },
};

START_TEST(method_names)
{
	ck_assert_int_eq(ROWS(methods), PAY__MAX);
	for (int i = 0; i < PAY__MAX; i++) {
		ck_assert_str_eq(payment_method_names[i], methods[i]);
		ck_assert_int_eq(payment_method_parse(methods[i]), i);
	}
	ck_assert_ptr_null(payment_method_names[PAY__MAX]);
	ck_assert_int_eq(payment_method_parse("card"), -1);
	ck_assert_int_eq(payment_method_parse(""), -1);
	ck_assert_int_eq(payment_method_parse(NULL), -1);
}
END_TEST

START_TEST(status_names)
{
	ck_assert_int_eq(ROWS(statuses), PAYMENT__MAX);
	for (int i = 0; i < PAYMENT__MAX; i++) {
		ck_assert_str_eq(payment_status_names[i], statuses[i].name);
		ck_assert_str_eq(payment_status_shown((enum payment_status)i), statuses[i].shown);
		ck_assert_int_eq(payment_status_parse(statuses[i].name), i);
	}
	ck_assert_ptr_null(payment_status_names[PAYMENT__MAX]);
	ck_assert_int_eq(payment_status_parse("PENDING"), -1);
	ck_assert_int_eq(payment_status_parse(NULL), -1);
}
END_TEST

Suite *
payment_suite(void)
{
	Suite *s = suite_create("domain/payment");
	TCase *c = tcase_create("payment");

	tcase_add_test(c, method_names);
	tcase_add_test(c, status_names);
	suite_add_tcase(s, c);
	return s;
}
