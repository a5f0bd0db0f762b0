/*
 * aftersale: what buyers, sellers and staff do with lines of an order after it was bought: who may, what it gives back and to where, what the order and its
 * history say then; and that of many who want the same pieces at once each gets what is left, and no more.
 */
#include "shop/aftersale.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "shop/change.h"
#include "shop/settle.h"
#include "shop/shop.h"
#include "support/bank.h"
#include "support/buyer.h"
#include "support/refusal.h"
#include "support/deal.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;
static struct bank bank;
static uint32_t seller;		/* Lee's */
static const struct goods *ours, *theirs;

static void create(void) { testshop_create(&t); }

static void
setup(void)
{
	testshop_open(&t);
	bank_open(&bank, &t);
	t.t.conf.points_rate = 100;
	seller = testgoods_seller(&t, &t.lee);
	ours = deal_goods(&t, 0, 1000, 100);
	theirs = deal_goods(&t, seller, 10000, 50);
	buyer_fill(&t, &t.kim, 1000000, 10000);
}

static void
teardown(void)
{
	testshop_books(&t);
	testshop_close(&t);
	bank_close(&bank);
}

static struct deal
three_mugs(enum payment_method m)
{
	return (struct deal){ .user = t.kim, .method = m, .coupon = buyer_coupon(&t, &t.kim), .line = { { theirs, 3, 0, 100, 500 }, { ours, 2, 0, 0, 0 } }, .nlines = 2,
	    .fee = { { seller, 3000, 0 } }, .nfees = 1 };
}

static int
code(const struct err *e)
{
	return e == NULL ? -1 : (int)e->code;
}

static qty_t
there(const struct goods *g)
{
	return testshop_available(&t, g->sku) / QTY_ONE;
}

static const char *
event_of(const struct order *o, size_t index, int from_end)
{
	for (size_t i = o->nhistory; i-- > 0;)
		if (o->history[i].item_index == (int)index && from_end-- == 0)
			return o->history[i].event;
	return "";
}

/* --- what goes back -------------------------------------------------------------------- */

START_TEST(pieces_from_the_balance)
{
	struct deal w = three_mugs(PAY_BALANCE);
	struct uuid id = deal_make(&t, &w);
	struct after_refunded r;
	struct order o;
	won_t before = buyer_balance(&t, &t.kim), points = buyer_points(&t, &t.kim);

	/* 29,400 won and 500 points for three: 9,800 each, and 167, 167, 166. */
	ck_ok(deal_wish(&t, &id, 0, AFTER_CANCEL, 1, &t.kim, ROLE_CUSTOMER, &r));
	ck_assert_int_eq(r.money, 9800);
	ck_assert_int_eq(r.points, 167);
	ck_assert_int_eq((int)r.way, REFUND_TO_BALANCE);
	o = testshop_get(&t, &id);
	ck_assert_str_eq(order_state_names[o.status], "PARTIALLY_CANCELLED");
	ck_assert_str_eq(item_state_names[o.items[0].status], "PENDING");
	ck_assert_int_eq(o.items[0].cancelled_quantity, 1);
	ck_assert_str_eq(event_of(&o, 0, 0), "CANCEL_PART");
	ck_assert_int_eq(o.payment.refunded, 9800);
	ck_assert_int_eq((int)o.payment.status, PAYMENT_PARTIALLY_REFUNDED);
	ck_assert_int_eq(o.version, 2);
	ck_assert_int_eq(there(theirs), 48);
	ck_assert_int_eq(buyer_balance(&t, &t.kim), before + 9800);
	ck_assert_int_eq(buyer_points(&t, &t.kim), points + 167);
	/* The rest of the seller's: with the fee, for nothing of it was sent. */
	ck_ok(deal_wish(&t, &id, 0, AFTER_CANCEL, 0, &t.kim, ROLE_CUSTOMER, &r));
	ck_assert_int_eq(r.money, 19600 + 3000);
	ck_assert_int_eq(r.points, 333);
	o = testshop_get(&t, &id);
	ck_assert_str_eq(item_state_names[o.items[0].status], "CANCELLED");
	ck_assert_str_eq(order_state_names[o.status], "PARTIALLY_CANCELLED");
	/* And what is left. */
	ck_ok(deal_wish(&t, &id, AFTER_ALL_LINES, AFTER_CANCEL, 0, &t.kim, ROLE_CUSTOMER, &r));
	ck_assert_int_eq(r.money, 2000);
	o = testshop_get(&t, &id);
	ck_assert_str_eq(order_state_names[o.status], "REFUNDED");
	ck_assert_int_eq((int)o.payment.status, PAYMENT_REFUNDED);
	ck_assert_int_eq(buyer_balance(&t, &t.kim), 1000000);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 10000);
	ck_assert_int_eq(there(theirs), 50);
	ck_assert_int_eq(there(ours), 100);
	/* Nothing is left to ask for. */
	ck_assert_int_eq(code(deal_wish(&t, &id, 0, AFTER_CANCEL, 1, &t.kim, ROLE_CUSTOMER, NULL)), ERR_ORDER_STATE_CONFLICT);
	ck_assert_int_eq(code(deal_wish(&t, &id, AFTER_ALL_LINES, AFTER_CANCEL, 0, &t.kim, ROLE_CUSTOMER, NULL)), ERR_ORDER_STATE_CONFLICT);
}
END_TEST

/* Each part is a refund of its own at the gateway. */
START_TEST(pieces_by_card)
{
	struct deal w = three_mugs(PAY_CARD);
	struct after_refunded r;
	struct order o;
	struct uuid id;

	w.transaction_id = "t0";
	id = deal_make(&t, &w);
	o = testshop_get(&t, &id);
	bank_book(&bank, &o.payment.id, o.payment.amount);
	ck_ok(deal_wish(&t, &id, 0, AFTER_CANCEL, 1, &t.kim, ROLE_CUSTOMER, &r));
	ck_assert_int_eq(r.money, 9800);
	ck_assert_int_eq((int)r.way, REFUND_BY_GATEWAY);
	ck_ok(deal_wish(&t, &id, 1, AFTER_CANCEL, 2, &t.kim, ROLE_CUSTOMER, &r));
	o = testshop_get(&t, &id);
	ck_assert_int_eq(o.payment.refunded, 0);
	ck_assert_int_eq(o.payment.refunding, 11800);
	ck_assert_int_eq((int)o.payment.status, PAYMENT_SUCCESS);
	testshop_books(&t);
	ck_assert_uint_eq(bank_work(&t), 2);
	o = testshop_get(&t, &id);
	ck_assert_int_eq(o.payment.refunded, 11800);
	ck_assert_int_eq(o.payment.refunding, 0);
	ck_assert_int_eq((int)o.payment.status, PAYMENT_PARTIALLY_REFUNDED);
	ck_assert_int_eq(bank_holds(&bank), o.payment.amount - 11800);
	ck_ok(deal_wish(&t, &id, AFTER_ALL_LINES, AFTER_CANCEL, 0, &t.kim, ROLE_CUSTOMER, &r));
	ck_assert_uint_eq(bank_work(&t), 1);
	ck_assert_int_eq(bank_holds(&bank), 0);
	o = testshop_get(&t, &id);
	ck_assert_int_eq((int)o.payment.status, PAYMENT_REFUNDED);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM compensations WHERE kind = 'REFUND' AND state = 'DONE'"), 3);
}
END_TEST

START_TEST(coupons_come_back_with_the_last_piece)
{
	struct deal w = three_mugs(PAY_BALANCE);
	struct uuid id;

	w.coupon = buyer_coupon(&t, &t.kim);
	w.line[0].order_discount = 3000;
	id = deal_make(&t, &w);
	ck_ok(deal_wish(&t, &id, 0, AFTER_CANCEL, 3, &t.kim, ROLE_CUSTOMER, NULL));
	ck_assert_str_eq(buyer_coupon_status(&t, &w.coupon), "USED");
	ck_ok(deal_wish(&t, &id, 1, AFTER_CANCEL, 1, &t.kim, ROLE_CUSTOMER, NULL));
	ck_assert_str_eq(buyer_coupon_status(&t, &w.coupon), "USED");
	ck_ok(deal_wish(&t, &id, 1, AFTER_CANCEL, 1, &t.kim, ROLE_CUSTOMER, NULL));
	ck_assert_str_eq(buyer_coupon_status(&t, &w.coupon), "ACTIVE");
}
END_TEST

/* What was delivered brings neither fee nor coupon back, nor does it go on sale again by itself. */
START_TEST(a_return)
{
	struct deal w = three_mugs(PAY_BALANCE);
	struct after_refunded r;
	struct order o;
	struct uuid id;

	w.coupon = buyer_coupon(&t, &t.kim);
	w.line[0].order_discount = 3000;
	w.nlines = 1;
	id = deal_make(&t, &w);
	ck_assert_int_eq(code(deal_wish(&t, &id, 0, AFTER_RETURN, 0, &t.kim, ROLE_CUSTOMER, NULL)), ERR_ORDER_STATE_CONFLICT);
	deal_deliver(&t, &id, 0);
	o = testshop_get(&t, &id);
	ck_assert_str_eq(order_state_names[o.status], "COMPLETED");
	ck_ok(deal_wish(&t, &id, 0, AFTER_RETURN, 1, &t.kim, ROLE_CUSTOMER, &r));
	ck_assert_int_eq(r.money, 0);
	ck_assert_int_eq(code(deal_wish(&t, &id, 0, AFTER_RETURN, 1, &t.kim, ROLE_CUSTOMER, NULL)), ERR_ORDER_STATE_CONFLICT);
	ck_ok(deal_move(&t, &id, 0, ITEM_RETURN_PROCESSING, &t.lee, ROLE_SELLER, &r));
	ck_ok(deal_move(&t, &id, 0, ITEM_RETURNED, &t.lee, ROLE_SELLER, &r));
	ck_assert_int_eq(r.money, 8834);	/* 26,500 for three, the first takes what is over */
	ck_assert_int_eq(r.points, 167);
	o = testshop_get(&t, &id);
	ck_assert_str_eq(item_state_names[o.items[0].status], "DELIVERED");
	ck_assert_str_eq(event_of(&o, 0, 0), "FINISH_RETURN_PART");
	ck_assert_int_eq((int)o.history[o.nhistory - 1].actor, ACTOR_SELLER);
	ck_assert_int_eq(o.items[0].returned_quantity, 1);
	ck_assert_str_eq(order_state_names[o.status], "COMPLETED");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_events WHERE type = 'ORDER_PARTIALLY_CANCELLED'"), 1);
	ck_ok(deal_wish(&t, &id, 0, AFTER_RETURN, 0, &t.kim, ROLE_CUSTOMER, &r));
	ck_ok(deal_move(&t, &id, 0, ITEM_RETURN_PROCESSING, &t.admin, ROLE_ADMIN, &r));
	ck_ok(deal_move(&t, &id, 0, ITEM_RETURNED, &t.admin, ROLE_ADMIN, &r));
	ck_assert_int_eq(r.money, 26500 - 8834);
	o = testshop_get(&t, &id);
	ck_assert_str_eq(order_state_names[o.status], "REFUNDED");
	ck_assert_int_eq((int)o.payment.status, PAYMENT_PARTIALLY_REFUNDED);	/* the fee stays */
	ck_assert_int_eq(buyer_balance(&t, &t.kim), 1000000 - 3000);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 10000);
	ck_assert_int_eq(there(theirs), 47);
	ck_assert_str_eq(buyer_coupon_status(&t, &w.coupon), "USED");
}
END_TEST

START_TEST(a_cancel_that_is_asked_for)
{
	struct deal w = three_mugs(PAY_BALANCE);
	struct uuid id = deal_make(&t, &w);
	struct after_refunded r;
	struct order o;

	ck_ok(deal_move(&t, &id, 0, ITEM_PREPARING, &t.lee, ROLE_SELLER, NULL));
	/* All of it: what nobody has begun at once, the other is for the seller to say. */
	ck_ok(deal_wish(&t, &id, AFTER_ALL_LINES, AFTER_CANCEL, 0, &t.kim, ROLE_CUSTOMER, &r));
	ck_assert_int_eq(r.money, 2000);
	o = testshop_get(&t, &id);
	ck_assert_str_eq(item_state_names[o.items[0].status], "CANCEL_REQUESTED");
	ck_assert_int_eq(o.items[0].requested_quantity, 3);
	ck_assert_str_eq(item_state_names[o.items[1].status], "CANCELLED");
	ck_assert_int_eq(code(deal_wish(&t, &id, AFTER_ALL_LINES, AFTER_CANCEL, 0, &t.kim, ROLE_CUSTOMER, NULL)), ERR_ORDER_STATE_CONFLICT);
	ck_ok(deal_move(&t, &id, 0, ITEM_CANCEL_PROCESSING, &t.lee, ROLE_SELLER, &r));
	ck_assert_int_eq(r.money, 0);
	ck_ok(deal_move(&t, &id, 0, ITEM_CANCELLED, &t.lee, ROLE_SELLER, &r));
	ck_assert_int_eq(r.money, 29400 + 3000);
	o = testshop_get(&t, &id);
	ck_assert_str_eq(order_state_names[o.status], "REFUNDED");
	ck_assert_int_eq(there(theirs), 50);
	/* One that was on its way out goes on. */
	w = three_mugs(PAY_BALANCE);
	id = deal_make(&t, &w);
	ck_ok(deal_move(&t, &id, 0, ITEM_PREPARING, &t.lee, ROLE_SELLER, NULL));
	ck_ok(deal_wish(&t, &id, 0, AFTER_CANCEL, 2, &t.kim, ROLE_CUSTOMER, &r));
	ck_ok(deal_move(&t, &id, 0, ITEM_READY_FOR_DELIVERY, &t.lee, ROLE_SELLER, &r));
	o = testshop_get(&t, &id);
	ck_assert_int_eq(o.items[0].requested_quantity, 0);
	ck_assert_str_eq(order_state_names[o.status], "PAID");
}
END_TEST

START_TEST(an_exchange)
{
	struct deal w = three_mugs(PAY_BALANCE);
	struct uuid id = deal_make(&t, &w);
	struct after_refunded r;
	struct order o;
	const struct err *e;

	deal_deliver(&t, &id, 0);
	ck_ok(deal_wish(&t, &id, 0, AFTER_EXCHANGE, 2, &t.kim, ROLE_CUSTOMER, &r));
	testshop_stock(&t, theirs->sku, 1);
	e = deal_move(&t, &id, 0, ITEM_EXCHANGE_PROCESSING, &t.lee, ROLE_SELLER, &r);
	ck_assert_int_eq(code(e), ERR_STOCK_NOT_ENOUGH);
	ck_assert_ptr_nonnull(e->extra);
	testshop_stock(&t, theirs->sku, 10);
	ck_ok(deal_move(&t, &id, 0, ITEM_EXCHANGE_PROCESSING, &t.lee, ROLE_SELLER, &r));
	ck_assert_int_eq(there(theirs), 8);
	ck_ok(deal_move(&t, &id, 0, ITEM_EXCHANGED, &t.lee, ROLE_SELLER, &r));
	ck_assert_int_eq(r.money, 0);
	ck_assert_int_eq(there(theirs), 8);
	ck_ok(deal_wish(&t, &id, 0, AFTER_CONFIRM, 0, &t.kim, ROLE_CUSTOMER, &r));
	o = testshop_get(&t, &id);
	ck_assert_str_eq(item_state_names[o.items[0].status], "CONFIRMED");
	ck_assert_int_eq(o.payment.refunded, 0);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 10000 - 500 + 294);	/* a hundredth of 29,400 won */
	ck_assert_int_eq(code(deal_wish(&t, &id, 0, AFTER_RETURN, 0, &t.kim, ROLE_CUSTOMER, NULL)), ERR_ORDER_STATE_CONFLICT);
}
END_TEST

/* Who waits for a payment holds a whole order, or lets go of all of it. */
START_TEST(while_it_is_paid)
{
	struct deal w = three_mugs(PAY_CARD);
	struct settlement s = { .outcome = SETTLE_PAID, .transaction_id = "t0" };
	struct after_refunded r;
	struct order o;
	struct uuid id;

	w.waits = true;
	id = deal_make(&t, &w);
	ck_assert_int_eq(code(deal_wish(&t, &id, 0, AFTER_CANCEL, 0, &t.kim, ROLE_CUSTOMER, NULL)), ERR_ORDER_STATE_CONFLICT);
	ck_ok(deal_wish(&t, &id, AFTER_ALL_LINES, AFTER_CANCEL, 0, &t.kim, ROLE_CUSTOMER, &r));
	ck_assert_int_eq(r.money, 0);
	ck_assert_int_eq(r.points, 500);
	o = testshop_get(&t, &id);
	ck_assert_str_eq(order_state_names[o.status], "CANCELLED");
	ck_assert_int_eq(buyer_points(&t, &t.kim), 10000);
	ck_assert_int_eq(there(theirs), 50);
	/* Paid all the same: it goes back, and nothing else does once more. */
	bank_book(&bank, &o.payment.id, o.payment.amount);
	s.order_id = id;
	s.payment_id = o.payment.id;
	ck_ok(order_settle(t.shop, t.t.arena, &s));
	ck_assert_uint_eq(bank_work(&t), 1);
	ck_assert_int_eq(bank_holds(&bank), 0);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 10000);
}
END_TEST

/* The dinner face's words for an order of goods: one rule, whichever face it is asked at. */
START_TEST(by_the_other_face)
{
	struct deal w = three_mugs(PAY_BALANCE);
	struct uuid id = deal_make(&t, &w);
	struct order_change c = { .order_id = id, .actor = testshop_actor(&t.kim, ROLE_CUSTOMER), .to = ITEM_CANCELLED, .again_is_error = true };
	struct order_change back = { .order_id = id, .actor = testshop_actor(&t.admin, ROLE_ADMIN), .to = ITEM_RETURN_REQUESTED };

	/* Cooks have nothing to do with a seller's mugs, and lines come back one by one. */
	ck_assert_int_eq(code(testshop_move(&t, &id, ITEM_PREPARING, &t.cook, ROLE_COOK)), ERR_FORBIDDEN);
	deal_deliver(&t, &id, 0);
	ck_ok(deal_wish(&t, &id, 0, AFTER_RETURN, 0, &t.kim, ROLE_CUSTOMER, NULL));
	ck_ok(deal_move(&t, &id, 0, ITEM_RETURN_PROCESSING, &t.lee, ROLE_SELLER, NULL));
	ck_ok(deal_move(&t, &id, 0, ITEM_RETURNED, &t.lee, ROLE_SELLER, NULL));
	ck_ok(order_move(t.shop, t.t.arena, &c));
	ck_assert_str_eq(order_state_names[c.order->status], "REFUNDED");
	ck_assert_int_eq(buyer_balance(&t, &t.kim), 1000000 - 3000);	/* the mugs had been carried */
	w = three_mugs(PAY_BALANCE);
	id = deal_make(&t, &w);
	deal_deliver(&t, &id, 0);
	deal_deliver(&t, &id, 1);
	back.order_id = id;
	ck_assert_int_eq(code(order_move(t.shop, t.t.arena, &back)), ERR_ORDER_STATE_CONFLICT);
}
END_TEST

/* And the store face's for a dinner. */
START_TEST(a_dinner)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);
	struct after_refunded r;

	ck_assert_int_eq(code(deal_wish(&t, &id, 0, AFTER_CANCEL, 1, &t.kim, ROLE_CUSTOMER, NULL)), ERR_ORDER_STATE_CONFLICT);
	ck_assert_int_eq(code(deal_wish(&t, &id, AFTER_ALL_LINES, AFTER_CANCEL, 0, &t.lee, ROLE_CUSTOMER, NULL)), ERR_ENTITY_NOT_FOUND);
	ck_ok(deal_wish(&t, &id, AFTER_ALL_LINES, AFTER_CANCEL, 0, &t.kim, ROLE_CUSTOMER, &r));
	ck_assert_int_eq(r.money, 0);
	ck_assert_str_eq(order_state_names[testshop_get(&t, &id).status], "CANCELLED");
	ck_assert_int_eq(testshop_available(&t, "wine"), TESTSHOP_STOCK * QTY_ONE);
	ck_assert_int_eq(code(deal_wish(&t, &id, AFTER_ALL_LINES, AFTER_CANCEL, 0, &t.kim, ROLE_CUSTOMER, NULL)), ERR_ORDER_STATE_CONFLICT);
}
END_TEST

/* Points for what was kept, whichever face it is confirmed at. */
START_TEST(a_dinner_earns)
{
	static const enum item_state way[] = { ITEM_PREPARING, ITEM_READY_FOR_DELIVERY, ITEM_IN_DELIVERY, ITEM_DELIVERED };
	struct uuid id[2] = { testshop_order(&t, &testshop_dinner, &t.kim), testshop_order(&t, &testshop_dinner, &t.kim) };

	for (int i = 0; i < 2; i++)
		for (int s = 0; s < ROWS(way); s++)
			ck_ok(testshop_move(&t, &id[i], way[s], &t.admin, ROLE_ADMIN));
	ck_ok(testshop_move(&t, &id[0], ITEM_CONFIRMED, &t.admin, ROLE_ADMIN));
	ck_assert_int_eq(buyer_points(&t, &t.kim), 10300);
	ck_ok(deal_wish(&t, &id[1], 0, AFTER_CONFIRM, 0, &t.kim, ROLE_CUSTOMER, NULL));
	ck_assert_int_eq(buyer_points(&t, &t.kim), 10600);
}
END_TEST

/* --- who may ---------------------------------------------------------------------------- */

START_TEST(whose_it_is)
{
	struct deal w = three_mugs(PAY_BALANCE);
	struct uuid id = deal_make(&t, &w), other = t.courier2;
	/* Line 0 is Lee's, line 1 the shop's own. */
	static const struct { int line; enum item_state to; char who; int code; } asks[] = {
		{ 0, ITEM_PREPARING, 'k', ERR_ENTITY_NOT_FOUND }, { 1, ITEM_PREPARING, 'k', ERR_ENTITY_NOT_FOUND },	/* the buyer serves nobody */
		{ 0, ITEM_PREPARING, 'o', ERR_ENTITY_NOT_FOUND },
		{ 1, ITEM_PREPARING, 'l', ERR_ENTITY_NOT_FOUND }, { 0, ITEM_PREPARING, 'c', ERR_ENTITY_NOT_FOUND },
		{ 0, ITEM_IN_DELIVERY, 'l', ERR_ORDER_STATE_CONFLICT }, { 0, ITEM_PREPARING, 'l', -1 }, { 0, ITEM_PREPARING, 'l', -1 },
		{ 1, ITEM_PREPARING, 'd', ERR_FORBIDDEN }, { 1, ITEM_PREPARING, 'c', -1 }, { 1, ITEM_READY_FOR_DELIVERY, 'c', -1 },
		{ 1, ITEM_IN_DELIVERY, 'c', ERR_FORBIDDEN }, { 1, ITEM_IN_DELIVERY, 'd', -1 }, { 1, ITEM_DELIVERED, 'd', -1 },
		{ 0, ITEM_CONFIRMED, 'a', ERR_ORDER_STATE_CONFLICT }, { 7, ITEM_PREPARING, 'a', ERR_ENTITY_NOT_FOUND },
		{ 0, ITEM_READY_FOR_DELIVERY, 'a', -1 },
	};
	int64_t version = 1;

	for (int i = 0; i < ROWS(asks); i++) {
		const struct { char c; const struct uuid *id; int role; } people[] = { { 'k', &t.kim, ROLE_CUSTOMER }, { 'l', &t.lee, ROLE_SELLER },
		    { 'c', &t.cook, ROLE_COOK }, { 'd', &t.courier, ROLE_COURIER }, { 'a', &t.admin, ROLE_ADMIN }, { 'o', &other, ROLE_CUSTOMER } };
		for (int p = 0; p < ROWS(people); p++)
			if (people[p].c == asks[i].who) {
				const struct err *e = deal_move(&t, &id, (size_t)asks[i].line, asks[i].to, people[p].id, people[p].role, NULL);
				ck_assert_msg(code(e) == asks[i].code, "%d: %s", i, refusal(t.t.arena, e));
			}
		struct order o = testshop_get(&t, &id);
		/* The same again is fine and changes nothing. */
		version += asks[i].code == -1 && i != 7;
		ck_assert_int_eq(o.version, version);
	}
	/* To ask for something is the buyer's: to others the order is not there, or nothing leads there. */
	ck_assert_int_eq(code(deal_wish(&t, &id, 1, AFTER_CANCEL, 0, &other, ROLE_CUSTOMER, NULL)), ERR_ENTITY_NOT_FOUND);
	ck_assert_int_eq(code(deal_wish(&t, &id, 0, AFTER_RETURN, 0, &t.lee, ROLE_SELLER, NULL)), ERR_ORDER_STATE_CONFLICT);
	ck_assert_int_eq(code(deal_wish(&t, &id, AFTER_ALL_LINES, AFTER_CANCEL, 0, &t.lee, ROLE_SELLER, NULL)), ERR_FORBIDDEN);
	ck_assert_int_eq(code(deal_wish(&t, &other, 0, AFTER_CANCEL, 0, &t.kim, ROLE_CUSTOMER, NULL)), ERR_ENTITY_NOT_FOUND);
}
END_TEST

START_TEST(who_carries_it)
{
	struct deal w = three_mugs(PAY_BALANCE);
	struct uuid id = deal_make(&t, &w);
	struct aftersale as = { .order_id = id, .index = 0, .actor = testshop_actor(&t.lee, ROLE_SELLER), .serves = true, .to_state = true,
	    .to = ITEM_PREPARING, .tracks = true, .carrier = "한빛택배", .tracking_number = "1234-5678" };
	struct order o;

	ck_ok(order_after(t.shop, t.t.arena, &as));
	o = testshop_get(&t, &id);
	ck_assert_str_eq(o.items[0].carrier, "한빛택배");
	ck_assert_str_eq(o.items[0].tracking_number, "1234-5678");
	ck_assert_str_eq(item_state_names[o.items[0].status], "PREPARING");
	ck_assert_ptr_null(o.items[1].carrier);
	as.carrier = NULL;
	ck_assert_str_eq(refusal(t.t.arena, order_after(t.shop, t.t.arena, &as)), "INVALID_REQUEST /carrier=required");
	/* Once it is there it is known who brought it. */
	as.carrier = "한빛택배";
	as.to = ITEM_READY_FOR_DELIVERY;
	ck_ok(order_after(t.shop, t.t.arena, &as));
	ck_ok(deal_move(&t, &id, 0, ITEM_IN_DELIVERY, &t.lee, ROLE_SELLER, NULL));
	ck_ok(deal_move(&t, &id, 0, ITEM_DELIVERED, &t.lee, ROLE_SELLER, NULL));
	as.to = ITEM_DELIVERED;
	ck_ok(order_after(t.shop, t.t.arena, &as));
	as.tracking_number = "9999";
	ck_assert_str_eq(refusal(t.t.arena, order_after(t.shop, t.t.arena, &as)), "INVALID_REQUEST /trackingNumber=final");
	o = testshop_get(&t, &id);
	ck_assert_str_eq(o.items[0].tracking_number, "1234-5678");
	ck_assert_int_eq(o.version, 5);
}
END_TEST

START_TEST(in_the_meantime)
{
	struct deal w = three_mugs(PAY_BALANCE);
	struct uuid id = deal_make(&t, &w);
	static const int64_t one[] = { 1 }, two[] = { 2 };
	struct aftersale as = { .order_id = id, .index = 0, .actor = testshop_actor(&t.admin, ROLE_ADMIN), .to_state = true, .to = ITEM_PREPARING,
	    .if_versions = two, .nif_versions = 1 };

	ck_assert_int_eq(code(order_after(t.shop, t.t.arena, &as)), ERR_PRECONDITION_FAILED);
	as.if_versions = one;
	ck_ok(order_after(t.shop, t.t.arena, &as));
	ck_assert_int_eq(code(order_after(t.shop, t.t.arena, &as)), ERR_PRECONDITION_FAILED);
}
END_TEST

/* A part that is cancelled leaves the line where it was before: who presses once more on an old page must not cancel the rest. */
START_TEST(from_where_it_was_seen)
{
	struct deal w = three_mugs(PAY_BALANCE);
	struct uuid id = deal_make(&t, &w);
	struct aftersale as = { .order_id = id, .index = 0, .actor = testshop_actor(&t.lee, ROLE_SELLER), .serves = true, .to_state = true,
	    .to = ITEM_CANCELLED, .from_state = true, .from = ITEM_CANCEL_PROCESSING };

	ck_ok(deal_move(&t, &id, 0, ITEM_PREPARING, &t.lee, ROLE_SELLER, NULL));
	ck_assert_int_eq(code(order_after(t.shop, t.t.arena, &as)), ERR_PRECONDITION_FAILED);
	ck_ok(deal_wish(&t, &id, 0, AFTER_CANCEL, 1, &t.kim, ROLE_CUSTOMER, NULL));
	ck_ok(deal_move(&t, &id, 0, ITEM_CANCEL_PROCESSING, &t.lee, ROLE_SELLER, NULL));
	ck_ok(order_after(t.shop, t.t.arena, &as));
	ck_assert_int_eq(as.order->items[0].cancelled_quantity, 1);
	ck_assert_int_eq((int)as.order->items[0].status, ITEM_PREPARING);
	ck_assert_int_eq(code(order_after(t.shop, t.t.arena, &as)), ERR_PRECONDITION_FAILED);
	/* Where it is already, it stays, wherever it was seen. */
	as.to = ITEM_PREPARING;
	ck_ok(order_after(t.shop, t.t.arena, &as));
	ck_assert_int_eq(testshop_get(&t, &id).items[0].cancelled_quantity, 1);
}
END_TEST

/* --- asked twice under one key ----------------------------------------------------------- */

static const struct err *
keep(void *arena, const struct order *o, const struct after_refunded *r, struct kept *kept)
{
	kept->status = 200;
	kept->json = arena_printf(arena, "%s %lld", o->number, (long long)r->money);
	return NULL;
}

START_TEST(one_key_one_effect)
{
	struct deal w = three_mugs(PAY_BALANCE);
	struct uuid id = deal_make(&t, &w);
	struct hash print = hash_of("cancel 1", 8), other = hash_of("cancel 2", 8);
	struct aftersale as = { .order_id = id, .index = 0, .actor = testshop_actor(&t.kim, ROLE_CUSTOMER), .wish = AFTER_CANCEL, .pieces = 1,
	    .key = idem_make(t.kim.b, sizeof(t.kim.b), "/v1/cancel", "k", &print), .answer = keep, .arg = t.t.arena };
	const char *first;

	ck_ok(order_after(t.shop, t.t.arena, &as));
	ck_assert_ptr_nonnull(as.order);
	first = as.kept->json;
	ck_ok(order_after(t.shop, t.t.arena, &as));
	ck_assert_ptr_null(as.order);
	ck_assert_str_eq(as.kept->json, first);
	as.key = idem_make(t.kim.b, sizeof(t.kim.b), "/v1/cancel", "k", &other);
	ck_assert_int_eq(code(order_after(t.shop, t.t.arena, &as)), ERR_IDEMPOTENCY_KEY_REUSED);
	ck_assert_int_eq(testshop_get(&t, &id).items[0].cancelled_quantity, 1);
}
END_TEST

/* --- many at once ------------------------------------------------------------------------ */

struct asker { pthread_t thread; const struct uuid *order; int number, code; enum item_state to; };

static void *
ask_for_one(void *arg)
{
	struct asker *me = arg;
	struct arena *a = arena_new(1u << 20);
	struct aftersale as = { .order_id = *me->order, .index = 0, .actor = testshop_actor(&t.kim, ROLE_CUSTOMER), .wish = AFTER_CANCEL, .pieces = 1 };

	if (me->to != ITEM__MAX) {
		as.actor = testshop_actor(&t.lee, ROLE_SELLER);
		as.serves = as.to_state = true;
		as.to = me->to;
	}
	me->code = code(order_after(t.shop, a, &as));
	arena_free(a);
	return NULL;
}

static const int crowds[] = { 2, 8, 64 };

/* Of seven pieces as many are cancelled as are asked for, and the last of them once. */
START_TEST(the_same_pieces)
{
	const int n = crowds[_i];
	struct deal w = three_mugs(PAY_BALANCE);
	struct asker a[64];
	struct uuid id;
	int done = 0;

	w.line[0].quantity = 7;
	id = deal_make(&t, &w);
	for (int i = 0; i < n; i++) {
		a[i] = (struct asker){ .order = &id, .number = i, .to = ITEM__MAX };
		ck_assert_int_eq(pthread_create(&a[i].thread, NULL, ask_for_one, &a[i]), 0);
	}
	for (int i = 0; i < n; i++) {
		pthread_join(a[i].thread, NULL);
		done += a[i].code == -1;
		ck_assert(a[i].code == -1 || a[i].code == ERR_ORDER_STATE_CONFLICT);
	}
	struct order o = testshop_get(&t, &id);
	ck_assert_int_eq(done, n < 7 ? n : 7);
	ck_assert_int_eq(o.items[0].cancelled_quantity, done);
	ck_assert_int_eq(there(theirs), 43 + done);
}
END_TEST

/* The buyer cancels what the seller is about to pack: one of them was first. */
START_TEST(buyer_against_seller)
{
	const int n = crowds[_i];
	struct asker a[64];
	struct deal w;
	struct uuid id[32];
	int rounds = n / 2;

	for (int i = 0; i < rounds; i++) {
		w = three_mugs(PAY_BALANCE);
		w.line[0].quantity = 1;
		w.line[0].points = 100;
		id[i] = deal_make(&t, &w);
		for (int k = 0; k < 2; k++)
			a[2 * i + k] = (struct asker){ .order = &id[i], .number = i, .to = k == 0 ? ITEM__MAX : ITEM_PREPARING };
	}
	for (int i = 0; i < n; i++)
		ck_assert_int_eq(pthread_create(&a[i].thread, NULL, ask_for_one, &a[i]), 0);
	for (int i = 0; i < n; i++)
		pthread_join(a[i].thread, NULL);
	for (int i = 0; i < rounds; i++) {
		struct order o = testshop_get(&t, &id[i]);
		ck_assert_int_eq(a[2 * i].code, -1);	/* at once, or as a request */
		if (o.items[0].status == ITEM_CANCELLED)
			ck_assert_int_eq(a[2 * i + 1].code, ERR_ORDER_STATE_CONFLICT);
		else {
			ck_assert_str_eq(item_state_names[o.items[0].status], "CANCEL_REQUESTED");
			ck_assert_int_eq(a[2 * i + 1].code, -1);
			ck_assert_int_eq(o.payment.refunded, 0);
		}
	}
}
END_TEST

Suite *
aftersale_suite(void)
{
	Suite *s = suite_create("shop/aftersale");
	TCase *c = tcase_create("aftersale");

	tcase_set_timeout(c, 120);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, pieces_from_the_balance);
	tcase_add_test(c, pieces_by_card);
	tcase_add_test(c, coupons_come_back_with_the_last_piece);
	tcase_add_test(c, a_return);
	tcase_add_test(c, a_cancel_that_is_asked_for);
	tcase_add_test(c, an_exchange);
	tcase_add_test(c, while_it_is_paid);
	tcase_add_test(c, by_the_other_face);
	tcase_add_test(c, a_dinner);
	tcase_add_test(c, a_dinner_earns);
	tcase_add_test(c, whose_it_is);
	tcase_add_test(c, who_carries_it);
	tcase_add_test(c, in_the_meantime);
	tcase_add_test(c, from_where_it_was_seen);
	tcase_add_test(c, one_key_one_effect);
	tcase_add_loop_test(c, the_same_pieces, 0, ROWS(crowds));
	tcase_add_loop_test(c, buyer_against_seller, 0, ROWS(crowds));
	suite_add_tcase(s, c);
	return s;
}
