/* fault: each error we branch on, provoked on the server, and what is told of it. */
#include <mysqld_error.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/inside.h"
#include "support/suite.h"
#include "support/testdb.h"

static struct testdb t;

static void
setup(void)
{
	testdb_start(&t, "fault");
	testdb_script(&t, "CREATE TABLE person (id INT PRIMARY KEY, email VARCHAR(40) UNIQUE, age INT CHECK (age >= 0),"
	    " born DATE, boss INT, FOREIGN KEY (boss) REFERENCES person (id));"
	    "INSERT INTO person (id, email) VALUES (1, 'kim for key@example.kr')");
}

static void
teardown(void)
{
	testdb_stop(&t);
}

static const struct { const char *sql; enum err_code code; enum db_fault fault; const char *told; } provoked[] = {
	{ "INSERT INTO person (id) VALUES (1)", ERR_INTERNAL_SERVER_ERROR, DB_FAULT_DUPLICATE,
	    "Duplicate entry … for key 'PRIMARY' (1062)" },
	{ "INSERT INTO person (id, email) VALUES (2, 'kim for key@example.kr')", ERR_INTERNAL_SERVER_ERROR,
	    DB_FAULT_DUPLICATE, "Duplicate entry … for key 'email' (1062)" },
	{ "UPDATE person SET age = -1", ERR_INTERNAL_SERVER_ERROR, DB_FAULT_CHECK, "person" },
	{ "UPDATE person SET age = 'kim@example.kr'", ERR_INTERNAL_SERVER_ERROR, DB_FAULT_OTHER, "value: … for column" },
	{ "UPDATE person SET born = 'kim@example.kr'", ERR_INTERNAL_SERVER_ERROR, DB_FAULT_OTHER, "value: …" },
	{ "UPDATE person SET boss = 99", ERR_INTERNAL_SERVER_ERROR, DB_FAULT_OTHER, "foreign key constraint fails" },
	{ "SELECT 1 / 0 FROM nowhere", ERR_INTERNAL_SERVER_ERROR, DB_FAULT_OTHER, "nowhere" },
	{ "SELEKT", ERR_INTERNAL_SERVER_ERROR, DB_FAULT_OTHER, "(1064)" },
	{ "SET STATEMENT max_statement_time = 0.05 FOR SELECT SLEEP(5)", ERR_UNAVAILABLE, DB_FAULT_OTHER, "(1969)" },
};

START_TEST(provoke)
{
	struct db *db = testdb_connect(&t, NULL, 0);
	const struct err *e = db_script(db, t.arena, provoked[_i].sql);

	ck_assert_ptr_nonnull(e);
	ck_assert_int_eq(e->code, provoked[_i].code);
	ck_assert_int_eq(db_last_fault(db), provoked[_i].fault);
	ck_assert_msg(strstr(e->detail, provoked[_i].told) != NULL, "%s", e->detail);
	ck_assert_msg(strstr(e->detail, "kim") == NULL, "a value is told: %s", e->detail);
	ck_assert(!db_broken(db));
	ck_ok(db_script(db, t.arena, "SELECT 1"));
	ck_assert_int_eq(db_last_fault(db), DB_OK);
	db_close(db);
}
END_TEST

static const struct { unsigned code; enum db_fault fault; bool broken; } numbers[] = {
	{ 1213, DB_FAULT_DEADLOCK, false }, { 1205, DB_FAULT_LOCK_TIMEOUT, false }, { 1062, DB_FAULT_DUPLICATE, false },
	{ 4025, DB_FAULT_CHECK, false }, { 2006, DB_FAULT_BROKEN, true }, { 2013, DB_FAULT_BROKEN, true },
	{ 1053, DB_FAULT_BROKEN, true }, { 1927, DB_FAULT_BROKEN, true }, { 1317, DB_FAULT_BROKEN, true },
	{ 1153, DB_FAULT_BROKEN, true }, { 1, DB_FAULT_OTHER, false },
};

START_TEST(by_number)
{
	struct db db = { .in_tx = true };
	struct arena *a = arena_new(4096);
	const struct err *e = db_fail(&db, a, "work", numbers[_i].code, "said");

	ck_assert_int_eq(db.fault, numbers[_i].fault);
	ck_assert_int_eq(db.broken, numbers[_i].broken);
	/* What may pass is worth another try, and has cost the transaction. */
	ck_assert_int_eq(db.doomed, e->code == ERR_UNAVAILABLE);
	ck_assert_int_eq(e->code == ERR_UNAVAILABLE, numbers[_i].fault == DB_FAULT_DEADLOCK ||
	    numbers[_i].fault == DB_FAULT_LOCK_TIMEOUT || numbers[_i].fault == DB_FAULT_BROKEN);
	arena_free(a);
}
END_TEST

Suite *
fault_suite(void)
{
	Suite *s = suite_create("db/fault");
	TCase *c = tcase_create("fault");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, provoke, 0, ROWS(provoked));
	suite_add_tcase(s, c);
	c = tcase_create("numbers");
	tcase_add_loop_test(c, by_number, 0, ROWS(numbers));
	suite_add_tcase(s, c);
	return s;
}
