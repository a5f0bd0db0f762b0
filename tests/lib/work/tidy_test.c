/* tidy: what has had its time goes, all of it; what has not stays. */
#include "work/tidy.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { clock_shift(0); testshop_close(&t); }

#define HOUR INT64_C(3600000)

/* Rows of every sort, so old (ms); their numbers begin at n. */
static void
fill(int n, int count, int64_t age)
{
	double s = (double)age / 1000;

	testshop_sql(&t,
	    "INSERT INTO sessions SELECT UNHEX(SHA2(%d + seq, 256)), UUID(), NOW(3), UTC_TIMESTAMP(3) - INTERVAL %f SECOND FROM seq_1_to_%d;"
	    "INSERT INTO idempotency SELECT UNHEX(SHA2(%d + seq, 256)), UNHEX(SHA2('x', 256)), 201, 'x', UTC_TIMESTAMP(3) - INTERVAL %f SECOND FROM seq_1_to_%d;"
	    "INSERT INTO signin_failures SELECT UNHEX(SHA2(%d + seq, 256)), 1, UTC_TIMESTAMP(3) - INTERVAL %f SECOND FROM seq_1_to_%d",
	    n, s, count, n, s, count, n, s, count);
	clock_shift(-age);
	ck_ok(db_begin(t.db, t.t.arena));
	for (int i = 0; i < count; i++) {
		struct uuid u = { { 0 } };
		int64_t ms = clock_now();
		for (int b = 0; b < 6; b++)
			u.b[b] = (uint8_t)(ms >> (40 - 8 * b));
		u.b[6] = 0x70;
		u.b[12] = (uint8_t)(i >> 8);
		u.b[13] = (uint8_t)i;
		u.b[14] = (uint8_t)(n >> 8);
		u.b[15] = (uint8_t)n;
		ck_ok(STMT_RUN(t.db, t.t.arena, STMT_BATCH_ADD, NULL, DB_U(u), DB_I(1), DB_T(ms)));
	}
	ck_ok(db_commit(t.db, t.t.arena));
	clock_shift(0);
}

static void
left(int64_t sessions, int64_t keys, int64_t failures, int64_t batches)
{
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM sessions"), sessions);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM idempotency"), keys);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM signin_failures"), failures);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM desk_batches"), batches);
}

/* Five rows of an age, and how many of each sort are left. */
static const struct { int64_t age; int sessions, keys, failures, batches; } ages[] = {
	{ -HOUR, 5, 5, 5, 5 },			/* sessions that last an hour yet */
	{ 60000, 0, 5, 5, 5 },
	{ 23 * HOUR, 0, 5, 5, 5 },
	{ 24 * HOUR - 60000, 0, 5, 5, 5 },
	{ 24 * HOUR + 60000, 0, 0, 0, 0 },
	{ 1000 * HOUR, 0, 0, 0, 0 },
};

START_TEST(by_age)
{
	int64_t gone;

	fill(0, 5, ages[_i].age);
	ck_ok(tidy(t.db, t.t.arena, &t.t.conf, &gone));
	left(ages[_i].sessions, ages[_i].keys, ages[_i].failures, ages[_i].batches);
	ck_assert_int_eq(gone, 20 - ages[_i].sessions - ages[_i].keys - ages[_i].failures - ages[_i].batches);
	ck_ok(tidy(t.db, t.t.arena, &t.t.conf, &gone));
	ck_assert_int_eq(gone, 0);
}
END_TEST

/* A key lives as long as the configuration says. */
START_TEST(keys_as_configured)
{
	int64_t gone;

	t.t.conf.idempotency_hours = 48;
	fill(0, 5, 47 * HOUR);
	fill(100, 5, 49 * HOUR);
	ck_ok(tidy(t.db, t.t.arena, &t.t.conf, &gone));
	left(0, 5, 0, 0);
	t.t.conf.idempotency_hours = 24;
}
END_TEST

/* Paintings are forgotten, however they ended; the pictures they led to stay. */
START_TEST(paintings_as_configured)
{
	static const char *const states[] = { "QUEUED", "DONE", "FAILED" };
	const char *path = testshop_image(&t, &t.kim);
	int64_t gone, hours = t.t.conf.painter_job_hours;

	ck_assert_ptr_nonnull(path);
	t.t.conf.painter_job_hours = 24;
	for (int i = 0; i < 6; i++)
		testshop_sql(&t, "INSERT INTO image_jobs (job_id, user_id, kind, status, prompt, aspect_ratio, created_at)"
		    " VALUES (UUID(), UUID(), 'GENERATED', '%s', 'x', '1:1', UTC_TIMESTAMP(3) - INTERVAL %d HOUR)", states[i % 3], i < 3 ? 23 : 25);
	ck_ok(tidy(t.db, t.t.arena, &t.t.conf, &gone));
	ck_assert_int_eq(gone, 3);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM image_jobs WHERE created_at > UTC_TIMESTAMP(3) - INTERVAL 24 HOUR"), 3);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM images"), 1);
	t.t.conf.painter_job_hours = hours;
}
END_TEST

/* More than goes in one deletion. */
START_TEST(many)
{
	int64_t gone;

	fill(0, 2500, 50 * HOUR);
	fill(10000, 3, 60000);
	ck_ok(tidy(t.db, t.t.arena, &t.t.conf, &gone));
	ck_assert_int_eq(gone, 4 * 2500 + 3);
	left(0, 3, 3, 3);
}
END_TEST

static void *
tidy_up(void *arg)
{
	struct db *db = arg;
	struct arena *a = arena_new(1u << 20);
	int64_t gone;

	for (int i = 0; i < 3; i++)
		(void)tidy(db, a, &t.t.conf, &gone);
	arena_free(a);
	return NULL;
}

START_TEST(several_at_once)
{
	struct db *db[3];
	pthread_t thread[3];

	fill(0, 1500, 50 * HOUR);
	fill(10000, 3, 60000);
	for (int i = 0; i < 3; i++) {
		db[i] = testdb_connect(&t.t, stmts, STMT__MAX);
		ck_assert_int_eq(pthread_create(&thread[i], NULL, tidy_up, db[i]), 0);
	}
	for (int i = 0; i < 3; i++) {
		pthread_join(thread[i], NULL);
		db_close(db[i]);
	}
	left(0, 3, 3, 3);
}
END_TEST

/* It touches nothing else. */
START_TEST(orders_stay)
{
	int64_t gone;

	(void)testshop_order(&t, &testshop_dinner, &t.kim);
	clock_shift(1000 * HOUR);
	ck_ok(tidy(t.db, t.t.arena, &t.t.conf, &gone));
	ck_assert_int_eq(gone, 1);	/* the desk's own row */
	testshop_books(&t);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM users"), 7);
}
END_TEST

Suite *
tidy_suite(void)
{
	Suite *s = suite_create("work/tidy");
	TCase *c = tcase_create("tidy");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, by_age, 0, ROWS(ages));
	tcase_add_test(c, keys_as_configured);
	tcase_add_test(c, paintings_as_configured);
	tcase_add_test(c, many);
	tcase_add_test(c, several_at_once);
	tcase_add_test(c, orders_stay);
	suite_add_tcase(s, c);
	return s;
}
