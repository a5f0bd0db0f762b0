/*
 * aftersale_property: whatever is asked of whatever was bought, by the desk and the database: money, points, coupons and stock add up to the won and
 * the piece after every step, nothing of the books disagrees at the end, and who gives everything up has what they began with.  What is kept earns, what
 * comes back after that takes its points along, whatever was spent of them meanwhile.
 */
#include <string.h>

#include "base/err.h"
#include "domain/aftersale.h"
#include "domain/refund_split.h"
#include "store/wallet_store.h"
#include "support/bank.h"
#include "support/buyer.h"
#include "support/deal.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;
static struct bank bank;
static uint64_t seed;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); bank_open(&bank, &t); t.t.conf.points_rate = 100; }
static void teardown(void) { testshop_books(&t); testshop_close(&t); bank_close(&bank); }

static int64_t
any(int64_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int64_t)(seed % (uint64_t)below);
}

#define BALANCE 100000000
#define POINTS 1000000
#define STOCK 1000
#define GOODS 4

static const struct goods *goods[GOODS];

/* Some lines, each with discounts and points up to what it costs. */
static struct deal
any_deal(uint32_t seller, bool card)
{
	struct deal w = { .user = t.kim, .method = card ? PAY_CARD : PAY_BALANCE, .nlines = (size_t)(1 + any(4)) };

	for (size_t i = 0; i < w.nlines; i++) {
		struct deal_line *l = &w.line[i];
		*l = (struct deal_line){ .goods = goods[any(GOODS)], .quantity = 1 + any(5) };
		won_t left = l->goods->price * l->quantity;
		l->product_discount = any(3) == 0 ? any(left + 1) : 0;
		l->order_discount = any(2) == 0 ? any(left - l->product_discount + 1) : 0;
		l->points = any(2) == 0 ? any((left - l->product_discount - l->order_discount) + 1) : 0;
	}
	for (size_t i = 0; i < w.nlines; i++)
		if (w.line[i].goods->seller_id == seller && w.nfees == 0)
			w.fee[w.nfees++] = (struct order_fee){ seller, any(2) * 3000, 0 };
	/* Every order has one, so that there is one to come back; that it was used shows in a discount. */
	w.coupon = buyer_coupon(&t, &t.kim);
	if (w.line[0].order_discount == 0 && w.line[0].product_discount == 0) {
		w.line[0].points = 0;
		w.line[0].order_discount = 1;
	}
	return w;
}

/* What the rules say has gone back, from the pieces alone. */
static struct refund
due(const struct order *o)
{
	struct refund r = { 0 };

	for (size_t i = 0; i < o->nitems; i++) {
		const struct order_item *it = &o->items[i];
		int64_t gone = it->cancelled_quantity + it->returned_quantity;
		r.money += refund_of_pieces(it->total, it->quantity, gone);
		r.points += refund_of_pieces(it->points, it->quantity, gone);
	}
	for (size_t f = 0; f < o->nfees; f++) {
		bool all = true;
		for (size_t i = 0; i < o->nitems; i++)
			all &= o->items[i].seller_id != o->fees[f].seller_id || o->items[i].cancelled_quantity == o->items[i].quantity;
		r.fee += all ? o->fees[f].charged : 0;
	}
	r.money += r.fee;
	return r;
}

/* Points are earned and lost by the line: as many as the ledger says, none beyond a hundredth of what is kept, and none of what came back whole. */
static void
earned_right(const struct order *o)
{
	won_t earned = 0;

	for (size_t i = 0; i < o->nitems; i++) {
		const struct order_item *it = &o->items[i];
		won_t cost = it->total - refund_of_pieces(it->total, it->quantity, it->cancelled_quantity + it->returned_quantity);
		earned += it->earned + it->withheld;
		ck_assert_int_le(it->earned, cost / 100);
		ck_assert(it->confirmed || (it->earned == 0 && it->withheld == 0));
		ck_assert(it->confirmed || it->status != ITEM_CONFIRMED);
		if (it->confirmed && it->returned_quantity == 0)
			ck_assert_int_eq(it->earned, cost / 100);
	}
	ck_assert_int_eq(earned, testshop_number(&t, "SELECT COALESCE(CAST(SUM(amount) AS INT), 0) FROM wallet_entries WHERE kind IN ('EARN', 'REVOKE_EARNED')"));
}

static void
adds_up(const struct uuid *id, const struct deal *w, won_t money, won_t points)
{
	struct order o = testshop_get(&t, id);
	struct refund r = due(&o);
	bool card = w->method == PAY_CARD;
	won_t spent = 0, withheld = 0;

	for (size_t i = 0; i < o.nitems; i++) {
		spent += o.items[i].points;
		withheld += o.items[i].withheld;
	}
	earned_right(&o);
	ck_assert_int_eq(money, r.money - withheld);
	ck_assert_int_eq(points, r.points);
	ck_assert_int_eq(card ? o.payment.refunded + o.payment.refunding : o.payment.refunded, money);
	ck_assert_int_eq(buyer_points(&t, &t.kim), testshop_number(&t, "SELECT COALESCE(CAST(SUM(amount) AS INT), 0) FROM wallet_entries"
	    " WHERE kind IN ('ADJUST_POINTS', 'EARN', 'REVOKE_EARNED')") - spent + r.points);
	ck_assert_int_eq(buyer_balance(&t, &t.kim), card ? BALANCE : BALANCE - o.payment.amount + money);
	ck_assert_str_eq(buyer_coupon_status(&t, &w->coupon), after_all_cancelled(&o) ? "ACTIVE" : "USED");
	for (int g = 0; g < GOODS; g++) {
		int64_t out = testshop_number(&t, "SELECT COALESCE(SUM(quantity - cancelled_quantity), 0) FROM order_items WHERE product_id = %u", goods[g]->id);
		int64_t more = testshop_number(&t, "SELECT COALESCE(CAST(SUM(quantity) AS INT), 0) FROM order_takes WHERE sku_id = %u", goods[g]->sku_id) -
		    testshop_number(&t, "SELECT COALESCE(SUM(quantity), 0) FROM order_items WHERE product_id = %u", goods[g]->id);
		ck_assert_int_ge(more, 0);
		ck_assert_int_eq(testshop_available(&t, goods[g]->sku), (STOCK - out - more) * QTY_ONE);
	}
}

START_TEST(any_sequence)
{
	uint32_t seller = testgoods_seller(&t, &t.lee);
	struct deal w;
	struct uuid id;
	won_t money = 0, points = 0;
	int steps = 0;

	seed = UINT64_C(0x9e3779b97f4a7c15) * (uint64_t)(_i + 1);
	for (int g = 0; g < GOODS; g++)
		goods[g] = deal_goods(&t, g % 2 == 0 ? 0 : seller, (won_t)(1 + any(30000)), STOCK);
	buyer_fill(&t, &t.kim, BALANCE, POINTS);
	w = any_deal(seller, _i % 3 == 0);
	w.transaction_id = w.method == PAY_CARD ? "t0" : NULL;
	id = deal_make(&t, &w);
	struct order o = testshop_get(&t, &id);
	if (w.method == PAY_CARD)
		bank_book(&bank, &o.payment.id, o.payment.amount);
	for (int i = 0; i < 60; i++) {
		size_t line = (size_t)any((int64_t)w.nlines);
		struct after_refunded r = { 0 };
		bool admin = any(3) == 0;
		const struct err *e = any(2) == 0 ? deal_wish(&t, &id, any(20) == 0 ? AFTER_ALL_LINES : line, (enum after_wish)any(AFTER_WISH__MAX), any(4),
		    admin ? &t.admin : &t.kim, admin ? ROLE_ADMIN : ROLE_CUSTOMER, &r) :
		    deal_move(&t, &id, line, (enum item_state)any(ITEM__MAX), &t.admin, ROLE_ADMIN, &r);
		if (any(6) == 0 && buyer_points(&t, &t.kim) > 0)
			ck_ok(wallet_store_book(t.db, t.t.arena, &t.kim, WALLET_ADJUST_POINTS, -(1 + any(buyer_points(&t, &t.kim))), "spent"));
		if (any(8) == 0)
			(void)bank_work(&t);
		if (e != NULL)
			continue;
		steps++;
		money += r.money;
		points += r.points;
		adds_up(&id, &w, money, points);
	}
	ck_assert_int_gt(steps, 0);
	(void)bank_work(&t);
	o = testshop_get(&t, &id);
	ck_assert_int_eq(o.payment.refunding, 0);
	if (w.method == PAY_CARD)
		ck_assert_int_eq(bank_holds(&bank), o.payment.amount - o.payment.refunded);
}
END_TEST

/* Everything is kept, then all of it is taken back, in any pieces, the points spent or not: what was earned is gone, and what is lacking of the money is what was
 * spent of them. */
START_TEST(all_of_what_was_kept)
{
	struct deal w;
	struct uuid id;
	won_t withheld = 0, spent = 0;

	seed = UINT64_C(0xbf58476d1ce4e5b9) * (uint64_t)(_i + 1);
	for (int g = 0; g < GOODS; g++)
		goods[g] = deal_goods(&t, 0, (won_t)(1 + any(30000)), STOCK);
	buyer_fill(&t, &t.kim, BALANCE, POINTS);
	w = any_deal(UINT32_MAX, false);
	id = deal_make(&t, &w);
	for (size_t i = 0; i < w.nlines; i++) {
		deal_deliver(&t, &id, i);
		ck_ok(deal_wish(&t, &id, i, AFTER_CONFIRM, 0, &t.kim, ROLE_CUSTOMER, NULL));
	}
	for (int i = 0; i < 400; i++) {
		size_t line = (size_t)any((int64_t)w.nlines);
		if (any(4) == 0 && buyer_points(&t, &t.kim) > 0) {
			won_t some = any(2) == 0 ? buyer_points(&t, &t.kim) : 1 + any(buyer_points(&t, &t.kim));
			ck_ok(wallet_store_book(t.db, t.t.arena, &t.kim, WALLET_ADJUST_POINTS, -some, "spent"));
			spent += some;
		}
		if (deal_wish(&t, &id, line, AFTER_RETURN, 1 + any(2), &t.admin, ROLE_ADMIN, NULL) != NULL)
			continue;
		ck_ok(deal_move(&t, &id, line, ITEM_RETURN_PROCESSING, &t.admin, ROLE_ADMIN, NULL));
		ck_ok(deal_move(&t, &id, line, ITEM_RETURNED, &t.admin, ROLE_ADMIN, NULL));
	}
	struct order o = testshop_get(&t, &id);
	ck_assert_str_eq(order_state_names[o.status], "REFUNDED");
	for (size_t i = 0; i < o.nitems; i++) {
		ck_assert_int_eq(o.items[i].earned, 0);
		withheld += o.items[i].withheld;
	}
	ck_assert_int_eq(o.payment.refunded, o.payment.amount - withheld);
	ck_assert_int_eq(buyer_balance(&t, &t.kim), BALANCE - withheld);
	ck_assert_int_eq(buyer_points(&t, &t.kim), POINTS - spent + withheld);
}
END_TEST

/* Nothing is sent, everything is cancelled, in any pieces: as if nothing had been. */
START_TEST(all_of_it)
{
	uint32_t seller = testgoods_seller(&t, &t.lee);
	struct deal w;
	struct uuid id;

	seed = UINT64_C(0xd1b54a32d192ed03) * (uint64_t)(_i + 1);
	for (int g = 0; g < GOODS; g++)
		goods[g] = deal_goods(&t, g % 2 == 0 ? 0 : seller, (won_t)(1 + any(30000)), STOCK);
	buyer_fill(&t, &t.kim, BALANCE, POINTS);
	w = any_deal(seller, false);
	id = deal_make(&t, &w);
	for (int i = 0; i < 400; i++)
		(void)deal_wish(&t, &id, (size_t)any((int64_t)w.nlines), AFTER_CANCEL, 1 + any(2), &t.kim, ROLE_CUSTOMER, NULL);
	struct order o = testshop_get(&t, &id);
	ck_assert_str_eq(order_state_names[o.status], "REFUNDED");
	ck_assert_int_eq(o.payment.refunded, o.payment.amount);
	ck_assert_int_eq(buyer_balance(&t, &t.kim), BALANCE);
	ck_assert_int_eq(buyer_points(&t, &t.kim), POINTS);
	ck_assert_str_eq(buyer_coupon_status(&t, &w.coupon), "ACTIVE");
	for (int g = 0; g < GOODS; g++)
		ck_assert_int_eq(testshop_available(&t, goods[g]->sku), STOCK * QTY_ONE);
}
END_TEST

Suite *
aftersale_property_suite(void)
{
	Suite *s = suite_create("shop/aftersale: whatever is asked of whatever was bought");
	TCase *c = tcase_create("aftersale_property");

	tcase_set_timeout(c, 300);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, any_sequence, 0, 24);
	tcase_add_loop_test(c, all_of_what_was_kept, 0, 6);
	tcase_add_loop_test(c, all_of_it, 0, 6);
	suite_add_tcase(s, c);
	return s;
}
