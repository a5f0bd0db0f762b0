/* paying: what the gateway's answers mean; what is asked before that, through checkout_test.c and charge_test.c. */
#include "shop/paying.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "remote/gateway.h"
#include "shop/settle.h"
#include "support/suite.h"

static struct arena *a;

static void setup(void) { a = arena_new(1u << 16); }
static void teardown(void) { arena_free(a); }

static const struct { enum gateway_result got; enum checkout_result result; enum settle_outcome outcome; enum key_use key; const char *failure; bool not_made; }
meanings[] = {
	{ GATEWAY_PAID, CHECKOUT_PAID, SETTLE_PAID, KEY_CLOSE, NULL, false },
	{ GATEWAY_DECLINED, CHECKOUT_DECLINED, SETTLE_FAILED, KEY_CLOSE, "insufficient_funds", false },
	{ GATEWAY_NOT_DONE, CHECKOUT_DECLINED, SETTLE_FAILED, KEY_DROP, "gateway_unavailable", true },
	{ GATEWAY_UNKNOWN, CHECKOUT_PENDING, SETTLE_LATER, KEY_CLOSE, NULL, false },
	{ GATEWAY_PENDING, CHECKOUT_PENDING, SETTLE_LATER, KEY_CLOSE, NULL, false },
	{ GATEWAY_RETURNED, CHECKOUT_PENDING, SETTLE_LATER, KEY_CLOSE, NULL, false },
	{ GATEWAY_NOT_FOUND, CHECKOUT_PENDING, SETTLE_LATER, KEY_CLOSE, NULL, false },
};

START_TEST(where_it_is_approved)
{
	char long_one[1200] = "https://";
	const char *const urls[] = { "https://pay.example/1", "javascript:alert(1)", "", "http://pay.example/a b", "https://pay.example/가", long_one, NULL };

	memset(long_one + 8, 'x', sizeof(long_one) - 9);
	for (int i = 0; i < 7; i++) {
		const struct gateway_payment got = { .result = GATEWAY_PENDING, .redirect_url = urls[i] };
		struct settlement s = { .outcome = SETTLE_PAID };
		paying_understand(&got, &s);
		if (i == 0)
			ck_assert_ptr_eq(s.redirect_url, urls[i]);
		else
			ck_assert_ptr_null(s.redirect_url);
	}
}
END_TEST

START_TEST(understood)
{
	const struct gateway_payment got = { .result = meanings[_i].got, .transaction_id = "t-1", .decline = DECLINE_INSUFFICIENT_FUNDS, .code = "why" };
	struct settlement s = { .outcome = SETTLE_PAID };
	int64_t now = clock_now();

	ck_assert_int_eq((int)paying_understand(&got, &s), (int)meanings[_i].result);
	ck_assert_int_eq((int)s.outcome, (int)meanings[_i].outcome);
	ck_assert_int_eq((int)s.key_use, (int)meanings[_i].key);
	ck_assert_int_eq(s.not_made, meanings[_i].not_made);
	if (meanings[_i].failure == NULL)
		ck_assert_ptr_null(s.failure_code);
	else
		ck_assert_str_eq(s.failure_code, meanings[_i].failure);
	if (s.outcome == SETTLE_LATER) {
		ck_assert_int_ge(s.ask_at, now);
		ck_assert_str_eq(s.why, "why");
	} else
		ck_assert_int_eq(s.ask_at, 0);
	if (s.not_made)
		ck_assert_ptr_null(s.transaction_id);
	else
		ck_assert_str_eq(s.transaction_id, "t-1");
}
END_TEST

START_TEST(not_made)
{
	const struct err *e = paying_not_made(a, &(struct gateway_payment){ .result = GATEWAY_NOT_DONE, .code = "circuit_open", .retry_after = 7 });

	ck_assert(err_is(e, ERR_UNAVAILABLE));
	ck_assert_int_eq(e->retry_after, 7);
	ck_assert_ptr_nonnull(strstr(e->detail, "circuit_open"));
	e = paying_not_made(a, &(struct gateway_payment){ .result = GATEWAY_NOT_DONE });
	ck_assert_int_eq(e->retry_after, 1);
}
END_TEST

/* A charge is looked up once when its answer is ambiguous: two calls, and what lies between. */
START_TEST(may_take)
{
	const struct conf conf = { .gateway_timeout_ms = 10000 };

	ck_assert_int_gt(paying_may_take(&conf), 2 * conf.gateway_timeout_ms);
}
END_TEST

Suite *
paying_suite(void)
{
	Suite *s = suite_create("shop/paying");
	TCase *c = tcase_create("paying");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, where_it_is_approved);
	tcase_add_loop_test(c, understood, 0, ROWS(meanings));
	tcase_add_test(c, not_made);
	tcase_add_test(c, may_take);
	suite_add_tcase(s, c);
	return s;
}
