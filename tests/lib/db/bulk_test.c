/* bulk: many rows in one round trip, with every type and NULL, all or nothing. */
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/inside.h"
#include "support/suite.h"
#include "support/testdb.h"

enum { PUT, GET, COUNT, MOVE, DELETE, UPSERT, BAD };
static const struct stmt_def defs[] = {
	[PUT] = { "put", "iusbqt", "", "INSERT INTO thing (n, id, s, b, q, t) VALUES (?, ?, ?, ?, ?, ?)" },
	[GET] = { "get", "", "iusbqt", "SELECT n, id, s, b, q, t FROM thing ORDER BY n" },
	[COUNT] = { "count", "", "iq", "SELECT COUNT(*), SUM(q) FROM thing" },
	[MOVE] = { "move", "qstui", "", "UPDATE thing SET q = q + ?, s = ?, t = ? WHERE id = ? AND n = ?" },
	[DELETE] = { "delete", "i", "", "DELETE FROM thing WHERE n = ?" },
	[UPSERT] = { "upsert", "iq", "", "INSERT INTO thing (n, q) VALUES (?, ?) ON DUPLICATE KEY UPDATE q = q + VALUES(q)" },
	[BAD] = { "bad", "i", "i", "SELECT ?" },
};

static struct testdb t;
static struct db *db;

static void
setup(void)
{
	testdb_start(&t, "bulk");
	testdb_script(&t, "CREATE TABLE thing (n INT PRIMARY KEY, id UUID, s VARCHAR(2000), b BLOB,"
	    " q DECIMAL(12,3) CHECK (q >= -1000000), t DATETIME(3), UNIQUE (id))");
	db = testdb_connect(&t, defs, sizeof(defs) / sizeof(defs[0]));
	ck_assert_int_eq(id_start(), 0);
}

static void
teardown(void)
{
	db_close(db);
	testdb_stop(&t);
}

/* Row i of a set in which every column but the first is NULL here and there, and texts differ in length. */
static void
fill(struct db_value v[6], int i, const struct uuid *id)
{
	size_t len = (size_t)(i % 40) * 30;

	v[0] = DB_I(i - 500);
	v[1] = i % 7 == 6 ? DB_NULL : DB_U(*id);
	v[2] = i % 5 == 4 ? DB_NULL : DB_S(arena_printf(t.arena, "%*d", (int)len, i));
	v[3] = i % 3 == 2 ? DB_NULL : db_b("\0\xff\0\xff", (size_t)(i % 5));
	v[4] = i % 4 == 3 ? DB_NULL : DB_Q(i * 7 - 1000);
	v[5] = i % 6 == 5 ? DB_NULL : DB_T((int64_t)(i - 300) * 86400000 * 30 + i);
}

static void
same(const struct db_value *got, const struct db_value *want)
{
	ck_assert_int_eq(got->type, want->type);
	if (want->type == 's' || want->type == 'b') {
		ck_assert_uint_eq(got->len, want->len);
		ck_assert_int_eq(memcmp(got->s, want->s, want->len), 0);
	} else if (want->type == 'u')
		ck_assert_int_eq(uuid_cmp(&got->u, &want->u), 0);
	else if (want->type != 0)
		ck_assert_int_eq(got->i, want->i);
}

static const int sizes[] = { 1, 2, 3, 16, 17, 64, 1000 };

START_TEST(insert)
{
	int n = sizes[_i];
	struct uuid id[1000];
	struct db_value v[6];
	struct bulk b;
	struct rows r;

	bulk_start(&b, t.arena, PUT, 6);
	for (int i = 0; i < n; i++) {
		id[i] = uuid_new();
		fill(v, i, &id[i]);
		bulk_add(&b, v, 6);
	}
	ck_assert_uint_eq(b.n, (size_t)n);
	ck_ok(stmt_prepare_all(db, t.arena));
	ck_ok(db_begin(db, t.arena));
	struct db_counts before = db_counts();
	ck_ok(bulk_run(db, &b));
	ck_assert_uint_eq(db_counts().round_trips - before.round_trips, 1);
	ck_assert_int_eq(stmt_changed(db), n);
	ck_ok(db_commit(db, t.arena));
	ck_ok(stmt_run(db, t.arena, GET, NULL, 0, &r));
	ck_assert_uint_eq(r.n, (size_t)n);
	for (int i = 0; i < n; i++) {
		fill(v, i, &id[i]);
		for (size_t c = 0; c < 6; c++)
			same(row_at(&r, (size_t)i, c), &v[c]);
	}
}
END_TEST

static void
insert_plain(int n, struct uuid *id)
{
	struct bulk b;

	bulk_start(&b, t.arena, PUT, 6);
	for (int i = 0; i < n; i++) {
		id[i] = uuid_new();
		BULK_ADD(&b, DB_I(i), DB_U(id[i]), DB_S("before"), DB_NULL, DB_Q(1000 * i), DB_NULL);
	}
	ck_ok(bulk_run(db, &b));
}

START_TEST(update)
{
	int n = sizes[_i];
	struct uuid id[1000];
	struct bulk b;
	struct rows r;

	insert_plain(n, id);
	bulk_start(&b, t.arena, MOVE, 5);
	for (int i = 0; i < n; i++) {
		if (i % 2 == 0)
			BULK_ADD(&b, DB_Q(-500), DB_S("after"), DB_T(-1), DB_U(id[i]), DB_I(i));
		else		/* no such row: not changed, not counted */
			BULK_ADD(&b, DB_Q(-500), DB_NULL, DB_NULL, DB_U(id[i]), DB_I(-i));
	}
	ck_ok(db_begin(db, t.arena));
	ck_ok(bulk_run(db, &b));
	ck_assert_int_eq(stmt_changed(db), (n + 1) / 2);
	ck_ok(db_commit(db, t.arena));
	ck_ok(stmt_run(db, t.arena, GET, NULL, 0, &r));
	for (int i = 0; i < n; i++) {
		bool moved = i % 2 == 0;
		ck_assert_int_eq(row_int(&r, (size_t)i, 4), 1000 * i - (moved ? 500 : 0));
		ck_assert_str_eq(row_str(&r, (size_t)i, 2), moved ? "after" : "before");
		ck_assert_int_eq(row_null(&r, (size_t)i, 5), !moved);
		ck_assert_int_eq(row_int(&r, (size_t)i, 5), moved ? -1 : 0);
	}
}
END_TEST

START_TEST(delete_and_upsert)
{
	struct uuid id[64];
	struct bulk b;
	struct rows r;

	insert_plain(64, id);
	bulk_start(&b, t.arena, DELETE, 1);
	for (int i = 0; i < 100; i += 2)
		BULK_ADD(&b, DB_I(i));
	ck_ok(bulk_run(db, &b));
	ck_assert_int_eq(stmt_changed(db), 32);
	bulk_start(&b, t.arena, UPSERT, 2);
	for (int i = 0; i < 10; i++)
		BULK_ADD(&b, DB_I(i), DB_Q(250));
	ck_ok(bulk_run(db, &b));
	ck_assert_int_eq(stmt_changed(db), 5 + 2 * 5);
	ck_ok(stmt_run(db, t.arena, COUNT, NULL, 0, &r));
	ck_assert_int_eq(row_int(&r, 0, 0), 32 + 5);
	ck_assert_int_eq(row_int(&r, 0, 1), 1000 * 32 * 32 + 2500);
}
END_TEST

/* A fault in the middle: nothing stands, and what a transaction did before can not be committed without it. */
static void
nothing_stands(const char *how, enum db_fault fault, struct bulk *b, bool in_tx)
{
	struct rows before, after;

	ck_ok(stmt_run(db, t.arena, COUNT, NULL, 0, &before));
	if (in_tx) {
		ck_ok(db_begin(db, t.arena));
		ck_ok(STMT_RUN(db, t.arena, DELETE, NULL, DB_I(0)));
	}
	ck_fails(bulk_run(db, b), INTERNAL_SERVER_ERROR, how);
	ck_assert_int_eq(db_last_fault(db), fault);
	ck_assert(!db_broken(db));
	ck_assert_int_eq(stmt_changed(db), 0);
	if (in_tx) {
		ck_fails(stmt_run(db, t.arena, COUNT, NULL, 0, &after), UNAVAILABLE, "already lost");
		ck_fails(db_commit(db, t.arena), UNAVAILABLE, "lost before");
		ck_assert_int_eq(db_last_fault(db), fault);
	}
	ck_ok(stmt_run(db, t.arena, COUNT, NULL, 0, &after));
	ck_assert_int_eq(row_int(&after, 0, 0), row_int(&before, 0, 0));
	ck_assert_int_eq(row_int(&after, 0, 1), row_int(&before, 0, 1));
}

static void
fails_midway(bool in_tx, const char *how, enum db_fault fault)
{
	struct uuid id[3];
	struct bulk b;

	insert_plain(3, id);
	bulk_start(&b, t.arena, PUT, 6);
	for (int i = 10; i < 74; i++)
		BULK_ADD(&b, DB_I(i == 40 && fault == DB_FAULT_DUPLICATE ? 1 : i), DB_NULL, DB_NULL, DB_NULL,
		    DB_Q(i == 40 && fault == DB_FAULT_CHECK ? -2000000000 : 0), DB_NULL);
	nothing_stands(how, fault, &b, in_tx);
}

START_TEST(duplicate_midway)
{
	fails_midway(_i == 1, "Duplicate entry", DB_FAULT_DUPLICATE);
}
END_TEST

START_TEST(check_midway)
{
	fails_midway(_i == 1, "CONSTRAINT", DB_FAULT_CHECK);
}
END_TEST

START_TEST(update_midway)
{
	struct uuid id[64];
	struct bulk b;

	insert_plain(64, id);
	bulk_start(&b, t.arena, MOVE, 5);
	for (int i = 0; i < 64; i++)
		BULK_ADD(&b, DB_Q(i == 40 ? -2000000000 : -1), DB_NULL, DB_NULL, DB_U(id[i]), DB_I(i));
	nothing_stands("CONSTRAINT", DB_FAULT_CHECK, &b, _i == 1);
}
END_TEST

/* The same prepared statement, ordinary and bulk in turn. */
START_TEST(in_turn_with_single)
{
	struct bulk b;
	struct rows r;

	for (int i = 0; i < 4; i++) {
		ck_ok(STMT_RUN(db, t.arena, PUT, NULL, DB_I(i * 100), DB_NULL, DB_S("one"), DB_NULL, DB_Q(1), DB_T(5)));
		bulk_start(&b, t.arena, PUT, 6);
		for (int j = 1; j < 5; j++)
			BULK_ADD(&b, DB_I(i * 100 + j), DB_NULL, DB_S("many"), DB_NULL, DB_NULL, DB_NULL);
		ck_ok(bulk_run(db, &b));
	}
	ck_ok(stmt_run(db, t.arena, GET, NULL, 0, &r));
	ck_assert_uint_eq(r.n, 20);
	for (size_t i = 0; i < r.n; i++) {
		ck_assert_str_eq(row_str(&r, i, 2), i % 5 == 0 ? "one" : "many");
		ck_assert_int_eq(row_null(&r, i, 5), i % 5 != 0);
	}
}
END_TEST

START_TEST(misused)
{
	struct arena *small = arena_new(32 << 10);
	struct bulk b;
	struct rows r;

	/* Empty: not a word. */
	struct db_counts before = db_counts();
	bulk_start(&b, t.arena, PUT, 6);
	ck_ok(bulk_run(db, &b));
	ck_assert_uint_eq(db_counts().round_trips, before.round_trips);
	ck_assert_int_eq(stmt_changed(db), 0);
	BULK_ADD(&b, DB_I(1));
	ck_fails(bulk_run(db, &b), INTERNAL_SERVER_ERROR, "another number of values");
	bulk_start(&b, t.arena, DELETE, 2);
	BULK_ADD(&b, DB_I(1), DB_I(1));
	ck_fails(bulk_run(db, &b), INTERNAL_SERVER_ERROR, "takes 1 values");
	BULK_ADD(&b, DB_I(1), DB_I(1));
	ck_fails(bulk_run(db, &b), INTERNAL_SERVER_ERROR, "can not be run");
	bulk_start(&b, t.arena, BAD, 1);
	BULK_ADD(&b, DB_I(1));
	BULK_ADD(&b, DB_I(2));
	ck_fails(bulk_run(db, &b), INTERNAL_SERVER_ERROR, "can not be run");
	bulk_start(&b, t.arena, DELETE, 1);
	BULK_ADD(&b, DB_I(1));
	BULK_ADD(&b, DB_S("1"));
	ck_fails(bulk_run(db, &b), INTERNAL_SERVER_ERROR, "value 1 of row 2");
	bulk_start(&b, small, DELETE, 1);
	for (int i = 0; i < 10000; i++)
		BULK_ADD(&b, DB_I(i));
	ck_assert(b.failed);
	ck_assert(err_is(bulk_run(db, &b), ERR_INTERNAL_SERVER_ERROR));
	ck_ok(stmt_run(db, t.arena, COUNT, NULL, 0, &r));
	arena_free(small);
}
END_TEST

Suite *
bulk_suite(void)
{
	Suite *s = suite_create("db/bulk");
	TCase *c = tcase_create("bulk");
	int n = ROWS(sizes);

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, insert, 0, n);
	tcase_add_loop_test(c, update, 0, n);
	tcase_add_test(c, delete_and_upsert);
	tcase_add_loop_test(c, duplicate_midway, 0, 2);
	tcase_add_loop_test(c, check_midway, 0, 2);
	tcase_add_loop_test(c, update_midway, 0, 2);
	tcase_add_test(c, in_turn_with_single);
	tcase_add_test(c, misused);
	suite_add_tcase(s, c);
	return s;
}
