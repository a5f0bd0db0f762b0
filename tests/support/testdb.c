/*
 * testdb: see testdb.h.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "support/testdb.h"

#define TEST_ARENA (64u << 20)

static const char *
need(const char *name)
{
	const char *v = getenv(name);

	if (v == NULL || *v == '\0')
		ck_abort_msg("%s is not set: run this through tests/support/with-mariadb", name);
	return v;
}

/* Runs a script without choosing a database. */
static void
at_large(struct testdb *t, const char *fmt, const char *name)
{
	struct conf conf = t->conf;
	char sql[160];
	struct db *db;

	conf.db_name = "";
	snprintf(sql, sizeof(sql), fmt, name);
	ck_ok(db_open(&conf, NULL, 0, t->arena, &db));
	ck_ok(db_script(db, t->arena, sql));
	db_close(db);
}

void
testdb_start(struct testdb *t, const char *label)
{
	*t = (struct testdb){ .arena = arena_new(TEST_ARENA) };
	ck_assert_ptr_nonnull(t->arena);
	/* The process's number tells tests apart that run side by side. */
	snprintf(t->name, sizeof(t->name), "%.20s_%.20s_%ld", need("BANQUET_DB_NAME"), label, (long)getpid());
	t->conf = (struct conf){ .db_socket = need("BANQUET_DB_SOCKET"), .db_user = need("BANQUET_DB_USER"),
	    .db_host = "", .db_port = 3306, .db_password = "", .db_name = t->name, .db_connections = 4,
	    .db_timeout_ms = 10000 };
	at_large(t, "CREATE DATABASE %s CHARACTER SET utf8mb4", t->name);
}

void
testdb_stop(struct testdb *t)
{
	at_large(t, "DROP DATABASE %s", t->name);
	arena_free(t->arena);
}

struct db *
testdb_connect(struct testdb *t, const struct stmt_def *defs, size_t n)
{
	struct db *db;

	ck_ok(db_open(&t->conf, defs, n, t->arena, &db));
	return db;
}

void
testdb_script(struct testdb *t, const char *sql)
{
	struct db *db = testdb_connect(t, NULL, 0);

	ck_ok(db_script(db, t->arena, sql));
	db_close(db);
}

const char *
testdb_source(struct testdb *t, const char *path)
{
	const char *top = getenv("srcdir");
	const char *full = arena_printf(t->arena, "%s/%s", top != NULL ? top : ".", path);

	ck_assert_ptr_nonnull(full);
	return full;
}
