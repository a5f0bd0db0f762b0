/*
 * stmt: prepares statements, runs them, and brings rows into the arena.
 *
 * Each connection prepares a statement when it first needs it and keeps it
 * until it is closed.  Rows are read as they arrive, straight into the arena,
 * so the arena's cap is what bounds a result; when it is full the rest is read
 * and dropped, and the connection stays usable.
 */
#include <errmsg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/inside.h"

#define ROWS_FIRST 4

static const struct err *
no_room(struct db *db, struct arena *a, const struct prepared *p)
{
	return db_misuse(db, a, "%s: the arena is full", p->def->name);
}

/* What the server said of this statement.  What it says in the midst of a
 * result the library notes down with the connection alone. */
static const struct err *
stmt_fail(struct db *db, struct arena *a, const struct prepared *p)
{
	if (mysql_stmt_errno(p->st) == 0)
		return db_fail(db, a, p->def->name, mysql_errno(db->my), mysql_error(db->my));
	return db_fail(db, a, p->def->name, mysql_stmt_errno(p->st), mysql_stmt_error(p->st));
}

void
stmt_forget(struct prepared *p)
{
	if (p == NULL)
		return;
	if (p->st != NULL)
		mysql_stmt_close(p->st);
	free(p->in);
	free(p->out);
	free(p->params);
	free(p->columns);
	free(p);
}

/* Points the library at the slots; s and b columns are fetched by a second look at the row. */
static bool
lay_out(struct prepared *p)
{
	p->in = calloc(p->nin + 1, sizeof(*p->in));
	p->out = calloc(p->nout + 1, sizeof(*p->out));
	p->params = calloc(p->nin + 1, sizeof(*p->params));
	p->columns = calloc(p->nout + 1, sizeof(*p->columns));
	if (p->in == NULL || p->out == NULL || p->params == NULL || p->columns == NULL)
		return false;
	for (size_t i = 0; i < p->nin; i++) {
		struct slot *s = &p->params[i];
		p->in[i] = (MYSQL_BIND){ .buffer_type = value_type(p->def->params[i]),
		    .length = &s->len, .is_null = &s->null };
	}
	for (size_t i = 0; i < p->nout; i++) {
		struct slot *s = &p->columns[i];
		char letter = p->def->results[i];
		bool later = letter == 's' || letter == 'b', text = letter == 'q' || letter == 'u';
		p->out[i] = (MYSQL_BIND){
		    .buffer_type = text ? MYSQL_TYPE_STRING : value_type(letter),
		    .buffer = s, .buffer_length = later ? 0 : sizeof(s->text),
		    .length = &s->len, .is_null = &s->null, .error = &s->cut };
	}
	return true;
}

/* The row of the table must be what the server made of the text. */
static const struct err *
verify(struct db *db, struct arena *a, const struct prepared *p)
{
	const struct stmt_def *d = p->def;
	const struct err *e = NULL;

	if (mysql_stmt_param_count(p->st) != p->nin)
		return db_misuse(db, a, "%s: the text has %lu parameters, its row says %zu",
		    d->name, mysql_stmt_param_count(p->st), p->nin);
	if (mysql_stmt_field_count(p->st) != p->nout)
		return db_misuse(db, a, "%s: the text has %u columns, its row says %zu",
		    d->name, mysql_stmt_field_count(p->st), p->nout);
	for (size_t i = 0; i < p->nin; i++)
		if (value_type(d->params[i]) == MYSQL_TYPE_NULL)
			return db_misuse(db, a, "%s: no such parameter type: '%c'", d->name, d->params[i]);
	if (p->nout == 0)
		return NULL;
	MYSQL_RES *meta = mysql_stmt_result_metadata(p->st);
	if (meta == NULL)
		return stmt_fail(db, a, p);
	const MYSQL_FIELD *f = mysql_fetch_fields(meta);
	for (size_t i = 0; i < p->nout && e == NULL; i++)
		if (value_type(d->results[i]) == MYSQL_TYPE_NULL)
			e = db_misuse(db, a, "%s: no such column type: '%c'", d->name, d->results[i]);
		else if (!value_fits(d->results[i], f[i].type))
			e = db_misuse(db, a, "%s: column %zu (%s) can not be read as '%c'",
			    d->name, i + 1, f[i].name, d->results[i]);
	mysql_free_result(meta);
	return e;
}

static const struct err *
prepare(struct db *db, struct arena *a, const struct stmt_def *d, struct prepared **out)
{
	const struct err *e;
	struct prepared *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return db_misuse(db, a, "%s: no memory", d->name);
	p->def = d;
	p->nin = strlen(d->params);
	p->nout = strlen(d->results);
	p->st = mysql_stmt_init(db->my);
	if (p->st == NULL || !lay_out(p)) {
		e = db_misuse(db, a, "%s: no memory", d->name);
		goto fail;
	}
	db_count(0, 1);
	if (mysql_stmt_prepare(p->st, d->sql, strlen(d->sql)) != 0) {
		e = stmt_fail(db, a, p);
		goto fail;
	}
	if ((e = verify(db, a, p)) != NULL)
		goto fail;
	*out = p;
	return NULL;
fail:
	stmt_forget(p);
	return e;
}

const struct err *
stmt_get(struct db *db, struct arena *a, int id, struct prepared **out)
{
	if (id < 0 || (size_t)id >= db->ndefs)
		return db_misuse(db, a, "there is no statement %d", id);
	const struct err *e = db_ready(db, a, db->defs[id].name);
	struct prepared *p = db->prepared[id];
	if (e == NULL && p == NULL)
		e = prepare(db, a, &db->defs[id], &p);
	if (e == NULL)
		*out = db->prepared[id] = p;
	return e;
}

/* The same once it was executed: outside a transaction a write may have taken
 * effect before its answer was lost, unless it could not even be sent. */
static const struct err *
sent_fail(struct db *db, struct arena *a, const struct prepared *p)
{
	const struct err *e = stmt_fail(db, a, p);

	if (db->broken && !db->in_tx && p->nout == 0 && mysql_stmt_errno(p->st) != CR_SERVER_GONE_ERROR)
		e = err_new(a, ERR_OUTCOME_UNKNOWN, "%s", e->detail != NULL ? e->detail : p->def->name);
	return e;
}

const struct err *
stmt_execute(struct db *db, struct arena *a, struct prepared *p)
{
	db->changed = 0;
	db_count(1, 1);
	if (mysql_stmt_execute(p->st) == 0) {
		if (p->nout == 0)
			db->changed = (int64_t)mysql_stmt_affected_rows(p->st);
		return NULL;
	}
	return sent_fail(db, a, p);
}

/* One text or byte column of the row at hand, at its full length. */
static const struct err *
take_bytes(struct db *db, struct arena *a, struct prepared *p, size_t col, struct db_value *out)
{
	size_t len = p->columns[col].len;
	char *bytes = len < SIZE_MAX ? arena_alloc(a, len + 1) : NULL;

	if (bytes == NULL)
		return no_room(db, a, p);
	if (len > 0) {
		my_bool null = 0, cut = 0;
		unsigned long got = 0;
		MYSQL_BIND b = { .buffer_type = p->out[col].buffer_type, .buffer = bytes,
		    .buffer_length = len, .length = &got, .is_null = &null, .error = &cut };
		if (mysql_stmt_fetch_column(p->st, &b, (unsigned)col, 0) != 0)
			return stmt_fail(db, a, p);
	}
	*out = (struct db_value){ .type = p->def->results[col], .len = len, .s = bytes };
	return NULL;
}

static const struct err *
take_row(struct db *db, struct arena *a, struct prepared *p, struct db_value *v)
{
	const struct err *e = NULL;

	for (size_t i = 0; i < p->nout && e == NULL; i++) {
		char letter = p->def->results[i];
		if (p->columns[i].null)
			v[i] = DB_NULL;
		else if (letter == 's' || letter == 'b')
			e = take_bytes(db, a, p, i, &v[i]);
		else if (!value_out(&p->columns[i], letter, &v[i]))
			e = db_misuse(db, a, "%s: a value of column %zu does not fit '%c'",
			    p->def->name, i + 1, letter);
	}
	return e;
}

/* Doubles the room for rows; what is left behind is the arena's. */
static bool
grow(struct arena *a, struct db_value **v, size_t *room, size_t columns)
{
	size_t want = *room == 0 ? ROWS_FIRST : *room * 2;
	if (want > SIZE_MAX / sizeof(**v) / columns)
		return false;
	struct db_value *more = arena_calloc(a, want * columns, sizeof(**v));

	if (more == NULL)
		return false;
	if (*room > 0)
		memcpy(more, *v, *room * columns * sizeof(**v));
	*v = more;
	*room = want;
	return true;
}

static const struct err *
fetch(struct db *db, struct arena *a, struct prepared *p, struct rows *rows)
{
	const struct err *e = NULL;
	struct db_value *v = NULL;
	size_t n = 0, room = 0;
	int rc;

	if (mysql_stmt_bind_result(p->st, p->out) != 0)
		e = stmt_fail(db, a, p);
	while (e == NULL && (rc = mysql_stmt_fetch(p->st)) != MYSQL_NO_DATA) {
		if (rc != 0 && rc != MYSQL_DATA_TRUNCATED)
			e = sent_fail(db, a, p);
		else if (n == room && !grow(a, &v, &room, p->nout))
			e = no_room(db, a, p);
		else
			e = take_row(db, a, p, &v[n++ * p->nout]);
	}
	/* Also reads what was left of the result. */
	if (mysql_stmt_free_result(p->st) != 0 && e == NULL)
		e = sent_fail(db, a, p);
	if (e == NULL)
		*rows = (struct rows){ .n = n, .columns = p->nout, .v = v };
	return e;
}

const struct err *
stmt_run_one(struct db *db, struct arena *a, struct prepared *p,
    const struct db_value *v, size_t n, struct rows *rows)
{
	if (n != p->nin)
		return db_misuse(db, a, "%s: takes %zu values, was given %zu", p->def->name, p->nin, n);
	if (p->nout > 0 && rows == NULL)
		return db_misuse(db, a, "%s: has rows and nowhere to put them", p->def->name);
	for (size_t i = 0; i < n; i++) {
		struct slot *s = &p->params[i];
		if (!value_in(s, p->def->params[i], &v[i]))
			return db_misuse(db, a, "%s: value %zu is not a fitting '%c'",
			    p->def->name, i + 1, p->def->params[i]);
		/* The library only reads it. */
		memcpy(&p->in[i].buffer, &s->at, sizeof(s->at));
	}
	if (n > 0 && mysql_stmt_bind_param(p->st, p->in) != 0)
		return stmt_fail(db, a, p);
	const struct err *e = stmt_execute(db, a, p);
	if (e == NULL && p->nout > 0)
		e = fetch(db, a, p, rows);
	else if (e == NULL && rows != NULL)
		*rows = (struct rows){ 0 };
	return e;
}

const struct err *
stmt_run(struct db *db, struct arena *a, int id, const struct db_value *v, size_t n, struct rows *rows)
{
	struct prepared *p;
	const struct err *e = stmt_get(db, a, id, &p);

	return e != NULL ? e : stmt_run_one(db, a, p, v, n, rows);
}

const struct err *
stmt_once(struct db *db, struct arena *a, const struct stmt_def *d,
    const struct db_value *v, size_t n, struct rows *rows)
{
	struct prepared *p = NULL;
	const struct err *e = db_ready(db, a, d->name);

	if (e == NULL)
		e = prepare(db, a, d, &p);
	if (p == NULL)
		return e;
	e = stmt_run_one(db, a, p, v, n, rows);
	stmt_forget(p);
	return e;
}

int64_t
stmt_changed(const struct db *db)
{
	return db->changed;
}

const struct err *
stmt_prepare_all(struct db *db, struct arena *a)
{
	const struct err *e = NULL;
	struct prepared *p;

	for (size_t i = 0; i < db->ndefs && e == NULL; i++)
		e = stmt_get(db, a, (int)i, &p);
	return e;
}
