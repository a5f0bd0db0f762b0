/* keys: the texts that statements join with, byte for byte; statements for a set of keys, and for none. */
#include "store/keys.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct arena *arena;

static void
setup(void)
{
	arena = arena_new(1u << 20);
}

static void
teardown(void)
{
	arena_free(arena);
}

START_TEST(uuids)
{
	struct uuid id[3] = { { { 0 } } };

	memset(id[1].b, 0xff, sizeof(id[1].b));
	ck_assert(uuid_parse("01936f0e-1234-7abc-8def-0123456789ab", &id[2]));
	ck_assert_str_eq(keys_uuids(arena, id, 0), "[]");
	ck_assert_str_eq(keys_uuids(arena, id, 1), "[\"00000000-0000-0000-0000-000000000000\"]");
	ck_assert_str_eq(keys_uuids(arena, id, 3), "[\"00000000-0000-0000-0000-000000000000\","
	    "\"ffffffff-ffff-ffff-ffff-ffffffffffff\",\"01936f0e-1234-7abc-8def-0123456789ab\"]");
}
END_TEST

START_TEST(hashes)
{
	struct hash h[2] = { { { 0 } } };

	for (size_t i = 0; i < sizeof(h[1].b); i++)
		h[1].b[i] = (uint8_t)(i * 8 + 7);
	ck_assert_str_eq(keys_hashes(arena, h, 0), "[]");
	ck_assert_str_eq(keys_hashes(arena, h, 2), "[\"0000000000000000000000000000000000000000000000000000000000000000\","
	    "\"070f171f272f373f474f575f676f777f878f979fa7afb7bfc7cfd7dfe7eff7ff\"]");
}
END_TEST

START_TEST(numbers)
{
	static const uint32_t v[] = { 0, 7, UINT32_MAX, UINT32_MAX };

	ck_assert_str_eq(keys_numbers(arena, v, 0), "[]");
	ck_assert_str_eq(keys_numbers(arena, v, 1), "[0]");
	ck_assert_str_eq(keys_numbers(arena, v, 4), "[0,7,4294967295,4294967295]");
}
END_TEST

/* Room for exactly what is written; a byte less is told. */
START_TEST(full)
{
	struct uuid id[4] = { { { 1 } } };
	struct hash h[4] = { { { 1 } } };
	uint32_t v[4] = { UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX };
	int missed = 0;

	for (size_t cap = 16; cap <= 512; cap += 16) {
		struct arena *small = arena_new(cap);
		const char *s[3];
		s[0] = keys_uuids(small, id, 4);
		arena_reset(small);
		ck_assert(s[0] == NULL || cap >= 4 * 39 + 2);
		s[1] = keys_hashes(small, h, 4);
		arena_reset(small);
		ck_assert(s[1] == NULL || cap >= 4 * 67 + 2);
		s[2] = keys_numbers(small, v, 4);
		arena_reset(small);
		ck_assert(s[2] == NULL || cap >= 4 * 11 + 1);
		for (int i = 0; i < 3; i++)
			missed += s[i] == NULL;
		arena_free(small);
	}
	ck_assert_int_gt(missed, 0);
}
END_TEST

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void open_shop(void) { testshop_open(&t); }
static void close_shop(void) { testshop_close(&t); }

START_TEST(statements)
{
	static const uint32_t ids[] = { 1, 2, 4000000000u };
	struct uuid nobody = uuid_new();
	struct rows r = { .n = 77 };
	uint64_t before = db_counts().statements;

	ck_ok(keys_run_numbers(t.db, t.t.arena, STMT_STOCK_LOCK, ids, 0, &r));
	ck_assert_uint_eq(r.n, 0);
	ck_ok(keys_run_uuids(t.db, t.t.arena, STMT_SHEETS_LEAVE_CARTS, NULL, 0, NULL));
	ck_assert_uint_eq(db_counts().statements, before);
	ck_ok(keys_run_numbers(t.db, t.t.arena, STMT_STOCK_LOCK, ids, 3, &r));
	ck_assert_uint_eq(r.n, 2);
	ck_assert_int_eq(row_int(&r, 1, 0), 2);
	ck_ok(keys_run_uuids(t.db, t.t.arena, STMT_SHEETS_LEAVE_CARTS, &nobody, 1, NULL));
	ck_assert_int_eq(stmt_changed(t.db), 0);
}
END_TEST

START_TEST(no_room)
{
	struct hash h[4] = { { { 1 } } };
	struct arena *small = arena_new(64);
	struct rows r;
	uint64_t before = db_counts().statements;

	ck_assert(err_is(keys_run_hashes(t.db, small, STMT_IDEMPOTENCY_FIND, h, 4, &r), ERR_INTERNAL_SERVER_ERROR));
	ck_assert_uint_eq(db_counts().statements, before);
	arena_free(small);
}
END_TEST

Suite *
keys_suite(void)
{
	Suite *s = suite_create("store/keys");
	TCase *c = tcase_create("keys"), *run = tcase_create("run");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, uuids);
	tcase_add_test(c, hashes);
	tcase_add_test(c, numbers);
	tcase_add_test(c, full);
	suite_add_tcase(s, c);
	tcase_set_timeout(run, 60);
	tcase_add_unchecked_fixture(run, create, NULL);
	tcase_add_checked_fixture(run, open_shop, close_shop);
	tcase_add_test(run, statements);
	tcase_add_test(run, no_room);
	suite_add_tcase(s, run);
	return s;
}
