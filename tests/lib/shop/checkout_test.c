/*
 * checkout: held, charged, settled: what each answer of the gateway comes to, and what is asked before anything is held.
 * Keys are in checkout_keys.c; what the worker finds out later, in compensate_test.c.
 */
#include "shop/checkout.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "remote/gateway.h"
#include "shop/shop.h"
#include "store/delivery_store.h"
#include "support/bank.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;
static struct bank bank;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); bank_open(&bank, &t); }
static void teardown(void) { clock_shift(0); testshop_books(&t); testshop_close(&t); bank_close(&bank); }

static const struct err *
pay(const struct order_wish *w, const char *key, struct checkout *c)
{
	*c = bank_checkout(t.t.arena, w, &t.kim, key);
	return checkout_run(t.shop, t.t.arena, c);
}

/* Nothing is held any more: neither stock nor slot. */
static void
all_is_back(void)
{
	ck_assert_int_eq(testshop_available(&t, "wine"), TESTSHOP_STOCK * QTY_ONE);
	ck_assert_int_eq(testshop_available(&t, "premium_steak"), TESTSHOP_STOCK * QTY_ONE);
	ck_assert_int_eq(testshop_number(&t, "SELECT COALESCE(SUM(taken), 0) FROM slots"), 0);
}

static void
is_held(int orders)
{
	ck_assert_int_eq(testshop_available(&t, "wine"), (TESTSHOP_STOCK - orders) * QTY_ONE);
	ck_assert_int_eq(testshop_number(&t, "SELECT COALESCE(SUM(taken), 0) FROM slots"), orders);
}

START_TEST(paid)
{
	struct checkout c;
	int64_t before = clock_now();

	ck_ok(pay(&bank_dinner, _i != 0 ? "k" : NULL, &c));
	ck_assert_int_eq(c.kept->status, 201);
	struct order o = bank_order(&t);
	ck_assert_str_eq(c.kept->json, o.number);
	ck_assert_int_eq((int)o.status, ORDER_PAID);
	ck_assert_int_eq((int)o.stage, ITEM_PENDING);
	ck_assert_int_eq((int)o.items[0].status, ITEM_PENDING);
	ck_assert_int_eq((int)o.payment.method, PAY_CARD);
	ck_assert_int_eq((int)o.payment.status, PAYMENT_SUCCESS);
	ck_assert_int_eq(o.payment.amount, 30000);
	ck_assert_int_ge(o.payment.paid_at, before);
	ck_assert_str_eq(o.payment.masked_card_number, "**** **** **** 4242");
	ck_assert_str_eq(o.payment.card_brand, "VISA");
	ck_assert_str_eq(o.payment.transaction_id, "t0");
	ck_assert_ptr_null(o.payment.failure_code);
	ck_assert_int_eq(o.version, 2);
	/* ORDER and PAY of the item, PAY of the order. */
	ck_assert_uint_eq(o.nhistory, 3);
	ck_assert_str_eq(o.history[0].to, "PENDING_PAYMENT");
	ck_assert_int_eq((int)o.history[1].actor, ACTOR_SYSTEM);
	ck_assert_str_eq(o.history[1].event, "PAY");
	is_held(1);
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), "DONE");
	ck_assert_str_eq(bank_row(&t, COMPENSATE_REFUND), "none");
	ck_assert_int_eq(bank_holds(&bank), 30000);
	ck_assert_int_eq(bank.charge_calls, 1);
	ck_assert_int_eq(bank.find_calls, 0);
	/* And there is nothing left for the worker. */
	clock_shift(3600 * 1000);
	ck_assert_uint_eq(bank_work(&t), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM idempotency WHERE status = 201"), _i);
}
END_TEST

START_TEST(of_a_guest)
{
	struct checkout c = bank_checkout(t.t.arena, &testshop_dinner, NULL, "k");
	struct hash guest = testshop_guest();

	ck_ok(checkout_run(t.shop, t.t.arena, &c));
	struct order o = bank_order(&t);
	ck_assert_int_eq((int)o.status, ORDER_PAID);
	ck_assert(hash_equal(&o.guest, &guest));
	ck_assert_int_eq(o.slot, 0);
}
END_TEST

START_TEST(declined)
{
	struct checkout c;

	bank.charges = BANK_DECLINES;
	ck_ok(pay(&bank_dinner, "k", &c));
	ck_assert_int_eq(c.kept->status, 402);
	struct order o = bank_order(&t);
	ck_assert_int_eq((int)o.status, ORDER_CANCELLED);
	ck_assert_int_eq((int)o.stage, ITEM_CANCELLED);
	ck_assert_int_eq((int)o.payment.status, PAYMENT_FAILED);
	ck_assert_str_eq(o.payment.failure_code, "insufficient_funds");
	all_is_back();
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), "DONE");
	ck_assert_str_eq(bank_row(&t, COMPENSATE_REFUND), "none");
	/* The same request is answered as it was, though the card would do now. */
	bank.charges = BANK_PAYS;
	ck_ok(pay(&bank_dinner, "k", &c));
	ck_assert_int_eq(c.kept->status, 402);
	ck_assert_int_eq(bank.charge_calls, 1);
}
END_TEST

/* Surely not charged: given back, UNAVAILABLE, and the same request makes a new order when it comes again. */
START_TEST(not_done)
{
	struct checkout c;
	const struct err *e;

	if (_i == 0)
		bank.charges = BANK_REFUSES;
	else {
		t.t.conf.gateway_url = peer_nobody();
		testshop_reopen(&t);
		bank_join(&bank, t.shop);
	}
	e = pay(&bank_dinner, "k", &c);
	ck_assert(err_is(e, ERR_UNAVAILABLE));
	ck_assert_int_ge(e->retry_after, 1);
	ck_assert_ptr_null(c.kept);
	struct order o = bank_order(&t);
	ck_assert_int_eq((int)o.status, ORDER_CANCELLED);
	ck_assert_str_eq(o.payment.failure_code, "gateway_unavailable");
	all_is_back();
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), "DONE");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM idempotency"), 0);
	bank.charges = BANK_PAYS;
	t.t.conf.gateway_url = peer_url(bank.peer);
	testshop_reopen(&t);
	bank_join(&bank, t.shop);
	ck_ok(pay(&bank_dinner, "k", &c));
	ck_assert_int_eq(c.kept->status, 201);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 2);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders WHERE status = 'PAID'"), 1);
	is_held(1);
}
END_TEST

/* No answer, or none that decides: the order waits, and is answered so again; a row says who has to ask, and soon. */
static const enum bank_mood silent[] = { BANK_IS_SILENT, BANK_BOOKS_SILENTLY, BANK_PONDERS };

START_TEST(unknown)
{
	struct checkout c;

	bank.charges = silent[_i];
	ck_ok(pay(&bank_dinner, "k", &c));
	ck_assert_int_eq(c.kept->status, 202);
	struct order o = bank_order(&t);
	ck_assert_int_eq((int)o.status, ORDER_PENDING_PAYMENT);
	ck_assert_int_eq((int)o.stage, ITEM_PENDING_PAYMENT);
	ck_assert_int_eq((int)o.payment.status, PAYMENT_PROGRESS);
	is_held(1);
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), "OPEN");
	ck_assert_int_le(testshop_number(&t, "SELECT TIMESTAMPDIFF(MICROSECOND, created_at, due_at) DIV 1000 FROM compensations"), 5000);
	bank.charges = BANK_PAYS;
	ck_ok(pay(&bank_dinner, "k", &c));
	ck_assert_int_eq(c.kept->status, 202);
	ck_assert_str_eq(c.kept->json, o.number);
	ck_assert_int_eq(bank.charge_calls, 1);
}
END_TEST

/* Charged but the answer lost: found, and completed. */
START_TEST(lost_answer)
{
	struct checkout c;

	bank.charges = BANK_BOOKS_SILENTLY;
	ck_ok(pay(&bank_dinner, "k", &c));
	ck_assert_int_eq(c.kept->status, 202);
	clock_shift(2000);
	ck_assert_uint_eq(bank_work(&t), 1);
	struct order o = bank_order(&t);
	ck_assert_int_eq((int)o.status, ORDER_PAID);
	ck_assert_str_eq(o.payment.transaction_id, "t0");
	ck_assert_int_eq(bank_holds(&bank), 30000);
	is_held(1);
}
END_TEST

/* The buyer cancels while the card is being charged: the order stays off, and what was charged goes back. */
static void *
cancel_it(void *order)
{
	for (int i = 0; i < 2000 && testshop_number(&t, "SELECT COUNT(*) FROM orders") == 0; i++)
		nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
	*(struct order *)order = bank_order(&t);
	ck_ok(testshop_move(&t, &((struct order *)order)->id, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));
	return NULL;
}

START_TEST(cancelled_meanwhile)
{
	struct arena *a = arena_new(2u << 20);
	struct checkout c = bank_checkout(a, &bank_dinner, &t.kim, "k");
	struct order seen;
	pthread_t thread;

	bank.delay_ms = 500;
	ck_assert_int_eq(pthread_create(&thread, NULL, cancel_it, &seen), 0);
	ck_ok(checkout_run(t.shop, a, &c));
	pthread_join(thread, NULL);
	ck_assert_int_eq((int)seen.status, ORDER_PENDING_PAYMENT);
	struct order o = bank_order(&t);
	ck_assert_int_eq((int)o.status, ORDER_CANCELLED);
	ck_assert_int_eq((int)o.payment.status, PAYMENT_SUCCESS);
	all_is_back();
	testshop_books(&t);
	ck_assert_uint_eq(bank_work(&t), 1);
	ck_assert_int_eq((int)bank_order(&t).payment.status, PAYMENT_REFUNDED);
	ck_assert_int_eq(bank_holds(&bank), 0);
	arena_free(a);
}
END_TEST

/* --- refused before anything is held ------------------------------------------------- */

static void
nothing_happened(void)
{
	all_is_back();
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM compensations"), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM idempotency"), 0);
	ck_assert_int_eq(bank.charge_calls, 0);
}

START_TEST(too_little)
{
	struct checkout c;

	testshop_stock(&t, "premium_steak", 0);
	ck_assert(err_is(pay(&bank_dinner, "k", &c), ERR_STOCK_NOT_ENOUGH));
	testshop_stock(&t, "premium_steak", TESTSHOP_STOCK);
	nothing_happened();
}
END_TEST

/* A slot that is full takes no stock, and keeps no default either; when one goes another comes. */
START_TEST(full_slot)
{
	static const struct delivery_default usual = { .address = "부산" };
	struct checkout c;

	ck_ok(pay(&bank_dinner, NULL, &c));
	struct order first = bank_order(&t);
	testshop_sql(&t, "UPDATE slots SET capacity = 1");
	c = bank_checkout(t.t.arena, &bank_dinner, &t.kim, "k");
	c.save_default = &usual;
	ck_assert(err_is(checkout_run(t.shop, t.t.arena, &c), ERR_SLOT_FULL));
	is_held(1);
	ck_assert_int_eq(bank.charge_calls, 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM delivery_defaults"), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM idempotency"), 0);
	ck_ok(testshop_move(&t, &first.id, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));
	c = bank_checkout(t.t.arena, &bank_dinner, &t.kim, "k");
	c.save_default = &usual;
	ck_ok(checkout_run(t.shop, t.t.arena, &c));
	ck_assert_int_eq(c.kept->status, 201);
	is_held(1);
	ck_assert_str_eq(testshop_text(&t, "SELECT address FROM delivery_defaults"), "부산");
}
END_TEST

static const struct gateway_card card = { "4242424242424242", "x", "12/39", "123" };
static const struct { const char *provider; bool card, token; const char *pointer, *reason; } means[] = {
	{ "mock", false, true, "/payment/payment_token", "token_not_taken" },
	{ "mock", false, false, "/payment/payment_token", "token_not_taken" },
	{ "toss", true, false, "/payment/card_number", "token_required" },
	{ "toss", true, true, "/payment/card_number", "token_required" },
	{ "toss", false, false, "/payment/payment_token", "token_required" },
};

START_TEST(means_to_pay)
{
	struct checkout c = bank_checkout(t.t.arena, &bank_dinner, &t.kim, "k");
	const struct err *e;

	t.t.conf.gateway_provider = means[_i].provider;
	testshop_reopen(&t);
	bank_join(&bank, t.shop);
	c.card = means[_i].card ? &card : NULL;
	c.token = means[_i].token ? "key:order" : NULL;
	e = checkout_run(t.shop, t.t.arena, &c);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_uint_eq(e->nfaults, 1);
	ck_assert_str_eq(e->faults[0].pointer, means[_i].pointer);
	ck_assert_str_eq(e->faults[0].reason, means[_i].reason);
	nothing_happened();
	t.t.conf.gateway_provider = "mock";
}
END_TEST

static const struct err *
pay_by_token(const char *token)
{
	struct checkout c = bank_checkout(t.t.arena, &bank_dinner, &t.kim, "k");

	c.card = NULL;
	c.token = token;
	return checkout_run(t.shop, t.t.arena, &c);
}

/* A token is used once; but a charge that was surely not made has not used it. */
START_TEST(token)
{
	const struct err *e;

	t.t.conf.gateway_provider = "toss";
	t.t.conf.gateway_url = peer_nobody();
	testshop_reopen(&t);
	bank_join(&bank, t.shop);
	for (int i = 1; i <= 2; i++) {
		ck_assert(err_is(pay_by_token("key-1:order-1"), ERR_UNAVAILABLE));
		ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM payments WHERE status = 'FAILED' AND transaction_id IS NULL"), i);
		all_is_back();
	}
	testshop_sql(&t, "UPDATE payments SET transaction_id = 'key-1' LIMIT 1");
	e = pay_by_token("key-1:order-1");
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].pointer, "/payment/payment_token");
	ck_assert_str_eq(e->faults[0].reason, "already_used");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 2);
	t.t.conf.gateway_provider = "mock";
}
END_TEST

/* Once the gateway is known to be down nothing is held for it any more. */
START_TEST(gateway_down)
{
	struct checkout c;
	const struct err *e;

	t.t.conf.gateway_breaker_failures = 1;
	testshop_reopen(&t);
	bank_join(&bank, t.shop);
	bank.charges = BANK_IS_SILENT;
	ck_ok(pay(&bank_dinner, NULL, &c));
	ck_assert_int_eq(c.kept->status, 202);
	e = pay(&bank_dinner, "k", &c);
	ck_assert(err_is(e, ERR_UNAVAILABLE));
	ck_assert_int_ge(e->retry_after, 1);
	is_held(1);
	ck_assert_int_eq(bank.charge_calls, 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 1);
}
END_TEST

START_TEST(faults)
{
	struct order_wish w = bank_dinner;
	struct checkout c;
	const struct err *e;

	w.dinner_code = "truffle";
	w.scheduled_time_slot = "12:00-14:01";
	e = pay(&w, "k", &c);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_uint_eq(e->nfaults, 2);
	nothing_happened();
}
END_TEST

/* Whatever room the request has: an answer or an error; and what was begun is ended by the worker, so that both sides' books agree. */
START_TEST(without_room)
{
	int answered = 0, failed = 0;

	for (size_t cap = 256; cap < 60000 && answered < 3; cap += 1024) {
		struct arena *small = arena_new(cap);
		struct checkout c = bank_checkout(t.t.arena, &bank_dinner, &t.kim, arena_printf(t.t.arena, "k%zu", cap));
		c.arg = small;
		if (checkout_run(t.shop, small, &c) == NULL)
			answered++;
		else
			failed++;
		arena_free(small);
		testshop_books(&t);
	}
	ck_assert_int_gt(failed, 0);
	ck_assert_int_eq(answered, 3);
	clock_shift(70 * 1000);
	(void)bank_work(&t);
	clock_shift(2000 * 1000);
	(void)bank_work(&t);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM compensations WHERE state <> 'DONE'"), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders WHERE status = 'PENDING_PAYMENT'"), 0);
	ck_assert_int_eq(bank_holds(&bank), testshop_number(&t, "SELECT COALESCE(SUM(amount - refunded_amount), 0) FROM payments WHERE status = 'SUCCESS'"));
}
END_TEST

Suite *
checkout_suite(void)
{
	Suite *s = suite_create("shop/checkout");
	TCase *c = tcase_create("checkout");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, paid, 0, 2);
	tcase_add_test(c, of_a_guest);
	tcase_add_test(c, declined);
	tcase_add_loop_test(c, not_done, 0, 2);
	tcase_add_loop_test(c, unknown, 0, ROWS(silent));
	tcase_add_test(c, lost_answer);
	tcase_add_test(c, cancelled_meanwhile);
	tcase_add_test(c, too_little);
	tcase_add_test(c, full_slot);
	tcase_add_loop_test(c, means_to_pay, 0, ROWS(means));
	tcase_add_test(c, token);
	tcase_add_test(c, gateway_down);
	tcase_add_test(c, faults);
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
