/*
 * model_read: a tree into a typed struct, with all its faults at once.
 *
 * serve calls it with the tree of a body or query; what a handler then sees
 * needs no further look.  Each type has one function in a table; what is general
 * (absent fields, limits on entries, checks, rules) stands once around them.
 */
#include <json-c/json.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/text.h"
#include "http/model.h"
#include "http/model_row.h"
#include "http/pointer.h"
#include "http/rfc3339.h"

/* Longest key of a MAP, and longest word that is no text (a number, a UUID), in bytes. */
#define KEY_MAX 64
#define WORD_MAX 63

struct reader {
	struct arena		*arena;
	enum model_source	 source;
	struct faults		 faults;	/* no more than can be told */
	size_t			 bad;		/* all there were */
};

/* What became of a field; for BAD a fault has been added. */
enum taken { TAKEN, ABSENT, BAD };

typedef enum taken taker(struct reader *, const struct model_field *, struct json_object *, const struct pointer *, void *out);

static void read_members(struct reader *, const struct model *, struct json_object *, const struct pointer *, void *);

static enum taken
fault(struct reader *rd, const struct pointer *at, const char *reason)
{
	rd->bad++;
	if (rd->faults.n < FAULTS_MAX) {
		const char *text = pointer_text(rd->arena, at);
		if (text != NULL)
			fault_add(&rd->faults, text, reason);
		else
			rd->faults.failed = true;
	}
	return BAD;
}

static enum taken
out_of_memory(struct reader *rd)
{
	rd->bad++;
	rd->faults.failed = true;
	return BAD;
}

/* NULL when the value is within, else `low` or `high`. */
static const char *
limit(int64_t v, int64_t min, int64_t max, const char *low, const char *high)
{
	if (row_has_min(min, max) && v < min)
		return low;
	if (row_has_max(min, max) && v > max)
		return high;
	return NULL;
}

static bool
space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The text of a form's value without white space around it, or of a JSON string or number as it is. */
static const char *
text_of(const struct reader *rd, struct json_object *v, size_t *n)
{
	const char *s = json_object_get_string(v);

	*n = json_object_is_type(v, json_type_string) ? (size_t)json_object_get_string_len(v) : strlen(s);
	if (rd->source != MODEL_FROM_JSON) {
		while (*n > 0 && space(*s))
			s++, (*n)--;
		while (*n > 0 && space(s[*n - 1]))
			(*n)--;
	}
	return s;
}

/* The same as a C string; false when it is longer than any word, or holds a NUL. */
static bool
word_of(const struct reader *rd, struct json_object *v, char word[WORD_MAX + 1])
{
	size_t n;
	const char *s = text_of(rd, v, &n);

	if (n > WORD_MAX || memchr(s, '\0', n) != NULL)
		return false;
	memcpy(word, s, n);
	word[n] = '\0';
	return true;
}

/* Nothing was said: absent, null, "", and in forms also white space alone and what holds nothing else. */
static bool
blank(const struct reader *rd, struct json_object *v)
{
	size_t n;

	switch (json_object_get_type(v)) {
	case json_type_null:
		return true;
	case json_type_string:
		text_of(rd, v, &n);
		return n == 0;
	case json_type_array:
		n = json_object_array_length(v);
		for (size_t i = 0; i < n; i++)
			if (rd->source == MODEL_FROM_JSON || !blank(rd, json_object_array_get_idx(v, i)))
				return false;
		return rd->source != MODEL_FROM_JSON;
	case json_type_object:
		if (rd->source == MODEL_FROM_JSON)
			return false;
		json_object_object_foreach(v, key, member) {
			(void)key;
			if (!blank(rd, member))
				return false;
		}
		return true;
	default:
		return false;
	}
}

/* Text made clean, within limits, in the arena. */
static enum taken
take_text(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, int64_t min,
    int64_t max, const char **out)
{
	if (!json_object_is_type(v, json_type_string))
		return fault(rd, at, "wrong_type");
	size_t n = (size_t)json_object_get_string_len(v);
	const char *text = text_clean(rd->arena, json_object_get_string(v), n, (f->flags & MODEL_MULTILINE) != 0);
	if (text == NULL) {
		/* Of the two reasons for that, a full arena is the one that can be tried. */
		if (arena_alloc(rd->arena, n + 1) == NULL)
			return out_of_memory(rd);
		return fault(rd, at, "not_text");
	}
	if (*text == '\0')
		return ABSENT;
	const char *why = limit(text_length(text), min, max, "too_short", "too_long");
	if (why == NULL && (f->flags & MODEL_FREE) != 0 && text_has_card_number(text))
		why = "card_number";
	if (why != NULL)
		return fault(rd, at, why);
	*out = text;
	return TAKEN;
}

static enum taken
take_str(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	return take_text(rd, f, v, at, f->min, f->max, out);
}

/* Decimal digits with an optional minus: NULL, or why not. */
static const char *
parse_int(const char *s, size_t n, int64_t *out)
{
	bool minus = n > 0 && *s == '-';
	int64_t v = 0;

	if (minus)
		s++, n--;
	if (n == 0)
		return "not_a_number";
	const char *why = NULL;
	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return "not_a_number";
		if (why == NULL && (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, s[i] - '0', &v)))
			why = minus ? "too_small" : "too_large";
	}
	if (why == NULL)
		*out = minus ? -v : v;
	return why;
}

static enum taken
take_number(struct reader *rd, struct json_object *v, const struct pointer *at, int64_t min, int64_t max, int64_t *out)
{
	const char *why = NULL;
	int64_t i = 0;

	if (rd->source != MODEL_FROM_JSON && json_object_is_type(v, json_type_string)) {
		size_t n;
		const char *s = text_of(rd, v, &n);
		why = parse_int(s, n, &i);
	} else if (rd->source == MODEL_FROM_JSON && json_object_is_type(v, json_type_int)) {
		/* json-c keeps what is too large as an unsigned or the nearest number: the very ends are past it. */
		i = json_object_get_int64(v);
		if (i == INT64_MIN || (i == INT64_MAX && json_object_get_uint64(v) > INT64_MAX))
			why = i < 0 ? "too_small" : "too_large";
	} else
		return fault(rd, at, "wrong_type");
	if (why == NULL)
		why = limit(i, min, max, "too_small", "too_large");
	if (why != NULL)
		return fault(rd, at, why);
	*out = i;
	return TAKEN;
}

static enum taken
take_int(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	return take_number(rd, v, at, f->min, f->max, out);
}

static enum taken
take_bool(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	static const struct { const char *word; bool value; } words[] = {
		{ "true", true }, { "1", true }, { "on", true }, { "yes", true },
		{ "false", false }, { "0", false }, { "off", false }, { "no", false },
	};
	char word[WORD_MAX + 1];

	(void)f;
	if (rd->source == MODEL_FROM_JSON && json_object_is_type(v, json_type_boolean)) {
		*(bool *)out = json_object_get_boolean(v) != 0;
		return TAKEN;
	}
	if (rd->source == MODEL_FROM_JSON || !json_object_is_type(v, json_type_string) || !word_of(rd, v, word))
		return fault(rd, at, "wrong_type");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasecmp(word, words[i].word) == 0) {
			*(bool *)out = words[i].value;
			return TAKEN;
		}
	return fault(rd, at, "wrong_type");
}

static enum taken
take_enum(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	size_t n;

	if (!json_object_is_type(v, json_type_string))
		return fault(rd, at, "wrong_type");
	const char *s = text_of(rd, v, &n);
	for (int i = 0; f->choices[i] != NULL; i++)
		if (strlen(f->choices[i]) == n && memcmp(f->choices[i], s, n) == 0) {
			*(int *)out = i;
			return TAKEN;
		}
	return fault(rd, at, "not_a_choice");
}

static enum taken
take_uuid(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	char word[WORD_MAX + 1];
	struct uuid id;

	(void)f;
	if (!json_object_is_type(v, json_type_string))
		return fault(rd, at, "wrong_type");
	/* All zeroes would be taken for none. */
	if (!word_of(rd, v, word) || !uuid_parse(word, &id) || uuid_is_zero(&id))
		return fault(rd, at, "not_a_uuid");
	*(struct uuid *)out = id;
	return TAKEN;
}

static enum taken
take_time(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	char word[WORD_MAX + 1];
	int64_t ms;

	(void)f;
	if (!json_object_is_type(v, json_type_string))
		return fault(rd, at, "wrong_type");
	if (!word_of(rd, v, word) || !rfc3339_parse(word, rd->source != MODEL_FROM_JSON, &ms) || ms <= 0)
		return fault(rd, at, "not_a_time");
	*(int64_t *)out = ms;
	return TAKEN;
}

static enum taken
take_qty(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	bool json = rd->source == MODEL_FROM_JSON;
	char word[WORD_MAX + 1];
	qty_t q;

	if (json ? !json_object_is_type(v, json_type_int) && !json_object_is_type(v, json_type_double) :
	    !json_object_is_type(v, json_type_string))
		return fault(rd, at, "wrong_type");
	/* A JSON number is read from its digits as they came: no floating point. */
	if (!word_of(rd, v, word) || !qty_parse(word, &q))
		return fault(rd, at, "not_a_number");
	const char *why = limit(q, f->min, f->max, "too_small", "too_large");
	if (why != NULL)
		return fault(rd, at, why);
	*(qty_t *)out = q;
	return TAKEN;
}

static enum taken
take_object(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	size_t before = rd->bad;

	if (!json_object_is_type(v, json_type_object))
		return fault(rd, at, "wrong_type");
	void *sub = arena_alloc(rd->arena, f->sub->size);
	if (sub == NULL)
		return out_of_memory(rd);
	read_members(rd, f->sub, v, at, sub);
	if (rd->bad != before)
		return BAD;
	if (blank(rd, v))
		return ABSENT;
	*(const void **)out = sub;
	return TAKEN;
}

/* Reads one entry of a list into its place. */
typedef enum taken entry_taker(struct reader *, const struct model_field *, struct json_object *, const struct pointer *, void *);

static enum taken
entry_object(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	size_t before = rd->bad;

	if (!json_object_is_type(v, json_type_object))
		return fault(rd, at, "wrong_type");
	read_members(rd, f->sub, v, at, out);
	return rd->bad == before ? TAKEN : BAD;
}

static enum taken
entry_str(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	return take_text(rd, f, v, at, f->vmin, f->vmax, out);
}

static enum taken
entry_int(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	return take_number(rd, v, at, f->vmin, f->vmax, out);
}

/* A list of entries of that size.  In forms blank entries are passed over, and one value stands for
 * a list of one; pointers count entries as they came. */
static enum taken
take_entries(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at,
    struct list *out, entry_taker *take, size_t size)
{
	bool json = rd->source == MODEL_FROM_JSON;
	bool single = !json && json_object_is_type(v, json_type_string) && f->type != MODEL_LIST;
	size_t before = rd->bad, n = 0;

	if (!single && !json_object_is_type(v, json_type_array))
		return fault(rd, at, "wrong_type");
	size_t have = single ? 1 : json_object_array_length(v);
	char *entries = have > 0 ? arena_calloc(rd->arena, have, size) : NULL;
	if (have > 0 && entries == NULL)
		return out_of_memory(rd);
	for (size_t i = 0; i < have; i++) {
		struct json_object *entry = single ? v : json_object_array_get_idx(v, i);
		struct pointer here = { at, NULL, i };
		if (blank(rd, entry)) {
			if (json)
				fault(rd, &here, "required");
			continue;
		}
		enum taken t = take(rd, f, entry, single ? at : &here, entries + n * size);
		if (t == ABSENT && json)
			fault(rd, &here, "required");
		n += t == TAKEN;
	}
	if (rd->bad != before)
		return BAD;
	if (n == 0 && (have > 0 || (f->flags & MODEL_REQUIRED) != 0))
		return ABSENT;
	const char *why = limit((int64_t)n, f->min, f->max, "too_few", "too_many");
	if (why != NULL)
		return fault(rd, at, why);
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

/* A key of a map: clean as it came, so that two spellings can not be one key. */
static const char *
take_key(struct reader *rd, const char *key, const struct pointer *at)
{
	size_t n = strlen(key);

	if (n == 0 || n > KEY_MAX) {
		fault(rd, at, n == 0 ? "too_short" : "too_long");
		return NULL;
	}
	const char *clean = text_clean(rd->arena, key, n, false);
	if (clean == NULL && arena_alloc(rd->arena, n + 1) == NULL) {
		out_of_memory(rd);
		return NULL;
	}
	if (clean == NULL || strcmp(clean, key) != 0) {
		fault(rd, at, "not_text");
		return NULL;
	}
	return clean;
}

static enum taken
take_map(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	size_t before = rd->bad, n = 0;

	if (!json_object_is_type(v, json_type_object))
		return fault(rd, at, "wrong_type");
	size_t have = (size_t)json_object_object_length(v);
	struct pair *pairs = have > 0 ? ARENA_ARRAY(rd->arena, struct pair, have) : NULL;
	if (have > 0 && pairs == NULL)
		return out_of_memory(rd);
	json_object_object_foreach(v, key, value) {
		struct pointer here = { at, key, 0 };
		if (blank(rd, value)) {
			if (rd->source == MODEL_FROM_JSON)
				fault(rd, &here, "required");
			continue;
		}
		const char *name = take_key(rd, key, &here);
		if (name != NULL && take_number(rd, value, &here, f->vmin, f->vmax, &pairs[n].value) == TAKEN)
			pairs[n++].key = name;
	}
	if (rd->bad != before)
		return BAD;
	if (n == 0 && (have > 0 || (f->flags & MODEL_REQUIRED) != 0))
		return ABSENT;
	const char *why = limit((int64_t)n, f->min, f->max, "too_few", "too_many");
	if (why != NULL)
		return fault(rd, at, why);
	*(struct list *)out = (struct list){ pairs, n };
	return TAKEN;
}

static taker *const takers[MODEL__MAX] = {
	[MODEL_STR] = take_str,
	[MODEL_INT] = take_int,
	[MODEL_BOOL] = take_bool,
	[MODEL_ENUM] = take_enum,
	[MODEL_UUID] = take_uuid,
	[MODEL_TIME] = take_time,
	[MODEL_QTY] = take_qty,
	[MODEL_OBJECT] = take_object,
	[MODEL_LIST] = take_list,
	[MODEL_STRS] = take_strs,
	[MODEL_INTS] = take_ints,
	[MODEL_MAP] = take_map,
	[MODEL_JSON] = NULL,	/* answers only: in a request nobody knows it */
};

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

/* Overwrites the texts of a value whose secret has been taken over into the struct. */
static void
forget(struct json_object *v)
{
	if (json_object_is_type(v, json_type_string)) {
		sodium_memzero((void *)(uintptr_t)json_object_get_string(v), (size_t)json_object_get_string_len(v));
		json_object_set_string_len(v, "", 0);
	} else if (json_object_is_type(v, json_type_object)) {
		json_object_object_foreach(v, key, member) {
			(void)key;
			forget(member);
		}
	} else if (json_object_is_type(v, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(v); i++)
			forget(json_object_array_get_idx(v, i));
	}
}

/* A form whose required object is blank is read on, so that its own required fields are named. */
static bool
is_absent(const struct reader *rd, const struct model_field *f, struct json_object *v)
{
	if (!blank(rd, v))
		return false;
	return v == NULL || f->type != MODEL_OBJECT || (f->flags & MODEL_REQUIRED) == 0 ||
	    !json_object_is_type(v, json_type_object);
}

static enum taken
read_field(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	struct pointer here = { at, f->name, 0 };
	const char *why;

	enum taken t = is_absent(rd, f, v) ? ABSENT : takers[f->type](rd, f, v, &here, out);
	if (t == ABSENT && (f->flags & MODEL_REQUIRED) != 0)
		fault(rd, &here, "required");
	else if (t == TAKEN && f->check != NULL && (why = f->check(out)) != NULL)
		fault(rd, &here, why);
	if ((f->flags & MODEL_SECRET) != 0)
		forget(v);
	return t;
}

/* Rows that the rest of the struct makes required; `absent` has the bits of rows without a value. */
static void
ask_needed(struct reader *rd, const struct model *m, uint64_t absent, const struct pointer *at, const void *in)
{
	for (size_t i = 0; i < m->nfields && i < 64; i++) {
		struct pointer here = { at, m->fields[i].name, 0 };
		if ((absent >> i & 1) != 0 && m->fields[i].needed != NULL && m->fields[i].needed(in))
			fault(rd, &here, "required");
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
		if (takers[f->type] == NULL)
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
				fault(rd, &here, "unknown_field");
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
