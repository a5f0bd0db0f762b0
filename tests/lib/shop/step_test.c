/*
 * step: what each failure gives back (compensation.def), cell by cell, through the desk into the database; and how order and
 * history follow.
 */
#include "shop/step.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "shop/batch.h"
#include "shop/checkout.h"
#include "shop/settle.h"
#include "shop/shop.h"
#include "shop/ticket.h"
#include "support/bank.h"
#include "support/buyer.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;
static struct bank bank;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); bank_open(&bank, &t); }
static void teardown_unaudited(void) { clock_shift(0); testshop_close(&t); bank_close(&bank); }
static void teardown(void) { testshop_books(&t); teardown_unaudited(); }

static struct order
pay(enum bank_mood mood)
{
	struct checkout c = bank_checkout(t.t.arena, &bank_dinner, &t.kim, NULL);

	bank.charges = mood;
	ck_ok(checkout_run(t.shop, t.t.arena, &c));
	return bank_order(&t);
}

static bool
stock_is_back(void)
{
	qty_t left = testshop_available(&t, "wine");

	ck_assert(left == TESTSHOP_STOCK * QTY_ONE || left == (TESTSHOP_STOCK - 1) * QTY_ONE);
	ck_assert_int_eq(testshop_available(&t, "premium_steak"), left);
	return left == TESTSHOP_STOCK * QTY_ONE;
}

static bool
slot_is_back(void)
{
	int64_t taken = testshop_number(&t, "SELECT COALESCE(SUM(taken), 0) FROM slots");

	ck_assert(taken == 0 || taken == 1);
	return taken == 0;
}

/* To be given back, or given back already: never more than was paid. */
static bool
money_goes_back(void)
{
	int64_t sum = testshop_number(&t, "SELECT COALESCE(SUM(amount), 0) FROM compensations WHERE kind = 'REFUND'");

	ck_assert(sum == 0 || sum == 30000);
	return sum == 30000;
}

/* --- the matrix, on a paid order that holds its slot --------------------------------------------- */

static const struct { enum undo undo; bool (*is_back)(void); } columns[] = {
	{ UNDO_STOCK, stock_is_back }, { UNDO_SLOT, slot_is_back }, { UNDO_MONEY, money_goes_back },
};

struct failing { struct ticket ticket; enum failure f; };

static const struct err *
give_back(struct ticket *k, struct batch *b)
{
	struct failing *me = (struct failing *)k;
	struct order *o = batch_order(b, &k->order_id);

	ck_assert_ptr_nonnull(o);
	o->version++;
	step_give_back(b, o, me->f, "TEST");
	order_rows_change(&b->rows, o, true);
	return NULL;
}

static const struct ticket_op fail_op = { .name = "fail", .decide = give_back, .gives_back = true };

/* One cell a run: failures down, columns across. */
START_TEST(cell)
{
	enum failure f = (enum failure)(_i / ROWS(columns));
	int col = _i % ROWS(columns);
	struct order o = pay(BANK_PAYS);
	struct failing me = { .ticket = { .op = &fail_op, .arena = t.t.arena, .order_id = o.id }, .f = f };

	ck_assert(!columns[col].is_back());
	ck_ok(ticket_serve(t.shop, &me.ticket));
	ck_assert_int_eq(columns[col].is_back(), (compensation_of(f) & columns[col].undo) != 0);
	if (columns[col].undo == UNDO_MONEY && money_goes_back()) {
		ck_assert_str_eq(testshop_text(&t, "SELECT reason FROM compensations WHERE kind = 'REFUND'"), "TEST");
		ck_assert_str_eq(bank_row(&t, COMPENSATE_REFUND), "OPEN");
	}
}
END_TEST

/* --- the matrix, as failures come about ------------------------------------------------------------ */

static void
too_little(void)
{
	struct checkout c = bank_checkout(t.t.arena, &bank_dinner, &t.kim, NULL);

	testshop_stock(&t, "wine", 0);
	ck_assert(err_is(checkout_run(t.shop, t.t.arena, &c), ERR_STOCK_NOT_ENOUGH));
	testshop_stock(&t, "wine", TESTSHOP_STOCK);
}

static void
no_slot(void)
{
	struct checkout c = bank_checkout(t.t.arena, &bank_dinner, &t.kim, NULL);

	testshop_sql(&t, "UPDATE slot_hours SET capacity = 0 WHERE hours = 12001400");
	ck_assert(err_is(checkout_run(t.shop, t.t.arena, &c), ERR_SLOT_FULL));
	testshop_sql(&t, "UPDATE slot_hours SET capacity = 200 WHERE hours = 12001400");
}

static void declined(void) { (void)pay(BANK_DECLINES); }

static void
never_made(void)
{
	(void)pay(BANK_IS_SILENT);
	clock_shift(70000);
	ck_assert_uint_eq(bank_work(&t), 1);
}

static void
paid_too_late(void)
{
	struct order o = pay(BANK_IS_SILENT);

	clock_shift(70000);
	ck_assert_uint_eq(bank_work(&t), 1);
	bank_book(&bank, &o.payment.id, o.payment.amount);
	clock_shift(1000000);
	ck_assert_uint_eq(bank_work(&t), 1);
}

static void
cancelled(enum bank_mood mood)
{
	struct order o = pay(mood);

	ck_ok(testshop_move(&t, &o.id, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));
}

static void cancelled_when_paid(void) { cancelled(BANK_PAYS); }
static void cancelled_before(void) { cancelled(BANK_IS_SILENT); }

static void
cancelled_while_charged(void)
{
	cancelled(BANK_BOOKS_SILENTLY);
	clock_shift(2000);
	ck_assert_uint_eq(bank_work(&t), 1);
}

static const struct { enum failure failure; void (*happen)(void); bool took, paid; } ways[] = {
	{ FAILED_STOCK, too_little, false, false }, { FAILED_STOCK, no_slot, false, false },
	{ FAILED_PAYMENT, declined, true, false }, { FAILED_PAYMENT, never_made, true, false },
	{ FAILED_ORDER, paid_too_late, true, true },
	{ FAILED_CANCEL, cancelled_when_paid, true, true }, { FAILED_CANCEL, cancelled_while_charged, true, true },
	{ FAILED_CANCEL, cancelled_before, true, false },
};

/* Nothing is held in the end, and the money goes back exactly where it was taken. */
START_TEST(as_it_happens)
{
	unsigned undo = compensation_of(ways[_i].failure);

	ways[_i].happen();
	ck_assert(stock_is_back());
	ck_assert(slot_is_back());
	ck_assert_int_eq((undo & UNDO_STOCK) != 0, ways[_i].took);
	ck_assert_int_eq((undo & UNDO_SLOT) != 0, ways[_i].took);
	ck_assert_int_eq(money_goes_back(), ways[_i].paid && (undo & UNDO_MONEY) != 0);
	if (ways[_i].paid) {
		ck_assert_uint_eq(bank_work(&t), 1);
		ck_assert_int_eq(bank_holds(&bank), 0);
		ck_assert_int_eq((int)bank_order(&t).payment.status, PAYMENT_REFUNDED);
	}
}
END_TEST

/* --- the matrix, on an order that took of its buyer's purse ---------------------------------------- */

static struct uuid used;

static bool coupon_is_back(void) { return strcmp(buyer_coupon_status(&t, &used), "ACTIVE") == 0; }

static bool
points_are_back(void)
{
	won_t points = buyer_points(&t, &t.kim);

	ck_assert(points == 2000 || points == 1000);
	return points == 2000;
}

static bool
balance_is_back(void)
{
	won_t balance = buyer_balance(&t, &t.kim);

	ck_assert(balance == 30000 || balance == 24000);
	return balance == 30000;
}

static const struct { enum undo undo; bool (*is_back)(void); } purse_columns[] = {
	{ UNDO_COUPON, coupon_is_back }, { UNDO_POINTS, points_are_back }, { UNDO_MONEY, balance_is_back },
};

/* From the balance it comes back at once: there is nothing for the worker to do. */
START_TEST(purse_cell)
{
	enum failure f = (enum failure)(_i / ROWS(purse_columns));
	int col = _i % ROWS(purse_columns);
	struct bought w = { .user = t.kim, .pieces = 1, .points = 1000, .method = PAY_BALANCE };
	struct failing me = { .ticket = { .op = &fail_op, .arena = t.t.arena }, .f = f };

	buyer_fill(&t, &t.kim, 30000, 2000);
	w.coupon = used = buyer_coupon(&t, &t.kim);
	ck_ok(buyer_buy(&t, &w, &me.ticket.order_id));
	ck_assert(!purse_columns[col].is_back());
	ck_ok(ticket_serve(t.shop, &me.ticket));
	ck_assert_int_eq(purse_columns[col].is_back(), (compensation_of(f) & purse_columns[col].undo) != 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM compensations"), 0);
}
END_TEST

/* A payment elsewhere that failed: what was held of the purse is the buyer's again. */
START_TEST(card_declined)
{
	struct bought w = { .user = t.kim, .pieces = 1, .points = 1000, .method = PAY_CARD };
	struct settlement s = { .outcome = SETTLE_FAILED, .failure_code = "card_declined" };

	buyer_fill(&t, &t.kim, 30000, 2000);
	w.coupon = used = buyer_coupon(&t, &t.kim);
	ck_ok(buyer_buy(&t, &w, &s.order_id));
	ck_assert(!coupon_is_back() && !points_are_back() && balance_is_back());
	s.payment_id = testshop_get(&t, &s.order_id).payment.id;
	for (int again = 0; again < 2; again++) {
		ck_ok(order_settle(t.shop, t.t.arena, &s));
		ck_assert(coupon_is_back() && points_are_back() && balance_is_back());
	}
	/* Found paid after all: its money goes back, and nothing else a second time. */
	s = (struct settlement){ .order_id = s.order_id, .payment_id = s.payment_id, .outcome = SETTLE_PAID };
	ck_ok(order_settle(t.shop, t.t.arena, &s));
	ck_assert(coupon_is_back() && points_are_back() && balance_is_back());
	ck_assert_str_eq(bank_row(&t, COMPENSATE_REFUND), "OPEN");
}
END_TEST

START_TEST(each_failure_happened)
{
	for (int f = 0; f < FAILED__MAX; f++) {
		bool seen = false;
		for (int i = 0; i < ROWS(ways); i++)
			seen |= ways[i].failure == (enum failure)f;
		ck_assert_msg(seen, "nothing fails as %d", f);
	}
}
END_TEST

static const struct err *
refund_all(struct ticket *k, struct batch *b)
{
	struct order *o = batch_order(b, &k->order_id);

	o->version++;
	(void)step_refund(b, o, &o->payment, step_refundable(&o->payment), "TEST");
	(void)step_refund(b, o, &o->payment, o->payment.amount, "TEST");
	order_rows_change(&b->rows, o, false);
	return NULL;
}

/* Before the worker has come round, and after: one refund, of what was paid. */
START_TEST(twice_is_once)
{
	static const struct ticket_op op = { .name = "refund", .decide = refund_all };
	struct order o = pay(BANK_PAYS);

	for (int i = 0; i < 3; i++) {
		struct ticket k = { .op = &op, .arena = t.t.arena, .order_id = o.id };
		ck_ok(ticket_serve(t.shop, &k));
		ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM compensations WHERE kind = 'REFUND'"), 1);
		ck_assert(money_goes_back());
		ck_assert_int_eq((int64_t)bank_work(&t), i == 0);
	}
	ck_assert_int_eq(bank_holds(&bank), 0);
}
END_TEST


/* Paid at the door: no money of ours is elsewhere. */
START_TEST(on_delivery)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);

	ck_ok(testshop_move(&t, &id, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));
	ck_assert(stock_is_back());
	ck_assert(!money_goes_back());
}
END_TEST

/* --- items, history, order --------------------------------------------------------------------------- */

struct stepping { struct ticket ticket; struct step_by by; enum item_state to; bool pays; };

static const struct err *
go(struct ticket *k, struct batch *b)
{
	struct stepping *me = (struct stepping *)k;
	struct order *o = batch_order(b, &k->order_id);

	o->version++;
	if (me->pays) {
		o->payment.status = PAYMENT_SUCCESS;
		o->payment.paid_at = b->now;
	}
	step_items(b, o, me->to, &me->by);
	step_follow(b, o, &me->by);
	order_rows_change(&b->rows, o, false);
	return NULL;
}

static const struct ticket_op go_op = { .name = "go", .decide = go };

static struct order
stepped(const struct uuid *id, enum item_state to, enum actor actor, bool pays)
{
	struct stepping me = { .ticket = { .op = &go_op, .arena = t.t.arena, .order_id = *id }, .to = to, .pays = pays,
	    .by = { .actor = actor, .actor_id = t.cook, .reason = "because" } };

	ck_ok(ticket_serve(t.shop, &me.ticket));
	return testshop_get(&t, id);
}

START_TEST(history)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);
	struct order o = stepped(&id, ITEM_PREPARING, ACTOR_STAFF, false);

	ck_assert_int_eq((int)o.stage, ITEM_PREPARING);
	ck_assert_int_eq((int)o.status, ORDER_PENDING_PAYMENT);
	ck_assert_uint_eq(o.nhistory, 2);
	ck_assert_str_eq(o.history[1].event, "PREPARE");
	ck_assert_str_eq(o.history[1].from, "PENDING");
	ck_assert_str_eq(o.history[1].to, "PREPARING");
	ck_assert_str_eq(o.history[1].reason, "because");
	ck_assert_int_eq(o.history[1].pieces, 1);
	ck_assert_int_eq(uuid_cmp(&o.history[1].actor_id, &t.cook), 0);
	/* There is no step from here to there: nothing moves, and nothing is told of the items. */
	o = stepped(&id, ITEM_DELIVERED, ACTOR_STAFF, false);
	ck_assert_int_eq((int)o.stage, ITEM_PREPARING);
	ck_assert_uint_eq(o.nhistory, 2);
	/* The shop itself is nobody. */
	o = stepped(&id, ITEM_READY_FOR_DELIVERY, ACTOR_SYSTEM, false);
	ck_assert_uint_eq(o.nhistory, 3);
	ck_assert(uuid_is_zero(&o.history[2].actor_id));
}
END_TEST

/* The order follows its payment and its items, as far as they lead, whoever took the step; each of its steps is an event. */
START_TEST(follows)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);
	struct order o = stepped(&id, ITEM_PREPARING, ACTOR_STAFF, true);

	ck_assert_int_eq((int)o.status, ORDER_PAID);
	ck_assert_str_eq(o.history[2].event, "PAY");
	ck_assert_int_eq(o.history[2].item_index, -1);
	ck_assert_int_eq((int)o.history[2].actor, ACTOR_SYSTEM);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_events WHERE type = 'ORDER_PAID'"), 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_events WHERE type = 'ORDER_MOVED'"), 0);
	(void)stepped(&id, ITEM_READY_FOR_DELIVERY, ACTOR_STAFF, false);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_events WHERE type = 'ORDER_MOVED'"), 1);
	(void)stepped(&id, ITEM_IN_DELIVERY, ACTOR_STAFF, false);
	o = stepped(&id, ITEM_DELIVERED, ACTOR_STAFF, false);
	ck_assert_int_eq((int)o.status, ORDER_COMPLETED);
	ck_assert_str_eq(o.history[o.nhistory - 1].event, "COMPLETE");
}
END_TEST

Suite *
step_suite(void)
{
	Suite *s = suite_create("shop/step");
	TCase *c = tcase_create("matrix"), *d = tcase_create("step");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown_unaudited);
	tcase_add_loop_test(c, cell, 0, FAILED__MAX * ROWS(columns));
	tcase_add_test(c, twice_is_once);
	tcase_add_loop_test(c, purse_cell, 0, FAILED__MAX * ROWS(purse_columns));
	suite_add_tcase(s, c);
	tcase_set_timeout(d, 60);
	tcase_add_unchecked_fixture(d, create, NULL);
	tcase_add_checked_fixture(d, setup, teardown);
	tcase_add_loop_test(d, as_it_happens, 0, ROWS(ways));
	tcase_add_test(d, card_declined);
	tcase_add_test(d, each_failure_happened);
	tcase_add_test(d, on_delivery);
	tcase_add_test(d, history);
	tcase_add_test(d, follows);
	suite_add_tcase(s, d);
	return s;
}
