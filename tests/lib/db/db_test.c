/* db: sessions, transactions, and what becomes of them when MariaDB gives up on one. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "db/inside.h"
#include "support/suite.h"
#include "support/testdb.h"

enum { SETTINGS, WHO, PUT, GET, COUNT, LOCK, SLEEP, SLOW_PUT };
static const struct stmt_def defs[] = {
	[SETTINGS] = { "settings", "", "ssissii", "SELECT @@time_zone, @@tx_isolation, @@autocommit, @@sql_mode,"
	    " @@character_set_connection, @@innodb_lock_wait_timeout, @@local_infile" },
	[WHO] = { "who", "", "i", "SELECT CONNECTION_ID()" },
	[PUT] = { "put", "ii", "", "INSERT INTO item (id, n) VALUES (?, ?) ON DUPLICATE KEY UPDATE n = VALUES(n)" },
	[GET] = { "get", "i", "i", "SELECT n FROM item WHERE id = ?" },
	[COUNT] = { "count", "", "i", "SELECT COUNT(*) FROM item" },
	[LOCK] = { "lock", "i", "i", "SELECT n FROM item WHERE id = ? FOR UPDATE" },
	[SLEEP] = { "sleep", "i", "i", "SELECT SLEEP(?)" },
	[SLOW_PUT] = { "slow_put", "ii", "", "INSERT INTO item (id, n) SELECT ?, SLEEP(?)" },
};
#define N (sizeof(defs) / sizeof(defs[0]))

static struct testdb t;
static struct db *db, *other;

static void
setup(void)
{
	testdb_start(&t, "db");
	testdb_script(&t, "CREATE TABLE item (id INT PRIMARY KEY, n INT); INSERT INTO item VALUES (1, 10), (2, 20)");
	db = testdb_connect(&t, defs, N);
	other = testdb_connect(&t, defs, N);
}

static void
teardown(void)
{
	db_close(db);
	db_close(other);
	testdb_stop(&t);
}

static int64_t
number(struct db *c, int id)
{
	struct rows r;

	ck_ok(stmt_run(c, t.arena, id, NULL, 0, &r));
	return row_int(&r, 0, 0);
}

static int64_t
item(struct db *c, int id)
{
	struct rows r;

	ck_ok(STMT_RUN(c, t.arena, GET, &r, DB_I(id)));
	return r.n == 0 ? -1 : row_int(&r, 0, 0);
}

static const struct err *
put(struct db *c, int id, int n)
{
	return STMT_RUN(c, t.arena, PUT, NULL, DB_I(id), DB_I(n));
}

static const struct err *
lock(struct db *c, int id)
{
	struct rows r;

	return STMT_RUN(c, t.arena, LOCK, &r, DB_I(id));
}

/* Ends the session of db from outside, and waits until it is gone. */
static void
kill_it(void)
{
	char sql[100];
	int64_t id = number(db, WHO);

	snprintf(sql, sizeof(sql), "KILL CONNECTION %lld", (long long)id);
	ck_ok(db_script(other, t.arena, sql));
	snprintf(sql, sizeof(sql), "SELECT COUNT(*) FROM information_schema.processlist WHERE id = %lld", (long long)id);
	const struct stmt_def gone = { "gone", "", "i", sql };
	struct rows r;
	do
		ck_ok(stmt_once(other, t.arena, &gone, NULL, 0, &r));
	while (row_int(&r, 0, 0) != 0);
}

START_TEST(session_settings)
{
	struct rows r;

	ck_ok(stmt_run(db, t.arena, SETTINGS, NULL, 0, &r));
	ck_assert_str_eq(row_str(&r, 0, 0), "+00:00");
	ck_assert_str_eq(row_str(&r, 0, 1), "READ-COMMITTED");
	ck_assert_int_eq(row_int(&r, 0, 2), 1);
	ck_assert_ptr_nonnull(strstr(row_str(&r, 0, 3), "STRICT_ALL_TABLES"));
	ck_assert_str_eq(row_str(&r, 0, 4), "utf8mb4");
	ck_assert_int_eq(row_int(&r, 0, 5), 3);
}
END_TEST

START_TEST(commit_is_seen_rollback_is_not)
{
	ck_ok(db_begin(db, t.arena));
	ck_ok(put(db, 3, 30));
	ck_assert_int_eq(item(other, 3), -1);
	ck_ok(db_commit(db, t.arena));
	ck_assert_int_eq(item(other, 3), 30);
	ck_ok(db_begin(db, t.arena));
	ck_ok(put(db, 3, 31));
	db_rollback(db);
	ck_assert_int_eq(item(other, 3), 30);
	/* Outside of a transaction a statement stands at once, also on a session that has had one. */
	ck_ok(put(db, 4, 40));
	ck_assert_int_eq(item(other, 4), 40);
	db_rollback(db);
	ck_assert_int_eq(item(other, 4), 40);
}
END_TEST

START_TEST(begin_costs_nothing)
{
	ck_ok(stmt_prepare_all(db, t.arena));
	ck_ok(db_begin(db, t.arena));
	ck_ok(db_commit(db, t.arena));
	struct db_counts before = db_counts();
	for (int i = 0; i < 5; i++) {
		ck_ok(db_begin(db, t.arena));
		ck_ok(put(db, 3, i));
		ck_ok(db_commit(db, t.arena));
	}
	struct db_counts after = db_counts();
	ck_assert_uint_eq(after.round_trips - before.round_trips, 10);
	ck_assert_uint_eq(after.statements - before.statements, 5);
	/* One in which nothing was said ends without a word. */
	ck_ok(db_begin(db, t.arena));
	ck_ok(db_commit(db, t.arena));
	ck_ok(db_begin(db, t.arena));
	db_rollback(db);
	ck_assert_uint_eq(db_counts().round_trips, after.round_trips);
	/* The way back to autocommit is taken once. */
	ck_assert_int_eq(item(db, 3), 4);
	ck_assert_int_eq(item(db, 3), 4);
	ck_assert_uint_eq(db_counts().round_trips - after.round_trips, 3);
}
END_TEST

START_TEST(misused_transactions)
{
	ck_fails(db_commit(db, t.arena), INTERNAL_SERVER_ERROR, "no transaction");
	ck_ok(db_begin(db, t.arena));
	ck_fails(db_begin(db, t.arena), INTERNAL_SERVER_ERROR, "open already");
	ck_ok(put(db, 3, 30));
	ck_ok(db_commit(db, t.arena));
	ck_assert_int_eq(item(other, 3), 30);
	db_rollback(db);
	ck_assert_int_eq(db_last_fault(db), DB_OK);
}
END_TEST

START_TEST(killed_in_a_transaction)
{
	ck_ok(db_begin(db, t.arena));
	ck_ok(put(db, 3, 30));
	kill_it();
	ck_fails(put(db, 4, 40), UNAVAILABLE, "put");
	ck_assert(db_broken(db));
	ck_assert_int_eq(db_last_fault(db), DB_FAULT_BROKEN);
	/* That nothing of it stands is known. */
	ck_fails(db_commit(db, t.arena), UNAVAILABLE, "lost before");
	ck_fails(db_begin(db, t.arena), UNAVAILABLE, "broken");
	ck_fails(put(db, 4, 40), UNAVAILABLE, "broken");
	ck_fails(db_script(db, t.arena, "SELECT 1"), UNAVAILABLE, "broken");
	ck_assert_int_eq(item(other, 3), -1);
}
END_TEST

START_TEST(killed_before_commit)
{
	ck_ok(db_begin(db, t.arena));
	ck_ok(put(db, 3, 30));
	kill_it();
	ck_fails(db_commit(db, t.arena), OUTCOME_UNKNOWN, "commit");
	ck_assert(db_broken(db));
	ck_assert_int_eq(db_last_fault(db), DB_FAULT_BROKEN);
	db_rollback(db);
	ck_assert_int_eq(item(other, 3), -1);
}
END_TEST

START_TEST(killed_before_rollback)
{
	ck_ok(db_begin(db, t.arena));
	ck_ok(put(db, 3, 30));
	kill_it();
	db_rollback(db);
	ck_assert(db_broken(db));
	ck_assert_int_eq(item(other, 3), -1);
}
END_TEST

static void *
run_slow_put(void *arg)
{
	(void)arg;
	struct arena *a = arena_new(1 << 16);
	const struct err *e = STMT_RUN(db, a, SLOW_PUT, NULL, DB_I(5), DB_I(20));
	void *code = (void *)(intptr_t)(e != NULL ? (int)e->code : -1);

	arena_free(a);
	return code;
}

/* Kills db's session while a thread of its own waits for a write's answer. */
START_TEST(killed_in_a_lone_write)
{
	int64_t id = number(db, WHO);
	pthread_t thread;
	struct rows r;
	char sql[200];
	void *code;

	ck_ok(stmt_prepare_all(db, t.arena));
	pthread_create(&thread, NULL, run_slow_put, NULL);
	snprintf(sql, sizeof(sql), "SELECT COUNT(*) FROM information_schema.processlist WHERE id = %lld"
	    " AND state = 'User sleep'", (long long)id);
	const struct stmt_def sleeping = { "sleeping", "", "i", sql };
	do
		ck_ok(stmt_once(other, t.arena, &sleeping, NULL, 0, &r));
	while (row_int(&r, 0, 0) == 0);
	snprintf(sql, sizeof(sql), "KILL CONNECTION %lld", (long long)id);
	ck_ok(db_script(other, t.arena, sql));
	pthread_join(thread, &code);
	ck_assert_int_eq((int)(intptr_t)code, ERR_OUTCOME_UNKNOWN);
	ck_assert(db_broken(db));
}
END_TEST

struct step { struct db *db; int id; const struct err *e; };

static void *
lock_step(void *arg)
{
	struct step *s = arg;
	struct arena *a = arena_new(1 << 16);
	struct rows r;

	/* Only the code is looked at after the arena is gone. */
	const struct err *e = STMT_RUN(s->db, a, LOCK, &r, DB_I(s->id));
	s->e = e != NULL ? err_static(e->code) : NULL;
	arena_free(a);
	return NULL;
}

START_TEST(deadlock)
{
	struct step s = { .db = db, .id = 2 };
	pthread_t thread;

	ck_ok(db_begin(db, t.arena));
	ck_ok(db_begin(other, t.arena));
	ck_ok(put(db, 3, 30));
	ck_ok(put(other, 4, 40));
	ck_ok(lock(db, 1));
	ck_ok(lock(other, 2));
	pthread_create(&thread, NULL, lock_step, &s);
	const struct err *mine = lock(other, 1);
	pthread_join(thread, NULL);
	/* One of the two was chosen; the other one goes on. */
	ck_assert((s.e == NULL) != (mine == NULL));
	struct db *lost = mine != NULL ? other : db, *won = mine != NULL ? db : other;
	ck_assert_int_eq((mine != NULL ? mine : s.e)->code, ERR_UNAVAILABLE);
	ck_assert_int_eq(db_last_fault(lost), DB_FAULT_DEADLOCK);
	ck_assert(!db_broken(lost));
	/* The second half does not slip in without the first. */
	ck_fails(put(lost, 5, 50), UNAVAILABLE, "already lost");
	ck_fails(db_commit(lost, t.arena), UNAVAILABLE, "lost before");
	ck_assert_int_eq(db_last_fault(lost), DB_FAULT_DEADLOCK);
	ck_ok(db_commit(won, t.arena));
	ck_assert_int_eq(number(won, COUNT), 3);
	/* And then it works again. */
	ck_ok(db_begin(lost, t.arena));
	ck_ok(put(lost, 5, 50));
	ck_ok(db_commit(lost, t.arena));
	ck_assert_int_eq(item(won, 5), 50);
}
END_TEST

START_TEST(lock_timeout)
{
	ck_ok(db_begin(other, t.arena));
	ck_ok(lock(other, 1));
	ck_ok(db_begin(db, t.arena));
	ck_ok(put(db, 3, 30));
	int64_t began = clock_monotonic_us();
	ck_fails(lock(db, 1), UNAVAILABLE, "lock");
	ck_assert_int_ge(clock_monotonic_us() - began, 2500000);
	ck_assert_int_eq(db_last_fault(db), DB_FAULT_LOCK_TIMEOUT);
	ck_fails(put(db, 4, 40), UNAVAILABLE, "already lost");
	db_rollback(db);
	ck_assert_int_eq(db_last_fault(db), DB_FAULT_LOCK_TIMEOUT);
	ck_assert_int_eq(item(db, 3), -1);
	db_rollback(other);
}
END_TEST

START_TEST(statement_takes_too_long)
{
	struct rows r;

	db_close(db);
	t.conf.db_timeout_ms = 300;
	db = testdb_connect(&t, defs, N);
	t.conf.db_timeout_ms = 10000;
	ck_fails(STMT_RUN(db, t.arena, SLEEP, &r, DB_I(20)), UNAVAILABLE, "sleep");
	/* The server gave it up by itself, so the connection is good still. */
	ck_assert(!db_broken(db));
	ck_assert_int_eq(item(db, 1), 10);
}
END_TEST

START_TEST(server_does_not_answer)
{
	struct rows r;

	db_close(db);
	t.conf.db_timeout_ms = 300;
	db = testdb_connect(&t, defs, N);
	t.conf.db_timeout_ms = 10000;
	ck_ok(db_script(db, t.arena, "SET max_statement_time = 0"));
	int64_t began = clock_monotonic_us();
	ck_fails(STMT_RUN(db, t.arena, SLEEP, &r, DB_I(20)), UNAVAILABLE, "sleep");
	ck_assert_int_lt(clock_monotonic_us() - began, 5000000);
	ck_assert(db_broken(db));
}
END_TEST

START_TEST(script_of_many)
{
	ck_ok(db_script(db, t.arena,
	    "-- a comment first\n"
	    "INSERT INTO item VALUES (7, 70);\n"
	    "SELECT * FROM item; /* its rows are dropped */\n"
	    "UPDATE item SET n = n + 1;\n"
	    "-- and one last\n"));
	ck_assert_int_eq(item(db, 7), 71);
	ck_fails(db_script(db, t.arena, "INSERT INTO item VALUES (8, 80); INSERT INTO item VALUES (7, 1);"
	    " INSERT INTO item VALUES (9, 90)"), INTERNAL_SERVER_ERROR, "statement 2: Duplicate");
	ck_assert_int_eq(db_last_fault(db), DB_FAULT_DUPLICATE);
	ck_assert_int_eq(item(db, 8), 80);
	ck_assert_int_eq(item(db, 9), -1);
	ck_fails(db_script(db, t.arena, ""), INTERNAL_SERVER_ERROR, "statement 1");
}
END_TEST

START_TEST(script_with_trigger)
{
	ck_ok(db_script(db, t.arena,
	    "CREATE TABLE seen (id INT);\n"
	    "CREATE TRIGGER item_seen AFTER INSERT ON item FOR EACH ROW\n"
	    "BEGIN\n"
	    "	DECLARE twice INT DEFAULT NEW.id * 2;\n"
	    "	IF twice > 0 THEN INSERT INTO seen VALUES (NEW.id); INSERT INTO seen VALUES (twice); END IF;\n"
	    "END;\n"
	    "INSERT INTO item VALUES (9, 90);\n"));
	const struct stmt_def sum = { "sum", "", "i", "SELECT SUM(id) FROM seen" };
	struct rows r;
	ck_ok(stmt_once(db, t.arena, &sum, NULL, 0, &r));
	ck_assert_int_eq(row_int(&r, 0, 0), 27);
}
END_TEST

START_TEST(one_statement_elsewhere)
{
	const struct stmt_def two = { "two", "", "i", "SELECT 1; DELETE FROM item" };
	struct rows r;

	ck_ok(db_script(db, t.arena, "SELECT 1; SELECT 2"));
	ck_fails(stmt_once(db, t.arena, &two, NULL, 0, &r), INTERNAL_SERVER_ERROR, "two");
	ck_assert_int_ne(mysql_real_query(db->my, two.sql, strlen(two.sql)), 0);
	ck_assert_int_eq(number(other, COUNT), 2);
}
END_TEST

START_TEST(refused)
{
	struct conf c = t.conf;
	struct db *none = NULL;
	char line[1024] = "";
	int fd[2];

	ck_ok(db_script(other, t.arena, "CREATE USER IF NOT EXISTS refused@localhost IDENTIFIED BY 'right'"));
	ck_assert_int_eq(pipe(fd), 0);
	log_to(fd[1]);
	c.db_user = "refused";
	c.db_password = "wrong secret";
	ck_fails(db_open(&c, defs, N, t.arena, &none), UNAVAILABLE, "Access denied");
	ck_assert_ptr_null(none);
	ck_assert_int_gt(read(fd[0], line, sizeof(line) - 1), 0);
	ck_assert_ptr_nonnull(strstr(line, "\"database_refused\""));
	ck_assert_ptr_nonnull(strstr(line, "db_password"));
	ck_assert_ptr_null(strstr(line, "wrong secret"));
	c = t.conf;
	c.db_name = "no_such_database";
	ck_fails(db_open(&c, defs, N, t.arena, &none), UNAVAILABLE, "no_such_database");
	c = t.conf;
	c.db_socket = "/nonexistent/socket";
	ck_fails(db_open(&c, defs, N, t.arena, &none), UNAVAILABLE, "connect");
	log_to(STDERR_FILENO);
	close(fd[0]);
	close(fd[1]);
	db_close(NULL);
}
END_TEST

Suite *
db_suite(void)
{
	Suite *s = suite_create("db/db");
	TCase *c = tcase_create("db");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, session_settings);
	tcase_add_test(c, commit_is_seen_rollback_is_not);
	tcase_add_test(c, begin_costs_nothing);
	tcase_add_test(c, misused_transactions);
	tcase_add_test(c, killed_in_a_transaction);
	tcase_add_test(c, killed_before_commit);
	tcase_add_test(c, killed_before_rollback);
	tcase_add_test(c, killed_in_a_lone_write);
	tcase_add_test(c, deadlock);
	tcase_add_test(c, lock_timeout);
	tcase_add_test(c, statement_takes_too_long);
	tcase_add_test(c, server_does_not_answer);
	tcase_add_test(c, script_of_many);
	tcase_add_test(c, script_with_trigger);
	tcase_add_test(c, one_statement_elsewhere);
	tcase_add_test(c, refused);
	suite_add_tcase(s, c);
	return s;
}
