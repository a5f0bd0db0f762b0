/* tidy: what has had its time goes, what has not stays. */
#include "shop/tidy.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t, "tidy"); }
static void drop(void) { testshop_drop(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

/* One row that is old enough, one that just is not; both by the minute. */
static const struct { const char *table, *insert; int minutes; } kinds[] = {
	{ "sessions", "INSERT INTO sessions SELECT UNHEX(SHA2(%d, 256)), UUID(), NOW(3), NOW(3) - INTERVAL %d MINUTE", 0 },
	{ "idempotency", "INSERT INTO idempotency SELECT UNHEX(SHA2(%d, 256)), UNHEX(SHA2(1, 256)), 201, 'x', NOW(3) - INTERVAL %d MINUTE", 24 * 60 },
	{ "signin_failures", "INSERT INTO signin_failures SELECT UNHEX(SHA2(%d, 256)), 1, NOW(3) - INTERVAL %d MINUTE", 24 * 60 },
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
START_TEST(by_age)
{
	int64_t gone;

	testshop_sql(&t, kinds[_i].insert, 1, kinds[_i].minutes + 1);
	testshop_sql(&t, kinds[_i].insert, 2, kinds[_i].minutes - 1);
	ck_ok(tidy(t.db, t.t.arena, &t.t.conf, &gone));
	ck_assert_int_eq(gone, 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM %s", kinds[_i].table), 1);
	ck_ok(tidy(t.db, t.t.arena, &t.t.conf, &gone));
	ck_assert_int_eq(gone, 0);
}
END_TEST
#pragma GCC diagnostic pop

/* Batches are known by the time in their ids. */
START_TEST(batches)
{
	long long old = clock_now() - INT64_C(25) * 3600 * 1000;
	int64_t gone;

	testshop_sql(&t, "INSERT INTO desk_batches VALUES ('%08llx-%04llx-7000-8000-000000000000', 1, NOW(3))",
	    (unsigned long long)old >> 16, (unsigned long long)old & 0xffff);
	testshop_sql(&t, "INSERT INTO desk_batches VALUES ('ffffffff-0000-7000-8000-000000000000', 1, NOW(3))");
	ck_ok(tidy(t.db, t.t.arena, &t.t.conf, &gone));
	ck_assert_int_eq(gone, 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM desk_batches"), 1);
}
END_TEST

/* A backlog larger than one deletion goes in one round. */
START_TEST(many)
{
	int64_t gone;

	testshop_sql(&t, "INSERT INTO sessions SELECT UNHEX(SHA2(seq, 256)), UUID(), NOW(3), NOW(3) - INTERVAL 1 HOUR FROM seq_1_to_2500");
	ck_ok(tidy(t.db, t.t.arena, &t.t.conf, &gone));
	ck_assert_int_eq(gone, 2500);
}
END_TEST

Suite *
tidy_suite(void)
{
	Suite *s = suite_create("shop/tidy");
	TCase *c = tcase_create("tidy");

	tcase_add_unchecked_fixture(c, create, drop);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, by_age, 0, ROWS(kinds));
	tcase_add_test(c, batches);
	tcase_add_test(c, many);
	suite_add_tcase(s, c);
	return s;
}
