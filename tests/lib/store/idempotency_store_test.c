/* idempotency_store: which keys are known, and what is kept under them. */
#include "store/idempotency_store.h"

#include <string.h>

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
static void teardown(void) { testshop_close(&t); }

static struct hash
hash(int i)
{
	return hash_of(&i, sizeof(i));
}

static const struct err *
add(int i, struct db_value status, struct db_value answer)
{
	struct hash key = hash(i), print = hash(1000 + i);

	return STMT_RUN(t.db, t.t.arena, STMT_IDEMPOTENCY_ADD, NULL, db_b(key.b, 32), db_b(print.b, 32), status, answer, DB_T(clock_now()));
}

START_TEST(find)
{
	struct hash keys[] = { hash(5), hash(1), hash(2), hash(9), hash(3) };
	static const char bytes[] = "\0sealed\0";
	struct kept_answer *k;
	size_t n, seen = 0;

	ck_ok(add(1, DB_I(201), db_b(bytes, sizeof(bytes))));
	ck_ok(add(2, DB_NULL, DB_NULL));
	ck_ok(add(3, DB_I(200), db_b("", 0)));
	ck_ok(add(4, DB_I(200), db_b("x", 1)));
	ck_ok(idempotency_store_find(t.db, t.t.arena, keys, 5, &k, &n));
	ck_assert_uint_eq(n, 3);
	for (size_t i = 0; i < n; i++)
		for (int id = 1; id <= 3; id++) {
			struct hash key = hash(id), print = hash(1000 + id);
			if (!hash_equal(&k[i].key, &key))
				continue;
			seen |= (size_t)1 << id;
			ck_assert(hash_equal(&k[i].fingerprint, &print));
			ck_assert_int_eq(k[i].status, id == 1 ? 201 : id == 2 ? 0 : 200);
			if (id == 1) {
				ck_assert_uint_eq(k[i].len, sizeof(bytes));
				ck_assert_mem_eq(k[i].sealed, bytes, sizeof(bytes));
			} else
				ck_assert_uint_eq(k[i].len, 0);
			ck_assert_int_eq(k[i].sealed == NULL, id == 2);
		}
	ck_assert_uint_eq(seen, 14);
	ck_ok(idempotency_store_find(t.db, t.t.arena, keys, 1, &k, &n));
	ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(once)
{
	ck_ok(add(1, DB_I(201), db_b("a", 1)));
	ck_fails(add(1, DB_I(201), db_b("b", 1)), INTERNAL_SERVER_ERROR, "IDEMPOTENCY_ADD");
	ck_assert_int_eq(db_last_fault(t.db), DB_FAULT_DUPLICATE);
}
END_TEST

/* A key is never unknown merely because there was no room. */
START_TEST(without_room)
{
	struct hash keys[8];
	int done = 0;

	for (int i = 0; i < 8; i++) {
		keys[i] = hash(i);
		ck_ok(add(i, DB_I(201), db_b("answer", 6)));
	}
	for (size_t cap = 16; cap < 8192; cap += 64) {
		struct arena *small = arena_new(cap);
		struct kept_answer *k;
		size_t n;
		if (idempotency_store_find(t.db, small, keys, 8, &k, &n) == NULL) {
			ck_assert_uint_eq(n, 8);
			done++;
		}
		arena_free(small);
	}
	ck_assert_int_gt(done, 0);
}
END_TEST

Suite *
idempotency_store_suite(void)
{
	Suite *s = suite_create("store/idempotency_store");
	TCase *c = tcase_create("idempotency_store");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, find);
	tcase_add_test(c, once);
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
