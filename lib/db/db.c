/*
 * db: one connection and its transactions.
 *
 * A failure after which the server has dropped the transaction, or may have
 * dropped parts of it, dooms the transaction here too: until the rollback
 * nothing more is sent, so that its second half is never committed without its
 * first.  What failures mean is in fault.c, the pool in pool.c.
 */
#include <mysqld_error.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "db/inside.h"

/* How long a row lock, or a table that is being altered, is waited for. */
#define LOCK_WAIT_S 3

unsigned
db_text(struct db *db, const char *sql)
{
	db_count(0, 1);
	return mysql_real_query(db->my, sql, strlen(sql)) == 0 ? 0 : mysql_errno(db->my);
}

static const struct err *
switch_autocommit(struct db *db, struct arena *a, bool on)
{
	unsigned code = db_text(db, on ? "SET autocommit=1" : "SET autocommit=0");

	if (code != 0)
		return db_fail(db, a, "autocommit", code, mysql_error(db->my));
	db->autocommit = on;
	return NULL;
}

const struct err *
db_ready(struct db *db, struct arena *a, const char *what)
{
	if (db->broken) {
		db->fault = DB_FAULT_BROKEN;
		return err_new(a, ERR_UNAVAILABLE, "%s: the connection is broken", what);
	}
	if (db->doomed)		/* the fault stays what doomed it */
		return err_new(a, ERR_UNAVAILABLE, "%s: the transaction is already lost", what);
	db->fault = DB_OK;
	if (db->in_tx)
		db->touched = true;
	else if (!db->autocommit)
		return switch_autocommit(db, a, true);
	return NULL;
}

/* Sets the session up in one statement, sent by the library as it connects. */
static void
set_options(MYSQL *my, const struct conf *c, char *init, size_t room)
{
	/* The library counts seconds.  The server gives a statement up first, so
	 * that its locks go with it; the reads here are the second fence. */
	unsigned seconds = (unsigned)((c->db_timeout_ms + 999) / 1000), reads = seconds + 1, no = 0;

	snprintf(init, room,
	    "SET time_zone='+00:00', tx_isolation='READ-COMMITTED', autocommit=1,"
	    " sql_mode='STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
	    "NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout=%d, lock_wait_timeout=%d,"
	    " max_statement_time=%lld.%03d", LOCK_WAIT_S, LOCK_WAIT_S,
	    (long long)(c->db_timeout_ms / 1000), (int)(c->db_timeout_ms % 1000));
	mysql_options(my, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_options(my, MYSQL_INIT_COMMAND, init);
	mysql_options(my, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
	mysql_options(my, MYSQL_OPT_READ_TIMEOUT, &reads);
	mysql_options(my, MYSQL_OPT_WRITE_TIMEOUT, &seconds);
	mysql_options(my, MYSQL_OPT_LOCAL_INFILE, &no);	/* the server may not ask for our files */
}

static const char *
or_null(const char *s)
{
	return s == NULL || *s == '\0' ? NULL : s;
}

/* The client library keeps no state per thread; it only wants to be started once. */
static void
start_library(void)
{
	mysql_library_init(0, NULL, NULL);
}

/* A refusal no waiting cures deserves a line of its own: the request's error says only "unavailable". */
static void
tell_refusal(const struct conf *c, unsigned code, const char *said)
{
	if (code == ER_ACCESS_DENIED_ERROR || code == ER_ACCESS_DENIED_NO_PASSWORD_ERROR ||
	    code == ER_DBACCESS_DENIED_ERROR || code == ER_BAD_DB_ERROR)
		log_event(LOG_ERROR, "database_refused", LOG_S("why", said), LOG_I("code", code),
		    LOG_S("user", c->db_user), LOG_S("database", c->db_name),
		    LOG_S("hint", "check db_user, db_password and db_name"));
}

const struct err *
db_open(const struct conf *c, const struct stmt_def *defs, size_t n, struct arena *a, struct db **out)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	const struct err *e = NULL;
	char init[512];

	pthread_once(&once, start_library);
	struct db *db = calloc(1, sizeof(*db));
	if (db == NULL)
		return err_new(a, ERR_UNAVAILABLE, "no memory for a connection");
	db->defs = defs;
	db->ndefs = n;
	db->autocommit = true;
	db->prepared = calloc(n > 0 ? n : 1, sizeof(struct prepared *));
	db->my = mysql_init(NULL);
	if (db->prepared == NULL || db->my == NULL) {
		e = err_new(a, ERR_UNAVAILABLE, "no memory for a connection");
		goto fail;
	}
	set_options(db->my, c, init, sizeof(init));
	const char *socket = or_null(c->db_socket);
	db_count(0, 1);
	if (mysql_real_connect(db->my, socket != NULL ? NULL : or_null(c->db_host), c->db_user,
	    or_null(c->db_password), or_null(c->db_name), (unsigned)c->db_port, socket, 0) == NULL) {
		unsigned code = mysql_errno(db->my);
		tell_refusal(c, code, mysql_error(db->my));
		e = err_new(a, ERR_UNAVAILABLE, "connect: %s (%u)", mysql_error(db->my), code);
		goto fail;
	}
	*out = db;
	return NULL;
fail:
	db_close(db);
	return e;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	/* The session first: its statements are then freed without a message each. */
	if (db->my != NULL)
		mysql_close(db->my);
	if (db->prepared != NULL)
		for (size_t i = 0; i < db->ndefs; i++)
			stmt_forget(db->prepared[i]);
	free(db->prepared);
	free(db);
}

bool
db_broken(const struct db *db)
{
	return db->broken;
}

enum db_fault
db_last_fault(const struct db *db)
{
	return db->fault;
}

/*
 * A session that has begun a transaction once stays out of autocommit, where
 * the first statement after a commit begins the next by itself.
 */
const struct err *
db_begin(struct db *db, struct arena *a)
{
	if (db->in_tx)
		return db_misuse(db, a, "begin: a transaction is open already");
	if (db->broken) {
		db->fault = DB_FAULT_BROKEN;
		return err_new(a, ERR_UNAVAILABLE, "begin: the connection is broken");
	}
	if (db->autocommit) {
		const struct err *e = switch_autocommit(db, a, false);
		if (e != NULL)
			return e;
	}
	db->fault = DB_OK;
	db->in_tx = true;
	db->touched = db->doomed = false;
	return NULL;
}

const struct err *
db_commit(struct db *db, struct arena *a)
{
	if (!db->in_tx)
		return db_misuse(db, a, "commit: no transaction is open");
	if (db->broken || db->doomed) {
		/* Known to be undone: the server drops what a lost session left open. */
		enum db_fault fault = db->fault;
		db_rollback(db);
		db->fault = fault;
		return err_new(a, ERR_UNAVAILABLE, "commit: the transaction was lost before");
	}
	db->fault = DB_OK;
	if (db->touched) {
		unsigned code = db_text(db, "COMMIT");
		if (code != 0) {
			const struct err *e = db_fail(db, a, "commit", code, mysql_error(db->my));
			if (db->broken || code == ER_STATEMENT_TIMEOUT)
				e = err_new(a, ERR_OUTCOME_UNKNOWN, "%s",
				    e->detail != NULL ? e->detail : "commit");
			db_rollback(db);
			return e;
		}
	}
	db->in_tx = db->touched = false;
	return NULL;
}

void
db_rollback(struct db *db)
{
	/* A session that can not even roll back is closed when it is put back, which does. */
	if (db->in_tx && db->touched && !db->broken && db_text(db, "ROLLBACK") != 0)
		db->broken = true;
	db->in_tx = db->touched = db->doomed = false;
}

/* Takes and drops every result of a script; *done counts the statements that went well. */
static unsigned
drain(MYSQL *my, unsigned *done)
{
	for (;;) {
		MYSQL_RES *r = mysql_use_result(my);
		if (r != NULL) {
			while (mysql_fetch_row(r) != NULL)
				;
			mysql_free_result(r);
		}
		if (mysql_errno(my) != 0)
			return mysql_errno(my);
		++*done;
		int more = mysql_next_result(my);
		if (more != 0)
			return more < 0 ? 0 : mysql_errno(my);
		db_count(1, 0);
	}
}

const struct err *
db_script_count(struct db *db, struct arena *a, const char *sql, unsigned *done)
{
	const struct err *e = db_ready(db, a, "script");
	char what[40];

	*done = 0;
	if (e != NULL)
		return e;
	/* Only for as long as this takes: elsewhere a second statement is an error. */
	db_count(0, 1);
	if (mysql_set_server_option(db->my, MYSQL_OPTION_MULTI_STATEMENTS_ON) != 0)
		return db_fail(db, a, "script", mysql_errno(db->my), mysql_error(db->my));
	db_count(1, 1);
	unsigned code = mysql_real_query(db->my, sql, strlen(sql)) != 0 ?
	    mysql_errno(db->my) : drain(db->my, done);
	if (code != 0) {
		snprintf(what, sizeof(what), "statement %u", *done + 1);
		e = db_fail(db, a, what, code, mysql_error(db->my));
	}
	db_count(0, 1);
	if (!db->broken && mysql_set_server_option(db->my, MYSQL_OPTION_MULTI_STATEMENTS_OFF) != 0 && e == NULL)
		e = db_fail(db, a, "script", mysql_errno(db->my), mysql_error(db->my));
	return e;
}

const struct err *
db_script(struct db *db, struct arena *a, const char *sql)
{
	unsigned done;

	return db_script_count(db, a, sql, &done);
}
