/*
 * openapi_names: which models the document describes, and how they are called;
 * for openapi.
 */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/jsonw.h"
#include "http/model.h"
#include "http/openapi_names.h"

static const struct openapi_name *
find(const struct openapi_names *o, const struct model *m, bool answer)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->v[i].model == m && o->v[i].answer == answer)
			return &o->v[i];
	return NULL;
}

const char *
openapi_name(const struct openapi_names *o, const struct model *m, bool answer)
{
	const struct openapi_name *e = find(o, m, answer);

	return e != NULL ? e->name : m->name;
}

static const char *
name_of(const struct schema_names *names, const struct model *m, bool answer)
{
	return openapi_name((const struct openapi_names *)names, m, answer);
}

void
openapi_names_init(struct openapi_names *o, struct arena *arena)
{
	*o = (struct openapi_names){ .names.of = name_of, .arena = arena };
}

static bool
grow(struct openapi_names *o)
{
	if (o->n < o->room)
		return true;
	size_t room = o->room == 0 ? 32 : o->room * 2;
	struct openapi_name *v = ARENA_ARRAY(o->arena, struct openapi_name, room);
	if (v == NULL)
		return false;
	if (o->n > 0)
		memcpy(v, o->v, o->n * sizeof(*v));
	o->v = v;
	o->room = room;
	return true;
}

void
openapi_names_add(struct openapi_names *o, const struct model *m, bool answer, bool whole)
{
	if (whole) {
		if (find(o, m, answer) != NULL)
			return;
		if (!grow(o)) {
			o->failed = true;
			return;
		}
		o->v[o->n++] = (struct openapi_name){ m, answer, m->name };
	}
	for (size_t i = 0; i < m->nfields; i++)
		if (m->fields[i].sub != NULL && schema_has(&m->fields[i], answer))
			openapi_names_add(o, m->fields[i].sub, answer, true);
}

/* Whether the model reads otherwise than it is written, itself or in what it refers to. */
static bool
differs(const struct model *m, int depth)
{
	struct buf in = { 0 }, out = { 0 };

	model_schema(&in, m, false);
	model_schema(&out, m, true);
	bool different = strcmp(buf_str(&in), buf_str(&out)) != 0;
	buf_free(&in);
	buf_free(&out);
	for (size_t i = 0; !different && depth > 0 && i < m->nfields; i++)
		if (m->fields[i].sub != NULL)
			different = differs(m->fields[i].sub, depth - 1);
	return different;
}

void
openapi_names_settle(struct openapi_names *o)
{
	for (size_t i = 0; i < o->n; i++) {
		struct openapi_name *e = &o->v[i];
		if (e->answer || find(o, e->model, true) == NULL || !differs(e->model, 8))
			continue;
		if ((e->name = arena_printf(o->arena, "%sInput", e->model->name)) == NULL) {
			e->name = e->model->name;
			o->failed = true;
		}
	}
	for (size_t i = 0; i < o->n; i++)
		for (size_t j = 0; j < i; j++)
			if (o->v[i].model != o->v[j].model && strcmp(o->v[i].name, o->v[j].name) == 0)
				o->failed = true;
}

void
openapi_names_write(struct jsonw *w, const struct openapi_names *o)
{
	for (size_t i = 0; i < o->n; i++) {
		const struct openapi_name *e = &o->v[i], *other = find(o, e->model, !e->answer);
		/* One schema for both directions is written where the answer stands. */
		if (!e->answer && other != NULL && strcmp(e->name, other->name) == 0)
			continue;
		json_key(w, e->name);
		schema_object(w, e->model, e->answer, &o->names);
	}
}
