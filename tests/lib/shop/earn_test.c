/* earn: a hundredth of what was paid for what is kept; and taken back as far as it is still there. */
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

/* --- the desk's operation of a test's own ------------------------------------------------- */

struct step { struct ticket ticket; int64_t pieces_back; won_t money; };

static const struct err *
confirm(struct ticket *k, struct batch *b)
{
	struct step *s = (struct step *)k;
	const struct order *o = batch_order(b, &k->order_id);

	earn_confirmed(b, o, &o->items[0], s->pieces_back);
	return NULL;
}

static const struct err *
take_back(struct ticket *k, struct batch *b)
{
	earn_take_back(b, batch_order(b, &k->order_id), ((struct step *)k)->money);
	return NULL;
}

static const struct ticket_op confirm_op = { .name = "confirm", .decide = confirm, .buyers_wallet = true },
    back_op = { .name = "back", .decide = take_back, .buyers_wallet = true }, unlocked_op = { .name = "unlocked", .decide = confirm },
    unlocked_back_op = { .name = "unlocked_back", .decide = take_back };

static const struct err *
run(const struct ticket_op *op, const struct uuid *order, int64_t pieces_back, won_t money)
{
	struct step s = { .ticket = { .op = op, .arena = t.t.arena, .order_id = *order }, .pieces_back = pieces_back, .money = money };

	return ticket_serve(t.shop, &s.ticket);
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
	ck_ok(run(&confirm_op, &id, earned[_i].back, 0));
	ck_assert_int_eq(points(), earned[_i].points);
	won_t of_order;
	ck_ok(wallet_store_earned(t.db, t.t.arena, &id, &of_order));
	ck_assert_int_eq(of_order, earned[_i].points);
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

	ck_ok(run(&confirm_op, &id, 0, 0));
	ck_ok(run(&back_op, &id, 0, 30000));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallet_entries"), 0);
}
END_TEST

/* --- what is taken back ------------------------------------------------------------------------ */

static const struct { won_t spent, back, left; } returns[] = {
	{ 0, 30000, 600 }, { 0, 90000, 0 }, { 0, 900000, 0 }, { 0, 99, 900 }, { 0, 0, 900 },
	{ 800, 30000, 0 }, { 900, 30000, 0 }, { 500, 30000, 100 },
};

START_TEST(taken_back)
{
	struct uuid id = order_of(3, &t.kim);

	ck_ok(run(&confirm_op, &id, 0, 0));
	ck_assert_int_eq(points(), 900);
	if (returns[_i].spent > 0)
		ck_ok(wallet_store_book(t.db, t.t.arena, &t.kim, WALLET_ADJUST_POINTS, -returns[_i].spent, NULL));
	ck_ok(run(&back_op, &id, 0, returns[_i].back));
	ck_assert_int_eq(points(), returns[_i].left);
}
END_TEST

/* Never more than the order has earned, whatever else its buyer has; and not twice. */
START_TEST(of_this_order)
{
	struct uuid id = order_of(1, &t.kim), other = order_of(3, &t.kim);

	ck_ok(run(&back_op, &id, 0, 30000));
	ck_assert_int_eq(points(), 0);
	ck_ok(run(&confirm_op, &other, 0, 0));
	ck_ok(run(&back_op, &id, 0, 30000));
	ck_assert_int_eq(points(), 900);
	ck_ok(run(&confirm_op, &id, 0, 0));
	for (int i = 0; i < 3; i++) {
		ck_ok(run(&back_op, &id, 0, 30000));
		ck_assert_int_eq(points(), 900);
	}
}
END_TEST

/* An operation that forgot to lock the wallet writes nothing at all. */
START_TEST(not_locked)
{
	struct uuid id = order_of(1, &t.kim);

	ck_assert(err_is(run(&unlocked_op, &id, 0, 0), ERR_INTERNAL_SERVER_ERROR));
	ck_assert(err_is(run(&unlocked_back_op, &id, 0, 30000), ERR_INTERNAL_SERVER_ERROR));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallet_entries"), 0);
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
	tcase_add_test(c, of_this_order);
	tcase_add_test(c, not_locked);
	suite_add_tcase(s, c);
	return s;
}
