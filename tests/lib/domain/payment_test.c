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

static const struct { won_t amount; const char *why; } elsewhere[] = {
	{ -1, "nothing_to_pay" }, { 0, "nothing_to_pay" }, { 1, NULL }, { PAYMENT_ELSEWHERE_MAX, NULL },
	{ PAYMENT_ELSEWHERE_MAX + 1, "too_much_to_pay" }, { INT64_MAX, "too_much_to_pay" },
};

START_TEST(paid_elsewhere)
{
	const char *why = payment_elsewhere_check(elsewhere[_i].amount);

	if (elsewhere[_i].why == NULL)
		ck_assert_ptr_null(why);
	else
		ck_assert_str_eq(why, elsewhere[_i].why);
}
END_TEST

static const struct { enum payment_status status; won_t refunded; enum refund_state refund; const char *shown; } refunds[] = {
	{ PAYMENT_PROGRESS, 0, REFUND_NONE, "NONE" },
	{ PAYMENT_SUCCESS, 0, REFUND_NONE, "NONE" },
	{ PAYMENT_SUCCESS, 0, REFUND_DUE, "PENDING" },
	{ PAYMENT_SUCCESS, 0, REFUND_GIVEN_UP, "FAILED" },
	{ PAYMENT_PARTIALLY_REFUNDED, 1000, REFUND_NONE, "PARTIALLY_REFUNDED" },
	{ PAYMENT_PARTIALLY_REFUNDED, 1000, REFUND_DUE, "PENDING" },
	{ PAYMENT_PARTIALLY_REFUNDED, 1000, REFUND_GIVEN_UP, "FAILED" },
	{ PAYMENT_REFUNDED, 3000, REFUND_NONE, "REFUNDED" },
};

START_TEST(refund_words)
{
	const struct payment p = { .status = refunds[_i].status, .amount = 3000, .refunded = refunds[_i].refunded, .refund = refunds[_i].refund };

	ck_assert_str_eq(refund_shown(&p), refunds[_i].shown);
}
END_TEST

Suite *
payment_suite(void)
{
	Suite *s = suite_create("domain/payment");
	TCase *c = tcase_create("payment");

	tcase_add_test(c, method_names);
	tcase_add_test(c, status_names);
	tcase_add_loop_test(c, refund_words, 0, ROWS(refunds));
	tcase_add_loop_test(c, paid_elsewhere, 0, ROWS(elsewhere));
	suite_add_tcase(s, c);
	return s;
}
