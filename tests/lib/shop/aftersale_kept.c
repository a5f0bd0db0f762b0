/*
 * aftersale_kept: what was kept comes back out of goodwill: whose word that takes, what it gives back, and that the points it earned go with it, out of the
 * purse or out of the money; whoever asks at once, once.
 */
#include <pthread.h>

#include "base/arena.h"
#include "base/err.h"
#include "shop/orders.h"
#include "shop/shop.h"
#include "store/wallet_store.h"
#include "support/bank.h"
#include "support/buyer.h"
#include "support/deal.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;
static struct bank bank;
static uint32_t seller;		/* Lee's */
static const struct goods *mug;

static void create(void) { testshop_create(&t); }

static void
setup(void)
{
	testshop_open(&t);
	bank_open(&bank, &t);
	t.t.conf.points_rate = 100;
	seller = testgoods_seller(&t, &t.lee);
	mug = deal_goods(&t, seller, 10000, 50);
	buyer_fill(&t, &t.kim, 1000000, 500);
}

static void
teardown(void)
{
	testshop_books(&t);
	testshop_close(&t);
	bank_close(&bank);
}

/* So many mugs that Kim has kept. */
static struct uuid
kept(int64_t pieces, won_t points, enum payment_method m)
{
	struct deal w = { .user = t.kim, .method = m, .line = { { mug, pieces, 0, 0, points } }, .nlines = 1, .transaction_id = m == PAY_CARD ? "t0" : NULL };
	struct uuid id = deal_make(&t, &w);

	deal_deliver(&t, &id, 0);
	ck_ok(deal_wish(&t, &id, 0, AFTER_CONFIRM, 0, &t.kim, ROLE_CUSTOMER, NULL));
	return id;
}

static int
code(const struct err *e)
{
	return e == NULL ? -1 : (int)e->code;
}

static void
spend_points(won_t points)
{
	ck_ok(wallet_store_book(t.db, t.t.arena, &t.kim, WALLET_ADJUST_POINTS, -points, "test"));
}

/* Its seller takes so many back. */
static struct after_refunded
taken_back(const struct uuid *id, int64_t pieces)
{
	struct after_refunded r;

	ck_ok(deal_wish(&t, id, 0, AFTER_RETURN, pieces, &t.lee, ROLE_SELLER, &r));
	ck_assert_int_eq(r.money + r.points + r.taken + r.withheld, 0);
	ck_ok(deal_move(&t, id, 0, ITEM_RETURN_PROCESSING, &t.lee, ROLE_SELLER, NULL));
	ck_ok(deal_move(&t, id, 0, ITEM_RETURNED, &t.lee, ROLE_SELLER, &r));
	return r;
}

START_TEST(all_of_it)
{
	struct uuid id = kept(3, 500, PAY_BALANCE);
	struct after_refunded r;
	struct order o;

	ck_assert_int_eq(buyer_points(&t, &t.kim), 295);	/* a hundredth of 29,500 won */
	r = taken_back(&id, 0);
	ck_assert_int_eq(r.money, 29500);
	ck_assert_int_eq(r.points, 500);
	ck_assert_int_eq(r.taken, 295);
	ck_assert_int_eq(r.withheld, 0);
	o = testshop_get(&t, &id);
	ck_assert_str_eq(item_state_names[o.items[0].status], "RETURNED");
	ck_assert_str_eq(order_state_names[o.status], "REFUNDED");
	ck_assert_int_eq(o.items[0].earned, 0);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 500);
	ck_assert_int_eq(buyer_balance(&t, &t.kim), 1000000);
	ck_assert_str_eq(o.history[o.nhistory - 4].event, "ACCEPT_RETURN");
	ck_assert_int_eq((int)o.history[o.nhistory - 4].actor, ACTOR_SELLER);
}
END_TEST

/* The others stay kept, and earn nothing more. */
START_TEST(pieces_of_it)
{
	struct uuid id = kept(3, 0, PAY_BALANCE);
	struct after_refunded r;
	struct order o;

	ck_assert_int_eq(buyer_points(&t, &t.kim), 800);
	r = taken_back(&id, 1);
	ck_assert_int_eq(r.money, 10000);
	ck_assert_int_eq(r.taken, 100);
	o = testshop_get(&t, &id);
	ck_assert_str_eq(item_state_names[o.items[0].status], "CONFIRMED");
	ck_assert_str_eq(order_state_names[o.status], "COMPLETED");
	ck_assert_str_eq(o.history[o.nhistory - 1].event, "FINISH_RETURN_OF_KEPT");
	ck_assert_int_eq(o.history[o.nhistory - 1].pieces, 1);
	ck_assert_int_eq(o.items[0].returned_quantity, 1);
	ck_assert_int_eq(o.items[0].earned, 200);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 700);
	/* Thought better of, by the buyer; by the seller, who looked at what came. */
	ck_ok(deal_wish(&t, &id, 0, AFTER_RETURN, 0, &t.admin, ROLE_ADMIN, NULL));
	ck_ok(deal_wish(&t, &id, 0, AFTER_CONFIRM, 0, &t.kim, ROLE_CUSTOMER, NULL));
	ck_ok(deal_move(&t, &id, 0, ITEM_RETURN_REQUESTED, &t.lee, ROLE_SELLER, NULL));
	ck_ok(deal_move(&t, &id, 0, ITEM_RETURN_PROCESSING, &t.lee, ROLE_SELLER, NULL));
	ck_ok(deal_move(&t, &id, 0, ITEM_CONFIRMED, &t.lee, ROLE_SELLER, NULL));
	ck_assert_int_eq(buyer_points(&t, &t.kim), 700);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallet_entries WHERE kind = 'EARN'"), 1);
}
END_TEST

/* Points that are gone are money; never less than no points, and to the won over any parts. */
START_TEST(spent_points)
{
	struct uuid id = kept(3, 0, PAY_BALANCE);
	struct after_refunded r;
	struct order o;

	spend_points(800);
	r = taken_back(&id, 1);
	ck_assert_int_eq(r.money, 9900);
	ck_assert_int_eq(r.taken, 0);
	ck_assert_int_eq(r.withheld, 100);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 0);
	buyer_fill(&t, &t.kim, 0, 150);
	r = taken_back(&id, 2);
	ck_assert_int_eq(r.money, 19950);
	ck_assert_int_eq(r.taken, 150);
	ck_assert_int_eq(r.withheld, 50);
	o = testshop_get(&t, &id);
	ck_assert_int_eq(o.items[0].withheld, 150);
	ck_assert_int_eq(o.items[0].earned, 0);
	ck_assert_int_eq(o.payment.refunded, 29850);
	ck_assert_int_eq((int)o.payment.status, PAYMENT_PARTIALLY_REFUNDED);
	ck_assert_str_eq(order_state_names[o.status], "REFUNDED");
	ck_assert_int_eq(buyer_balance(&t, &t.kim), 1000000 - 150);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 0);
}
END_TEST

/* What the order gives back in points comes first: no money is kept back for what they cover. */
START_TEST(its_own_points)
{
	struct uuid id = kept(3, 500, PAY_BALANCE);
	struct after_refunded r;

	spend_points(295);
	r = taken_back(&id, 0);
	ck_assert_int_eq(r.money, 29500);
	ck_assert_int_eq(r.points, 500);
	ck_assert_int_eq(r.taken, 295);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 205);
}
END_TEST

START_TEST(by_card)
{
	struct uuid id = kept(2, 0, PAY_CARD);
	struct order o = testshop_get(&t, &id);
	struct after_refunded r;

	bank_book(&bank, &o.payment.id, o.payment.amount);
	spend_points(buyer_points(&t, &t.kim) - 30);
	r = taken_back(&id, 1);
	ck_assert_int_eq(r.money, 9930);
	ck_assert_int_eq(r.taken, 30);
	ck_assert_int_eq((int)r.way, REFUND_BY_GATEWAY);
	testshop_books(&t);
	/* It is complete, and owes something all the same. */
	const struct order_actor kim = testshop_actor(&t.kim, ROLE_CUSTOMER);
	const struct order *seen;
	ck_ok(order_find(t.shop, t.t.arena, &id, &kim, &seen));
	ck_assert_str_eq(order_state_names[seen->status], "COMPLETED");
	ck_assert_int_eq((int)seen->payment.refund, REFUND_DUE);
	ck_assert_int_eq(seen->payment.refunding, 9930);
	ck_assert_uint_eq(bank_work(&t), 1);
	ck_assert_int_eq(bank_holds(&bank), 20000 - 9930);
	ck_ok(order_find(t.shop, t.t.arena, &id, &kim, &seen));
	ck_assert_int_eq((int)seen->payment.refund, REFUND_NONE);
}
END_TEST

START_TEST(whose_word_it_takes)
{
	struct uuid id = kept(1, 0, PAY_BALANCE);
	static const struct { char who; int role, code; } asks[] = {
		{ 'k', ROLE_CUSTOMER, ERR_ORDER_STATE_CONFLICT }, { 'o', ROLE_CUSTOMER, ERR_ENTITY_NOT_FOUND }, { 'c', ROLE_COOK, ERR_ENTITY_NOT_FOUND },
		{ 'd', ROLE_COURIER, ERR_ENTITY_NOT_FOUND }, { 'a', ROLE_ADMIN, -1 },
	};

	for (int i = 0; i < ROWS(asks); i++) {
		const struct uuid *who = asks[i].who == 'k' ? &t.kim : asks[i].who == 'c' ? &t.cook : asks[i].who == 'd' ? &t.courier :
		    asks[i].who == 'a' ? &t.admin : &t.courier2;
		ck_assert_int_eq(code(deal_wish(&t, &id, 0, AFTER_RETURN, 0, who, asks[i].role, NULL)), asks[i].code);
	}
	/* Nor can more be asked for than is there, nor of a dinner. */
	ck_ok(deal_wish(&t, &id, 0, AFTER_CONFIRM, 0, &t.kim, ROLE_CUSTOMER, NULL));
	ck_assert_int_eq(code(deal_wish(&t, &id, 0, AFTER_RETURN, 2, &t.lee, ROLE_SELLER, NULL)), ERR_ORDER_STATE_CONFLICT);
	ck_assert_int_eq(code(deal_wish(&t, &id, 0, AFTER_EXCHANGE, 0, &t.lee, ROLE_SELLER, NULL)), ERR_ORDER_STATE_CONFLICT);
}
END_TEST

/* --- many at once ------------------------------------------------------------------------ */

struct asker { pthread_t thread; struct aftersale as; int code; };

static void *
ask(void *arg)
{
	struct asker *me = arg;
	struct arena *a = arena_new(1u << 20);

	me->code = code(order_after(t.shop, a, &me->as));
	arena_free(a);
	return NULL;
}

/* All ask the same; how many got it. */
static int
ask_at_once(int n, const struct aftersale *as)
{
	struct asker a[64];
	int done = 0;

	for (int i = 0; i < n; i++) {
		a[i] = (struct asker){ .as = *as };
		ck_assert_int_eq(pthread_create(&a[i].thread, NULL, ask, &a[i]), 0);
	}
	for (int i = 0; i < n; i++) {
		pthread_join(a[i].thread, NULL);
		ck_assert(a[i].code == -1 || a[i].code == ERR_ORDER_STATE_CONFLICT);
		done += a[i].code == -1;
	}
	return done;
}

static const int crowds[] = { 2, 8, 64 };

START_TEST(at_once)
{
	const int n = crowds[_i];
	struct deal w = { .user = t.kim, .method = PAY_BALANCE, .line = { { mug, 3, 0, 0, 0 } }, .nlines = 1 };
	struct uuid id = deal_make(&t, &w);
	struct aftersale keep = { .order_id = id, .wish = AFTER_CONFIRM, .actor = testshop_actor(&t.kim, ROLE_CUSTOMER) };
	struct aftersale accept = { .order_id = id, .wish = AFTER_RETURN, .pieces = 1, .actor = testshop_actor(&t.lee, ROLE_SELLER) };
	struct aftersale finish = { .order_id = id, .to_state = true, .to = ITEM_RETURNED, .serves = true, .actor = testshop_actor(&t.lee, ROLE_SELLER) };

	deal_deliver(&t, &id, 0);
	ck_assert_int_eq(ask_at_once(n, &keep), 1);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 800);
	spend_points(760);
	ck_assert_int_eq(ask_at_once(n, &accept), 1);
	ck_ok(deal_move(&t, &id, 0, ITEM_RETURN_PROCESSING, &t.lee, ROLE_SELLER, NULL));
	ck_assert_int_eq(ask_at_once(n, &finish), 1);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 0);
	ck_assert_int_eq(buyer_balance(&t, &t.kim), 1000000 - 30000 + 10000 - 60);
	ck_assert_int_eq(testshop_get(&t, &id).items[0].returned_quantity, 1);
}
END_TEST

Suite *
aftersale_kept_suite(void)
{
	Suite *s = suite_create("shop/aftersale: what was kept comes back");
	TCase *c = tcase_create("aftersale_kept");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, all_of_it);
	tcase_add_test(c, pieces_of_it);
	tcase_add_test(c, spent_points);
	tcase_add_test(c, its_own_points);
	tcase_add_test(c, by_card);
	tcase_add_test(c, whose_word_it_takes);
	tcase_add_loop_test(c, at_once, 0, ROWS(crowds));
	suite_add_tcase(s, c);
	return s;
}
