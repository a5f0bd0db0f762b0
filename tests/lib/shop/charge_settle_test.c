/* charge_settle: what became of a charge, told once, twice, by many at once, or too late: in the wallet once, and the books agree. */
#include "shop/charge_settle.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "shop/shop.h"
#include "support/bank.h"
#include "support/payer.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;
static struct bank bank;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); bank_open(&bank, &t); }
static void teardown(void) { testshop_books(&t); testshop_close(&t); bank_close(&bank); }

/* A charge the gateway has not answered. */
static struct charge
held(won_t amount)
{
	struct charging c = payer_charge(t.t.arena, &t.kim, amount, NULL);

	bank.charges = BANK_IS_SILENT;
	ck_ok(charge_run(t.shop, t.t.arena, &c));
	return payer_only(&t);
}

static struct charge_settlement
settlement(const struct charge *c, enum settle_outcome outcome)
{
	return (struct charge_settlement){ .user_id = c->user_id, .found = { .payment_id = c->payment.id, .outcome = outcome,
	    .transaction_id = outcome == SETTLE_PAID ? "t-1" : NULL, .failure_code = outcome == SETTLE_FAILED ? "card_declined" : NULL,
	    .why = outcome == SETTLE_LATER ? "silence" : NULL } };
}

static struct charge_settlement
told(const struct charge *c, enum settle_outcome outcome)
{
	struct charge_settlement s = settlement(c, outcome);

	ck_ok(charge_settle(t.shop, t.t.arena, &s));
	return s;
}

/* What was told, and what again; how it then stands. */
static const struct { enum settle_outcome first, again; enum payment_status status; won_t balance; const char *row; } twice[] = {
	{ SETTLE_PAID, SETTLE_PAID, PAYMENT_SUCCESS, 5000, "DONE" },
	{ SETTLE_FAILED, SETTLE_FAILED, PAYMENT_FAILED, 0, "DONE" },
	{ SETTLE_LATER, SETTLE_LATER, PAYMENT_PROGRESS, 0, "OPEN" },
	{ SETTLE_LATER, SETTLE_PAID, PAYMENT_SUCCESS, 5000, "DONE" },
	{ SETTLE_PAID, SETTLE_LATER, PAYMENT_SUCCESS, 5000, "DONE" },
	{ SETTLE_PAID, SETTLE_FAILED, PAYMENT_SUCCESS, 5000, "DONE" },
	/* Paid all the same: paid in. */
	{ SETTLE_FAILED, SETTLE_PAID, PAYMENT_SUCCESS, 5000, "DONE" },
};

START_TEST(told_twice)
{
	struct charge c = held(5000);

	(void)told(&c, twice[_i].first);
	struct charge_settlement last = told(&c, twice[_i].again);
	struct charge is = payer_only(&t);
	ck_assert_int_eq((int)is.payment.status, (int)twice[_i].status);
	ck_assert_int_eq((int)last.charge.payment.status, (int)twice[_i].status);
	ck_assert_int_eq(last.wallet.purse[PURSE_BALANCE], twice[_i].balance);
	ck_assert_int_eq(payer_balance(&t, &t.kim), twice[_i].balance);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallet_entries WHERE kind = 'CHARGE'"), twice[_i].balance != 0);
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), twice[_i].row);
	if (is.payment.status == PAYMENT_SUCCESS) {
		ck_assert_str_eq(is.payment.transaction_id, "t-1");
		ck_assert_ptr_null(is.payment.failure_code);
		ck_assert_int_gt(is.payment.paid_at, 0);
	}
	if (is.payment.status == PAYMENT_FAILED)
		ck_assert_str_eq(is.payment.failure_code, "card_declined");
}
END_TEST

START_TEST(of_somebody_else)
{
	struct charge c = held(5000);
	struct charge_settlement s = settlement(&c, SETTLE_PAID);

	s.user_id = t.lee;
	ck_assert(err_is(charge_settle(t.shop, t.t.arena, &s), ERR_ENTITY_NOT_FOUND));
	s = settlement(&c, SETTLE_PAID);
	s.found.payment_id = uuid_new();
	ck_assert(err_is(charge_settle(t.shop, t.t.arena, &s), ERR_ENTITY_NOT_FOUND));
	ck_assert_int_eq(payer_balance(&t, &t.kim) + payer_balance(&t, &t.lee), 0);
}
END_TEST

/* --- by many at once ------------------------------------------------------------------ */

struct teller { struct shop *shop; struct charge_settlement s; pthread_t thread; int code; };

static void *
tell(void *arg)
{
	struct teller *me = arg;
	struct arena *a = arena_new(1u << 20);
	const struct err *e = charge_settle(me->shop, a, &me->s);

	me->code = e == NULL ? -1 : (int)e->code;
	arena_free(a);
	return NULL;
}

static const struct { enum settle_outcome even, odd; } pairs[] = {
	{ SETTLE_PAID, SETTLE_PAID }, { SETTLE_PAID, SETTLE_FAILED }, { SETTLE_PAID, SETTLE_LATER },
};

#define TELLERS 64

START_TEST(told_at_once)
{
	static struct teller one[TELLERS];
	struct charge c = held(5000);
	struct shop *shops[2] = { t.shop };
	int n = _i == 0 ? 2 : _i == 1 ? 8 : TELLERS, pair = _i % ROWS(pairs);
	char why[256];

	ck_assert_ptr_nonnull(shops[1] = shop_open(&t.t.conf, why, sizeof(why)));
	for (int i = 0; i < n; i++) {
		one[i] = (struct teller){ .shop = shops[i % 2], .s = settlement(&c, i / 2 % 2 == 0 ? pairs[pair].even : pairs[pair].odd) };
		ck_assert_int_eq(pthread_create(&one[i].thread, NULL, tell, &one[i]), 0);
	}
	for (int i = 0; i < n; i++) {
		pthread_join(one[i].thread, NULL);
		ck_assert_int_eq(one[i].code, -1);
	}
	shop_close(shops[1]);
	ck_assert_int_eq(payer_balance(&t, &t.kim), 5000);
	ck_assert_int_eq((int)payer_only(&t).payment.status, PAYMENT_SUCCESS);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallet_entries"), 1);
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), "DONE");
}
END_TEST

/* Many charges of one member, settled in one batch or in several. */
START_TEST(many_of_one)
{
	static struct teller one[16];
	struct charge c[16];

	bank.charges = BANK_IS_SILENT;
	for (int i = 0; i < 16; i++) {
		struct charging ask = payer_charge(t.t.arena, &t.kim, 100 * (i + 1), NULL);
		ck_ok(charge_run(t.shop, t.t.arena, &ask));
		c[i] = (struct charge){ .user_id = t.kim };
		ck_assert(uuid_parse(ask.kept->json, &c[i].payment.id));
	}
	for (int i = 0; i < 16; i++) {
		one[i] = (struct teller){ .shop = t.shop, .s = settlement(&c[i], i % 4 == 3 ? SETTLE_FAILED : SETTLE_PAID) };
		one[i].s.found.transaction_id = NULL;
		ck_assert_int_eq(pthread_create(&one[i].thread, NULL, tell, &one[i]), 0);
	}
	won_t sum = 0;
	for (int i = 0; i < 16; i++) {
		pthread_join(one[i].thread, NULL);
		ck_assert_int_eq(one[i].code, -1);
		sum += i % 4 == 3 ? 0 : 100 * (i + 1);
	}
	ck_assert_int_eq(payer_balance(&t, &t.kim), sum);
}
END_TEST

Suite *
charge_settle_suite(void)
{
	Suite *s = suite_create("shop/charge_settle");
	TCase *c = tcase_create("charge_settle");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, told_twice, 0, ROWS(twice));
	tcase_add_test(c, of_somebody_else);
	tcase_add_loop_test(c, told_at_once, 0, 5);
	tcase_add_test(c, many_of_one);
	suite_add_tcase(s, c);
	return s;
}
