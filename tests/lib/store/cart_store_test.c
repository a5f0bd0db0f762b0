/* cart_store: the same product adds up, within the limits, whoever adds at the same time. */
#include "store/cart_store.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/cart.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

static enum cart_added
add(const struct goods *g, int64_t quantity, int64_t *line)
{
	enum cart_added how;

	ck_ok(cart_store_add(t.db, t.t.arena, &t.kim, g->id, quantity, &how, line));
	return how;
}

static struct cart
cart_of(const struct uuid *user)
{
	struct cart c;

	ck_ok(cart_store_read(t.db, t.t.arena, user, &c));
	return c;
}

START_TEST(lines)
{
	const struct goods *cup = testgoods_add(&t, "컵", 500, 3), *plate = testgoods_add(&t, "접시", 900, 0);
	int64_t first, second, again;
	bool there;

	ck_assert_uint_eq(cart_of(&t.kim).n, 0);
	ck_assert_int_eq((int)add(cup, 2, &first), CART_ADDED);
	ck_assert_int_eq((int)add(plate, 1, &second), CART_ADDED);
	ck_assert_int_eq((int)add(cup, 3, &again), CART_ADDED);
	ck_assert_int_eq(first, again);
	ck_assert_uint_eq(cart_of(&t.kim).n, 2);
	ck_assert_int_eq(cart_of(&t.kim).line[0].id, first);
	ck_assert_int_eq(cart_of(&t.kim).line[0].quantity, 5);
	ck_assert_str_eq(cart_of(&t.kim).line[0].goods.name, "컵");
	ck_assert_int_eq(cart_of(&t.kim).line[0].goods.available, 3 * QTY_ONE);
	ck_assert_int_eq(cart_of(&t.kim).line[1].goods.price, 900);
	ck_assert_uint_eq(cart_of(&t.lee).n, 0);

	ck_ok(cart_store_set(t.db, t.t.arena, &t.kim, first, 7, &there));
	ck_assert(there);
	ck_ok(cart_store_set(t.db, t.t.arena, &t.kim, first, 7, &there));
	ck_assert(there);
	ck_assert_int_eq(cart_of(&t.kim).line[0].quantity, 7);
	ck_ok(cart_store_set(t.db, t.t.arena, &t.lee, first, 1, &there));
	ck_assert(!there);
	ck_ok(cart_store_drop(t.db, t.t.arena, &t.lee, first, &there));
	ck_assert(!there);
	ck_ok(cart_store_drop(t.db, t.t.arena, &t.kim, first, &there));
	ck_assert(there);
	ck_ok(cart_store_drop(t.db, t.t.arena, &t.kim, first, &there));
	ck_assert(!there);
	ck_assert_uint_eq(cart_of(&t.kim).n, 1);
	testshop_books(&t);
}
END_TEST

START_TEST(limits)
{
	const struct goods *cup = testgoods_add(&t, "컵", 500, 3);
	int64_t line;

	ck_assert_int_eq((int)add(cup, CART_PIECES, &line), CART_ADDED);
	ck_assert_int_eq((int)add(cup, 1, &line), CART_TOO_MANY_PIECES);
	ck_assert_int_eq(cart_of(&t.kim).line[0].quantity, CART_PIECES);
	for (int i = 1; i < CART_LINES; i++)
		ck_assert_int_eq((int)add(testgoods_add(&t, "x", 1, 1), 1, &line), CART_ADDED);
	ck_assert_int_eq((int)add(testgoods_add(&t, "y", 1, 1), 1, &line), CART_TOO_MANY_LINES);
	ck_assert_uint_eq(cart_of(&t.kim).n, CART_LINES);
	testshop_books(&t);
}
END_TEST

#define THREADS 8
#define TIMES 10

static const struct goods *shared;

static void *
add_many(void *arg)
{
	struct db *db = arg;
	struct arena *a = arena_new(1u << 20);
	long added = 0;

	for (int i = 0; i < TIMES; i++) {
		enum cart_added how;
		int64_t line;
		/* What the caller tries again. */
		while (cart_store_add(db, a, &t.kim, shared->id, 1, &how, &line) != NULL)
			if (db_last_fault(db) != DB_FAULT_DEADLOCK)
				return (void *)-1;
		added += how == CART_ADDED;
		arena_reset(a);
	}
	arena_free(a);
	return (void *)added;
}

/* All at once, from the cart's first use on: each piece that was taken counts, up to the limit. */
START_TEST(at_once)
{
	pthread_t thread[THREADS];
	struct db *db[THREADS];
	long added = 0;

	shared = testgoods_add(&t, "컵", 500, 3);
	if (_i == 1) {
		int64_t line;
		add(shared, CART_PIECES - 30, &line);
	}
	for (int i = 0; i < THREADS; i++) {
		db[i] = testdb_connect(&t.t, stmts, STMT__MAX);
		ck_assert_int_eq(pthread_create(&thread[i], NULL, add_many, db[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		void *n;
		pthread_join(thread[i], &n);
		ck_assert_int_ge((long)n, 0);
		added += (long)n;
		db_close(db[i]);
	}
	ck_assert_int_eq(added, _i == 1 ? 30 : THREADS * TIMES);
	ck_assert_uint_eq(cart_of(&t.kim).n, 1);
	ck_assert_int_eq(cart_of(&t.kim).line[0].quantity, _i == 1 ? CART_PIECES : THREADS * TIMES);
}
END_TEST

Suite *
cart_store_suite(void)
{
	Suite *s = suite_create("store/cart_store");
	TCase *c = tcase_create("cart_store");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, lines);
	tcase_add_test(c, limits);
	tcase_add_loop_test(c, at_once, 0, 2);
	suite_add_tcase(s, c);
	return s;
}
