/* confirm: what was had long enough counts as kept, once, however many look; what is asked for, kept or new is let be. */
#include "work/confirm.h"

#include <sched.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "shop/shop.h"
#include "support/buyer.h"
#include "support/deal.h"
#include "support/suite.h"
#include "work/job.h"

#define DAY INT64_C(86400000)

static struct testshop t;
static const struct goods *cup;

static void create(void) { testshop_create(&t); }

static void
setup(void)
{
	testshop_open(&t);
	t.t.conf.points_rate = 100;
	t.t.conf.confirm_days = 7;
	cup = deal_goods(&t, 0, 10000, 1000);
	buyer_fill(&t, &t.kim, 10000000, 0);
}

static void teardown(void) { testshop_books(&t); clock_shift(0); testshop_close(&t); }

/* An order of so many lines of two cups each. */
static struct uuid
bought(size_t lines)
{
	struct deal w = { .user = t.kim, .method = PAY_BALANCE, .nlines = lines };

	for (size_t i = 0; i < lines; i++)
		w.line[i] = (struct deal_line){ cup, 2, 0, 0, 0 };
	return deal_make(&t, &w);
}

static int64_t done;

static const struct err *
counted(struct job_run *run)
{
	const struct err *e = confirm_job(run);

	done = run->done;
	return e;
}

static int64_t every(const struct conf *c) { (void)c; return 1000; }

/* How many lines one run confirms. */
static int64_t
look(void)
{
	static const struct job job = { "confirm", every, JOB_ALONE, counted };
	struct job_runner *r = job_start(t.shop, &job, 1, true);

	ck_assert_ptr_nonnull(r);
	ck_assert_uint_eq(job_wait(r), 0);
	job_free(r);
	return done;
}

static const char *
state(const struct uuid *id, size_t line)
{
	return item_state_names[testshop_get(&t, id).items[line].status];
}

START_TEST(its_time)
{
	struct uuid id = bought(2);
	struct order o;

	deal_deliver(&t, &id, 0);
	clock_shift(2 * DAY);
	deal_deliver(&t, &id, 1);
	ck_assert_int_eq(look(), 0);
	clock_shift(7 * DAY - 5000);
	ck_assert_int_eq(look(), 0);
	clock_shift(7 * DAY + 5000);
	ck_assert_int_eq(look(), 1);
	o = testshop_get(&t, &id);
	ck_assert_str_eq(item_state_names[o.items[0].status], "CONFIRMED");
	ck_assert_str_eq(item_state_names[o.items[1].status], "DELIVERED");
	ck_assert_str_eq(o.history[o.nhistory - 1].event, "CONFIRM");
	ck_assert_int_eq((int)o.history[o.nhistory - 1].actor, ACTOR_SYSTEM);
	ck_assert(uuid_is_zero(&o.history[o.nhistory - 1].actor_id));
	ck_assert_int_eq(o.history[o.nhistory - 1].pieces, 2);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 200);
	ck_assert_int_eq(look(), 0);
	clock_shift(9 * DAY + 5000);
	ck_assert_int_eq(look(), 1);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 400);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM item_arrivals"), 0);
}
END_TEST

/* Lines of one order that came together are one change of it. */
START_TEST(together)
{
	static const enum item_state way[] = { ITEM_PREPARING, ITEM_READY_FOR_DELIVERY, ITEM_IN_DELIVERY, ITEM_DELIVERED };
	struct uuid id = bought(3), dinner = testshop_order(&t, &testshop_dinner, &t.lee), guests = testshop_order(&t, &testshop_dinner, NULL);
	int64_t version;

	for (size_t i = 0; i < 3; i++)
		deal_deliver(&t, &id, i);
	testshop_sql(&t, "UPDATE item_arrivals SET arrived_at = (SELECT MIN(arrived_at) FROM item_arrivals)");
	for (int s = 0; s < ROWS(way); s++) {
		ck_ok(testshop_move(&t, &dinner, way[s], &t.admin, ROLE_ADMIN));
		ck_ok(testshop_move(&t, &guests, way[s], &t.admin, ROLE_ADMIN));
	}
	version = testshop_get(&t, &id).version;
	clock_shift(8 * DAY);
	ck_assert_int_eq(look(), 5);
	ck_assert_int_eq(testshop_get(&t, &id).version, version + 1);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 600);
	ck_assert_int_eq(buyer_points(&t, &t.lee), 300);
	ck_assert_str_eq(state(&guests, 0), "CONFIRMED");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallet_entries WHERE kind = 'EARN'"), 4);
}
END_TEST

/* Kept or asked for already, or come anew since. */
START_TEST(let_be)
{
	struct uuid kept = bought(1), asked = bought(1), back = bought(1), exchanged = bought(1);

	deal_deliver(&t, &kept, 0);
	ck_ok(deal_wish(&t, &kept, 0, AFTER_CONFIRM, 0, &t.kim, ROLE_CUSTOMER, NULL));
	deal_deliver(&t, &asked, 0);
	ck_ok(deal_wish(&t, &asked, 0, AFTER_RETURN, 1, &t.kim, ROLE_CUSTOMER, NULL));
	deal_deliver(&t, &back, 0);
	deal_deliver(&t, &exchanged, 0);
	clock_shift(6 * DAY);
	/* One of two comes back: the other is looked at from then on. */
	ck_ok(deal_wish(&t, &back, 0, AFTER_RETURN, 1, &t.kim, ROLE_CUSTOMER, NULL));
	ck_ok(deal_move(&t, &back, 0, ITEM_RETURN_PROCESSING, &t.admin, ROLE_ADMIN, NULL));
	ck_ok(deal_move(&t, &back, 0, ITEM_RETURNED, &t.admin, ROLE_ADMIN, NULL));
	ck_ok(deal_wish(&t, &exchanged, 0, AFTER_EXCHANGE, 0, &t.kim, ROLE_CUSTOMER, NULL));
	ck_ok(deal_move(&t, &exchanged, 0, ITEM_EXCHANGE_PROCESSING, &t.admin, ROLE_ADMIN, NULL));
	ck_ok(deal_move(&t, &exchanged, 0, ITEM_EXCHANGED, &t.admin, ROLE_ADMIN, NULL));
	clock_shift(8 * DAY);
	ck_assert_int_eq(look(), 0);
	ck_assert_str_eq(state(&asked, 0), "RETURN_REQUESTED");
	ck_assert_str_eq(state(&back, 0), "DELIVERED");
	ck_assert_int_eq(buyer_points(&t, &t.kim), 200);
	clock_shift(14 * DAY);
	ck_assert_int_eq(look(), 2);
	ck_assert_str_eq(state(&asked, 0), "RETURN_REQUESTED");
	ck_assert_str_eq(state(&exchanged, 0), "CONFIRMED");
	ck_assert_int_eq(buyer_points(&t, &t.kim), 200 + 100 + 200);
	/* A return that is refused is kept then and there. */
	ck_ok(deal_move(&t, &asked, 0, ITEM_CONFIRMED, &t.admin, ROLE_ADMIN, NULL));
	ck_assert_int_eq(buyer_points(&t, &t.kim), 700);
}
END_TEST

START_TEST(never)
{
	struct uuid id = bought(1);

	deal_deliver(&t, &id, 0);
	t.t.conf.confirm_days = 0;
	testshop_reopen(&t);
	clock_shift(1000 * DAY);
	ck_assert_int_eq(look(), 0);
	ck_assert_str_eq(state(&id, 0), "DELIVERED");
	/* Whoever turns it on finds what has waited. */
	t.t.conf.confirm_days = 7;
	testshop_reopen(&t);
	ck_assert_int_eq(look(), 1);
}
END_TEST

/* More than are read at a time. */
START_TEST(many)
{
	for (int i = 0; i < 30; i++) {
		struct uuid id = bought(4);
		for (size_t k = 0; k < 4; k++)
			deal_deliver(&t, &id, k);
	}
	clock_shift(8 * DAY);
	ck_assert_int_eq(look(), 120);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 120 * 200);
}
END_TEST

static const int crowds[] = { 2, 8, 64 };

/* Workers that know nothing of each other, and the buyer beside them: each line is kept once. */
START_TEST(side_by_side)
{
	enum { ORDERS = 12 };
	static const struct job job = { "confirm", every, JOB_SHARED, confirm_job };
	const int n = crowds[_i];
	struct job_runner *r[64];
	struct uuid id[ORDERS];

	for (int i = 0; i < ORDERS; i++) {
		id[i] = bought(2);
		deal_deliver(&t, &id[i], 0);
		deal_deliver(&t, &id[i], 1);
	}
	clock_shift(8 * DAY);
	for (int i = 0; i < n; i++)
		ck_assert_ptr_nonnull(r[i] = job_start(t.shop, &job, 1, true));
	for (int i = ORDERS; i-- > 0;) {
		const struct err *e = deal_wish(&t, &id[i], 1, AFTER_CONFIRM, 0, &t.kim, ROLE_CUSTOMER, NULL);
		ck_assert(e == NULL || err_is(e, ERR_ORDER_STATE_CONFLICT));
	}
	for (int i = 0; i < n; i++) {
		ck_assert_uint_eq(job_wait(r[i]), 0);
		job_free(r[i]);
	}
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_items WHERE status = 'CONFIRMED'"), 2 * ORDERS);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_history WHERE to_state = 'CONFIRMED'"), 2 * ORDERS);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallet_entries WHERE kind = 'EARN'"), 2 * ORDERS);
	ck_assert_int_eq(buyer_points(&t, &t.kim), 2 * ORDERS * 200);
}
END_TEST

/* What comes in place of another while the worker looks has its own time, whichever is faster. */
START_TEST(exchanged_meanwhile)
{
	enum { ORDERS = 50 };		/* as many as are read at once */
	static const struct job job = { "confirm", every, JOB_SHARED, confirm_job };
	struct job_runner *r;
	struct uuid id[ORDERS];

	for (int i = 0; i < ORDERS; i++) {
		id[i] = bought(1);
		deal_deliver(&t, &id[i], 0);
		ck_ok(deal_wish(&t, &id[i], 0, AFTER_EXCHANGE, 0, &t.kim, ROLE_CUSTOMER, NULL));
		ck_ok(deal_move(&t, &id[i], 0, ITEM_EXCHANGE_PROCESSING, &t.admin, ROLE_ADMIN, NULL));
	}
	clock_shift(8 * DAY);
	ck_assert_ptr_nonnull(r = job_start(t.shop, &job, 1, true));
	while (testshop_number(&t, "SELECT COUNT(*) FROM item_arrivals") == ORDERS)
		(void)sched_yield();	/* it has read them, and is at the first */
	for (int i = ORDERS; i-- > 0;)
		ck_ok(deal_move(&t, &id[i], 0, ITEM_EXCHANGED, &t.admin, ROLE_ADMIN, NULL));
	ck_assert_uint_eq(job_wait(r), 0);
	job_free(r);
	ck_assert_int_eq(look(), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_items WHERE status = 'EXCHANGED'"), ORDERS);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM item_arrivals"), ORDERS);
	clock_shift(16 * DAY);
	ck_assert_int_eq(look(), ORDERS);
}
END_TEST

Suite *
confirm_suite(void)
{
	Suite *s = suite_create("work/confirm");
	TCase *c = tcase_create("confirm");

	tcase_set_timeout(c, 120);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, its_time);
	tcase_add_test(c, together);
	tcase_add_test(c, let_be);
	tcase_add_test(c, never);
	tcase_add_test(c, many);
	tcase_add_loop_test(c, side_by_side, 0, ROWS(crowds));
	tcase_add_test(c, exchanged_meanwhile);
	suite_add_tcase(s, c);
	return s;
}
