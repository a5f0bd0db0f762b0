/* checkout, over keys: the same request many times over, at once or cut off in the middle, has one effect and one answer. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "shop/checkout.h"
#include "shop/place.h"
#include "shop/settle.h"
#include "shop/shop.h"
#include "support/bank.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;
static struct bank bank;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); bank_open(&bank, &t); }
static void teardown(void) { clock_shift(0); testshop_books(&t); testshop_close(&t); bank_close(&bank); }

/* --- many at once ------------------------------------------------------------------------ */

struct one { struct shop *shop; const char *key; pthread_t thread; int code, retry_after, status; char json[64]; };

static void *
run(void *arg)
{
	struct one *me = arg;
	struct arena *a = arena_new(2u << 20);
	struct checkout c = bank_checkout(a, &bank_dinner, &t.kim, me->key);
	const struct err *e = checkout_run(me->shop, a, &c);

	me->code = e == NULL ? -1 : (int)e->code;
	me->retry_after = e == NULL ? 0 : e->retry_after;
	if (e == NULL) {
		me->status = c.kept->status;
		snprintf(me->json, sizeof(me->json), "%s", c.kept->json);
	}
	arena_free(a);
	return NULL;
}

static void
all_at_once(struct one *one, int n, struct shop *const *shops, int nshops, const char *key)
{
	for (int i = 0; i < n; i++) {
		one[i] = (struct one){ .shop = shops[i % nshops], .key = key };
		ck_assert_int_eq(pthread_create(&one[i].thread, NULL, run, &one[i]), 0);
	}
	for (int i = 0; i < n; i++)
		pthread_join(one[i].thread, NULL);
}

static const struct { int n, shops; enum bank_mood mood; int delay_ms, status; } crowds[] = {
	{ 2, 1, BANK_PAYS, 100, 201 }, { 8, 1, BANK_PAYS, 100, 201 }, { 64, 1, BANK_PAYS, 100, 201 },
	{ 8, 2, BANK_PAYS, 0, 201 }, { 64, 2, BANK_PAYS, 0, 201 },
	{ 8, 2, BANK_DECLINES, 20, 402 }, { 8, 2, BANK_PONDERS, 20, 202 },
};

START_TEST(one_key)
{
	struct shop *shops[2] = { t.shop };
	struct one one[64];
	int answered = 0, n = crowds[_i].n;
	char why[256];

	if (crowds[_i].shops == 2) {
		ck_assert_ptr_nonnull(shops[1] = shop_open(&t.t.conf, why, sizeof(why)));
		bank_join(&bank, shops[1]);
	}
	bank.charges = crowds[_i].mood;
	bank.delay_ms = crowds[_i].delay_ms;
	all_at_once(one, n, shops, crowds[_i].shops, "k");
	const char *number = testshop_text(&t, "SELECT order_number FROM orders");
	for (int i = 0; i < n; i++) {
		ck_assert(one[i].code == -1 || one[i].code == ERR_IDEMPOTENCY_IN_FLIGHT);
		if (one[i].code == -1) {
			ck_assert_int_eq(one[i].status, crowds[_i].status);
			ck_assert_str_eq(one[i].json, number);
			answered++;
		} else
			ck_assert_int_ge(one[i].retry_after, 1);
	}
	ck_assert_int_ge(answered, 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM idempotency"), 1);
	ck_assert_int_eq(bank.charge_calls, 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT SUM(taken) FROM slots"), crowds[_i].status == 402 ? 0 : 1);
	/* Afterwards all hear the same. */
	all_at_once(one, 2, shops, crowds[_i].shops, "k");
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(one[i].code, -1);
		ck_assert_int_eq(one[i].status, crowds[_i].status);
		ck_assert_str_eq(one[i].json, number);
	}
	ck_assert_int_eq(bank.charge_calls, 1);
	if (crowds[_i].shops == 2)
		shop_close(shops[1]);
}
END_TEST

/* A slot with room for 17, and 48 who want it: exactly so many get it, and nobody else's stock is touched. */
START_TEST(last_of_a_slot)
{
	struct shop *shops[2] = { t.shop };
	struct one one[48];
	int got = 0, full = 0;
	char why[256];

	ck_assert_ptr_nonnull(shops[1] = shop_open(&t.t.conf, why, sizeof(why)));
	bank_join(&bank, shops[1]);
	testshop_sql(&t, "UPDATE slot_hours SET capacity = 17 WHERE hours = 12001400");
	all_at_once(one, 48, shops, 2, NULL);
	for (int i = 0; i < 48; i++) {
		got += one[i].code == -1 && one[i].status == 201;
		full += one[i].code == ERR_SLOT_FULL;
	}
	ck_assert_int_eq(got, 17);
	ck_assert_int_eq(full, 31);
	ck_assert_int_eq(bank_charged(&bank), 17);
	ck_assert_int_eq(testshop_number(&t, "SELECT taken FROM slots"), 17);
	ck_assert_int_eq(testshop_available(&t, "wine"), (TESTSHOP_STOCK - 17) * QTY_ONE);
	testshop_sql(&t, "UPDATE slot_hours SET capacity = 200 WHERE hours = 12001400");
	shop_close(shops[1]);
}
END_TEST

/* --- one after the other -------------------------------------------------------------------- */

START_TEST(another_request)
{
	struct order_wish w = bank_dinner;
	struct checkout c = bank_checkout(t.t.arena, &w, &t.kim, "k");

	ck_ok(checkout_run(t.shop, t.t.arena, &c));
	w.quantity = 2;
	c = bank_checkout(t.t.arena, &w, &t.kim, "k");
	ck_assert(err_is(checkout_run(t.shop, t.t.arena, &c), ERR_IDEMPOTENCY_KEY_REUSED));
	ck_assert_ptr_null(c.kept);
	ck_assert_int_eq(bank.charge_calls, 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 1);
	/* Another member's key is another key. */
	c = bank_checkout(t.t.arena, &bank_dinner, &t.lee, "k");
	ck_ok(checkout_run(t.shop, t.t.arena, &c));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 2);
}
END_TEST

/* --- cut off after the hold ------------------------------------------------------------------- */

static const struct err *
answer_held(void *arg, const struct order *o, struct kept *kept)
{
	char id[UUID_TEXT];

	*kept = (struct kept){ .status = 0, .location = arena_printf(arg, "/api/orders/%s", uuid_text(&o->id, id)), .guest_token = "token", .json = "" };
	return NULL;
}

/* What a program leaves that died before, or while, it charged. */
static struct order
held(const char *key)
{
	struct card_hold hold = { .payment_id = uuid_new(), .masked_number = "**** **** **** 4242", .brand = "VISA", .ask_after_ms = 7000 };
	struct placement p = { .wish = &bank_dinner, .user_id = t.kim, .card = &hold, .answer = answer_held, .arg = t.t.arena,
	    .key = bank_checkout(t.t.arena, &bank_dinner, &t.kim, key).key };

	ck_ok(order_create(t.shop, t.t.arena, &p));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM idempotency WHERE status IS NULL AND answer IS NOT NULL"), 1);
	return *p.order;
}

static const struct err *
again(struct checkout *c)
{
	*c = bank_checkout(t.t.arena, &bank_dinner, &t.kim, "k");
	return checkout_run(t.shop, t.t.arena, c);
}

/* A call may still be under way; when it can not be any more, the order answers: as it stands, then as it ends. */
static const struct { bool paid; enum order_state order; int status; } ends[] = { { true, ORDER_PAID, 201 }, { false, ORDER_CANCELLED, 402 } };

START_TEST(cut_off)
{
	struct order o = held("k");
	struct settlement s = { .order_id = o.id, .payment_id = o.payment.id, .outcome = ends[_i].paid ? SETTLE_PAID : SETTLE_FAILED,
	    .failure_code = "card_declined" };
	struct checkout c;
	const struct err *e = again(&c);

	ck_assert(err_is(e, ERR_IDEMPOTENCY_IN_FLIGHT));
	ck_assert_int_ge(e->retry_after, 1);
	ck_assert_ptr_null(c.kept);
	clock_shift(8000);
	ck_ok(again(&c));
	ck_assert_int_eq(c.kept->status, 202);
	ck_assert_str_eq(c.kept->json, o.number);
	ck_assert_str_eq(c.kept->guest_token, "token");
	ck_ok(order_settle(t.shop, t.t.arena, &s));
	ck_assert_int_eq((int)bank_order(&t).status, ends[_i].order);
	ck_ok(again(&c));
	ck_assert_int_eq(c.kept->status, ends[_i].status);
	ck_assert_str_eq(c.kept->json, o.number);
	ck_assert_int_eq(bank.charge_calls, 0);
	/* Its key speaks of this request alone. */
	struct order_wish w = bank_dinner;
	w.quantity = 2;
	c = bank_checkout(t.t.arena, &w, &t.kim, "k");
	ck_assert(err_is(checkout_run(t.shop, t.t.arena, &c), ERR_IDEMPOTENCY_KEY_REUSED));
}
END_TEST

/* Died before the charge: the worker finds out that nothing was, and gives all of it back. */
START_TEST(died_before_the_charge)
{
	struct checkout c;

	(void)held("k");
	clock_shift(8000);
	ck_assert_uint_eq(bank_work(&t), 1);
	ck_assert_int_eq((int)bank_order(&t).status, ORDER_PENDING_PAYMENT);
	clock_shift(70000);
	ck_assert_uint_eq(bank_work(&t), 1);
	struct order o = bank_order(&t);
	ck_assert_int_eq((int)o.status, ORDER_CANCELLED);
	ck_assert_str_eq(o.payment.failure_code, "not_charged");
	ck_assert_int_eq(testshop_available(&t, "wine"), TESTSHOP_STOCK * QTY_ONE);
	ck_ok(again(&c));
	ck_assert_int_eq(c.kept->status, 402);
}
END_TEST

/* Died after it: the worker completes the order. */
START_TEST(died_after_the_charge)
{
	struct order o = held("k");
	struct checkout c;

	bank_book(&bank, &o.payment.id, o.payment.amount);
	ck_assert_uint_eq(bank_work(&t), 0);		/* not while the call may be under way */
	clock_shift(8000);
	ck_assert_uint_eq(bank_work(&t), 1);
	ck_assert_int_eq((int)bank_order(&t).status, ORDER_PAID);
	ck_ok(again(&c));
	ck_assert_int_eq(c.kept->status, 201);
	ck_assert_int_eq(bank_holds(&bank), 30000);
}
END_TEST

Suite *
checkout_keys_suite(void)
{
	Suite *s = suite_create("shop/checkout_keys");
	TCase *c = tcase_create("checkout_keys");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, one_key, 0, ROWS(crowds));
	tcase_add_test(c, last_of_a_slot);
	tcase_add_test(c, another_request);
	tcase_add_loop_test(c, cut_off, 0, ROWS(ends));
	tcase_add_test(c, died_before_the_charge);
	tcase_add_test(c, died_after_the_charge);
	suite_add_tcase(s, c);
	return s;
}
