/* earn: a hundredth of what was paid for what is kept, once; what comes back takes its share along, out of the points or out of the money. */
#include "shop/earn.h"

#include "base/arena.h"
#include "base/err.h"
#include "shop/batch.h"
#include "shop/shop.h"
#include "shop/ticket.h"
#include "store/wallet_store.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); t.t.conf.points_rate = 100; testshop_reopen(&t); }
static void teardown(void) { testshop_books(&t); testshop_close(&t); }

/* --- the desk's operations of a test's own ------------------------------------------------ */

/* Of the first item: so many of its pieces are gone before the step, and so many more go with it, for so much money. */
struct step { struct ticket ticket; int64_t before, back; won_t money; struct earn_back got; };

static const struct err *
confirm(struct ticket *k, struct batch *b)
{
	struct step *s = (struct step *)k;
	struct order *o = batch_order(b, &k->order_id);

	earn_confirmed(b, o, &o->items[0], s->before);
	order_rows_change(&b->rows, o, false);
	return NULL;
}

static const struct err *
take_back(struct ticket *k, struct batch *b)
{
	struct step *s = (struct step *)k;
	struct order *o = batch_order(b, &k->order_id);
	struct order_item it = o->items[0];

	it.returned_quantity = s->before + s->back;	/* of what comes back nothing else is written: that is not tested here */
	s->got = earn_take_back(b, o, &it, s->before, s->money);
	o->items[0].earned = it.earned;
	o->items[0].withheld = it.withheld;
	order_rows_change(&b->rows, o, false);
	return NULL;
}

static const struct ticket_op confirm_op = { .name = "confirm", .decide = confirm, .buyers_wallet = true },
    back_op = { .name = "back", .decide = take_back, .buyers_wallet = true }, unlocked_op = { .name = "unlocked", .decide = confirm },
    unlocked_back_op = { .name = "unlocked_back", .decide = take_back };

static const struct err *
run(const struct ticket_op *op, const struct uuid *order, struct step *s)
{
	s->ticket = (struct ticket){ .op = op, .arena = t.t.arena, .order_id = *order };
	return ticket_serve(t.shop, &s->ticket);
}

static void
confirmed_of(const struct uuid *order, int64_t before)
{
	ck_ok(run(&confirm_op, order, &(struct step){ .before = before }));
}

static struct earn_back
back_of(const struct uuid *order, int64_t before, int64_t back, won_t money)
{
	struct step s = { .before = before, .back = back, .money = money };

	ck_ok(run(&back_op, order, &s));
	return s.got;
}

static won_t
points(void)
{
	return testshop_number(&t, "SELECT COALESCE(SUM(points), 0) FROM wallets");
}

static struct uuid
order_of(int64_t quantity, const struct uuid *user)
{
	struct order_wish w = testshop_dinner;

	w.quantity = quantity;
	return testshop_order(&t, &w, user);
}

/* --- what is earned -------------------------------------------------------------------------- */

/* A dinner costs 30,000 won. */
static const struct { int64_t quantity, back, rate; won_t points; } earned[] = {
	{ 1, 0, 100, 300 }, { 3, 0, 100, 900 }, { 3, 1, 100, 600 }, { 3, 2, 100, 300 }, { 3, 3, 100, 0 }, { 1, 0, 0, 0 }, { 1, 0, 33, 99 },
	{ 1, 0, 10000, 30000 },
};

START_TEST(confirmed)
{
	t.t.conf.points_rate = earned[_i].rate;
	testshop_reopen(&t);
	struct uuid id = order_of(earned[_i].quantity, &t.kim);
	confirmed_of(&id, earned[_i].back);
	ck_assert_int_eq(points(), earned[_i].points);
	struct order o = testshop_get(&t, &id);
	ck_assert(o.items[0].confirmed);
	ck_assert_int_eq(o.items[0].earned, earned[_i].points);
	/* Kept once more: nothing more, at whatever rate. */
	t.t.conf.points_rate = 10000;
	testshop_reopen(&t);
	confirmed_of(&id, 0);
	ck_assert_int_eq(points(), earned[_i].points);
}
END_TEST

/* What was spent in points and discounts earns none: an item's total is what it cost in money. */
START_TEST(base)
{
	const struct order_item it = { .quantity = 3, .unit_price = 4000, .discount = 2000, .points = 500, .total = 10000 };

	ck_assert_int_eq(earn_base(&it, 0), 10000);
	ck_assert_int_eq(earn_base(&it, 1), 6666);	/* the first piece is worth the odd won */
	ck_assert_int_eq(earn_base(&it, 2), 3333);
	ck_assert_int_eq(earn_base(&it, 3), 0);
}
END_TEST

START_TEST(of_a_guest)
{
	struct uuid id = order_of(1, NULL);

	confirmed_of(&id, 0);
	ck_assert(testshop_get(&t, &id).items[0].confirmed);
	ck_assert_int_eq(back_of(&id, 0, 1, 30000).taken, 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallet_entries"), 0);
}
END_TEST

/* --- what is taken back ------------------------------------------------------------------------ */

/* Of three, 900 points: how many pieces had gone before it was kept, and go now; how many points are spent by then. */
static const struct { int64_t before, back; won_t spent, money, taken, withheld, left; } returns[] = {
	{ 0, 1, 0, 30000, 300, 0, 600 }, { 0, 2, 0, 60000, 600, 0, 300 }, { 0, 3, 0, 90000, 900, 0, 0 }, { 1, 1, 0, 30000, 300, 0, 300 },
	{ 2, 1, 0, 30000, 300, 0, 0 }, { 0, 0, 0, 0, 0, 0, 900 }, { 3, 0, 0, 0, 0, 0, 0 },
	/* As far as there are any; the rest out of the money, as far as that goes. */
	{ 0, 1, 500, 30000, 300, 0, 100 }, { 0, 1, 800, 30000, 100, 200, 0 }, { 0, 1, 900, 30000, 0, 300, 0 }, { 0, 3, 900, 90000, 0, 900, 0 },
	{ 0, 3, 900, 100, 0, 100, 0 }, { 0, 3, 850, 0, 50, 0, 0 },
};

START_TEST(taken_back)
{
	struct uuid id = order_of(3, &t.kim);
	struct earn_back r;
	struct order o;
	won_t before;

	confirmed_of(&id, returns[_i].before);
	before = points();
	if (returns[_i].spent > 0)
		ck_ok(wallet_store_book(t.db, t.t.arena, &t.kim, WALLET_ADJUST_POINTS, -returns[_i].spent, NULL));
	r = back_of(&id, returns[_i].before, returns[_i].back, returns[_i].money);
	ck_assert_int_eq(r.taken, returns[_i].taken);
	ck_assert_int_eq(r.withheld, returns[_i].withheld);
	ck_assert_int_eq(points(), returns[_i].left);
	o = testshop_get(&t, &id);
	ck_assert_int_eq(o.items[0].earned, before - r.taken - r.withheld);
	ck_assert_int_eq(o.items[0].withheld, r.withheld);
}
END_TEST

/* Piece by piece comes to the same, and never to more than was earned; another order's points may pay for it, its own figures stay. */
START_TEST(of_this_item)
{
	struct uuid id = order_of(3, &t.kim), other = order_of(3, &t.kim);
	won_t sum = 0;

	ck_assert_int_eq(back_of(&id, 0, 1, 30000).taken, 0);	/* nobody kept it */
	confirmed_of(&other, 0);
	confirmed_of(&id, 0);
	for (int i = 0; i < 3; i++)
		sum += back_of(&id, i, 1, 30000).taken;
	ck_assert_int_eq(sum, 900);
	ck_assert_int_eq(points(), 900);
	ck_assert_int_eq(back_of(&id, 2, 1, 30000).taken, 0);
	ck_assert_int_eq(testshop_get(&t, &other).items[0].earned, 900);
}
END_TEST

/* An operation that forgot to lock the wallet writes nothing at all. */
START_TEST(not_locked)
{
	struct uuid id = order_of(1, &t.kim);
	struct step s = { .back = 1, .money = 30000 };

	ck_assert(err_is(run(&unlocked_op, &id, &(struct step){ .before = 0 }), ERR_INTERNAL_SERVER_ERROR));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallet_entries"), 0);
	confirmed_of(&id, 0);
	ck_assert(err_is(run(&unlocked_back_op, &id, &s), ERR_INTERNAL_SERVER_ERROR));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallet_entries"), 1);
}
END_TEST

Suite *
earn_suite(void)
{
	Suite *s = suite_create("shop/earn");
	TCase *c = tcase_create("earn");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, confirmed, 0, ROWS(earned));
	tcase_add_test(c, base);
	tcase_add_test(c, of_a_guest);
	tcase_add_loop_test(c, taken_back, 0, ROWS(returns));
	tcase_add_test(c, of_this_item);
	tcase_add_test(c, not_locked);
	suite_add_tcase(s, c);
	return s;
}
