/*
 * db: connections to MariaDB, and the pool they come from.
 *
 * A connection is borrowed for a stretch of queries and put back; a thread
 * that waits at the order desk holds none, so few connections serve many
 * threads.  Sessions run in UTC, READ COMMITTED, strict mode, autocommit on
 * outside a transaction.  There is no automatic reconnect: a connection that
 * broke says so (db_broken) and is replaced when it is next borrowed.
 * A failure that cost the transaction (deadlock, lock timeout, a broken
 * connection) dooms it: until the rollback, each statement is refused unsent with UNAVAILABLE.
 * This room alone includes mysql.h.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct conf;
struct err;
struct stmt_def;

struct db;		/* one connection: one thread at a time */
struct db_pool;		/* any number of threads */

/* A pool that opens at most conf->db_connections connections, lazily.  `stmts` is the
 * program's statement table with n rows; it and conf outlive the pool.  NULL when memory is out. */
struct db_pool *db_pool_new(const struct conf *, const struct stmt_def *stmts, size_t n);
void db_pool_free(struct db_pool *);

/* Borrows a connection, waiting at most conf->db_timeout_ms for a free one;
 * UNAVAILABLE when there is none or MariaDB does not answer. Errors live in the arena. */
const struct err *db_borrow(struct db_pool *, struct arena *, struct db **);
/* Puts it back; an open transaction is rolled back first, a broken one closed.  NULL is fine. */
void db_return(struct db_pool *, struct db *);

/* One connection of one's own, with the same settings (tools, worker, migrations). */
const struct err *db_open(const struct conf *, const struct stmt_def *, size_t n, struct arena *, struct db **);
void db_close(struct db *);

/* The last failure was the connection's: nothing more can be done with it. */
bool db_broken(const struct db *);
/* What the server said of the last failure, for the caller that branches on it; DB_OK after a
 * success.  A rollback leaves it as it is. */
enum db_fault { DB_OK, DB_FAULT_OTHER, DB_FAULT_DUPLICATE, DB_FAULT_DEADLOCK, DB_FAULT_LOCK_TIMEOUT, DB_FAULT_CHECK, DB_FAULT_BROKEN };
enum db_fault db_last_fault(const struct db *);

/* Transactions. begin costs no round trip of its own (it travels with the first statement or is a
 * session switch).  A commit whose connection broke returns OUTCOME_UNKNOWN: look at the rows, never assume.
 * One whose transaction was lost before it was sent is UNAVAILABLE: nothing of it took effect.
 * After an error of commit no transaction is open.
 * The session leaves autocommit at its first transaction and goes back only for a statement outside of
 * one, so transaction after transaction costs nothing extra, and alternating costs a round trip each time. */
const struct err *db_begin(struct db *, struct arena *);
const struct err *db_commit(struct db *, struct arena *);
void db_rollback(struct db *);

/* Plain text SQL, possibly many statements (BEGIN … END bodies of triggers need no DELIMITER): migrations and
 * tools only.  Results are dropped; stops at the first statement that fails, whose number the error tells. */
const struct err *db_script(struct db *, struct arena *, const char *sql);

/* Statements executed and round trips made over this process's life (metrics and tests). */
struct db_counts { uint64_t statements, round_trips, reconnects; };
struct db_counts db_counts(void);

#endif
