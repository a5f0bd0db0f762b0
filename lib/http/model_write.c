/*
 * model_write: a typed struct as the JSON of an answer.
 *
 * What serve sends and what the document says are read from the same rows: a
 * field is left out only where model_schema() does not call it required.
 */
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/jsonw.h"
#include "http/model.h"
#include "http/model_row.h"

static void write_members(struct jsonw *, const struct model *, const void *);

static bool
is_absent(const struct model_field *f, const void *at)
{
	switch (f->type) {
	case MODEL_STR: case MODEL_OBJECT: case MODEL_JSON:
		return *(const void *const *)at == NULL;
	case MODEL_INT:
		return (f->flags & MODEL_OPTIONAL) != 0 && *(const int64_t *)at < 0;
	case MODEL_ENUM:
		return *(const int *)at < 0;
	case MODEL_UUID:
		return uuid_is_zero(at);
	case MODEL_TIME:
		return *(const int64_t *)at == 0;
	default:
		return false;
	}
}

static void
write_object(struct jsonw *w, const struct model *m, const void *in)
{
	json_open(w, '{');
	write_members(w, m, in);
	json_close(w, '}');
}

static void
write_list(struct jsonw *w, const struct model_field *f, const struct list *l)
{
	json_open(w, '[');
	for (size_t i = 0; i < l->n; i++) {
		if (f->type == MODEL_LIST)
			write_object(w, f->sub, row_entry(l, f, i));
		else if (f->type == MODEL_STRS)
			json_str(w, *LIST_AT(*l, const char *, i));
		else
			json_int(w, *LIST_AT(*l, int64_t, i));
	}
	json_close(w, ']');
}

static void
write_map(struct jsonw *w, const struct list *l)
{
	json_open(w, '{');
	for (size_t i = 0; i < l->n; i++) {
		const struct pair *p = LIST_AT(*l, struct pair, i);
		json_key(w, p->key);
		json_int(w, p->value);
	}
	json_close(w, '}');
}

static void
write_value(struct jsonw *w, const struct model_field *f, const void *at)
{
	char text[UUID_TEXT > CLOCK_TEXT ? UUID_TEXT : CLOCK_TEXT];

	switch (f->type) {
	case MODEL_STR:
		json_str(w, *(const char *const *)at);
		break;
	case MODEL_INT:
		json_int(w, *(const int64_t *)at);
		break;
	case MODEL_BOOL:
		json_bool(w, *(const bool *)at);
		break;
	case MODEL_ENUM:
		json_str(w, f->choices[*(const int *)at]);
		break;
	case MODEL_UUID:
		json_str(w, uuid_text(at, text));
		break;
	case MODEL_TIME:
		json_str(w, clock_text(*(const int64_t *)at, text));
		break;
	case MODEL_QTY:
		json_qty(w, *(const qty_t *)at);
		break;
	case MODEL_OBJECT:
		write_object(w, f->sub, *(const void *const *)at);
		break;
	case MODEL_LIST: case MODEL_STRS: case MODEL_INTS:
		write_list(w, f, at);
		break;
	case MODEL_MAP:
		write_map(w, at);
		break;
	case MODEL_JSON:
		json_raw(w, *(const char *const *)at);
		break;
	case MODEL__MAX:
		break;
	}
}

static void
write_members(struct jsonw *w, const struct model *m, const void *in)
{
	for (size_t i = 0; i < m->nfields; i++) {
		const struct model_field *f = &m->fields[i];
		const void *at = row_in(in, f);
		bool absent = is_absent(f, at);
		if (!row_written(f) || (absent && (f->flags & MODEL_NULLABLE) == 0))
			continue;
		json_key(w, f->name);
		if (absent)
			json_null(w);
		else
			write_value(w, f, at);
	}
}

void
model_write(struct buf *out, const struct model *m, const void *in)
{
	struct jsonw w = { .out = out };

	write_object(&w, m, in);
}

void
model_write_members(struct buf *out, const struct model *m, const void *in)
{
	struct jsonw w = { .out = out };

	write_members(&w, m, in);
}
