/*
 * inside: what the files of this room share; nobody else includes it.
 */
#ifndef DB_INSIDE_H
#define DB_INSIDE_H

#include <mysql.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/db.h"
#include "db/stmt.h"

struct prepared;
struct slot;

struct db {
	MYSQL			*my;
	const struct stmt_def	*defs;
	size_t			 ndefs;
	struct prepared		**prepared;	/* by statement id; NULL until first used */
	int64_t			 changed;
	enum db_fault		 fault;		/* of the last failure; kept by a rollback */
	bool			 broken;
	bool			 autocommit;	/* what the session was last told */
	bool			 in_tx;
	bool			 touched;	/* something was sent in this transaction */
	bool			 doomed;	/* the transaction can only be rolled back */
	/* The pool's: */
	struct db		*next;
	int64_t			 idle_since;	/* us, monotonic */
};

/* Adds to the process's counts: statements of callers, exchanges with the server. */
void db_count(unsigned ran, unsigned trips);
void db_count_reconnect(void);

/* Turns what the server or the client library said into the fault and the error; `what` names the work. */
const struct err *db_fail(struct db *, struct arena *, const char *what, unsigned code, const char *said)
    __attribute__((returns_nonnull));
/* Our own misuse, or no room: the connection is untouched. */
const struct err *db_misuse(struct db *, struct arena *, const char *fmt, ...)
    __attribute__((format(printf, 3, 4), returns_nonnull));
/* Must succeed before anything is sent: the connection works, the transaction
 * is not lost, and outside of one the session is in autocommit. */
const struct err *db_ready(struct db *, struct arena *, const char *what);
/* One statement of text without a result, its round trip counted. 0 or the server's error number. */
unsigned db_text(struct db *, const char *sql);
/* db_script, which also says how many statements went well. */
const struct err *db_script_count(struct db *, struct arena *, const char *sql, unsigned *done);

/* A statement that is no row of the connection's table: prepared, run once, closed. */
const struct err *stmt_once(struct db *, struct arena *, const struct stmt_def *,
    const struct db_value *v, size_t n, struct rows *);
/* A statement as it stands prepared on a connection, with the places its values pass through. */
struct prepared {
	const struct stmt_def	*def;
	MYSQL_STMT		*st;
	size_t			 nin, nout;
	MYSQL_BIND		*in, *out;
	struct slot		*params, *columns;
};
/* Makes the connection ready and finds the statement, preparing it on first use. */
const struct err *stmt_get(struct db *, struct arena *, int id, struct prepared **);
/* Executes what is bound; rows, if any, are still to be fetched. */
const struct err *stmt_execute(struct db *, struct arena *, struct prepared *);
const struct err *stmt_run_one(struct db *, struct arena *, struct prepared *,
    const struct db_value *v, size_t n, struct rows *);
/* After the session is closed: frees what was prepared on it. NULL is fine. */
void stmt_forget(struct prepared *);

/* One parameter of one row, and what it needs beside the value. */
struct slot {
	union {
		int64_t		 i;
		MYSQL_TIME	 t;
		char		 text[72];	/* a DECIMAL(65) or a UUID as text */
	};
	const void	*at;		/* the bytes to send: in here, or the value's own */
	unsigned long	 len;
	my_bool		 null, cut;
};
/* The type a letter travels as; MYSQL_TYPE_NULL when there is no such letter. */
enum enum_field_types value_type(char letter);
/* Puts a value into a slot; false when it is not of that letter or does not fit it. */
bool value_in(struct slot *, char letter, const struct db_value *);
/* Reads an i, u, q or t column out of a slot; false when it holds no such value. */
bool value_out(const struct slot *, char letter, struct db_value *);
/* Whether a column of this type can be read as that letter. */
bool value_fits(char letter, enum enum_field_types);
bool moment_in(int64_t ms, MYSQL_TIME *);	/* false outside the years 1 to 9999 */
bool moment_out(const MYSQL_TIME *, int64_t *ms);

#endif
