/* purse: what an order takes of coupons, points and balance, all or nothing, whoever else asks; and how it comes back, once. */
#include "shop/purse.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/batch.h"
#include "shop/shop.h"
#include "shop/ticket.h"
#include "store/stmts.h"
#include "support/buyer.h"
#include "support/suite.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_books(&t); testshop_close(&t); }

static int64_t
cups(void)
{
	return testshop_number(&t, "SELECT CAST(available AS INT) FROM stock s JOIN skus k USING (sku_id) WHERE k.goods");
}

START_TEST(taken_together)
{
	struct bought w = { .user = t.kim, .coupon = buyer_coupon(&t, &t.kim), .pieces = 2, .points = 1500, .method = PAY_BALANCE };
	struct order o;
	struct uuid id;

	buyer_fill(&t, &t.kim, 50000, 2000);
	ck_ok(buyer_buy(&t, &w, &id));
	ck_assert_int_eq(buyer_balance(&t, &t.kim), 50000 - 15500);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 500);
	ck_assert_str_eq(buyer_coupon_status(&t, &w.coupon), "USED");
	ck_assert_int_eq(cups(), TESTSHOP_STOCK - 2);
	o = testshop_get(&t, &id);
	ck_assert_int_eq(o.items[0].order_discount, 3000);
	ck_assert_int_eq(o.items[0].points, 1500);
	ck_assert_int_eq(o.payment.amount, 15500);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallet_entries WHERE order_id IS NOT NULL"), 2);
}
END_TEST

/* Who is short of one thing loses nothing of the others. */
START_TEST(or_nothing)
{
	struct uuid lees = buyer_coupon(&t, &t.lee), mine = buyer_coupon(&t, &t.kim), id;
	struct bought w = { .user = t.kim, .coupon = mine, .pieces = 2, .points = 1500, .method = PAY_BALANCE };

	buyer_fill(&t, &t.kim, 15499, 1500);
	ck_assert(err_is(buyer_buy(&t, &w, &id), ERR_BALANCE_NOT_ENOUGH));
	w.points = 1501;
	ck_assert(err_is(buyer_buy(&t, &w, &id), ERR_POINTS_NOT_ENOUGH));
	w.points = 0;
	w.coupon = lees;
	ck_assert(err_is(buyer_buy(&t, &w, &id), ERR_COUPON_NOT_USABLE));
	w.coupon = uuid_new();
	ck_assert(err_is(buyer_buy(&t, &w, &id), ERR_COUPON_NOT_USABLE));
	ck_assert_int_eq(buyer_balance(&t, &t.kim), 15499);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 1500);
	ck_assert_str_eq(buyer_coupon_status(&t, &mine), "ACTIVE");
	ck_assert_str_eq(buyer_coupon_status(&t, &lees), "ACTIVE");
	ck_assert_int_eq(cups(), TESTSHOP_STOCK);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 0);
}
END_TEST

/* --- many at once: one coupon, and a balance for one ------------------------------------------- */

static struct bought same;
static atomic_int bought, refused;

static void *
buy_the_same(void *arg)
{
	struct testshop mine = t;
	struct uuid id;
	const struct err *e;

	(void)arg;
	mine.t.arena = arena_new(1 << 20);
	mine.db = testdb_connect(&t.t, stmts, STMT__MAX);
	if ((e = buyer_buy(&mine, &same, &id)) == NULL)
		bought++;
	else if (err_is(e, ERR_COUPON_NOT_USABLE) || err_is(e, ERR_BALANCE_NOT_ENOUGH))
		refused++;
	db_close(mine.db);
	arena_free(mine.t.arena);
	return NULL;
}

START_TEST(at_once)
{
	static const struct { int threads; bool coupon; won_t balance; int get; } race[] = {
		{ 2, true, 1000000, 1 }, { 8, true, 1000000, 1 }, { 64, true, 1000000, 1 },
		{ 2, false, 10000, 1 }, { 8, false, 30000, 3 }, { 64, false, 70000, 7 },
	};
	pthread_t thread[64];
	struct uuid id;

	bought = refused = 0;
	same = (struct bought){ .user = t.lee, .pieces = 1, .method = PAY_BALANCE };
	buyer_fill(&t, &t.lee, 10000, 0);
	ck_ok(buyer_buy(&t, &same, &id));	/* so that there is something to buy */
	buyer_fill(&t, &t.lee, race[_i].balance, 0);
	if (race[_i].coupon)
		same.coupon = buyer_coupon(&t, &t.lee);
	for (int i = 0; i < race[_i].threads; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, buy_the_same, NULL), 0);
	for (int i = 0; i < race[_i].threads; i++)
		pthread_join(thread[i], NULL);
	ck_assert_int_eq(bought, race[_i].get);
	ck_assert_int_eq(refused, race[_i].threads - race[_i].get);
	ck_assert_int_eq(cups(), TESTSHOP_STOCK - 1 - race[_i].get);
}
END_TEST

/* --- coming back ------------------------------------------------------------------------------------ */

START_TEST(cancelled_gives_all_back)
{
	struct bought w = { .user = t.kim, .coupon = buyer_coupon(&t, &t.kim), .pieces = 2, .points = 1500, .method = PAY_BALANCE };
	struct order o;
	struct uuid id, again;

	buyer_fill(&t, &t.kim, 20000, 2000);
	ck_ok(buyer_buy(&t, &w, &id));
	ck_ok(testshop_move(&t, &id, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));
	o = testshop_get(&t, &id);
	ck_assert_int_eq((int)o.status, ORDER_REFUNDED);
	ck_assert_int_eq((int)o.payment.status, PAYMENT_REFUNDED);
	ck_assert_int_eq(o.payment.refunded, 15500);
	ck_assert_int_eq(buyer_balance(&t, &t.kim), 20000);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 2000);
	ck_assert_str_eq(buyer_coupon_status(&t, &w.coupon), "ACTIVE");
	ck_assert_int_eq(cups(), TESTSHOP_STOCK);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM compensations"), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_events WHERE type = 'PAYMENT_REFUNDED'"), 1);
	/* Once. */
	ck_assert(testshop_move(&t, &id, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER) == NULL);
	ck_assert_int_eq(buyer_balance(&t, &t.kim), 20000);
	/* The coupon is as good as new. */
	ck_ok(buyer_buy(&t, &w, &again));
	ck_assert_str_eq(buyer_coupon_status(&t, &w.coupon), "USED");
}
END_TEST

/* Orders that took nothing of a purse ask for none: a dinner's batch is as long as it was. */
START_TEST(costs_nothing_where_nothing_is)
{
	struct uuid first = testshop_order(&t, &testshop_dinner, &t.kim), id;
	uint64_t before, placed, cancelled;

	ck_ok(testshop_move(&t, &first, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));	/* everything is prepared */
	before = db_counts().round_trips;
	id = testshop_order(&t, &testshop_dinner, &t.kim);
	placed = db_counts().round_trips - before;
	ck_ok(testshop_move(&t, &id, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));
	cancelled = db_counts().round_trips - before - placed;
	/* batch, menu, stock; stock, order, items, takes, payment, history, event, commit */
	ck_assert_uint_le(placed, 13);
	/* batch, menu, order and its five parts, stock; stock, history, event, order, items, takes, payment, commit */
	ck_assert_uint_le(cancelled, 18);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallets"), 0);
}
END_TEST

/* --- moves of the wallet alone ----------------------------------------------------------------------- */

struct moving { struct ticket ticket; enum wallet_kind kind; won_t amount; };

static const struct err *
move(struct ticket *k, struct batch *b)
{
	struct moving *m = (struct moving *)k;
	const struct order *o = uuid_is_zero(&k->order_id) ? NULL : batch_order(b, &k->order_id);

	return purse_move(k->arena, b, o != NULL ? &o->user_id : &k->wallet_user, m->kind, m->amount, o != NULL ? &o->id : NULL, "TEST");
}

static const struct ticket_op move_op = { .name = "move", .decide = move }, earn_op = { .name = "earn", .decide = move, .buyers_wallet = true };

START_TEST(moves)
{
	struct moving m = { .ticket = { .op = &move_op, .arena = t.t.arena, .wallet_user = t.lee }, .kind = WALLET_ADJUST, .amount = 700 };
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);

	ck_ok(ticket_serve(t.shop, &m.ticket));
	ck_assert_int_eq(buyer_balance(&t, &t.lee), 700);
	m.kind = WALLET_SPEND_POINTS;
	m.amount = 1;
	ck_assert(err_is(ticket_serve(t.shop, &m.ticket), ERR_POINTS_NOT_ENOUGH));
	/* Of an order whose buyer is known only once it is locked. */
	m = (struct moving){ .ticket = { .op = &earn_op, .arena = t.t.arena, .order_id = id }, .kind = WALLET_ADJUST_POINTS, .amount = 300 };
	ck_ok(ticket_serve(t.shop, &m.ticket));
	ck_assert_int_eq(buyer_points(&t, &t.kim), 300);
	/* One that nobody has locked is a mistake of ours. */
	m.ticket.op = &move_op;
	ck_assert(err_is(ticket_serve(t.shop, &m.ticket), ERR_INTERNAL_SERVER_ERROR));
}
END_TEST

Suite *
purse_suite(void)
{
	Suite *s = suite_create("shop/purse");
	TCase *c = tcase_create("purse");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, taken_together);
	tcase_add_test(c, or_nothing);
	tcase_add_loop_test(c, at_once, 0, 6);
	tcase_add_test(c, cancelled_gives_all_back);
	tcase_add_test(c, costs_nothing_where_nothing_is);
	tcase_add_test(c, moves);
	suite_add_tcase(s, c);
	return s;
}
