/* callers: everybody is told who they are and nobody else, alone, together, and when the database is away. */
#include "shop/callers.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/user.h"
#include "shop/desk.h"
#include "shop/shop.h"
#include "store/member_store.h"
#include "support/suite.h"
#include "support/testshop.h"

#define MANY 48

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { clock_shift(0); testshop_close(&t); }

static struct hash
token(int i)
{
	return hash_of(&i, sizeof(i));
}

static void
sign_in(int i, const struct uuid *user)
{
	struct hash h = token(i);

	ck_ok(session_store_add(t.db, t.t.arena, &h, user, clock_now() + 10000));
}

static const struct user *
caller(int i)
{
	struct hash h = token(i);
	const struct user *u;

	ck_ok(caller_find(t.shop, t.t.arena, &h, &u));
	return u;
}

START_TEST(alone)
{
	struct hash h = token(1);

	sign_in(1, &t.kim);
	sign_in(2, &t.cook);
	ck_assert_int_eq(uuid_cmp(&caller(1)->id, &t.kim), 0);
	ck_assert_str_eq(caller(1)->name, "kim@banquet.test");
	ck_assert_int_eq(caller(2)->role, ROLE_COOK);
	ck_assert_ptr_null(caller(3));
	/* Nothing is remembered. */
	testshop_sql(&t, "UPDATE users SET status = 'SUSPENDED' WHERE email = 'kim@banquet.test'");
	ck_assert_ptr_null(caller(1));
	testshop_sql(&t, "UPDATE users SET status = 'ACTIVE' WHERE email = 'kim@banquet.test'");
	ck_assert_ptr_nonnull(caller(1));
	ck_ok(session_store_end(t.db, t.t.arena, &h));
	ck_assert_ptr_null(caller(1));
	clock_shift(10001);
	ck_assert_ptr_null(caller(2));
}
END_TEST

/* One who asks from a thread of their own. */
struct asker { pthread_t thread; int number; struct arena *arena; const struct user *user; const struct err *err; };

static void *
ask(void *arg)
{
	struct asker *a = arg;
	struct hash h = token(a->number);

	a->err = caller_find(t.shop, a->arena, &h, &a->user);
	return NULL;
}

static void
all_ask(struct asker *asker)
{
	for (int i = 0; i < MANY; i++) {
		asker[i] = (struct asker){ .number = i, .arena = arena_new(1u << 16) };
		ck_assert_ptr_nonnull(asker[i].arena);
		ck_assert_int_eq(pthread_create(&asker[i].thread, NULL, ask, &asker[i]), 0);
	}
}

static void
all_told(struct asker *asker)
{
	for (int i = 0; i < MANY; i++)
		pthread_join(asker[i].thread, NULL);
}

START_TEST(together)
{
	struct asker asker[MANY];
	const struct timespec ms = { 0, 1000000 };
	struct desk_counts before, after;
	struct db *db;

	t.t.conf.db_connections = 1;
	testshop_reopen(&t);
	for (int i = 0; i < MANY; i++)
		if (i % 3 != 0)
			sign_in(i, i % 3 == 1 ? &t.kim : &t.cook);
	/* The first waits for a connection, and meanwhile come the others. */
	before = desk_counts(t.shop->callers);
	ck_ok(db_borrow(t.shop->pool, t.t.arena, &db));
	all_ask(asker);
	for (int i = 0; i < 10000 && desk_counts(t.shop->callers).waiting < MANY - 1; i++)
		nanosleep(&ms, NULL);
	db_return(t.shop->pool, db);
	all_told(asker);
	after = desk_counts(t.shop->callers);
	ck_assert_uint_eq(after.tickets - before.tickets, MANY);
	ck_assert_uint_eq(after.batches - before.batches, 2);
	for (int i = 0; i < MANY; i++) {
		ck_ok(asker[i].err);
		if (i % 3 == 0)
			ck_assert_ptr_null(asker[i].user);
		else {
			ck_assert_int_eq(uuid_cmp(&asker[i].user->id, i % 3 == 1 ? &t.kim : &t.cook), 0);
			/* In their own memory: the others' is gone. */
			ck_assert_int_eq(asker[i].user->role, i % 3 == 1 ? ROLE_CUSTOMER : ROLE_COOK);
		}
		arena_free(asker[i].arena);
	}
}
END_TEST

/* Waits for a lock, loses its connection there, and asks again. */
START_TEST(cut_off)
{
	struct asker one = { .number = 1, .arena = arena_new(1u << 16) };
	const struct timespec ms = { 0, 1000000 };
	int64_t id = 0;

	sign_in(1, &t.kim);
	testshop_sql(&t, "LOCK TABLES sessions WRITE");
	ck_assert_int_eq(pthread_create(&one.thread, NULL, ask, &one), 0);
	for (int i = 0; i < 10000 && id == 0; i++) {
		nanosleep(&ms, NULL);
		id = testshop_number(&t, "SELECT COALESCE(MAX(id), 0) FROM information_schema.processlist WHERE db = DATABASE()"
		    " AND state LIKE 'Waiting for table%%' AND info LIKE '%%JOIN sessions%%'");
	}
	ck_assert_int_ne(id, 0);
	testshop_sql(&t, "KILL CONNECTION %lld; UNLOCK TABLES", (long long)id);
	pthread_join(one.thread, NULL);
	ck_ok(one.err);
	ck_assert_ptr_nonnull(one.user);
	ck_assert_int_eq(uuid_cmp(&one.user->id, &t.kim), 0);
	arena_free(one.arena);
}
END_TEST

START_TEST(without_room)
{
	struct arena *small = arena_new(64);
	struct hash h = token(1);
	const struct user *u;

	sign_in(1, &t.kim);
	ck_assert_ptr_nonnull(small);
	while (arena_alloc(small, 16) != NULL)
		continue;
	ck_assert(err_is(caller_find(t.shop, small, &h, &u), ERR_INTERNAL_SERVER_ERROR));
	arena_free(small);
}
END_TEST

START_TEST(no_database)
{
	struct asker asker[MANY];

	t.t.conf.db_name = "no_such_database";
	testshop_reopen(&t);
	all_ask(asker);
	all_told(asker);
	for (int i = 0; i < MANY; i++) {
		ck_assert(err_is(asker[i].err, ERR_UNAVAILABLE));
		arena_free(asker[i].arena);
	}
	t.t.conf.db_name = t.t.name;
}
END_TEST

Suite *
callers_suite(void)
{
	Suite *s = suite_create("shop/callers");
	TCase *c = tcase_create("callers");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, alone);
	tcase_add_test(c, together);
	tcase_add_test(c, cut_off);
	tcase_add_test(c, without_room);
	tcase_add_test(c, no_database);
	suite_add_tcase(s, c);
	return s;
}
