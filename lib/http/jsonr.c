/*
 * jsonr: reads a JSON body, strictly, for body_parse().
 *
 * json-c's tokener builds the tree.  Before it a scan without memory looks for all
 * that the tokener would let pass.  Of duplicate keys the tokener keeps the last: the scan
 * counts the colons outside strings, which is how many members the tree must have.
 */
#include <json-c/json.h>
#include <json-c/printbuf.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "http/body.h"
#include "http/jsonr.h"
#include "http/pointer.h"
#include "http/utf8.h"

struct span { const char *p; size_t n; };

struct scan {
	const char	*p, *end;
	size_t		 members;		/* colons */
	size_t		 depth;
	bool		 list[BODY_DEPTH];	/* what is open: a list, or an object */
	size_t		 commas[BODY_DEPTH];
	struct span	 text;			/* between the quotes of the last string */
	struct span	 key[BODY_DEPTH];	/* of the member an object is at */
};

/* Four hexadecimal digits as a number; -1 when they are none. */
static int
hex4(const char *p, const char *end)
{
	int v = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int c = (unsigned char)p[i];
		if (c >= '0' && c <= '9')
			v = v * 16 + c - '0';
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			v = v * 16 + (c | 32) - 'a' + 10;
		else
			return -1;
	}
	return v;
}

/* \uXXXX, and the second half of a pair with it. */
static const char *
scan_unicode(struct scan *s)
{
	int c = hex4(s->p + 2, s->end);

	if (c < 0)
		return "not_json";
	s->p += 6;
	if (c == 0 || (c >= 0xdc00 && c <= 0xdfff))
		return "not_text";
	if (c < 0xd800 || c > 0xdbff)
		return NULL;
	if (s->end - s->p < 6 || s->p[0] != '\\' || s->p[1] != 'u')
		return "not_text";
	c = hex4(s->p + 2, s->end);
	if (c < 0xdc00 || c > 0xdfff)
		return "not_text";
	s->p += 6;
	return NULL;
}

static const char *
scan_string(struct scan *s)
{
	const char *from = s->p + 1, *why;

	for (s->p++; s->p < s->end;) {
		unsigned char c = (unsigned char)*s->p;
		if (c == '"') {
			s->text = (struct span){ from, (size_t)(s->p - from) };
			s->p++;
			return NULL;
		}
		if (c < 0x20)
			return "not_json";
		if (c == '\\') {
			if (s->end - s->p < 2)
				return "not_json";
			if (s->p[1] != 'u')
				s->p += 2;
			else if ((why = scan_unicode(s)) != NULL)
				return why;
		} else if (c < 0x80) {
			s->p++;
		} else {
			size_t n = utf8_char(s->p, (size_t)(s->end - s->p));
			if (n == 0)
				return "not_text";
			s->p += n;
		}
	}
	return "not_json";
}

static bool
scan_digits(struct scan *s)
{
	const char *from = s->p;

	while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
		s->p++;
	return s->p > from;
}

/* -? (0 | [1-9] digits) (. digits)? ([eE] [+-]? digits)? */
static const char *
scan_number(struct scan *s)
{
	if (*s->p == '-')
		s->p++;
	if (s->p < s->end && *s->p == '0')
		s->p++;		/* a digit that follows is met, and refused, as what ends a number */
	else if (!scan_digits(s))
		return "not_json";
	if (s->p < s->end && *s->p == '.') {
		s->p++;
		if (!scan_digits(s))
			return "not_json";
	}
	if (s->p < s->end && (*s->p == 'e' || *s->p == 'E')) {
		s->p++;
		if (s->p < s->end && (*s->p == '+' || *s->p == '-'))
			s->p++;
		if (!scan_digits(s))
			return "not_json";
	}
	if (s->p < s->end && memchr(",]} \t\r\n", *s->p, 7) == NULL)
		return "not_json";
	return NULL;
}

static const char *
scan_open(struct scan *s)
{
	if (s->depth == BODY_DEPTH)
		return "too_deep";
	s->list[s->depth] = *s->p == '[';
	s->key[s->depth] = (struct span){ s->p, 0 };
	s->commas[s->depth++] = 0;
	s->p++;
	return NULL;
}

static const char *
scan_close(struct scan *s)
{
	if (s->depth == 0 || s->list[s->depth - 1] != (*s->p == ']'))
		return "not_json";
	s->depth--;
	s->p++;
	return NULL;
}

static const char *
scan_comma(struct scan *s)
{
	if (s->depth == 0)
		return "not_json";
	if (++s->commas[s->depth - 1] >= BODY_ENTRIES && s->list[s->depth - 1])
		return "too_many";
	s->p++;
	return NULL;
}

static const char *
scan_colon(struct scan *s)
{
	s->p++;
	if (s->depth > 0)
		s->key[s->depth - 1] = s->text;
	return ++s->members > BODY_FIELDS ? "too_many_fields" : NULL;
}

/* The first thing wrong; NULL when the tokener may be trusted with the rest. */
static const char *
scan_all(struct scan *s)
{
	const char *why = NULL;

	while (why == NULL && s->p < s->end) {
		switch (*s->p) {
		case '"':
			why = scan_string(s);
			break;
		case '{': case '[':
			why = scan_open(s);
			break;
		case '}': case ']':
			why = scan_close(s);
			break;
		case ',':
			why = scan_comma(s);
			break;
		case ':':
			why = scan_colon(s);
			break;
		case '-': case '0': case '1': case '2': case '3': case '4':
		case '5': case '6': case '7': case '8': case '9':
			why = scan_number(s);
			break;
		case ' ': case '\t': case '\r': case '\n':
			s->p++;
			break;
		default:
			/* The letters of true, false and null; the tokener sees to their order. */
			if (*s->p == '\0' || strchr("truefalsn", *s->p) == NULL)
				why = "not_json";
			s->p++;
		}
	}
	return why;
}

/* A body is an object; what begins another value is of the wrong type. */
static const char *
first_of(const char *p, const char *end)
{
	while (p < end && memchr(" \t\r\n", *p, 4) != NULL)
		p++;
	if (p < end && *p == '{')
		return NULL;
	return p < end && memchr("[\"-0123456789tfn", *p, 16) != NULL ? "wrong_type" : "not_json";
}

/* Where the list stands that is open innermost.  Keys are told as they were written. */
static const char *
list_pointer(struct arena *arena, const struct scan *s)
{
	struct pointer chain[BODY_DEPTH];
	size_t n = s->depth - 1;	/* what holds it */

	for (size_t i = 0; i < n; i++) {
		chain[i] = (struct pointer){ .up = i > 0 ? &chain[i - 1] : NULL, .index = s->commas[i] };
		if (!s->list[i] && (chain[i].key = arena_memdup(arena, s->key[i].p, s->key[i].n)) == NULL)
			return NULL;
	}
	return pointer_text(arena, n > 0 ? &chain[n - 1] : NULL);
}

static const struct err *
refuse(struct arena *arena, const struct scan *s, const char *why)
{
	const char *at = strcmp(why, "too_many") == 0 ? list_pointer(arena, s) : NULL;

	return err_fault(arena, at != NULL ? at : "", why);
}

static size_t
count_members(struct json_object *o)
{
	size_t n = 0;

	if (json_object_is_type(o, json_type_object)) {
		json_object_object_foreach(o, key, value) {
			(void)key;
			n += 1 + count_members(value);
		}
	} else if (json_object_is_type(o, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(o); i++)
			n += count_members(json_object_array_get_idx(o, i));
	}
	return n;
}

void
jsonr_forget(struct json_object *v)
{
	if (json_object_is_type(v, json_type_string)) {
		explicit_bzero((void *)(uintptr_t)json_object_get_string(v), (size_t)json_object_get_string_len(v));
		json_object_set_string_len(v, "", 0);
	} else if (json_object_is_type(v, json_type_object)) {
		json_object_object_foreach(v, key, member) {
			(void)key;
			jsonr_forget(member);
		}
	} else if (json_object_is_type(v, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(v); i++)
			jsonr_forget(json_object_array_get_idx(v, i));
	}
}

void
jsonr_put(void *tree)
{
	jsonr_forget(tree);
	json_object_put(tree);
}

/* The tokener collects each text in a buffer: with room from the start it never moves, and is wiped where it is. */
static bool
tokener_room(struct json_tokener *tok, size_t n)
{
	if (printbuf_memset(tok->pb, 0, 0, (int)n) < 0)
		return false;
	printbuf_reset(tok->pb);
	return true;
}

static void
tokener_free(struct json_tokener *tok)
{
	explicit_bzero(tok->pb->buf, (size_t)tok->pb->size);
	json_tokener_free(tok);
}

const struct err *
jsonr_parse(struct arena *arena, const char *data, size_t n, struct json_object **tree)
{
	struct scan s = { .p = data, .end = data + n };
	struct json_tokener *tok = NULL;
	struct json_object *o = NULL;
	const char *why = scan_all(&s);

	if (why == NULL && (s.depth != 0 || n > INT_MAX))
		why = "not_json";
	if (why == NULL)
		why = first_of(data, data + n);
	if (why != NULL)
		return refuse(arena, &s, why);

	if ((tok = json_tokener_new_ex(BODY_DEPTH + 1)) == NULL)
		return err_static(ERR_UNAVAILABLE);
	if (!tokener_room(tok, n)) {
		json_tokener_free(tok);
		return err_static(ERR_UNAVAILABLE);
	}
	json_tokener_set_flags(tok, JSON_TOKENER_STRICT);
	o = json_tokener_parse_ex(tok, data, (int)n);
	enum json_tokener_error fault = json_tokener_get_error(tok);
	size_t end = json_tokener_get_parse_end(tok);
	tokener_free(tok);

	if (fault != json_tokener_success || end != n)
		why = "not_json";
	else if (count_members(o) != s.members)
		why = "duplicate_field";
	if (why != NULL) {
		jsonr_put(o);
		return err_fault(arena, "", why);
	}
	if (arena_defer(arena, jsonr_put, o) == -1)
		return err_static(ERR_UNAVAILABLE);
	*tree = o;
	return NULL;
}
