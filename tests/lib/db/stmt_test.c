/* stmt: every type there and back, what is verified, and results larger than their arena. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/inside.h"
#include "support/suite.h"
#include "support/testdb.h"

enum { PUT, GET, ECHO, BY_UUID, BY_EITHER, SUM, TOUCH, SET_SAME, DELETE, MANY, TEXTS, AS_TEXT, BYTES_UUID, FRACTION, HUGE,
    HANDLER };
static const struct stmt_def defs[] = {
	[PUT] = { "put", "uisbqt", "", "INSERT INTO thing (id, i, s, b, q, t) VALUES (?, ?, ?, ?, ?, ?)" },
	[GET] = { "get", "u", "uisbqt", "SELECT id, i, s, b, q, t FROM thing WHERE id = ?" },
	[ECHO] = { "echo", "isbqt", "isbqt", "SELECT CAST(? AS INTEGER), CAST(? AS CHAR), CAST(? AS BINARY),"
	    " CAST(? AS DECIMAL(12,3)), CAST(? AS DATETIME(3))" },
	[BY_UUID] = { "by_uuid", "u", "i", "SELECT i FROM thing WHERE id = ?" },
	[BY_EITHER] = { "by_either", "uuu", "i", "SELECT i FROM thing WHERE id IN (?, ?, ?) ORDER BY i" },
	[SUM] = { "sum", "", "iqi", "SELECT SUM(i), SUM(q), COUNT(*) FROM thing" },
	[TOUCH] = { "touch", "i", "", "UPDATE thing SET i = i + ?" },
	[SET_SAME] = { "set_same", "", "", "UPDATE thing SET i = i" },
	[DELETE] = { "delete", "i", "", "DELETE FROM thing WHERE i >= ?" },
	[MANY] = { "many", "i", "is", "SELECT seq, CONCAT('row ', seq) FROM seq_1_to_100000 WHERE seq <= ?" },
	[TEXTS] = { "texts", "i", "s", "SELECT REPEAT('x', ?)" },
	[AS_TEXT] = { "as_text", "", "ssssss", "SELECT 12, 1.50, DATE '2026-11-21', TIME '18:30:00', id, NULL FROM thing" },
	[BYTES_UUID] = { "bytes_uuid", "u", "u", "SELECT CAST(? AS BINARY(16))" },
	[FRACTION] = { "fraction", "", "i", "SELECT CAST(1.5 AS DECIMAL(5,1))" },
	[HUGE] = { "huge", "", "i", "SELECT 18446744073709551615" },
	[HANDLER] = { "handler", "", "ss", "SHOW SESSION STATUS WHERE variable_name IN"
	    " ('Handler_read_key', 'Handler_read_next', 'Handler_read_rnd_next')" },
};
#define N (sizeof(defs) / sizeof(defs[0]))

static struct testdb t;
static struct db *db;

static void
setup(void)
{
	testdb_start(&t, "stmt");
	testdb_script(&t, "CREATE TABLE thing (id UUID PRIMARY KEY, i BIGINT, s LONGTEXT, b LONGBLOB,"
	    " q DECIMAL(12,3), t DATETIME(3))");
	db = testdb_connect(&t, defs, N);
	ck_assert_int_eq(id_start(), 0);
}

static void
teardown(void)
{
	db_close(db);
	testdb_stop(&t);
}

START_TEST(prepare_all)
{
	ck_ok(stmt_prepare_all(db, t.arena));
	struct db_counts before = db_counts();
	ck_ok(stmt_prepare_all(db, t.arena));
	ck_assert_uint_eq(db_counts().round_trips, before.round_trips);
}
END_TEST

static const struct { int64_t i; const char *s; const char *b; size_t blen; qty_t q; int64_t t; } values[] = {
	{ 0, "", "", 0, 0, 0 },
	{ 1, "a", "\0", 1, 1, 1 },
	{ -1, "떡볶이 🍲 '\"\\%_", "\xff\x00\xfe'\\", 5, -1, -1 },
	{ INT64_MAX, "line\nline", "0123456789abcdef", 16, 1500, INT64_C(1795255200123) },
	{ INT64_MIN, " padded ", "x", 1, -2000, INT64_C(-62135596800000) },
	{ 42, "x", "y", 1, INT64_C(999999999999), INT64_C(253402300799999) },
	{ 42, "x", "y", 1, INT64_C(-999999999999), INT64_C(-86400000) },
};

START_TEST(there_and_back)
{
	struct uuid id = uuid_new();
	struct rows r;

	ck_ok(STMT_RUN(db, t.arena, PUT, NULL, DB_U(id), DB_I(values[_i].i), DB_S(values[_i].s),
	    db_b(values[_i].b, values[_i].blen), DB_Q(values[_i].q), DB_T(values[_i].t)));
	ck_assert_int_eq(stmt_changed(db), 1);
	ck_ok(STMT_RUN(db, t.arena, GET, &r, DB_U(id)));
	ck_assert_uint_eq(r.n, 1);
	ck_assert_uint_eq(r.columns, 6);
	struct uuid got = row_uuid(&r, 0, 0);
	ck_assert_int_eq(uuid_cmp(&got, &id), 0);
	ck_assert_int_eq(row_int(&r, 0, 1), values[_i].i);
	ck_assert_str_eq(row_str(&r, 0, 2), values[_i].s);
	ck_assert_uint_eq(row_at(&r, 0, 2)->len, strlen(values[_i].s));
	ck_assert_uint_eq(row_at(&r, 0, 3)->len, values[_i].blen);
	ck_assert_mem_eq(row_str(&r, 0, 3), values[_i].b, values[_i].blen + 1);
	ck_assert_int_eq(row_int(&r, 0, 4), values[_i].q);
	ck_assert_int_eq(row_int(&r, 0, 5), values[_i].t);
	for (size_t i = 0; i < r.columns; i++)
		ck_assert_int_eq(row_at(&r, 0, i)->type, defs[GET].results[i]);
	/* The same through expressions instead of columns. */
	ck_ok(STMT_RUN(db, t.arena, ECHO, &r, DB_I(values[_i].i), DB_S(values[_i].s),
	    db_b(values[_i].b, values[_i].blen), DB_Q(values[_i].q), DB_T(values[_i].t)));
	ck_assert_int_eq(row_int(&r, 0, 0), values[_i].i);
	ck_assert_str_eq(row_str(&r, 0, 1), values[_i].s);
	ck_assert_mem_eq(row_str(&r, 0, 2), values[_i].b, values[_i].blen + 1);
	ck_assert_int_eq(row_int(&r, 0, 3), values[_i].q);
	ck_assert_int_eq(row_int(&r, 0, 4), values[_i].t);
}
END_TEST

/* NULLs after values and values after NULLs, through the same prepared statement. */
START_TEST(nulls)
{
	struct uuid id[3] = { uuid_new(), uuid_new(), uuid_new() };
	struct rows r;

	for (int i = 0; i < 3; i++) {
		if (i == 1)
			ck_ok(STMT_RUN(db, t.arena, PUT, NULL, DB_U(id[i]), DB_NULL, DB_NULL, DB_NULL, DB_NULL, DB_NULL));
		else
			ck_ok(STMT_RUN(db, t.arena, PUT, NULL, DB_U(id[i]), DB_I(1), DB_S("s"), db_b("b", 1),
			    DB_Q(2), DB_T(3)));
	}
	for (int i = 0; i < 3; i++) {
		ck_ok(STMT_RUN(db, t.arena, GET, &r, DB_U(id[i])));
		for (size_t c = 1; c < 6; c++)
			ck_assert_int_eq(row_null(&r, 0, c), i == 1);
	}
	/* A NULL key is no error: nothing is equal to it. */
	ck_ok(STMT_RUN(db, t.arena, BY_UUID, &r, DB_NULL));
	ck_assert_uint_eq(r.n, 0);
}
END_TEST

START_TEST(megabyte)
{
	struct uuid id = uuid_new();
	size_t n = 1 << 20;
	char *big = malloc(n);
	struct rows r;

	for (size_t i = 0; i < n; i++)
		big[i] = (char)(i * 7 % 251);
	ck_ok(STMT_RUN(db, t.arena, PUT, NULL, DB_U(id), DB_I(1), DB_S("s"), db_b(big, n), DB_Q(1), DB_T(1)));
	ck_ok(STMT_RUN(db, t.arena, GET, &r, DB_U(id)));
	ck_assert_uint_eq(row_at(&r, 0, 3)->len, n);
	ck_assert_int_eq(memcmp(row_str(&r, 0, 3), big, n), 0);
	ck_assert_int_eq(row_str(&r, 0, 3)[n], '\0');
	ck_assert_str_eq(row_str(&r, 0, 2), "s");
	free(big);
}
END_TEST

/* More than the server takes in one message: an error, and no waiting for an answer that will not come. */
START_TEST(larger_than_a_message)
{
	size_t n = 20 << 20;
	char *big = calloc(1, n);
	int64_t began = clock_monotonic_us();
	const struct err *e = STMT_RUN(db, t.arena, PUT, NULL, DB_U(uuid_new()), DB_I(1), DB_S("s"), db_b(big, n),
	    DB_Q(1), DB_T(1));

	ck_assert_ptr_nonnull(e);
	ck_assert_int_lt(clock_monotonic_us() - began, 5000000);
	ck_assert(db_broken(db));
	ck_assert_int_eq(db_last_fault(db), DB_FAULT_BROKEN);
	free(big);
}
END_TEST

static long
handler(const char *name)
{
	struct rows r;

	ck_ok(stmt_run(db, t.arena, HANDLER, NULL, 0, &r));
	for (size_t i = 0; i < r.n; i++)
		if (strcasecmp(row_str(&r, i, 0), name) == 0)
			return atol(row_str(&r, i, 1));
	ck_abort_msg("no %s", name);
	return 0;
}

/* The index serves: one key is read, no rows are looked through. */
START_TEST(uuid_lookups)
{
	struct uuid id[200];
	struct rows r;

	for (int i = 0; i < 200; i++) {
		id[i] = uuid_new();
		ck_ok(STMT_RUN(db, t.arena, PUT, NULL, DB_U(id[i]), DB_I(i), DB_NULL, DB_NULL, DB_NULL, DB_NULL));
	}
	ck_ok(STMT_RUN(db, t.arena, BY_UUID, &r, DB_U(id[0])));
	ck_ok(STMT_RUN(db, t.arena, BY_EITHER, &r, DB_U(id[0]), DB_U(id[1]), DB_U(id[2])));
	long keys = handler("Handler_read_key"), scanned = handler("Handler_read_rnd_next");
	long idle_keys = handler("Handler_read_key") - keys, idle = handler("Handler_read_rnd_next") - scanned;
	keys = handler("Handler_read_key");
	scanned = handler("Handler_read_rnd_next");
	for (int i = 0; i < 200; i++) {
		ck_ok(STMT_RUN(db, t.arena, BY_UUID, &r, DB_U(id[i])));
		ck_assert_uint_eq(r.n, 1);
		ck_assert_int_eq(row_int(&r, 0, 0), i);
	}
	ck_assert_int_eq(handler("Handler_read_key") - keys, 200 + idle_keys);
	ck_assert_int_le(handler("Handler_read_rnd_next") - scanned, 2 * idle);
	scanned = handler("Handler_read_rnd_next");
	ck_ok(STMT_RUN(db, t.arena, BY_EITHER, &r, DB_U(id[150]), DB_U(id[3]), DB_U(id[77])));
	ck_assert_uint_eq(r.n, 3);
	ck_assert_int_eq(row_int(&r, 0, 0), 3);
	ck_assert_int_eq(row_int(&r, 2, 0), 150);
	ck_assert_int_le(handler("Handler_read_rnd_next") - scanned, 2 * idle + 4);
	/* Bytes come back as the UUID they are. */
	ck_ok(STMT_RUN(db, t.arena, BYTES_UUID, &r, DB_U(id[5])));
	struct uuid got = row_uuid(&r, 0, 0);
	ck_assert_int_eq(uuid_cmp(&got, &id[5]), 0);
}
END_TEST

START_TEST(sums_and_changes)
{
	struct rows r;

	ck_ok(stmt_run(db, t.arena, SUM, NULL, 0, &r));
	ck_assert(row_null(&r, 0, 0) && row_null(&r, 0, 1));
	for (int i = 0; i < 3; i++)
		ck_ok(STMT_RUN(db, t.arena, PUT, NULL, DB_U(uuid_new()), DB_I(i), DB_NULL, DB_NULL, DB_Q(-500), DB_NULL));
	ck_ok(STMT_RUN(db, t.arena, TOUCH, NULL, DB_I(10)));
	ck_assert_int_eq(stmt_changed(db), 3);
	ck_ok(stmt_run(db, t.arena, SET_SAME, NULL, 0, NULL));
	ck_assert_int_eq(stmt_changed(db), 0);
	ck_ok(stmt_run(db, t.arena, SUM, NULL, 0, &r));
	ck_assert_int_eq(row_int(&r, 0, 0), 33);
	ck_assert_int_eq(row_int(&r, 0, 1), -1500);
	ck_assert_int_eq(row_int(&r, 0, 2), 3);
	ck_ok(STMT_RUN(db, t.arena, DELETE, &r, DB_I(11)));
	ck_assert_int_eq(stmt_changed(db), 2);
	ck_assert_uint_eq(r.n, 0);
}
END_TEST

START_TEST(anything_as_text)
{
	struct uuid id = uuid_new();
	char text[UUID_TEXT];
	struct rows r;

	ck_ok(STMT_RUN(db, t.arena, PUT, NULL, DB_U(id), DB_I(1), DB_NULL, DB_NULL, DB_NULL, DB_NULL));
	ck_ok(stmt_run(db, t.arena, AS_TEXT, NULL, 0, &r));
	ck_assert_str_eq(row_str(&r, 0, 0), "12");
	ck_assert_str_eq(row_str(&r, 0, 1), "1.50");
	ck_assert_str_eq(row_str(&r, 0, 2), "2026-11-21");
	ck_assert_str_eq(row_str(&r, 0, 3), "18:30:00");
	ck_assert_str_eq(row_str(&r, 0, 4), uuid_text(&id, text));
	ck_assert(row_null(&r, 0, 5));
}
END_TEST

START_TEST(many_rows)
{
	struct rows r;

	for (int n = 0; n <= 5; n++) {
		ck_ok(STMT_RUN(db, t.arena, MANY, &r, DB_I(n)));
		ck_assert_uint_eq(r.n, (size_t)n);
	}
	ck_ok(STMT_RUN(db, t.arena, MANY, &r, DB_I(10000)));
	ck_assert_uint_eq(r.n, 10000);
	for (size_t i = 0; i < r.n; i++)
		ck_assert_int_eq(row_int(&r, i, 0), (int64_t)i + 1);
	ck_assert_str_eq(row_str(&r, 9999, 1), "row 10000");
}
END_TEST

/* The result is dropped, the connection and its transaction go on. */
START_TEST(arena_full)
{
	struct arena *small = arena_new(64 << 10);
	struct rows r = { .n = 77 };

	ck_ok(db_begin(db, t.arena));
	ck_ok(STMT_RUN(db, t.arena, PUT, NULL, DB_U(uuid_new()), DB_I(1), DB_NULL, DB_NULL, DB_NULL, DB_NULL));
	const struct err *e = STMT_RUN(db, small, MANY, &r, DB_I(100000));
	ck_assert(err_is(e, ERR_INTERNAL_SERVER_ERROR));
	ck_assert_uint_eq(r.n, 77);
	arena_reset(small);
	e = STMT_RUN(db, small, TEXTS, &r, DB_I(1 << 20));
	ck_assert(err_is(e, ERR_INTERNAL_SERVER_ERROR));
	arena_reset(small);
	ck_assert(!db_broken(db));
	ck_ok(STMT_RUN(db, small, MANY, &r, DB_I(3)));
	ck_assert_uint_eq(r.n, 3);
	ck_ok(db_commit(db, t.arena));
	ck_ok(stmt_run(db, t.arena, SUM, NULL, 0, &r));
	ck_assert_int_eq(row_int(&r, 0, 2), 1);
	arena_free(small);
}
END_TEST

static const struct { struct stmt_def def; const char *told; } wrong[] = {
	{ { "few", "i", "i", "SELECT ? + ?" }, "few: the text has 2 parameters, its row says 1" },
	{ { "more", "ii", "i", "SELECT ?" }, "more: the text has 1 parameters, its row says 2" },
	{ { "columns", "", "i", "SELECT 1, 2" }, "columns: the text has 2 columns, its row says 1" },
	{ { "no_columns", "", "i", "DO 1" }, "no_columns: the text has 0 columns, its row says 1" },
	{ { "untold", "", "", "SELECT 1" }, "untold: the text has 1 columns, its row says 0" },
	{ { "returning", "ui", "i", "INSERT INTO thing (id, i) VALUES (?, ?) RETURNING i" },
	    "returning: the text has 0 columns, its row says 1" },
	{ { "letter", "x", "i", "SELECT ?" }, "letter: no such parameter type: 'x'" },
	{ { "letter2", "", "x", "SELECT 1" }, "letter2: no such column type: 'x'" },
	{ { "as_moment", "", "t", "SELECT i FROM thing" }, "as_moment: column 1 (i) can not be read as 't'" },
	{ { "as_number", "", "si", "SELECT s, s FROM thing" }, "as_number: column 2 (s) can not be read as 'i'" },
	{ { "as_uuid", "", "u", "SELECT q FROM thing" }, "as_uuid: column 1 (q) can not be read as 'u'" },
	{ { "typo", "", "i", "SELECT no_such FROM thing" }, "typo: Unknown column 'no_such'" },
};

START_TEST(verified_when_prepared)
{
	struct db *c = testdb_connect(&t, &wrong[_i].def, 1);

	ck_fails(stmt_prepare_all(c, t.arena), INTERNAL_SERVER_ERROR, wrong[_i].told);
	/* And again, not remembered as good. */
	ck_fails(stmt_run(c, t.arena, 0, NULL, 0, NULL), INTERNAL_SERVER_ERROR, wrong[_i].told);
	ck_assert(!db_broken(c));
	db_close(c);
}
END_TEST

START_TEST(misused)
{
	struct rows r = { .n = 77 };

	ck_fails(stmt_run(db, t.arena, -1, NULL, 0, &r), INTERNAL_SERVER_ERROR, "no statement -1");
	ck_fails(stmt_run(db, t.arena, N, NULL, 0, &r), INTERNAL_SERVER_ERROR, "no statement");
	ck_fails(STMT_RUN(db, t.arena, TOUCH, NULL, DB_I(1), DB_I(2)), INTERNAL_SERVER_ERROR, "takes 1 values, was given 2");
	ck_fails(STMT_RUN(db, t.arena, TOUCH, NULL, DB_S("1")), INTERNAL_SERVER_ERROR, "touch: value 1");
	ck_fails(STMT_RUN(db, t.arena, GET, NULL, DB_U(uuid_new())), INTERNAL_SERVER_ERROR, "nowhere to put");
	ck_fails(STMT_RUN(db, t.arena, ECHO, &r, DB_NULL, DB_NULL, DB_NULL, DB_NULL, DB_T(INT64_MAX)),
	    INTERNAL_SERVER_ERROR, "value 5");
	/* Numbers that are no int64_t are told, never cut. */
	ck_fails(stmt_run(db, t.arena, FRACTION, NULL, 0, &r), INTERNAL_SERVER_ERROR, "fraction: a value of column 1");
	ck_fails(stmt_run(db, t.arena, HUGE, NULL, 0, &r), INTERNAL_SERVER_ERROR, "huge: a value of column 1");
	ck_assert_uint_eq(r.n, 77);
	ck_assert_int_eq(db_last_fault(db), DB_FAULT_OTHER);
	ck_ok(stmt_run(db, t.arena, SUM, NULL, 0, &r));
	ck_assert_int_eq(db_last_fault(db), DB_OK);
}
END_TEST

/* A schema that changes under prepared statements is followed. */
START_TEST(altered_meanwhile)
{
	struct uuid id = uuid_new();
	struct rows r;

	ck_ok(stmt_prepare_all(db, t.arena));
	testdb_script(&t, "ALTER TABLE thing ADD COLUMN more INT NOT NULL DEFAULT 3 FIRST");
	ck_ok(STMT_RUN(db, t.arena, PUT, NULL, DB_U(id), DB_I(8), DB_S("s"), DB_NULL, DB_NULL, DB_NULL));
	ck_ok(STMT_RUN(db, t.arena, GET, &r, DB_U(id)));
	ck_assert_int_eq(row_int(&r, 0, 1), 8);
}
END_TEST

Suite *
stmt_suite(void)
{
	Suite *s = suite_create("db/stmt");
	TCase *c = tcase_create("stmt");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, prepare_all);
	tcase_add_loop_test(c, there_and_back, 0, ROWS(values));
	tcase_add_test(c, nulls);
	tcase_add_test(c, megabyte);
	tcase_add_test(c, larger_than_a_message);
	tcase_add_test(c, uuid_lookups);
	tcase_add_test(c, sums_and_changes);
	tcase_add_test(c, anything_as_text);
	tcase_add_test(c, many_rows);
	tcase_add_test(c, arena_full);
	tcase_add_loop_test(c, verified_when_prepared, 0, ROWS(wrong));
	tcase_add_test(c, misused);
	tcase_add_test(c, altered_meanwhile);
	suite_add_tcase(s, c);
	return s;
}
