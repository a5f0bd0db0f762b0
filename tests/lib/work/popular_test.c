/* popular: asked once for all who look, some seconds old, and never the reason that a page is not there. */
#include "work/popular.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "support/suite.h"
#include "support/testgoods.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static int64_t began;	/* each test has a time of its own, whoever's shop lies where this one does */

static void
setup(void)
{
	testshop_open(&t);
	clock_shift(began += 60000);
}

static void teardown(void) { clock_shift(0); testshop_close(&t); }

static void
sell(uint32_t product, int64_t pieces)
{
	char today[CLOCK_TEXT];

	testshop_sql(&t, "INSERT INTO sales_daily (day, product_id, quantity, amount) VALUES ('%s', %u, %lld, 1)"
	    " ON DUPLICATE KEY UPDATE quantity = quantity + VALUES(quantity)", clock_date(clock_now(), today), product, (long long)pieces);
}

static struct popular
shown(void)
{
	struct popular p;

	ck_assert(popular_shown(t.shop, t.t.arena, &p));
	return p;
}

static const struct sale_popular *
place(const struct popular *p, size_t i)
{
	ck_assert_uint_lt(i, p->products.n);
	return LIST_AT(p->products, struct sale_popular, i);
}

START_TEST(some_seconds_old)
{
	const struct goods *cup = testgoods_add(&t, "컵", 10000, 5), *plate = testgoods_add(&t, "접시", 20000, 5);
	struct popular p;

	ck_assert_uint_eq(shown().products.n, 0);
	testshop_sql(&t, "UPDATE products SET name_en = 'Cup' WHERE product_id = %u", cup->id);
	sell(cup->id, 3);
	sell(plate->id, 7);
	ck_assert_uint_eq(shown().products.n, 0);
	clock_shift(began + POPULAR_FRESH_MS);
	p = shown();
	ck_assert_uint_eq(p.products.n, 2);
	ck_assert_int_eq(place(&p, 0)->product_id, plate->id);
	ck_assert_str_eq(place(&p, 0)->name, "접시");
	ck_assert_ptr_null(place(&p, 0)->name_en);
	ck_assert_int_eq(place(&p, 1)->quantity, 3);
	ck_assert_int_eq(place(&p, 1)->price, 10000);
	ck_assert_str_eq(place(&p, 1)->name_en, "Cup");
	ck_assert_str_lt(p.from, p.to);
	/* A clock that was set back does not keep it for good. */
	sell(cup->id, 5);
	clock_shift(began);
	p = shown();
	ck_assert_int_eq(place(&p, 0)->product_id, cup->id);
}
END_TEST

/* What was known stays while the database is not there; nobody asks it again with every page. */
START_TEST(not_to_be_asked)
{
	const struct goods *cup = testgoods_add(&t, "컵", 10000, 5);
	struct popular p;

	sell(cup->id, 3);
	ck_assert_uint_eq(shown().products.n, 1);
	testshop_sql(&t, "RENAME TABLE sales_daily TO sales_daily_away");
	clock_shift(began + POPULAR_FRESH_MS);
	p = shown();
	ck_assert_int_eq(place(&p, 0)->product_id, cup->id);
	testshop_sql(&t, "RENAME TABLE sales_daily_away TO sales_daily");
	sell(cup->id, 1);
	p = shown();
	ck_assert_int_eq(place(&p, 0)->quantity, 3);
	clock_shift(began + 2 * POPULAR_FRESH_MS);
	p = shown();
	ck_assert_int_eq(place(&p, 0)->quantity, 4);
}
END_TEST

#define LOOKERS 16

static void *
look(void *arg)
{
	struct arena *a = arena_new(1u << 16);
	atomic_int *seen = arg;

	for (int i = 0; i < 50; i++) {
		struct popular p;
		if (popular_shown(t.shop, a, &p) && p.products.n == 1)
			atomic_fetch_add(seen, 1);
		arena_reset(a);
	}
	arena_free(a);
	return NULL;
}

START_TEST(many_at_once)
{
	const struct goods *cup = testgoods_add(&t, "컵", 10000, 5);
	pthread_t thread[LOOKERS];
	atomic_int seen = 0;
	uint64_t before;

	sell(cup->id, 3);
	(void)shown();
	clock_shift(began + POPULAR_FRESH_MS);
	before = db_counts().statements;
	for (int i = 0; i < LOOKERS; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, look, &seen), 0);
	for (int i = 0; i < LOOKERS; i++)
		ck_assert_int_eq(pthread_join(thread[i], NULL), 0);
	ck_assert_int_eq(seen, LOOKERS * 50);
	ck_assert_uint_le(db_counts().statements - before, 4);	/* the one, and what a connection begins with */
}
END_TEST

START_TEST(without_room)
{
	struct arena *small = arena_new(64);
	const struct goods *cup = testgoods_add(&t, "컵", 10000, 5);
	struct popular p;

	sell(cup->id, 3);
	(void)shown();
	while (arena_alloc(small, 16) != NULL)
		continue;
	ck_assert(!popular_shown(t.shop, small, &p));
	arena_free(small);
}
END_TEST

Suite *
popular_suite(void)
{
	Suite *s = suite_create("work/popular");
	TCase *c = tcase_create("popular");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, some_seconds_old);
	tcase_add_test(c, not_to_be_asked);
	tcase_add_test(c, many_at_once);
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
