/*
 * model_take: one value of a tree made into one of a struct, for model_read().
 *
 * In JSON a value has its exact type; in forms and queries every value is a text, and is
 * converted.
 */
#include <json-c/json.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/text.h"
#include "http/model_row.h"
#include "http/model_take.h"
#include "http/rfc3339.h"

enum taken
model_fault(struct reader *rd, const struct pointer *at, const char *reason)
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

enum taken
model_no_memory(struct reader *rd)
{
	rd->bad++;
	rd->faults.failed = true;
	return BAD;
}

const char *
model_limit(int64_t v, int64_t min, int64_t max, const char *low, const char *high)
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

bool
model_blank(const struct reader *rd, struct json_object *v)
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
			if (rd->source == MODEL_FROM_JSON || !model_blank(rd, json_object_array_get_idx(v, i)))
				return false;
		return rd->source != MODEL_FROM_JSON;
	case json_type_object:
		if (rd->source == MODEL_FROM_JSON)
			return false;
		json_object_object_foreach(v, key, member) {
			(void)key;
			if (!model_blank(rd, member))
				return false;
		}
		return true;
	default:
		return false;
	}
}

enum taken
model_take_text(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, int64_t min,
    int64_t max, const char **out)
{
	if (!json_object_is_type(v, json_type_string))
		return model_fault(rd, at, "wrong_type");
	size_t n = (size_t)json_object_get_string_len(v);
	const char *why, *text = text_clean(rd->arena, json_object_get_string(v), n, (f->flags & MODEL_MULTILINE) != 0, &why);
	if (text == NULL)
		return why == NULL ? model_no_memory(rd) : model_fault(rd, at, why);
	if (*text == '\0')
		return ABSENT;
	why = model_limit(text_length(text), min, max, "too_short", "too_long");
	if (why == NULL && (f->flags & MODEL_FREE) != 0 && text_has_card_number(text))
		why = "card_number";
	if (why != NULL)
		return model_fault(rd, at, why);
	*out = text;
	return TAKEN;
}

static enum taken
take_str(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	return model_take_text(rd, f, v, at, f->min, f->max, out);
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

enum taken
model_take_number(struct reader *rd, struct json_object *v, const struct pointer *at, int64_t min, int64_t max, int64_t *out)
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
		return model_fault(rd, at, "wrong_type");
	if (why == NULL)
		why = model_limit(i, min, max, "too_small", "too_large");
	if (why != NULL)
		return model_fault(rd, at, why);
	*out = i;
	return TAKEN;
}

static enum taken
take_int(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	return model_take_number(rd, v, at, f->min, f->max, out);
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
		return model_fault(rd, at, "wrong_type");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasecmp(word, words[i].word) == 0) {
			*(bool *)out = words[i].value;
			return TAKEN;
		}
	return model_fault(rd, at, "wrong_type");
}

static enum taken
take_enum(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	size_t n;

	if (!json_object_is_type(v, json_type_string))
		return model_fault(rd, at, "wrong_type");
	const char *s = text_of(rd, v, &n);
	for (int i = 0; f->choices[i] != NULL; i++)
		if (strlen(f->choices[i]) == n && memcmp(f->choices[i], s, n) == 0) {
			*(int *)out = i;
			return TAKEN;
		}
	return model_fault(rd, at, "not_a_choice");
}

static enum taken
take_uuid(struct reader *rd, const struct model_field *f, struct json_object *v, const struct pointer *at, void *out)
{
	char word[WORD_MAX + 1];
	struct uuid id;

	(void)f;
	if (!json_object_is_type(v, json_type_string))
		return model_fault(rd, at, "wrong_type");
	/* All zeroes would be taken for none. */
	if (!word_of(rd, v, word) || !uuid_parse(word, &id) || uuid_is_zero(&id))
		return model_fault(rd, at, "not_a_uuid");
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
		return model_fault(rd, at, "wrong_type");
	if (!word_of(rd, v, word) || !rfc3339_parse(word, rd->source != MODEL_FROM_JSON, &ms) || ms <= 0)
		return model_fault(rd, at, "not_a_time");
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
		return model_fault(rd, at, "wrong_type");
	/* A JSON number is read from its digits as they came: no floating point. */
	if (!word_of(rd, v, word) || !qty_parse(word, &q))
		return model_fault(rd, at, "not_a_number");
	const char *why = model_limit(q, f->min, f->max, "too_small", "too_large");
	if (why != NULL)
		return model_fault(rd, at, why);
	*(qty_t *)out = q;
	return TAKEN;
}

const char *
model_take_key(struct reader *rd, const char *key, const struct pointer *at)
{
	size_t n = strlen(key);

	if (n == 0 || n > KEY_MAX) {
		model_fault(rd, at, n == 0 ? "too_short" : "too_long");
		return NULL;
	}
	const char *why, *clean = text_clean(rd->arena, key, n, false, &why);
	if (clean == NULL && why == NULL) {
		model_no_memory(rd);
		return NULL;
	}
	if (clean == NULL || strcmp(clean, key) != 0) {
		model_fault(rd, at, clean == NULL ? why : "not_text");
		return NULL;
	}
	return clean;
}

taker *const model_takers[MODEL__MAX] = {
	[MODEL_STR] = take_str,
	[MODEL_INT] = take_int,
	[MODEL_BOOL] = take_bool,
	[MODEL_ENUM] = take_enum,
	[MODEL_UUID] = take_uuid,
	[MODEL_TIME] = take_time,
	[MODEL_QTY] = take_qty,
};
