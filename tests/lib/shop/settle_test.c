/* settle: what became of a payment, told once, twice, by many at once, or too late: one effect, and the books agree. */
#include "shop/settle.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "shop/place.h"
#include "shop/shop.h"
#include "store/compensation_store.h"
#include "support/bank.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_books(&t); testshop_close(&t); }

/* An order whose card is being charged. */
static struct order
held(void)
{
	struct card_hold hold = { .payment_id = uuid_new(), .masked_number = "**** **** **** 4242", .brand = "VISA", .ask_after_ms = 60000 };
	struct placement p = testshop_placement(t.t.arena, &testshop_dinner, &t.kim, NULL);

	p.card = &hold;
	ck_ok(order_create(t.shop, t.t.arena, &p));
	return *p.order;
}

static struct settlement
settlement(const struct order *o, enum settle_outcome outcome)
{
	return (struct settlement){ .order_id = o->id, .payment_id = o->payment.id, .outcome = outcome,
	    .transaction_id = outcome == SETTLE_PAID ? "t-1" : NULL, .failure_code = outcome == SETTLE_FAILED ? "card_declined" : NULL,
	    .why = outcome == SETTLE_LATER ? "silence" : NULL };
}

static struct order
told(const struct order *o, enum settle_outcome outcome)
{
	struct settlement s = settlement(o, outcome);

	ck_ok(order_settle(t.shop, t.t.arena, &s));
	ck_assert_int_eq(uuid_cmp(&s.order->id, &o->id), 0);
	return *s.order;
}

static struct compensation
refund_of(const struct order *o)
{
	struct compensations c;

	ck_ok(compensation_store_of_order(t.db, t.t.arena, &o->id, &c));
	for (size_t i = 0; i < c.n; i++)
		if (c.v[i].kind == COMPENSATE_REFUND)
			return c.v[i];
	ck_abort_msg("there is no refund");
}

static int64_t
events(const char *type)
{
	return testshop_number(&t, "SELECT COUNT(*) FROM order_events WHERE type = '%s'", type);
}

/* --- told twice ------------------------------------------------------------------------------ */

/* What was told, and what again; how the order then stands. */
static const struct { enum settle_outcome first, again; enum order_state order; enum payment_status payment; int version; const char *settle, *refund; }
twice[] = {
	{ SETTLE_PAID, SETTLE_PAID, ORDER_PAID, PAYMENT_SUCCESS, 2, "DONE", "none" },
	{ SETTLE_FAILED, SETTLE_FAILED, ORDER_CANCELLED, PAYMENT_FAILED, 2, "DONE", "none" },
	{ SETTLE_LATER, SETTLE_LATER, ORDER_PENDING_PAYMENT, PAYMENT_PROGRESS, 1, "OPEN", "none" },
	{ SETTLE_LATER, SETTLE_PAID, ORDER_PAID, PAYMENT_SUCCESS, 2, "DONE", "none" },
	{ SETTLE_PAID, SETTLE_LATER, ORDER_PAID, PAYMENT_SUCCESS, 2, "DONE", "none" },
	{ SETTLE_FAILED, SETTLE_LATER, ORDER_CANCELLED, PAYMENT_FAILED, 2, "DONE", "none" },
	/* What is paid is not unpaid by somebody who looked too early. */
	{ SETTLE_PAID, SETTLE_FAILED, ORDER_PAID, PAYMENT_SUCCESS, 2, "DONE", "none" },
	/* Paid all the same: kept as paid, and to be given back. */
	{ SETTLE_FAILED, SETTLE_PAID, ORDER_CANCELLED, PAYMENT_SUCCESS, 3, "DONE", "OPEN" },
};

START_TEST(told_twice)
{
	struct order o = held();

	(void)told(&o, twice[_i].first);
	(void)told(&o, twice[_i].again);
	struct order was = testshop_get(&t, &o.id), told_last = told(&o, twice[_i].again), is = testshop_get(&t, &o.id);
	ck_assert_int_eq((int)is.status, twice[_i].order);
	ck_assert_int_eq((int)is.payment.status, twice[_i].payment);
	ck_assert_int_eq(is.version, twice[_i].version);
	/* A third time changes nothing at all, and tells how it stands. */
	ck_assert_int_eq(is.version, was.version);
	ck_assert_uint_eq(is.nhistory, was.nhistory);
	ck_assert_int_eq((int)told_last.status, (int)is.status);
	ck_assert_int_eq((int)told_last.payment.status, (int)is.payment.status);
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), twice[_i].settle);
	ck_assert_str_eq(bank_row(&t, COMPENSATE_REFUND), twice[_i].refund);
	ck_assert_int_eq(testshop_available(&t, "wine"), (TESTSHOP_STOCK - (is.status != ORDER_CANCELLED)) * QTY_ONE);
	ck_assert_int_eq(events("ORDER_PAID"), is.status == ORDER_PAID);
	ck_assert_int_eq(events("ORDER_CANCELLED"), is.status == ORDER_CANCELLED);
	ck_assert_int_eq(events("PAYMENT_FAILED"), twice[_i].first == SETTLE_FAILED);
}
END_TEST

/* The row says when and why; and one that is done is not opened again. */
START_TEST(asked_later)
{
	struct order o = held();
	struct settlement s = settlement(&o, SETTLE_LATER);

	s.ask_at = clock_now() + 5000;
	ck_ok(order_settle(t.shop, t.t.arena, &s));
	struct compensations c;
	ck_ok(compensation_store_of_order(t.db, t.t.arena, &o.id, &c));
	ck_assert_int_eq(c.v[0].due_at, s.ask_at);
	ck_assert_str_eq(c.v[0].last_error, "silence");
	/* Failed, to be made sure of once more. */
	s = settlement(&o, SETTLE_FAILED);
	s.ask_at = clock_now() + 900000;
	ck_ok(order_settle(t.shop, t.t.arena, &s));
	ck_ok(compensation_store_of_order(t.db, t.t.arena, &o.id, &c));
	ck_assert_int_eq((int)c.v[0].state, COMPENSATION_OPEN);
	ck_assert_int_eq(c.v[0].due_at, s.ask_at);
	(void)told(&o, SETTLE_FAILED);
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), "DONE");
	s.ask_at = clock_now() + 1;
	ck_ok(order_settle(t.shop, t.t.arena, &s));
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), "DONE");
}
END_TEST

/* --- by many at once ----------------------------------------------------------------------------- */

struct teller { struct shop *shop; struct settlement s; const struct compensation *refund; pthread_t thread; int code; };

static void *
tell(void *arg)
{
	struct teller *me = arg;
	struct arena *a = arena_new(1u << 20);
	const struct err *e = me->refund != NULL ? order_refunded(me->shop, a, me->refund, "r-1") : order_settle(me->shop, a, &me->s);

	me->code = e == NULL ? -1 : (int)e->code;
	arena_free(a);
	return NULL;
}

#define TELLERS 16

static void
all_at_once(struct teller *one)
{
	struct shop *shops[2] = { t.shop };
	char why[256];

	ck_assert_ptr_nonnull(shops[1] = shop_open(&t.t.conf, why, sizeof(why)));
	for (int i = 0; i < TELLERS; i++) {
		one[i].shop = shops[i % 2];
		ck_assert_int_eq(pthread_create(&one[i].thread, NULL, tell, &one[i]), 0);
	}
	for (int i = 0; i < TELLERS; i++) {
		pthread_join(one[i].thread, NULL);
		ck_assert_int_eq(one[i].code, -1);
	}
	shop_close(shops[1]);
}

static const struct { enum settle_outcome even, odd; } pairs[] = {
	{ SETTLE_PAID, SETTLE_PAID }, { SETTLE_FAILED, SETTLE_FAILED }, { SETTLE_PAID, SETTLE_FAILED }, { SETTLE_PAID, SETTLE_LATER },
};

START_TEST(told_at_once)
{
	struct order o = held();
	struct teller one[TELLERS] = { { NULL } };

	/* Two at a time are of one program: both sorts come to both. */
	for (int i = 0; i < TELLERS; i++)
		one[i].s = settlement(&o, i / 2 % 2 == 0 ? pairs[_i].even : pairs[_i].odd);
	all_at_once(one);
	struct order is = testshop_get(&t, &o.id);
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), "DONE");
	ck_assert_int_eq(events("ORDER_PAID") + events("ORDER_CANCELLED"), 1);
	if (pairs[_i].even == SETTLE_PAID)
		ck_assert_int_eq((int)is.payment.status, PAYMENT_SUCCESS);
	else
		ck_assert_int_eq((int)is.payment.status, PAYMENT_FAILED);
	/* Who was paid for what had been given up gives it back, once. */
	bool owes = is.status == ORDER_CANCELLED && is.payment.status == PAYMENT_SUCCESS;
	ck_assert_str_eq(bank_row(&t, COMPENSATE_REFUND), owes ? "OPEN" : "none");
	ck_assert_int_eq(is.version, owes ? 3 : 2);
}
END_TEST

START_TEST(refunded_at_once)
{
	struct order o = held();
	struct teller one[TELLERS] = { { NULL } };
	struct compensation c;

	(void)told(&o, SETTLE_PAID);
	ck_ok(testshop_move(&t, &o.id, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));
	c = refund_of(&o);
	for (int i = 0; i < TELLERS; i++)
		one[i].refund = &c;
	all_at_once(one);
	struct order is = testshop_get(&t, &o.id);
	ck_assert_int_eq((int)is.payment.status, PAYMENT_REFUNDED);
	ck_assert_int_eq(is.payment.refunded, 30000);
	ck_assert_int_eq(is.version, 4);
	ck_assert_int_eq(events("PAYMENT_REFUNDED"), 1);
}
END_TEST

/* --- too late -------------------------------------------------------------------------------------- */

/* Cancelled while it was being charged: whatever the gateway then says, the order stays off, and what was paid goes back once. */
START_TEST(cancelled_meanwhile)
{
	struct order o = held();
	enum settle_outcome outcome = _i == 0 ? SETTLE_PAID : SETTLE_FAILED;

	ck_ok(testshop_move(&t, &o.id, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));
	ck_assert_int_eq(testshop_available(&t, "wine"), TESTSHOP_STOCK * QTY_ONE);
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), "OPEN");
	testshop_books(&t);
	for (int i = 0; i < 3; i++) {
		(void)told(&o, outcome);
		struct order is = testshop_get(&t, &o.id);
		ck_assert_int_eq((int)is.status, ORDER_CANCELLED);
		ck_assert_int_eq((int)is.payment.status, outcome == SETTLE_PAID ? PAYMENT_SUCCESS : PAYMENT_FAILED);
		ck_assert_int_eq(is.version, 3);
		ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), "DONE");
		ck_assert_str_eq(bank_row(&t, COMPENSATE_REFUND), outcome == SETTLE_PAID ? "OPEN" : "none");
		ck_assert_int_eq(testshop_available(&t, "wine"), TESTSHOP_STOCK * QTY_ONE);
	}
	if (outcome == SETTLE_PAID) {
		ck_assert_str_eq(refund_of(&o).reason, "PAID_TOO_LATE");
		ck_assert_int_eq(refund_of(&o).amount, 30000);
	}
}
END_TEST

START_TEST(refunded)
{
	struct order o = held();
	struct compensation c;

	(void)told(&o, SETTLE_PAID);
	ck_ok(testshop_move(&t, &o.id, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));
	struct order off = testshop_get(&t, &o.id);
	ck_assert_int_eq((int)off.status, ORDER_REFUNDED);
	ck_assert_int_eq((int)off.payment.status, PAYMENT_SUCCESS);
	c = refund_of(&o);
	ck_assert_str_eq(c.reason, "ORDER_CANCELLED");
	testshop_books(&t);
	for (int i = 0; i < 2; i++) {
		ck_ok(order_refunded(t.shop, t.t.arena, &c, i == 0 ? "r-1" : "r-2"));
		struct order is = testshop_get(&t, &o.id);
		ck_assert_int_eq((int)is.payment.status, PAYMENT_REFUNDED);
		ck_assert_int_eq(is.payment.refunded, 30000);
		ck_assert_int_eq(is.version, 4);
		ck_assert_str_eq(refund_of(&o).transaction_id, "r-1");
		ck_assert_int_gt(refund_of(&o).ended_at, 0);
	}
}
END_TEST

/* --- of others -------------------------------------------------------------------------------------- */

START_TEST(no_such)
{
	struct order o = held(), other = held();
	struct settlement s = settlement(&o, SETTLE_PAID);
	struct compensation c = { .kind = COMPENSATE_REFUND, .order_id = o.id, .payment_id = o.payment.id, .amount = 1 };

	s.payment_id = other.payment.id;
	ck_assert(err_is(order_settle(t.shop, t.t.arena, &s), ERR_ENTITY_NOT_FOUND));
	s = settlement(&o, SETTLE_PAID);
	s.order_id = uuid_new();
	ck_assert(err_is(order_settle(t.shop, t.t.arena, &s), ERR_ENTITY_NOT_FOUND));
	c.id = uuid_new();
	ck_assert(err_is(order_refunded(t.shop, t.t.arena, &c, "r"), ERR_ENTITY_NOT_FOUND));
	ck_assert_int_eq((int)testshop_get(&t, &o.id).status, ORDER_PENDING_PAYMENT);
	ck_assert_int_eq((int)testshop_get(&t, &other.id).status, ORDER_PENDING_PAYMENT);
}
END_TEST

Suite *
settle_suite(void)
{
	Suite *s = suite_create("shop/settle");
	TCase *c = tcase_create("settle");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, told_twice, 0, ROWS(twice));
	tcase_add_test(c, asked_later);
	tcase_add_loop_test(c, told_at_once, 0, ROWS(pairs));
	tcase_add_test(c, refunded_at_once);
	tcase_add_loop_test(c, cancelled_meanwhile, 0, 2);
	tcase_add_test(c, refunded);
	tcase_add_test(c, no_such);
	suite_add_tcase(s, c);
	return s;
}
