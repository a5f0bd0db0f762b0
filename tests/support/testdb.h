/*
 * testdb: a database of a test's own, on the MariaDB that with-mariadb runs.
 *
 * Opened in a checked fixture, so each test begins with an empty one.  A test
 * without a MariaDB fails; it is never skipped.
 */
#ifndef TESTS_TESTDB_H
#define TESTS_TESTDB_H

#include <stddef.h>

#include "base/conf.h"

struct arena;
struct db;
struct err;
struct stmt_def;

struct testdb {
	struct conf	 conf;		/* leads to the database */
	struct arena	*arena;
	char		 name[64];
};

void testdb_start(struct testdb *, const char *label);
void testdb_stop(struct testdb *);	/* drops the database */
/* A connection to it; db_close() it. */
struct db *testdb_connect(struct testdb *, const struct stmt_def *, size_t n);
/* Runs statements that must succeed. */
void testdb_script(struct testdb *, const char *sql);
/* A path below the source directory, for tests that read files of the project. */
const char *testdb_source(struct testdb *, const char *path);

/* Fails the test with what the error says. */
#define ck_ok(expr) do { \
	const struct err *ck_ok_e = (expr); \
	ck_assert_msg(ck_ok_e == NULL, "%s: %s: %s", #expr, err_kind(ck_ok_e->code)->name, \
	    ck_ok_e->detail != NULL ? ck_ok_e->detail : ""); \
} while (0)
/* The expression fails with that code and a detail that holds the words. */
#define ck_fails(expr, want, words) do { \
	const struct err *ck_f_e = (expr); \
	ck_assert_msg(ck_f_e != NULL, "%s succeeded", #expr); \
	ck_assert_msg(ck_f_e->code == ERR_##want && ck_f_e->detail != NULL && \
	    strstr(ck_f_e->detail, (words)) != NULL, "%s: %s: %s", #expr, err_kind(ck_f_e->code)->name, \
	    ck_f_e->detail != NULL ? ck_f_e->detail : ""); \
} while (0)

#endif
