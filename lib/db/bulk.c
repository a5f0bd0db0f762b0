/*
 * bulk: one statement for many rows of values, in one round trip.
 *
 * MariaDB takes the values of all rows as arrays, a column at a time
 * (COM_STMT_BULK_EXECUTE).  A single row goes the ordinary way.  It runs an
 * UPDATE row by row, though, and what fails midway leaves the rows before it
 * changed: all or nothing is made here, by a transaction that can not be
 * committed any more.
 */
#include <limits.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/inside.h"

#define ROOM_FIRST 16

void
bulk_start(struct bulk *b, struct arena *a, int id, size_t columns)
{
	*b = (struct bulk){ .id = id, .columns = columns, .arena = a };
}

void
bulk_add(struct bulk *b, const struct db_value *v, size_t n)
{
	if (b->failed || n != b->columns || n == 0) {
		b->failed = true;
		return;
	}
	if (b->n == b->room) {
		size_t room = b->room == 0 ? ROOM_FIRST : b->room * 2;
		struct db_value *more = room > SIZE_MAX / sizeof(*v) / n ? NULL :
		    arena_calloc(b->arena, room * n, sizeof(*v));
		if (more == NULL) {
			b->failed = true;
			return;
		}
		if (b->n > 0)
			memcpy(more, b->v, b->n * n * sizeof(*v));
		b->v = more;
		b->room = room;
	}
	memcpy(&b->v[b->n++ * n], v, n * sizeof(*v));
}

/*
 * The values of one column.  Integers lie side by side; of everything else
 * the library wants an array of pointers.
 */
static const struct err *
column(struct db *db, struct bulk *b, const struct prepared *p, size_t col, MYSQL_BIND *bind)
{
	char letter = p->def->params[col];
	struct arena *a = b->arena;
	int64_t *whole = letter == 'i' ? ARENA_ARRAY(a, int64_t, b->n) : NULL;
	const void **at = letter != 'i' ? ARENA_ARRAY(a, const void *, b->n) : NULL;
	unsigned long *len = ARENA_ARRAY(a, unsigned long, b->n);
	char *indicator = arena_alloc(a, b->n);
	struct slot slot, *slots = letter == 'q' || letter == 't' ? ARENA_ARRAY(a, struct slot, b->n) : NULL;

	if ((whole == NULL && at == NULL) || len == NULL || indicator == NULL ||
	    ((letter == 'q' || letter == 't') && slots == NULL))
		return db_misuse(db, a, "%s: the arena is full", p->def->name);
	for (size_t i = 0; i < b->n; i++) {
		struct slot *s = slots != NULL ? &slots[i] : &slot;
		if (!value_in(s, letter, &b->v[i * b->columns + col]))
			return db_misuse(db, a, "%s: value %zu of row %zu is not a fitting '%c'",
			    p->def->name, col + 1, i + 1, letter);
		indicator[i] = s->null ? STMT_INDICATOR_NULL : STMT_INDICATOR_NONE;
		len[i] = s->len;
		if (whole != NULL)
			whole[i] = s->i;
		else
			at[i] = s->null ? "" : s->at;
	}
	*bind = (MYSQL_BIND){ .buffer_type = value_type(letter), .length = len, .u.indicator = indicator,
	    .buffer = whole != NULL ? (void *)whole : (void *)at };
	return NULL;
}

/* How many rows the next execution takes; 0 = an ordinary one. */
static bool
set_rows(const struct prepared *p, size_t n)
{
	unsigned rows = (unsigned)n;

	return mysql_stmt_attr_set(p->st, STMT_ATTR_ARRAY_SIZE, &rows) == 0;
}

static const struct err *
run_many(struct db *db, struct bulk *b, struct prepared *p)
{
	struct arena *a = b->arena;
	const struct err *e = NULL;
	MYSQL_BIND *binds = ARENA_ARRAY(a, MYSQL_BIND, b->columns);

	if (binds == NULL)
		return db_misuse(db, a, "%s: the arena is full", p->def->name);
	for (size_t i = 0; i < b->columns && e == NULL; i++)
		e = column(db, b, p, i, &binds[i]);
	if (e != NULL)
		return e;
	if (!set_rows(p, b->n) || mysql_stmt_bind_param(p->st, binds) != 0)
		e = db_fail(db, a, p->def->name, mysql_stmt_errno(p->st), mysql_stmt_error(p->st));
	else if ((e = stmt_execute(db, a, p)) != NULL)
		db->doomed = true;
	set_rows(p, 0);
	return e;
}

const struct err *
bulk_run(struct db *db, struct bulk *b)
{
	struct arena *a = b->arena;
	bool own = !db->in_tx && b->n > 1;
	struct prepared *p;
	const struct err *e;

	if (b->failed)
		return db_misuse(db, a, "bulk %d: the arena is full, or a row had another number of values", b->id);
	if (b->n == 0) {
		db->changed = 0;
		return NULL;
	}
	if (own && (e = db_begin(db, a)) != NULL)
		return e;
	if ((e = stmt_get(db, a, b->id, &p)) != NULL)
		goto done;
	if (b->n == 1)
		e = stmt_run_one(db, a, p, b->v, b->columns, NULL);
	else if (b->columns != p->nin || p->nout > 0 || b->n > UINT_MAX)
		e = db_misuse(db, a, "%s: can not be run for %zu rows of %zu values",
		    p->def->name, b->n, b->columns);
	else
		e = run_many(db, b, p);
done:
	if (own && e == NULL)
		e = db_commit(db, a);
	else if (own)
		db_rollback(db);
	return e;
}
