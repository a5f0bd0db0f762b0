/* sales: what orders sold, once, whatever is told again and whoever dies in between; what is cancelled comes off the day it was sold. */
#include "work/sales.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/settle.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testshop.h"
#include "work/job.h"
#include "work/replay.h"
#include "work/sequence.h"

#define DAY_MS (INT64_C(24) * 3600 * 1000)

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }

static void
teardown(void)
{
	clock_shift(0);
	testshop_close(&t);
}

static int64_t at_once(const struct conf *c) { (void)c; return 1000; }

/* As the worker runs it, one time, after what happened was numbered. */
static void
run(void)
{
	static const struct job job = { .name = "sales", .every = at_once, .kind = JOB_ALONE, .run = sales_job };
	struct job_runner *r;
	int64_t given;

	ck_ok(sequence_all(t.db, t.t.arena, &given));
	r = job_start(t.shop, &job, 1, true);
	ck_assert_ptr_nonnull(r);
	ck_assert_uint_eq(job_wait(r), 0);
	job_free(r);
}

/* An order that was paid. */
static struct uuid
paid(void)
{
	struct card_hold hold = { .payment_id = uuid_new(), .masked_number = "**** **** **** 4242", .brand = "VISA", .ask_after_ms = 60000 };
	struct placement p = testshop_placement(t.t.arena, &testshop_dinner, &t.kim, NULL);

	p.card = &hold;
	ck_ok(order_create(t.shop, t.t.arena, &p));
	struct settlement s = { .order_id = p.order->id, .payment_id = hold.payment_id, .outcome = SETTLE_PAID };
	ck_ok(order_settle(t.shop, t.t.arena, &s));
	return p.order->id;
}

/* "0 1×30000 -1 2×60000": of each day, counted from today, what was sold. */
static const char *
sold(void)
{
	char today[CLOCK_TEXT];

	return testshop_text(&t, "SELECT COALESCE(GROUP_CONCAT(CONCAT(DATEDIFF(day, '%s'), ' ', quantity, '×', amount)"
	    " ORDER BY day DESC, product_id SEPARATOR ' '), '') FROM sales_daily", clock_date(clock_now(), today));
}

START_TEST(paid_and_cancelled)
{
	struct uuid first = paid(), second;

	run();
	ck_assert_str_eq(sold(), "0 1×30000");
	clock_shift(DAY_MS);
	second = paid();
	run();
	ck_assert_str_eq(sold(), "0 1×30000 -1 1×30000");
	ck_ok(testshop_move(&t, &first, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));
	run();
	ck_assert_str_eq(sold(), "0 1×30000 -1 0×0");
	ck_ok(testshop_move(&t, &second, ITEM_PREPARING, &t.cook, ROLE_COOK));
	run();
	ck_assert_str_eq(sold(), "0 1×30000 -1 0×0");
	testshop_books(&t);
}
END_TEST

/* Cash is a sale when the courier has it; who never pays has bought nothing. */
START_TEST(on_delivery)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, NULL), off = testshop_order(&t, &testshop_dinner, &t.lee);

	ck_ok(testshop_move(&t, &id, ITEM_PREPARING, &t.cook, ROLE_COOK));
	ck_ok(testshop_move(&t, &off, ITEM_CANCELLED, &t.lee, ROLE_CUSTOMER));
	run();
	ck_assert_str_eq(sold(), "");
	ck_ok(testshop_move(&t, &id, ITEM_READY_FOR_DELIVERY, &t.cook, ROLE_COOK));
	ck_ok(testshop_move(&t, &id, ITEM_IN_DELIVERY, &t.courier, ROLE_COURIER));
	ck_ok(testshop_move(&t, &id, ITEM_DELIVERED, &t.courier, ROLE_COURIER));
	run();
	ck_assert_str_eq(sold(), "0 1×30000");
	testshop_books(&t);
}
END_TEST

/* A snapshot of an order with these lines: "1 PENDING 2 0 600" each. */
static void
happen(const struct uuid *order, int64_t version, const char *type, const char *status, const char *items)
{
	ck_ok(STMT_RUN(t.db, t.t.arena, STMT_EVENT_ADD, NULL, DB_U(uuid_new()), DB_U(*order), DB_I(version), DB_S(type),
	    DB_S(arena_printf(t.t.arena, "{\"order_number\":\"ORD-1\",\"user_id\":null,\"status\":\"%s\",\"stage\":\"PENDING\",\"payment\":"
	    "{\"method\":\"BALANCE\",\"status\":\"SUCCESS\",\"paid_at\":null},\"items\":[%s]}", status, items)), DB_T(clock_now())));
}

#define ITEM(product, status, n, off, won) \
	"{\"product_id\":" #product ",\"status\":\"" #status "\",\"quantity\":" #n ",\"cancelled_quantity\":" #off ",\"total\":" #won "}"

/* Part after part, told as what it is or only as a move; the same product in two lines adds up. */
START_TEST(parts)
{
	struct uuid id = uuid_new();

	happen(&id, 1, "ORDER_PAID", "PAID", ITEM(1, PENDING, 3, 0, 1000) "," ITEM(1, PENDING, 1, 0, 50) "," ITEM(2, PENDING, 1, 0, 7));
	run();
	ck_assert_str_eq(sold(), "0 4×1050 0 1×7");
	happen(&id, 2, "ORDER_PARTIALLY_CANCELLED", "PARTIALLY_CANCELLED", ITEM(1, PENDING, 3, 1, 1000) "," ITEM(1, PENDING, 1, 0, 50) "," ITEM(2, PENDING, 1, 0, 7));
	run();
	ck_assert_str_eq(sold(), "0 3×716 0 1×7");
	happen(&id, 3, "ORDER_MOVED", "PARTIALLY_CANCELLED", ITEM(1, PENDING, 3, 2, 1000) "," ITEM(1, CANCELLED, 1, 1, 50) "," ITEM(2, DELIVERED, 1, 0, 7));
	happen(&id, 4, "ORDER_COMPLETED", "COMPLETED", ITEM(1, RETURNED, 3, 2, 1000) "," ITEM(1, CANCELLED, 1, 1, 50) "," ITEM(2, DELIVERED, 1, 0, 7));
	run();
	ck_assert_str_eq(sold(), "0 0×0 0 1×7");
}
END_TEST

/* Told again from anywhere, nothing changes; made anew, it is the same; what nobody can read is passed over. */
START_TEST(again)
{
	struct uuid id = paid(), broken = uuid_new();
	const char *before;
	int64_t n;

	paid();
	ck_ok(testshop_move(&t, &id, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));
	happen(&broken, 1, "ORDER_PAID", "LOST", "");
	run();
	before = sold();
	ck_assert_str_eq(before, "0 1×30000");
	for (int64_t from = 1; from <= 5; from++) {
		ck_ok(replay_from(t.db, t.t.arena, CONSUMER_SALES, from));
		run();
		ck_assert_str_eq(sold(), before);
	}
	testshop_sql(&t, "UPDATE sales_daily SET quantity = 99; DELETE FROM sales_lines LIMIT 1");
	ck_ok(sales_rebuild(t.db, t.t.arena, &n));
	ck_assert_int_eq(n, testshop_number(&t, "SELECT last_seq FROM event_feed"));
	ck_assert_str_eq(sold(), before);
}
END_TEST

/* Between writing and commit nothing is left of it, and the next run does it whole. */
START_TEST(died_before_its_commit)
{
	int64_t given;

	paid();
	ck_ok(sequence_all(t.db, t.t.arena, &given));
	/* The last row of the transaction is refused. */
	testshop_sql(&t, "INSERT INTO event_cursors (consumer, seq, updated_at) VALUES ('SALES', 0, NOW(3));"
	    "ALTER TABLE event_cursors ADD CONSTRAINT stuck CHECK (consumer <> 'SALES' OR seq = 0)");
	static const struct job job = { .name = "sales", .every = at_once, .kind = JOB_ALONE, .run = sales_job };
	struct job_runner *r = job_start(t.shop, &job, 1, true);
	ck_assert_uint_eq(job_wait(r), 1);
	job_free(r);
	testshop_sql(&t, "ALTER TABLE event_cursors DROP CONSTRAINT stuck");
	ck_assert_str_eq(sold(), "");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM sales_lines"), 0);
	run();
	ck_assert_str_eq(sold(), "0 1×30000");
	testshop_books(&t);
}
END_TEST

static const struct { const char *from, *to, *cursor, *where; } bad[] = {
	{ "yesterday", NULL, NULL, "?from" },
	{ NULL, "2026-02-30", NULL, "?to" },
	{ "2026-11-26", "2026-11-25", NULL, "?from" },
	{ "2024-11-26", "2026-11-25", NULL, "?from" },
	{ NULL, NULL, "7", "?cursor" },
	{ NULL, NULL, "2026-11-25", "?cursor" },
	{ NULL, NULL, "2026-11-25.", "?cursor" },
	{ NULL, NULL, "2026-11-25.7x", "?cursor" },
	{ NULL, NULL, "2026-11-25.-7", "?cursor" },
	{ NULL, NULL, "2026-13-25.7", "?cursor" },
};

START_TEST(refused)
{
	struct sales_page page;
	const struct err *e = sales_by_day(t.shop, t.t.arena, &(struct sales_ask){ bad[_i].from, bad[_i].to, bad[_i].cursor, 20 }, &page);

	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].pointer, bad[_i].where);
}
END_TEST

START_TEST(pages)
{
	struct sales_page page;
	struct sales_ask ask = { .limit = 1 };
	struct uuid id = uuid_new();
	char today[CLOCK_TEXT];

	happen(&id, 1, "ORDER_PAID", "PAID", ITEM(1, PENDING, 3, 0, 1000) "," ITEM(2, PENDING, 1, 0, 7));
	run();
	ck_ok(sales_by_day(t.shop, t.t.arena, &ask, &page));
	ck_assert_str_eq(page.to, clock_date(clock_now(), today));
	ck_assert_int_eq(page.quantity, 4);
	ck_assert_int_eq(page.amount, 1007);
	ck_assert_uint_eq(page.days.n, 1);
	ck_assert_int_eq(LIST_AT(page.days, struct sale_of_day, 0)->product_id, 1);
	ck_assert_ptr_nonnull(ask.cursor = page.next);
	ck_ok(sales_by_day(t.shop, t.t.arena, &ask, &page));
	ck_assert_uint_eq(page.days.n, 1);
	ck_assert_int_eq(LIST_AT(page.days, struct sale_of_day, 0)->product_id, 2);
	ck_assert_ptr_null(page.next);
	ask = (struct sales_ask){ .from = "2020-02-29", .to = "2020-03-01", .limit = 1 };
	ck_ok(sales_by_day(t.shop, t.t.arena, &ask, &page));
	ck_assert_uint_eq(page.days.n, 0);
	ck_assert_int_eq(page.quantity, 0);
}
END_TEST

/* Goods alone, and none that nobody bought lately. */
START_TEST(popular)
{
	struct popular p;

	paid();
	run();
	ck_ok(sales_popular(t.shop, t.t.arena, &p));
	ck_assert_uint_eq(p.products.n, 0);
	ck_assert_str_lt(p.from, p.to);
}
END_TEST

Suite *
sales_suite(void)
{
	Suite *s = suite_create("work/sales");
	TCase *c = tcase_create("sales");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, paid_and_cancelled);
	tcase_add_test(c, on_delivery);
	tcase_add_test(c, parts);
	tcase_add_test(c, again);
	tcase_add_test(c, died_before_its_commit);
	tcase_add_loop_test(c, refused, 0, ROWS(bad));
	tcase_add_test(c, pages);
	tcase_add_test(c, popular);
	suite_add_tcase(s, c);
	return s;
}
