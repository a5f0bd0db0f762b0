/* charge: held, charged, settled: what each answer of the gateway comes to; keys; what is asked before anything is held. */
#include "shop/charge.h"

#include <pthread.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "domain/user.h"
#include "remote/gateway.h"
#include "shop/shop.h"
#include "support/bank.h"
#include "support/payer.h"
#include "support/suite.h"
#include "support/testshop.h"

#define SECOND INT64_C(1000)

static struct testshop t;
static struct bank bank;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); bank_open(&bank, &t); }

/* Whatever happened, what is in the balances is what the gateway holds, once nothing is open any more. */
static void
teardown(void)
{
	if (testshop_number(&t, "SELECT COUNT(*) FROM compensations WHERE state <> 'DONE'") == 0)
		ck_assert_int_eq(bank_holds(&bank), testshop_number(&t, "SELECT COALESCE(SUM(amount), 0) FROM wallet_entries WHERE kind = 'CHARGE'"));
	clock_shift(0);
	testshop_books(&t);
	testshop_close(&t);
	bank_close(&bank);
}

static const struct err *
pay(won_t amount, const char *key, struct charging *c)
{
	*c = payer_charge(t.t.arena, &t.kim, amount, key);
	return charge_run(t.shop, t.t.arena, c);
}

START_TEST(paid)
{
	struct charging c;
	int64_t before = clock_now();

	ck_ok(pay(5000, _i != 0 ? "k" : NULL, &c));
	ck_assert_int_eq(c.kept->status, 201);
	struct charge is = payer_only(&t);
	ck_assert_int_eq(uuid_cmp(&is.user_id, &t.kim), 0);
	ck_assert_int_eq((int)is.payment.status, PAYMENT_SUCCESS);
	ck_assert_int_eq((int)is.payment.method, PAY_CARD);
	ck_assert_int_eq(is.payment.amount, 5000);
	ck_assert_str_eq(is.payment.masked_card_number, "**** **** **** 4242");
	ck_assert_str_eq(is.payment.card_brand, "VISA");
	ck_assert_str_eq(is.payment.transaction_id, "t0");
	ck_assert_int_ge(is.payment.paid_at, before);
	ck_assert_int_eq(payer_balance(&t, &t.kim), 5000);
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), "DONE");
	ck_assert_int_eq(bank_holds(&bank), 5000);
	ck_assert_int_eq(bank.find_calls, 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM idempotency WHERE status = 201"), _i);
	clock_shift(3600 * SECOND);
	ck_assert_uint_eq(bank_work(&t), 0);
}
END_TEST

START_TEST(declined)
{
	struct charging c;

	bank.charges = BANK_DECLINES;
	ck_ok(pay(5000, "k", &c));
	ck_assert_int_eq(c.kept->status, 402);
	ck_assert_str_eq(payer_only(&t).payment.failure_code, "insufficient_funds");
	ck_assert_int_eq(payer_balance(&t, &t.kim), 0);
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), "DONE");
	/* The same request is answered as it was. */
	bank.charges = BANK_PAYS;
	ck_ok(pay(5000, "k", &c));
	ck_assert_int_eq(c.kept->status, 402);
	ck_assert_int_eq(bank.charge_calls, 1);
	ck_assert(err_is(pay(6000, "k", &c), ERR_IDEMPOTENCY_KEY_REUSED));
}
END_TEST

/* Surely not charged: UNAVAILABLE, and the same request may be tried anew. */
START_TEST(not_done)
{
	struct charging c;

	bank.charges = BANK_REFUSES;
	ck_assert(err_is(pay(5000, "k", &c), ERR_UNAVAILABLE));
	ck_assert_str_eq(payer_only(&t).payment.failure_code, "gateway_unavailable");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM idempotency"), 0);
	bank.charges = BANK_PAYS;
	ck_ok(pay(5000, "k", &c));
	ck_assert_int_eq(c.kept->status, 201);
	ck_assert_int_eq(payer_balance(&t, &t.kim), 5000);
}
END_TEST

/* Not answered: pending, and so again; then found out by the worker. */
static const struct { enum bank_mood mood; int64_t after_s; const char *decided; won_t balance; enum payment_status status; } silences[] = {
	{ BANK_BOOKS_SILENTLY, 2, NULL, 5000, PAYMENT_SUCCESS },
	{ BANK_PONDERS, 2, NULL, 0, PAYMENT_PROGRESS },
	{ BANK_PONDERS, 2, "PAID", 5000, PAYMENT_SUCCESS },
	{ BANK_PONDERS, 2, "DECLINED", 0, PAYMENT_FAILED },
	{ BANK_IS_SILENT, 2, NULL, 0, PAYMENT_PROGRESS },
	{ BANK_IS_SILENT, 61, NULL, 0, PAYMENT_FAILED },
};

START_TEST(silence)
{
	struct charging c;

	bank.charges = silences[_i].mood;
	ck_ok(pay(5000, "k", &c));
	ck_assert_int_eq(c.kept->status, 202);
	ck_assert_int_eq((int)payer_only(&t).payment.status, PAYMENT_PROGRESS);
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), "OPEN");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallet_entries"), 0);
	bank.charges = BANK_PAYS;
	ck_ok(pay(5000, "k", &c));
	ck_assert_int_eq(c.kept->status, 202);
	ck_assert_int_eq(bank.charge_calls, 1);
	if (silences[_i].decided != NULL)
		bank_decide(&bank, silences[_i].decided);
	clock_shift(silences[_i].after_s * SECOND);
	ck_assert_uint_eq(bank_work(&t), 1);
	ck_assert_int_eq((int)payer_only(&t).payment.status, (int)silences[_i].status);
	ck_assert_int_eq(payer_balance(&t, &t.kim), silences[_i].balance);
}
END_TEST

/* Booked after all, when it had been given up: it is the member's, and paid in. */
START_TEST(found_too_late)
{
	struct charging c;

	bank.charges = BANK_IS_SILENT;
	ck_ok(pay(5000, NULL, &c));
	clock_shift(61 * SECOND);
	ck_assert_uint_eq(bank_work(&t), 1);
	struct charge is = payer_only(&t);
	ck_assert_int_eq((int)is.payment.status, PAYMENT_FAILED);
	bank_book(&bank, &is.payment.id, is.payment.amount);
	clock_shift(1000 * SECOND);
	ck_assert_uint_eq(bank_work(&t), 1);
	ck_assert_int_eq((int)payer_only(&t).payment.status, PAYMENT_SUCCESS);
	ck_assert_int_eq(payer_balance(&t, &t.kim), 5000);
	ck_assert_uint_eq(bank_work(&t), 0);
}
END_TEST

/* --- refused before anything is held -------------------------------------------------- */

static const struct { won_t amount; const char *reason; } amounts[] = {
	{ 0, "too_small" }, { -100, "too_small" }, { 150, "not_in_hundreds" }, { 100000000, "too_large" }, { 100000100, "too_large" },
};

static void
nothing_happened(void)
{
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM payments"), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM compensations"), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM idempotency"), 0);
	ck_assert_int_eq(bank.charge_calls, 0);
}

START_TEST(amount)
{
	struct charging c;
	const struct err *e = pay(amounts[_i].amount, "k", &c);

	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].pointer, "/amount");
	ck_assert_str_eq(e->faults[0].reason, amounts[_i].reason);
	nothing_happened();
}
END_TEST

START_TEST(least_and_most)
{
	struct charging c;

	ck_ok(pay(100, NULL, &c));
	ck_ok(pay(99999900, NULL, &c));
	ck_assert_int_eq(payer_balance(&t, &t.kim), 100000000);
}
END_TEST

START_TEST(means_to_pay)
{
	struct charging c = payer_charge(t.t.arena, &t.kim, 5000, "k");
	const struct err *e;

	c.card = NULL;
	c.token = "token";
	e = charge_run(t.shop, t.t.arena, &c);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].reason, "token_not_taken");
	t.t.conf.gateway_provider = "toss";
	testshop_reopen(&t);
	bank_join(&bank, t.shop);
	c = payer_charge(t.t.arena, &t.kim, 5000, "k");
	e = charge_run(t.shop, t.t.arena, &c);
	ck_assert_str_eq(e->faults[0].reason, "token_required");
	nothing_happened();
	/* A token that has paid an order pays no charge. */
	(void)testshop_order(&t, &testshop_dinner, &t.kim);
	testshop_sql(&t, "UPDATE payments SET transaction_id = 'key-1'");
	c = payer_charge(t.t.arena, &t.kim, 5000, "k");
	c.card = NULL;
	c.token = "key-1:order-1";
	e = charge_run(t.shop, t.t.arena, &c);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].reason, "already_used");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM payments WHERE order_id IS NULL"), 0);
	t.t.conf.gateway_provider = "mock";
}
END_TEST

/* --- the same key ----------------------------------------------------------------------- */

struct one { struct shop *shop; const char *key; pthread_t thread; int code, status; char json[64]; };

static void *
run(void *arg)
{
	struct one *me = arg;
	struct arena *a = arena_new(2u << 20);
	struct charging c = payer_charge(a, &t.kim, 700, me->key);
	const struct err *e = charge_run(me->shop, a, &c);

	me->code = e == NULL ? -1 : (int)e->code;
	if (e == NULL) {
		me->status = c.kept->status;
		snprintf(me->json, sizeof(me->json), "%s", c.kept->json);
	}
	arena_free(a);
	return NULL;
}

static const struct { int n, shops; bool keyed; enum bank_mood mood; int status; } crowds[] = {
	{ 2, 1, true, BANK_PAYS, 201 }, { 8, 2, true, BANK_PAYS, 201 }, { 64, 2, true, BANK_PAYS, 201 }, { 8, 2, true, BANK_DECLINES, 402 },
	{ 8, 2, true, BANK_PONDERS, 202 }, { 2, 1, false, BANK_PAYS, 201 }, { 8, 2, false, BANK_PAYS, 201 }, { 64, 2, false, BANK_PAYS, 201 },
};

START_TEST(at_once)
{
	static struct one one[64];
	struct shop *shops[2] = { t.shop, t.shop };
	int n = crowds[_i].n, answered = 0;
	char why[256];

	if (crowds[_i].shops == 2) {
		ck_assert_ptr_nonnull(shops[1] = shop_open(&t.t.conf, why, sizeof(why)));
		bank_join(&bank, shops[1]);
	}
	bank.charges = crowds[_i].mood;
	for (int i = 0; i < n; i++) {
		one[i] = (struct one){ .shop = shops[i % 2], .key = crowds[_i].keyed ? "k" : NULL };
		ck_assert_int_eq(pthread_create(&one[i].thread, NULL, run, &one[i]), 0);
	}
	for (int i = 0; i < n; i++) {
		pthread_join(one[i].thread, NULL);
		ck_assert(one[i].code == -1 || (crowds[_i].keyed && one[i].code == ERR_IDEMPOTENCY_IN_FLIGHT));
		if (one[i].code == -1)
			ck_assert_int_eq(one[i].status, crowds[_i].status);
		answered += one[i].code == -1;
	}
	ck_assert_int_ge(answered, 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM payments"), crowds[_i].keyed ? 1 : n);
	ck_assert_int_eq(payer_balance(&t, &t.kim), crowds[_i].mood == BANK_PAYS ? 700 * (crowds[_i].keyed ? 1 : n) : 0);
	ck_assert_int_eq(bank.charge_calls, crowds[_i].keyed ? 1 : n);
	if (crowds[_i].shops == 2)
		shop_close(shops[1]);
}
END_TEST

/* A program that died halfway: its key was opened and not closed.  As long as the charge can be under way the same request waits; then
 * its payment tells. */
static const struct { const char *decided; int status; } cut[] = { { NULL, 202 }, { "PAID", 201 }, { "DECLINED", 402 } };

START_TEST(cut_off)
{
	struct charging c;

	bank.charges = BANK_PONDERS;
	ck_ok(pay(5000, "k", &c));
	const char *id = c.kept->json;
	testshop_sql(&t, "UPDATE idempotency SET status = NULL");
	ck_assert(err_is(pay(5000, "k", &c), ERR_IDEMPOTENCY_IN_FLIGHT));
	if (cut[_i].decided != NULL) {
		bank_decide(&bank, cut[_i].decided);
		clock_shift(2 * SECOND);
		ck_assert_uint_eq(bank_work(&t), 1);
	}
	clock_shift(30 * SECOND);
	ck_ok(pay(5000, "k", &c));
	ck_assert_int_eq(c.kept->status, cut[_i].status);
	ck_assert_str_eq(c.kept->json, id);
	ck_assert_int_eq(bank.charge_calls, 1);
}
END_TEST

static const struct { const struct uuid *of, *by; int role; bool may; } readers[] = {
	{ &t.kim, &t.kim, ROLE_CUSTOMER, true }, { &t.kim, &t.admin, ROLE_ADMIN, true }, { &t.kim, &t.lee, ROLE_CUSTOMER, false },
	{ &t.lee, &t.lee, ROLE_CUSTOMER, false }, { &t.lee, &t.admin, ROLE_ADMIN, false }, { &t.kim, &t.cook, ROLE_COOK, false },
};

START_TEST(who_may)
{
	const struct charge *found = NULL;
	struct charging c;
	struct uuid id;
	const struct err *e;

	ck_ok(pay(5000, NULL, &c));
	ck_assert(uuid_parse(c.kept->json, &id));
	e = charge_find(t.shop, t.t.arena, readers[_i].of, &id, readers[_i].by, readers[_i].role, &found);
	if (readers[_i].may) {
		ck_ok(e);
		ck_assert_int_eq(found->payment.amount, 5000);
	} else
		ck_assert(err_is(e, ERR_ENTITY_NOT_FOUND));
}
END_TEST

/* Whatever room the request has: an answer or an error; and what was begun is ended by the worker. */
START_TEST(without_room)
{
	int answered = 0, failed = 0;

	for (size_t cap = 256; cap < 60000 && answered < 3; cap += 512) {
		struct arena *small = arena_new(cap);
		struct charging c = payer_charge(t.t.arena, &t.kim, 100, arena_printf(t.t.arena, "k%zu", cap));
		c.arg = small;
		if (charge_run(t.shop, small, &c) == NULL)
			answered++;
		else
			failed++;
		arena_free(small);
	}
	ck_assert_int_gt(failed, 0);
	ck_assert_int_eq(answered, 3);
	clock_shift(70 * SECOND);
	(void)bank_work(&t);
	clock_shift(2000 * SECOND);
	(void)bank_work(&t);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM compensations WHERE state <> 'DONE'"), 0);
}
END_TEST

Suite *
charge_suite(void)
{
	Suite *s = suite_create("shop/charge");
	TCase *c = tcase_create("charge");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, paid, 0, 2);
	tcase_add_test(c, declined);
	tcase_add_test(c, not_done);
	tcase_add_loop_test(c, silence, 0, ROWS(silences));
	tcase_add_test(c, found_too_late);
	tcase_add_loop_test(c, amount, 0, ROWS(amounts));
	tcase_add_test(c, least_and_most);
	tcase_add_test(c, means_to_pay);
	tcase_add_loop_test(c, at_once, 0, ROWS(crowds));
	tcase_add_loop_test(c, cut_off, 0, ROWS(cut));
	tcase_add_loop_test(c, who_may, 0, ROWS(readers));
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
