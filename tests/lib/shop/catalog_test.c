/* catalog: the menu held, renewed, shared, and shown while the database is away. */
#include "shop/catalog.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/menu.h"
#include "shop/shop.h"
#include "support/dbproxy.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

static won_t
price(const struct menu *m)
{
	return menu_product(m, PRODUCT_DINNER, "valentine")->price;
}

static void
reprice(won_t won)
{
	testshop_sql(&t, "UPDATE products SET price = %lld WHERE code = 'valentine'", (long long)won);
}

static const struct menu *
now(struct arena *a)
{
	const struct menu *m;

	ck_ok(catalog_menu_now(t.shop->catalog, t.db, a, &m));
	return m;
}

static const struct menu *
shown(struct arena *a)
{
	const struct menu *m;

	ck_ok(catalog_menu(t.shop, a, &m));
	return m;
}

START_TEST(the_same_until_it_changes)
{
	const struct menu *first = now(t.t.arena);

	ck_assert_ptr_eq(now(t.t.arena), first);
	ck_assert_ptr_eq(shown(t.t.arena), first);
	ck_assert_int_eq(price(first), 30000);
	reprice(31000);
	const struct menu *second = now(t.t.arena);
	ck_assert_ptr_ne(second, first);
	ck_assert_int_gt(second->version, first->version);
	ck_assert_int_eq(price(second), 31000);
	/* Who holds the first still has it as it was. */
	ck_assert_int_eq(price(first), 30000);
	ck_assert_ptr_eq(shown(t.t.arena), second);
}
END_TEST

/* Shown for a second without a question, then looked after. */
START_TEST(fresh_for_a_second)
{
	ck_assert_int_eq(price(shown(t.t.arena)), 30000);
	reprice(31000);
	struct db_counts before = db_counts();
	ck_assert_int_eq(price(shown(t.t.arena)), 30000);
	ck_assert_uint_eq(db_counts().round_trips, before.round_trips);
	nanosleep(&(struct timespec){ 1, 50000000 }, NULL);
	ck_assert_int_eq(price(shown(t.t.arena)), 31000);
	before = db_counts();
	(void)shown(t.t.arena);
	ck_assert_uint_eq(db_counts().round_trips, before.round_trips);
}
END_TEST

/* Held by one arena, shared with another, long after it stopped being the current one. */
START_TEST(shared)
{
	struct arena *first = arena_new(4096), *second = arena_new(4096);
	const struct menu *m = now(first);

	reprice(31000);
	(void)now(t.t.arena);
	ck_assert_ptr_eq(catalog_share(m, second), m);
	arena_free(first);
	ck_assert_int_eq(price(m), 30000);
	testshop_reopen(&t);	/* even after the catalogue itself is gone */
	ck_assert_int_eq(price(m), 30000);
	arena_free(second);
}
END_TEST

START_TEST(no_room_to_hold)
{
	struct arena *full = arena_new(16);
	const struct menu *m = now(t.t.arena), *none = NULL;

	ck_assert_ptr_nonnull(arena_alloc(full, 16));
	ck_assert_ptr_null(catalog_share(m, full));
	ck_assert_ptr_nonnull(catalog_menu_now(t.shop->catalog, t.db, full, &none));
	reprice(31000);
	ck_assert_ptr_nonnull(catalog_menu_now(t.shop->catalog, t.db, full, &none));
	ck_assert_ptr_null(none);
	arena_free(full);
}
END_TEST

START_TEST(unreadable)
{
	const struct menu *m = NULL;

	testshop_sql(&t, "RENAME TABLE recipes TO recipes_away");
	ck_fails(catalog_menu_now(t.shop->catalog, t.db, t.t.arena, &m), INTERNAL_SERVER_ERROR, "CATALOG_RECIPES");
	ck_assert_ptr_null(m);
	testshop_sql(&t, "RENAME TABLE recipes_away TO recipes");
	ck_assert_int_eq(price(now(t.t.arena)), 30000);
}
END_TEST

/* While the database is away the last menu is shown; without a last one there is nothing to show. */
START_TEST(database_away)
{
	const char *direct = t.t.conf.db_socket;
	struct dbproxy *p = dbproxy_start(direct);
	const struct menu *m = NULL, *first;

	t.t.conf.db_socket = dbproxy_path(p);
	testshop_reopen(&t);
	dbproxy_refuse(p, true, true);
	ck_fails(catalog_menu(t.shop, t.t.arena, &m), UNAVAILABLE, "connect");
	ck_assert_ptr_null(m);
	dbproxy_refuse(p, false, false);
	first = shown(t.t.arena);
	dbproxy_refuse(p, true, true);
	nanosleep(&(struct timespec){ 1, 50000000 }, NULL);
	ck_assert_ptr_eq(shown(t.t.arena), first);
	dbproxy_refuse(p, false, false);
	t.t.conf.db_socket = direct;
	testshop_reopen(&t);
	dbproxy_stop(p);
}
END_TEST

static atomic_int wrong;
static atomic_bool enough;

static void *
look(void *arg)
{
	won_t last = 0;

	(void)arg;
	while (!atomic_load(&enough)) {
		struct arena *a = arena_new(1u << 16);
		const struct menu *m;
		struct db *db;
		if (db_borrow(t.shop->pool, a, &db) == NULL) {
			if (catalog_menu_now(t.shop->catalog, db, a, &m) == NULL) {
				/* Time does not run backwards, and two figures of one moment agree. */
				atomic_fetch_add(&wrong, price(m) < last || price(m) - m->skus[0].unit_price != 12000);
				last = price(m);
			}
			db_return(t.shop->pool, db);
		}
		arena_free(a);
	}
	return NULL;
}

START_TEST(many_look_while_it_changes)
{
	pthread_t thread[4];

	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, look, NULL), 0);
	for (int i = 1; i <= 40; i++) {
		testshop_sql(&t, "BEGIN; UPDATE products SET price = %d WHERE product_id = 1; UPDATE skus SET unit_price = %d WHERE sku_id = 1; COMMIT",
		    30000 + i, 18000 + i);
		nanosleep(&(struct timespec){ 0, 5000000 }, NULL);
	}
	atomic_store(&enough, true);
	for (int i = 0; i < 4; i++)
		pthread_join(thread[i], NULL);
	ck_assert_int_eq(atomic_load(&wrong), 0);
	ck_assert_int_eq(price(now(t.t.arena)), 30040);
}
END_TEST

Suite *
catalog_suite(void)
{
	Suite *s = suite_create("shop/catalog");
	TCase *c = tcase_create("catalog");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, the_same_until_it_changes);
	tcase_add_test(c, fresh_for_a_second);
	tcase_add_test(c, shared);
	tcase_add_test(c, no_room_to_hold);
	tcase_add_test(c, unreadable);
	tcase_add_test(c, database_away);
	tcase_add_test(c, many_look_while_it_changes);
	suite_add_tcase(s, c);
	return s;
}
