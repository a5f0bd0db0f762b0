/*
 * stmt: prepared statements by name.
 *
 * All SQL stands in tables (the .def files of lib/store/sql) as rows of {name,
 * parameter types, result types, text}.  A statement is prepared on a connection
 * when first used there and kept.  The number of parameters, and number and type
 * of columns, are verified against the row when preparing; a test prepares each
 * row against the migrated schema.
 *
 * Type letters: i integer (int64_t) · s text · b bytes · u UUID · q quantity
 * (DECIMAL, thousandths in C) · t moment (DATETIME(3) in UTC, ms since 1970 in C).
 * Any value can be NULL.  A column read as i may be any whole number (SUM() too),
 * as s anything at all (DATE, TIME, ENUM … as MariaDB writes them).  Statements with
 * RETURNING are refused: MariaDB names their columns only when it runs them.
 */
#ifndef DB_STMT_H
#define DB_STMT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/money.h"

struct arena;
struct db;
struct err;

struct stmt_def {
	const char	*name;
	const char	*params;	/* type letters, one per ? */
	const char	*results;	/* type letters, one per column; "" = no rows */
	const char	*sql;
};

/* A value going in or coming out.  type is a letter above; 0 = NULL. */
struct db_value {
	char	 type;
	size_t	 len;			/* s, b: bytes */
	union {
		int64_t		 i;	/* i; q in thousandths; t in ms */
		const char	*s;	/* s (NUL-terminated), b; in the arena when it is a result */
		struct uuid	 u;
	};
};
#define DB_I(v)	((struct db_value){ .type = 'i', .i = (int64_t)(v) })
#define DB_Q(v)	((struct db_value){ .type = 'q', .i = (v) })
#define DB_T(v)	((struct db_value){ .type = 't', .i = (v) })
#define DB_U(v)	((struct db_value){ .type = 'u', .u = (v) })
#define DB_NULL	((struct db_value){ .type = 0 })
struct db_value db_s(const char *);			/* NULL pointer = NULL */
struct db_value db_b(const void *, size_t);		/* NULL pointer = NULL */
struct db_value db_t_or_null(int64_t ms);		/* 0 = NULL */
struct db_value db_u_or_null(const struct uuid *);	/* NULL pointer or all zero = NULL */
#define DB_S(v)	db_s(v)

/* The rows of a result, whole, in the arena. */
struct rows { size_t n, columns; const struct db_value *v; };
static inline const struct db_value *
row_at(const struct rows *r, size_t row, size_t col)
{
	return &r->v[row * r->columns + col];
}
static inline bool row_null(const struct rows *r, size_t row, size_t col) { return row_at(r, row, col)->type == 0; }
int64_t row_int(const struct rows *, size_t row, size_t col);		/* i, q, t; NULL = 0 */
const char *row_str(const struct rows *, size_t row, size_t col);	/* s, b; NULL = NULL */
struct uuid row_uuid(const struct rows *, size_t row, size_t col);	/* NULL = zero */
struct hash row_hash(const struct rows *, size_t row, size_t col);	/* 32 bytes of b; anything else = zero */

/* Runs statement `id` of the connection's table.  `rows` may be NULL for statements without results.
 * A wrong number or type of values is INTERNAL_SERVER_ERROR, and so is a result the arena can not
 * hold: the rest is dropped, the connection goes on.  What the server refuses (duplicates, checks) is
 * INTERNAL_SERVER_ERROR; deadlock, lock timeout and a broken connection are UNAVAILABLE; db_last_fault()
 * tells which.  A write outside a transaction whose connection broke under it is OUTCOME_UNKNOWN. */
const struct err *stmt_run(struct db *, struct arena *, int id,
    const struct db_value *v, size_t n, struct rows *rows);
#define STMT_RUN(db, a, id, rows, ...) \
	stmt_run((db), (a), (id), (const struct db_value[]){ __VA_ARGS__ }, \
	    sizeof((const struct db_value[]){ __VA_ARGS__ }) / sizeof(struct db_value), (rows))

/* Rows changed by the last statement on this connection, all rows of a bulk together. A row set to what
 * it held already is not changed; ON DUPLICATE KEY UPDATE counts 2 for a row it changed; 0 for one with results. */
int64_t stmt_changed(const struct db *);

/* A statement for many rows of values in one round trip. */
struct bulk {
	int		 id;		/* the statement */
	size_t		 columns, n, room;
	struct db_value	*v;		/* n * columns */
	struct arena	*arena;
	bool		 failed;	/* sticky: the arena was full, or a row had another number of values */
};
void bulk_start(struct bulk *, struct arena *, int id, size_t columns);
void bulk_add(struct bulk *, const struct db_value *v, size_t n);
#define BULK_ADD(b, ...) \
	bulk_add((b), (const struct db_value[]){ __VA_ARGS__ }, \
	    sizeof((const struct db_value[]){ __VA_ARGS__ }) / sizeof(struct db_value))
/* Sends it; an empty bulk is no round trip.  All or nothing: several rows outside a transaction get one of
 * their own; within one, a fault dooms it (MariaDB may have changed the rows before the one at fault). */
const struct err *bulk_run(struct db *, struct bulk *);

/* Prepares every row of the table on this connection: the check's test. The first that fails is named. */
const struct err *stmt_prepare_all(struct db *, struct arena *);

#endif
