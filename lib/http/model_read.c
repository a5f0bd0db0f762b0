/*
 * model_read: a tree into a typed struct, with all its faults at once.
 *
 * serve calls it with the tree of a body or query; what a handler then sees
 * needs no further look.  Each type has one function in a table (those that hold others here, the
 * rest in model_take); what is general (absent fields, checks, rules) stands once around them.
 */
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "http/jsonr.h"
#include "http/model.h"
#include "http/model_row.h"
#include "http/model_take.h"
#include "http/pointer.h"

static void read_members(struct reader *, const struct model *, struct json_object *, const struct pointer *, void *);

static enum taken
take_object(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	size_t before = rd->bad;
	bool blank = model_blank(rd, v);	/* asked first: reading forgets what is secret */

	if (!json_object_is_type(v, json_type_object))
		return model_fault(rd, at, "wrong_type");
	void *sub = arena_alloc(rd->arena, f->sub->size);
	if (sub == NULL)
		return model_no_memory(rd);
	read_members(rd, f->sub, v, at, sub);
	if (rd->bad != before)
		return BAD;
	if (blank)
		return ABSENT;
	*(const void **)out = sub;
	return TAKEN;
}

/* One entry of a list into its place: the limits of entries are the row's vmin and vmax. */
static enum taken
entry_object(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	size_t before = rd->bad;

	if (!json_object_is_type(v, json_type_object))
		return model_fault(rd, at, "wrong_type");
	read_members(rd, f->sub, v, at, out);
	return rd->bad == before ? TAKEN : BAD;
}

static enum taken
entry_str(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	return model_take_text(rd, f, v, at, f->vmin, f->vmax, out);
}

static enum taken
entry_int(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	return model_take_number(rd, v, at, f->vmin, f->vmax, out);
}

/* What is to be said of n entries that were taken, of those that came; `before`: faults there were before them. */
static enum taken
judge_number(struct reader *rd, const struct model_field *f, const struct pointer *at, size_t before, size_t have, size_t n)
{
	const char *why;

	if (rd->bad != before)
		return BAD;
	if (n == 0 && (have > 0 || (f->flags & MODEL_REQUIRED) != 0))
		return ABSENT;
	why = model_limit((int64_t)n, f->min, f->max, "too_few", "too_many");
	return why == NULL ? TAKEN : model_fault(rd, at, why);
}

/* A list of entries of that size.  In forms blank entries are passed over, and one value stands for
 * a list of one; pointers count entries as they came. */
static enum taken
take_entries(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at,
    struct list *out, taker *take, size_t size)
{
	bool json = rd->source == MODEL_FROM_JSON;
	bool single = !json && json_object_is_type(v, json_type_string) && f->type != MODEL_LIST;
	size_t before = rd->bad, n = 0;

	if (!single && !json_object_is_type(v, json_type_array))
		return model_fault(rd, at, "wrong_type");
	size_t have = single ? 1 : json_object_array_length(v);
	char *entries = have > 0 ? arena_calloc(rd->arena, have, size) : NULL;
	if (have > 0 && entries == NULL)
		return model_no_memory(rd);
	for (size_t i = 0; i < have; i++) {
		struct json_object *entry = single ? v : json_object_array_get_idx(v, i);
		struct pointer here = { at, NULL, i };
		if (model_blank(rd, entry)) {
			if (json)
				model_fault(rd, &here, "required");
			continue;
		}
		enum taken t = take(rd, f, entry, single ? at : &here, entries + n * size);
		if (t == ABSENT && json)
			model_fault(rd, &here, "required");
		n += t == TAKEN;
	}
	enum taken t = judge_number(rd, f, at, before, have, n);
	if (t != TAKEN)
		return t;
	*out = (struct list){ entries, n };
	return TAKEN;
}

static enum taken
take_list(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	return take_entries(rd, f, v, at, out, entry_object, f->sub->size);
}

static enum taken
take_strs(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	return take_entries(rd, f, v, at, out, entry_str, sizeof(const char *));
}

static enum taken
take_ints(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	return take_entries(rd, f, v, at, out, entry_int, sizeof(int64_t));
}

/* {"code": 2}: keys and whole numbers; in forms blank values are passed over. */
static enum taken
take_map(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	size_t before = rd->bad, n = 0;

	if (!json_object_is_type(v, json_type_object))
		return model_fault(rd, at, "wrong_type");
	size_t have = (size_t)json_object_object_length(v);
	struct pair *pairs = ARENA_ARRAY(rd->arena, struct pair, have + 1);
	if (pairs == NULL)
		return model_no_memory(rd);
	json_object_object_foreach(v, key, value) {
		struct pointer here = { at, key, 0 };
		if (model_blank(rd, value)) {
			if (rd->source == MODEL_FROM_JSON)
				model_fault(rd, &here, "required");
			continue;
		}
		const char *name = model_take_key(rd, key, &here);
		if (name != NULL && model_take_number(rd, value, &here, f->vmin, f->vmax, &pairs[n].value) == TAKEN)
			pairs[n++].key = name;
	}
	enum taken t = judge_number(rd, f, at, before, have, n);
	if (t != TAKEN)
		return t;
	*(struct list *)out = (struct list){ pairs, n };
	return TAKEN;
}

/* The types that hold others; those that do not are model_takers', and MODEL_JSON is for answers only:
 * in a request nobody knows it. */
static taker *const holders[MODEL__MAX] = {
	[MODEL_OBJECT] = take_object,
	[MODEL_LIST] = take_list,
	[MODEL_STRS] = take_strs,
	[MODEL_INTS] = take_ints,
	[MODEL_MAP] = take_map,
};

static taker *
taker_of(const struct model_field *f)
{
	return holders[f->type] != NULL ? holders[f->type] : model_takers[f->type];
}

static void
set_default(const struct model_field *f, void *out)
{
	if (f->type == MODEL_INT)
		*(int64_t *)out = f->def;
	else if (f->type == MODEL_BOOL)
		*(bool *)out = f->def != 0;
	else if (f->type == MODEL_ENUM)
		*(int *)out = (int)f->def;
}

/* A form whose required object is blank is read on, so that its own required fields are named. */
static bool
is_absent(const struct reader *rd, const struct model_field *f, struct json_object *v)
{
	if (!model_blank(rd, v))
		return false;
	return v == NULL || f->type != MODEL_OBJECT || (f->flags & MODEL_REQUIRED) == 0 ||
	    !json_object_is_type(v, json_type_object);
}

static enum taken
read_field(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	struct pointer here = { at, f->name, 0 };
	const char *why;

	enum taken t = is_absent(rd, f, v) ? ABSENT : taker_of(f)(rd, f, v, &here, out);
	if (t == ABSENT && (f->flags & MODEL_REQUIRED) != 0)
		model_fault(rd, &here, "required");
	else if (t == TAKEN && f->check != NULL && (why = f->check(out)) != NULL)
		model_fault(rd, &here, why);
	if ((f->flags & MODEL_SECRET) != 0)
		jsonr_forget(v);
	return t;
}

/* Rows that the rest of the struct makes required; `absent` has the bits of rows without a value. */
static void
ask_needed(struct reader *rd, const struct model *m, uint64_t absent, const struct pointer *at, const void *in)
{
	for (size_t i = 0; i < m->nfields && i < 64; i++) {
		struct pointer here = { at, m->fields[i].name, 0 };
		if ((absent >> i & 1) != 0 && m->fields[i].needed != NULL && m->fields[i].needed(in))
			model_fault(rd, &here, "required");
	}
}

static bool
knows(const struct model *m, const char *name)
{
	for (size_t i = 0; i < m->nfields; i++)
		if (strcmp(m->fields[i].name, name) == 0)
			return m->fields[i].type != MODEL_JSON;
	return false;
}

/* A rule names places within its own struct; they stand somewhere in the whole. */
static void
apply_rule(struct reader *rd, const struct model *m, const struct pointer *at, const void *in)
{
	size_t before = rd->faults.n;

	m->rule(in, &rd->faults);
	rd->bad += rd->faults.n - before;
	if (at == NULL || rd->faults.n == before)
		return;
	const char *lead = pointer_text(rd->arena, at);
	for (size_t i = before; i < rd->faults.n; i++) {
		const char *whole = arena_printf(rd->arena, "%s%s", lead != NULL ? lead : "", rd->faults.v[i].pointer);
		if (whole != NULL)
			rd->faults.v[i].pointer = whole;
	}
}

static void
read_members(struct reader *rd, const struct model *m, struct json_object *tree, const struct pointer *at, void *out)
{
	size_t before = rd->bad;
	uint64_t absent = 0;
	int known = 0;

	for (size_t i = 0; i < m->nfields; i++) {
		const struct model_field *f = &m->fields[i];
		struct json_object *v = NULL;
		if (taker_of(f) == NULL)
			continue;
		if (tree != NULL && json_object_object_get_ex(tree, f->name, &v))
			known++;
		set_default(f, (char *)out + f->offset);
		if ((f->flags & MODEL_IGNORED) == 0 && read_field(rd, f, v, at, (char *)out + f->offset) == ABSENT && i < 64)
			absent |= UINT64_C(1) << i;
	}
	ask_needed(rd, m, absent, at, out);
	if (rd->source == MODEL_FROM_JSON && tree != NULL && known != json_object_object_length(tree)) {
		json_object_object_foreach(tree, name, value) {
			struct pointer here = { at, name, 0 };
			(void)value;
			if (!knows(m, name))
				model_fault(rd, &here, "unknown_field");
		}
	}
	/* A rule may rely on each field by itself being right. */
	if (m->rule != NULL && rd->bad == before)
		apply_rule(rd, m, at, out);
}

/* "/limit" in a query is told as "?limit". */
static void
as_query(struct arena *arena, struct faults *faults)
{
	for (size_t i = 0; i < faults->n; i++) {
		const char *pointer = faults->v[i].pointer;
		if (*pointer == '/' && (pointer = arena_printf(arena, "?%s", pointer + 1)) != NULL)
			faults->v[i].pointer = pointer;
	}
}

const struct err *
model_read(struct arena *arena, const struct model *m, struct json_object *tree, enum model_source source, const void **out)
{
	struct reader rd = { .arena = arena, .source = source, .faults = { .arena = arena } };
	void *in = arena_alloc(arena, m->size);

	if (in == NULL)
		return err_static(ERR_UNAVAILABLE);
	if (tree != NULL && !json_object_is_type(tree, json_type_object))
		return err_fault(arena, "", "wrong_type");
	read_members(&rd, m, tree, NULL, in);
	if (rd.faults.failed)
		return err_static(ERR_UNAVAILABLE);
	if (source == MODEL_FROM_QUERY)
		as_query(arena, &rd.faults);
	const struct err *e = faults_err(&rd.faults);
	if (e == NULL)
		*out = in;
	return e;
}
