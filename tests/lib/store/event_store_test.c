/* event_store: numbers, cursors, and deliveries that are due, held and released in the order of an order's events. */
#include "store/event_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testshop.h"

#define NOW INT64_C(1795600000000)

static struct testshop t;
static struct uuid order[2];
static struct fed_events fed;

static void create(void) { testshop_create(&t); }

static void
add(const struct uuid *o, int64_t version, const char *type)
{
	ck_ok(STMT_RUN(t.db, t.t.arena, STMT_EVENT_ADD, NULL, DB_U(uuid_new()), DB_U(*o), DB_I(version), DB_S(type),
	    DB_S("{\"a\":\"한\"}"), DB_T(NOW + version)));
}

static void
number_all(void)
{
	struct uuid *ids;
	int64_t last;
	size_t n;

	ck_ok(db_begin(t.db, t.t.arena));
	ck_ok(event_store_lock(t.db, t.t.arena, &last));
	ck_ok(event_store_waiting(t.db, t.t.arena, 100, &ids, &n));
	ck_ok(event_store_number(t.db, t.t.arena, ids, n, last));
	ck_ok(db_commit(t.db, t.t.arena));
}

/* Six events of two orders: 1 and 4 are of no interest to the platform. */
static void
setup(void)
{
	testshop_open(&t);
	order[0] = uuid_new();
	order[1] = uuid_new();
	for (int i = 0; i < 2; i++) {
		add(&order[i], 1, "ORDER_PLACED");
		add(&order[i], 2, "ORDER_PAID");
		add(&order[i], 3, "ORDER_REFUNDED");
	}
	number_all();
	ck_ok(event_store_page(t.db, t.t.arena, CONSUMER_PLATFORM, 0, 100, &fed));
}

static void teardown(void) { testshop_close(&t); }

START_TEST(page)
{
	static const int64_t seq[] = { 2, 3, 5, 6 };
	struct fed_events some;
	int64_t last;

	ck_ok(event_store_last(t.db, t.t.arena, &last));
	ck_assert_int_eq(last, 6);
	ck_assert_uint_eq(fed.n, 4);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(fed.v[i].seq, seq[i]);
	ck_assert_int_eq(fed.v[1].event.type, EVENT_ORDER_REFUNDED);
	ck_assert_int_eq(uuid_cmp(&fed.v[1].event.order_id, &order[0]), 0);
	ck_assert_int_eq(fed.v[1].event.order_version, 3);
	ck_assert_int_eq(fed.v[1].event.at, NOW + 3);
	ck_assert_str_eq(fed.v[1].event.snapshot, "{\"a\":\"한\"}");
	ck_ok(event_store_page(t.db, t.t.arena, CONSUMER_PLATFORM, 2, 5, &some));
	ck_assert_uint_eq(some.n, 2);
	ck_ok(event_store_page(t.db, t.t.arena, CONSUMER_NOTICES, 0, 100, &some));
	ck_assert_uint_eq(some.n, 6);
}
END_TEST

/* One of a program newer than this is left out. */
START_TEST(unknown_type)
{
	struct fed_events some;

	testshop_sql(&t, "UPDATE order_events SET type = 'ORDER_TELEPORTED' WHERE seq = 2");
	ck_ok(event_store_page(t.db, t.t.arena, CONSUMER_PLATFORM, 0, 100, &some));
	ck_assert_uint_eq(some.n, 3);
}
END_TEST

START_TEST(numbered_twice)
{
	ck_assert(err_is(event_store_number(t.db, t.t.arena, &fed.v[0].event.id, 1, 6), ERR_INTERNAL_SERVER_ERROR));
}
END_TEST

START_TEST(since)
{
	static const struct { int64_t at, seq; } rows[] = { { NOW - 1, 1 }, { NOW + 2, 2 }, { NOW + 3, 3 }, { NOW + 4, 0 } };
	int64_t seq;

	for (int i = 0; i < ROWS(rows); i++) {
		ck_ok(event_store_since(t.db, t.t.arena, rows[i].at, &seq));
		ck_assert_int_eq(seq, rows[i].seq);
	}
}
END_TEST

START_TEST(cursor)
{
	struct event_cursor c = { 9, 9, 9 };
	int64_t seq;

	ck_ok(event_store_lock_cursor(t.db, t.t.arena, CONSUMER_SALES, &seq));
	ck_assert_int_eq(seq, -1);
	for (int i = 0; i < 2; i++) {
		ck_ok(event_store_cursor(t.db, t.t.arena, CONSUMER_SALES, &c));
		ck_assert_int_eq(c.seq + c.failures + c.paused_until, 0);
	}
	ck_ok(event_store_move_cursor(t.db, t.t.arena, CONSUMER_SALES, &(struct event_cursor){ 5, 2, NOW }));
	ck_ok(event_store_cursor(t.db, t.t.arena, CONSUMER_SALES, &c));
	ck_assert_int_eq(c.seq, 5);
	ck_assert_int_eq(c.failures, 2);
	ck_assert_int_eq(c.paused_until, NOW);
	ck_ok(event_store_lock_cursor(t.db, t.t.arena, CONSUMER_SALES, &seq));
	ck_assert_int_eq(seq, 5);
	ck_ok(event_store_lock_cursor(t.db, t.t.arena, CONSUMER_PLATFORM, &seq));
	ck_assert_int_eq(seq, -1);
}
END_TEST

static size_t
due(int64_t now, int64_t *first)
{
	struct fed_events d;

	ck_ok(event_store_due(t.db, t.t.arena, CONSUMER_PLATFORM, now, 10, &d));
	*first = d.n == 0 ? 0 : d.v[0].seq;
	return d.n;
}

START_TEST(deliveries)
{
	struct delivery d[] = {
		{ &fed.v[0], DELIVERY_DUE, 1, NOW + 10, "status 500" },
		{ &fed.v[1], DELIVERY_HELD, 0, NOW, NULL },
		{ &fed.v[2], DELIVERY_DEAD, 10, NOW, "status 400" },
	};
	struct uuid *behind;
	int64_t first;
	size_t n;

	ck_ok(event_store_behind(t.db, t.t.arena, CONSUMER_PLATFORM, &fed, &behind, &n));
	ck_assert_uint_eq(n, 0);
	ck_ok(event_store_add(t.db, t.t.arena, CONSUMER_PLATFORM, d, 3, NOW));
	ck_ok(event_store_behind(t.db, t.t.arena, CONSUMER_PLATFORM, &fed, &behind, &n));
	ck_assert_uint_eq(n, 2);
	ck_ok(event_store_behind(t.db, t.t.arena, CONSUMER_NOTICES, &fed, &behind, &n));
	ck_assert_uint_eq(n, 0);
	/* Not before its time; and neither those behind it nor those given up. */
	ck_assert_uint_eq(due(NOW + 9, &first), 0);
	ck_assert_uint_eq(due(NOW + 10, &first), 1);
	ck_assert_int_eq(first, 2);
	d[0].tries = 2;
	d[0].next_at = NOW + 99;
	ck_ok(event_store_again(t.db, t.t.arena, CONSUMER_PLATFORM, &d[0]));
	ck_assert_uint_eq(due(NOW + 10, &first), 0);
	ck_ok(event_store_all_due(t.db, t.t.arena, CONSUMER_PLATFORM, NOW));
	ck_assert_uint_eq(due(NOW, &first), 1);
	/* It was told: the next of its order, and of no other, comes forward. */
	ck_ok(event_store_done(t.db, t.t.arena, CONSUMER_PLATFORM, 2, &order[0], NOW + 5));
	ck_assert_uint_eq(due(NOW + 4, &first), 0);
	ck_assert_uint_eq(due(NOW + 5, &first), 1);
	ck_assert_int_eq(first, 3);
	ck_ok(event_store_done(t.db, t.t.arena, CONSUMER_PLATFORM, 3, &order[0], NOW));
	ck_assert_str_eq(testshop_text(&t, "SELECT GROUP_CONCAT(CONCAT(seq, state)) FROM event_deliveries"), "5DEAD");
}
END_TEST

START_TEST(without_room)
{
	struct arena *small = arena_new(64);
	struct fed_events some;

	ck_assert_ptr_nonnull(event_store_page(t.db, small, CONSUMER_PLATFORM, 0, 100, &some));
	arena_free(small);
}
END_TEST

Suite *
event_store_suite(void)
{
	Suite *s = suite_create("store/event_store");
	TCase *c = tcase_create("event_store");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, page);
	tcase_add_test(c, unknown_type);
	tcase_add_test(c, numbered_twice);
	tcase_add_test(c, since);
	tcase_add_test(c, cursor);
	tcase_add_test(c, deliveries);
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
