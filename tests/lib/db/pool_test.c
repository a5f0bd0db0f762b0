/* pool: lending, waiting, and replacing what broke. */
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/inside.h"
#include "support/suite.h"
#include "support/testdb.h"

enum { WHO, PUT, COUNT };
static const struct stmt_def defs[] = {
	[WHO] = { "who", "", "i", "SELECT CONNECTION_ID()" },
	[PUT] = { "put", "i", "", "INSERT INTO item (id) VALUES (?)" },
	[COUNT] = { "count", "", "i", "SELECT COUNT(*) FROM item" },
};

static struct testdb t;
static struct db_pool *pool;

static void
setup(void)
{
	testdb_start(&t, "pool");
	testdb_script(&t, "CREATE TABLE item (id INT PRIMARY KEY)");
	t.conf.db_connections = 2;
	t.conf.db_timeout_ms = 3000;
	pool = db_pool_new(&t.conf, defs, sizeof(defs) / sizeof(defs[0]));
	ck_assert_ptr_nonnull(pool);
}

static void
teardown(void)
{
	db_pool_free(pool);
	testdb_stop(&t);
}

static struct db *
borrow(void)
{
	struct db *db = NULL;

	ck_ok(db_borrow(pool, t.arena, &db));
	ck_assert_ptr_nonnull(db);
	return db;
}

static int64_t
number(struct db *db, int id)
{
	struct rows r;

	ck_ok(stmt_run(db, t.arena, id, NULL, 0, &r));
	return row_int(&r, 0, 0);
}

static void
kill_session(int64_t id)
{
	char sql[64];

	snprintf(sql, sizeof(sql), "KILL CONNECTION %lld", (long long)id);
	testdb_script(&t, sql);
}

START_TEST(newest_first)
{
	struct db *a = borrow(), *b = borrow();
	int64_t ida = number(a, WHO), idb = number(b, WHO);

	ck_assert_int_ne(ida, idb);
	db_return(pool, a);
	db_return(pool, b);
	for (int i = 0; i < 3; i++) {
		struct db *c = borrow();
		ck_assert_int_eq(number(c, WHO), idb);
		db_return(pool, c);
	}
	db_return(pool, NULL);
}
END_TEST

START_TEST(lending_costs_nothing)
{
	struct db *a = borrow();

	db_return(pool, a);
	struct db_counts before = db_counts();
	db_return(pool, borrow());
	ck_assert_uint_eq(db_counts().round_trips, before.round_trips);
}
END_TEST

START_TEST(exhausted)
{
	struct db *a = borrow(), *b = borrow(), *c = NULL;

	t.conf.db_timeout_ms = 200;
	int64_t began = clock_monotonic_us();
	ck_fails(db_borrow(pool, t.arena, &c), UNAVAILABLE, "became free in 200 ms");
	int64_t took = clock_monotonic_us() - began;
	ck_assert(took >= 200000 && took < 2000000);
	ck_assert_ptr_null(c);
	db_return(pool, a);
	db_return(pool, borrow());
	db_return(pool, b);
}
END_TEST

static void *
give_back(void *arg)
{
	nanosleep(&(struct timespec){ .tv_nsec = 200000000 }, NULL);
	db_return(pool, arg);
	return NULL;
}

START_TEST(waits_for_one)
{
	struct db *a = borrow(), *b = borrow();
	pthread_t thread;

	pthread_create(&thread, NULL, give_back, a);
	struct db *c = borrow();
	pthread_join(thread, NULL);
	ck_assert_ptr_eq(c, a);
	db_return(pool, b);
	db_return(pool, c);
}
END_TEST

START_TEST(waits_for_the_place_of_a_broken_one)
{
	struct db *a = borrow(), *b = borrow();
	pthread_t thread;
	struct rows r;

	kill_session(number(a, WHO));
	ck_assert_ptr_nonnull(stmt_run(a, t.arena, COUNT, NULL, 0, &r));
	pthread_create(&thread, NULL, give_back, a);
	struct db *c = borrow();
	pthread_join(thread, NULL);
	ck_assert_int_eq(number(c, COUNT), 0);
	db_return(pool, b);
	db_return(pool, c);
}
END_TEST

START_TEST(open_transaction_is_rolled_back)
{
	struct db *a = borrow();

	ck_ok(db_begin(a, t.arena));
	ck_ok(STMT_RUN(a, t.arena, PUT, NULL, DB_I(1)));
	db_return(pool, a);
	struct db *b = borrow();
	ck_assert_ptr_eq(a, b);
	ck_assert_int_eq(number(b, COUNT), 0);
	db_return(pool, b);
}
END_TEST

static void
wait_for_good_bye(struct db *db)
{
	struct pollfd socket = { .fd = mysql_get_socket(db->my), .events = POLLIN };

	ck_assert_int_eq(poll(&socket, 1, 5000), 1);
}

/* Those that were idle meanwhile have said good-bye. */
START_TEST(restart_costs_no_idle_one)
{
	struct db *a = borrow(), *b = borrow();
	int64_t ida = number(a, WHO), idb = number(b, WHO);

	db_return(pool, a);
	db_return(pool, b);
	kill_session(ida);
	kill_session(idb);
	wait_for_good_bye(a);
	wait_for_good_bye(b);
	struct db_counts before = db_counts();
	a = borrow();
	ck_assert_int_eq(number(a, COUNT), 0);
	b = borrow();
	ck_assert_int_eq(number(b, COUNT), 0);
	ck_assert_uint_eq(db_counts().reconnects - before.reconnects, 2);
	db_return(pool, a);
	db_return(pool, b);
}
END_TEST

/* After one was found broken, those idle since before are asked first. */
START_TEST(restart_costs_one_failure)
{
	struct db *c = borrow(), *b = borrow();
	int64_t idc = number(c, WHO), idb = number(b, WHO);
	struct rows r;

	db_return(pool, b);
	kill_session(idc);
	kill_session(idb);
	ck_fails(stmt_run(c, t.arena, COUNT, NULL, 0, &r), UNAVAILABLE, "count");
	ck_assert(db_broken(c));
	struct db_counts before = db_counts();
	db_return(pool, c);
	c = borrow();
	ck_assert_int_eq(number(c, COUNT), 0);
	struct db *d = borrow();
	ck_assert_int_eq(number(d, COUNT), 0);
	ck_assert_uint_eq(db_counts().reconnects - before.reconnects, 2);
	db_return(pool, c);
	db_return(pool, d);
}
END_TEST

START_TEST(long_idle_is_asked)
{
	struct db *a = borrow();
	int64_t id = number(a, WHO);

	db_return(pool, a);
	a->idle_since -= 31 * INT64_C(1000000);
	struct db_counts before = db_counts();
	a = borrow();
	ck_assert_uint_eq(db_counts().round_trips - before.round_trips, 1);
	ck_assert_int_eq(number(a, WHO), id);
	db_return(pool, a);
	a->idle_since -= 31 * INT64_C(1000000);
	kill_session(id);
	a = borrow();
	ck_assert_int_ne(number(a, WHO), id);
	db_return(pool, a);
}
END_TEST

START_TEST(no_server)
{
	struct conf c = t.conf;
	struct db *db = NULL;

	c.db_socket = "/nonexistent/socket";
	struct db_pool *p = db_pool_new(&c, defs, 1);
	/* More often than there are places: a failure gives its place back. */
	for (int i = 0; i < 5; i++)
		ck_fails(db_borrow(p, t.arena, &db), UNAVAILABLE, "connect");
	ck_assert_ptr_null(db);
	db_pool_free(p);
	db_pool_free(NULL);
}
END_TEST

#define THREADS 8
#define ROUNDS 50
static _Atomic int out, most;

static void *
work(void *arg)
{
	int base = *(int *)arg;
	struct arena *a = arena_new(1 << 20);

	for (int i = 0; i < ROUNDS; i++) {
		struct db *db;
		if (db_borrow(pool, a, &db) != NULL)
			continue;
		int now = atomic_fetch_add(&out, 1) + 1, seen = atomic_load(&most);
		while (now > seen && !atomic_compare_exchange_weak(&most, &seen, now))
			;
		if (i % 2 == 0) {
			(void)db_begin(db, a);
			(void)STMT_RUN(db, a, PUT, NULL, DB_I(base + i));
			(void)db_commit(db, a);
		} else
			(void)STMT_RUN(db, a, PUT, NULL, DB_I(base + i));
		atomic_fetch_sub(&out, 1);
		db_return(pool, db);
		arena_reset(a);
	}
	arena_free(a);
	return NULL;
}

START_TEST(many_threads)
{
	pthread_t threads[THREADS];
	int base[THREADS];

	t.conf.db_timeout_ms = 20000;
	for (int i = 0; i < THREADS; i++) {
		base[i] = i * ROUNDS;
		pthread_create(&threads[i], NULL, work, &base[i]);
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	struct db *db = borrow();
	ck_assert_int_eq(number(db, COUNT), THREADS * ROUNDS);
	ck_assert_int_le(most, 2);
	db_return(pool, db);
}
END_TEST

Suite *
pool_suite(void)
{
	Suite *s = suite_create("db/pool");
	TCase *c = tcase_create("pool");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, newest_first);
	tcase_add_test(c, lending_costs_nothing);
	tcase_add_test(c, exhausted);
	tcase_add_test(c, waits_for_one);
	tcase_add_test(c, waits_for_the_place_of_a_broken_one);
	tcase_add_test(c, open_transaction_is_rolled_back);
	tcase_add_test(c, restart_costs_no_idle_one);
	tcase_add_test(c, restart_costs_one_failure);
	tcase_add_test(c, long_idle_is_asked);
	tcase_add_test(c, no_server);
	tcase_add_test(c, many_threads);
	suite_add_tcase(s, c);
	return s;
}
