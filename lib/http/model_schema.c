/*
 * model_schema: JSON Schema (2020-12) from model rows, for openapi.
 *
 * Of a request it says what model_read() takes, of an answer what model_write() writes; no other
 * fields in either, so that the API tests notice an answer that drifts.
 */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "http/model.h"
#include "http/model_row.h"
#include "http/model_schema.h"
#include "http/schema_put.h"

bool
schema_has(const struct model_field *f, bool answer)
{
	return answer ? row_written(f) : f->type != MODEL_JSON;
}

bool
schema_is_required(const struct model_field *f, bool answer)
{
	if (!answer)
		return (f->flags & MODEL_REQUIRED) != 0 && (f->flags & MODEL_IGNORED) == 0;
	return !row_may_lack(f) || (f->flags & (MODEL_REQUIRED | MODEL_NULLABLE)) != 0;
}

static bool
nullable(const struct model_field *f)
{
	return (f->flags & MODEL_NULLABLE) != 0 && row_may_lack(f);
}

static void
put_type(struct jsonw *w, const struct model_field *f, const char *type)
{
	if (!nullable(f)) {
		put_str(w, "type", type);
		return;
	}
	json_key(w, "type");
	json_open(w, '[');
	json_str(w, type);
	json_str(w, "null");
	json_close(w, ']');
}

/* A lower and an upper limit under their names. */
static void
put_limits(struct jsonw *w, int64_t min, int64_t max, const char *low, const char *high)
{
	if (row_has_min(min, max))
		put_int(w, low, min);
	if (row_has_max(min, max))
		put_int(w, high, max);
}

/* The same of how much there is: what is required must not be empty, whatever the row says. */
static void
put_counts(struct jsonw *w, bool required, int64_t min, int64_t max, const char *low, const char *high)
{
	if (required && min == 0)
		min = 1;
	if (min > 0)
		put_int(w, low, min);
	if (max > 0 && max >= min)
		put_int(w, high, max);
}

static void
put_ref(struct jsonw *w, const struct model *m, bool answer, const struct schema_names *names)
{
	struct buf ref = { 0 };

	buf_printf(&ref, "#/components/schemas/%s", names != NULL ? names->of(names, m, answer) : m->name);
	put_str(w, "$ref", buf_str(&ref));
	buf_free(&ref);
}

static void
put_words(struct jsonw *w, const struct model_field *f)
{
	json_key(w, "enum");
	json_open(w, '[');
	for (size_t i = 0; f->choices[i] != NULL; i++)
		json_str(w, f->choices[i]);
	if (nullable(f))
		json_null(w);
	json_close(w, ']');
}

static void
put_text(struct jsonw *w, const struct model_field *f, bool answer)
{
	put_type(w, f, "string");
	if (answer && f->choices != NULL)
		put_words(w, f);
	if (!answer)
		put_counts(w, (f->flags & MODEL_REQUIRED) != 0, f->min, f->max, "minLength", "maxLength");
	if ((f->flags & MODEL_SECRET) != 0)
		put_str(w, "format", "password");
}

static void
put_number(struct jsonw *w, const struct model_field *f, bool answer)
{
	put_type(w, f, "integer");
	put_str(w, "format", "int64");
	if (!answer)
		put_limits(w, f->min, f->max, "minimum", "maximum");
	if (!answer && (f->flags & MODEL_REQUIRED) == 0 && (!row_has_min(f->min, f->max) || f->def >= f->min))
		put_int(w, "default", f->def);
}

static void
put_choices(struct jsonw *w, const struct model_field *f, bool answer)
{
	put_type(w, f, "string");
	put_words(w, f);
	if (!answer && (f->flags & MODEL_REQUIRED) == 0 && f->def >= 0)
		put_str(w, "default", f->choices[f->def]);
}

static void
put_quantity(struct jsonw *w, const struct model_field *f, bool answer)
{
	char text[QTY_TEXT];

	put_type(w, f, "number");
	if (!answer && row_has_min(f->min, f->max)) {
		json_key(w, "minimum");
		json_raw(w, qty_text(f->min, text));
	}
	if (!answer && row_has_max(f->min, f->max)) {
		json_key(w, "maximum");
		json_raw(w, qty_text(f->max, text));
	}
}

static void
put_object(struct jsonw *w, const struct model_field *f, bool answer, const struct schema_names *names)
{
	if (!nullable(f)) {
		put_ref(w, f->sub, answer, names);
		return;
	}
	json_key(w, "anyOf");
	json_open(w, '[');
	json_open(w, '{');
	put_ref(w, f->sub, answer, names);
	json_close(w, '}');
	json_open(w, '{');
	put_str(w, "type", "null");
	json_close(w, '}');
	json_close(w, ']');
}

static void
put_entries(struct jsonw *w, const struct model_field *f, bool answer, const struct schema_names *names)
{
	put_str(w, "type", "array");
	json_key(w, "items");
	json_open(w, '{');
	if (f->type == MODEL_LIST)
		put_ref(w, f->sub, answer, names);
	else if (f->type == MODEL_STRS) {
		put_str(w, "type", "string");
		if (!answer)
			put_counts(w, true, f->vmin, f->vmax, "minLength", "maxLength");
	} else {
		put_str(w, "type", "integer");
		put_str(w, "format", "int64");
		if (!answer)
			put_limits(w, f->vmin, f->vmax, "minimum", "maximum");
	}
	json_close(w, '}');
	if (!answer)
		put_counts(w, (f->flags & MODEL_REQUIRED) != 0, f->min, f->max, "minItems", "maxItems");
}

static void
put_map(struct jsonw *w, const struct model_field *f, bool answer)
{
	put_str(w, "type", "object");
	json_key(w, "additionalProperties");
	json_open(w, '{');
	put_str(w, "type", "integer");
	put_str(w, "format", "int64");
	if (!answer)
		put_limits(w, f->vmin, f->vmax, "minimum", "maximum");
	json_close(w, '}');
	if (!answer)
		put_counts(w, (f->flags & MODEL_REQUIRED) != 0, f->min, f->max, "minProperties", "maxProperties");
}

static void
put_value(struct jsonw *w, const struct model_field *f, bool answer, const struct schema_names *names)
{
	switch (f->type) {
	case MODEL_STR:
		put_text(w, f, answer);
		break;
	case MODEL_INT:
		put_number(w, f, answer);
		break;
	case MODEL_BOOL:
		put_type(w, f, "boolean");
		if (!answer && (f->flags & MODEL_REQUIRED) == 0) {
			put_bool(w, "default", f->def != 0);
		}
		break;
	case MODEL_ENUM:
		put_choices(w, f, answer);
		break;
	case MODEL_UUID:
		put_type(w, f, "string");
		put_str(w, "format", "uuid");
		break;
	case MODEL_TIME:
		put_type(w, f, "string");
		put_str(w, "format", "date-time");
		break;
	case MODEL_QTY:
		put_quantity(w, f, answer);
		break;
	case MODEL_OBJECT:
		put_object(w, f, answer, names);
		break;
	case MODEL_LIST: case MODEL_STRS: case MODEL_INTS:
		put_entries(w, f, answer, names);
		break;
	case MODEL_MAP:
		put_map(w, f, answer);
		break;
	case MODEL_JSON: case MODEL__MAX:
		break;		/* anything */
	}
}

void
schema_field(struct jsonw *w, const struct model_field *f, bool answer, const struct schema_names *names)
{
	bool ignored = (f->flags & MODEL_IGNORED) != 0;

	json_open(w, '{');
	if (!ignored)		/* else it may be anything */
		put_value(w, f, answer, names);
	if (f->doc != NULL)
		put_str(w, "description", f->doc);
	if (ignored) {
		put_bool(w, "deprecated", true);
	}
	json_close(w, '}');
}

void
schema_properties(struct jsonw *w, const struct model *m, bool answer, const struct schema_names *names)
{
	for (size_t i = 0; i < m->nfields; i++) {
		if (!schema_has(&m->fields[i], answer))
			continue;
		json_key(w, m->fields[i].name);
		schema_field(w, &m->fields[i], answer, names);
	}
}

void
schema_required(struct jsonw *w, const struct model *m, bool answer)
{
	for (size_t i = 0; i < m->nfields; i++)
		if (schema_has(&m->fields[i], answer) && schema_is_required(&m->fields[i], answer))
			json_str(w, m->fields[i].name);
}

void
schema_object(struct jsonw *w, const struct model *m, bool answer, const struct schema_names *names)
{
	json_open(w, '{');
	put_str(w, "type", "object");
	if (m->doc != NULL)
		put_str(w, "description", m->doc);
	json_key(w, "properties");
	json_open(w, '{');
	schema_properties(w, m, answer, names);
	json_close(w, '}');
	json_key(w, "required");
	json_open(w, '[');
	schema_required(w, m, answer);
	json_close(w, ']');
	put_bool(w, "additionalProperties", false);
	json_close(w, '}');
}

void
model_schema(struct buf *out, const struct model *m, bool answer)
{
	struct jsonw w = { .out = out };

	schema_object(&w, m, answer, NULL);
}
