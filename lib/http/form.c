/*
 * form: names and values of forms into one tree, for body_parse(),
 * body_parse_query() and multipart_parse().
 *
 * While fields come in, lists keep their gaps (entries that are NULL), so
 * that items[5] may come before items[2]; form_end() closes them.
 */
#include <json-c/json.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "http/body.h"
#include "http/form.h"
#include "http/jsonr.h"
#include "http/pointer.h"
#include "http/utf8.h"

/* Longer names are no names of ours. */
#define NAME_MAX_BYTES 255

#define APPEND ((size_t)-1)

/* One step of a name: a member, or an entry of a list. */
struct step {
	const char	*key;	/* NULL = entry */
	size_t		 index;	/* or APPEND */
};

const struct err *
form_begin(struct form *f, struct arena *arena)
{
	struct json_object *tree = json_object_new_object();

	if (tree == NULL || arena_defer(arena, jsonr_put, tree) == -1)
		return err_static(ERR_UNAVAILABLE);
	*f = (struct form){ .arena = arena, .tree = tree };
	return NULL;
}

/* What stands between brackets: nothing appends, digits are an index, else a member. */
static struct step
bracket_step(const char *word)
{
	size_t n = strlen(word);

	if (n == 0)
		return (struct step){ NULL, APPEND };
	if (strspn(word, "0123456789") != n)
		return (struct step){ word, 0 };
	size_t v = 0;
	for (size_t i = 0; i < n; i++)
		v = v > BODY_ENTRIES ? v : v * 10 + (size_t)(word[i] - '0');
	return (struct step){ NULL, v };
}

/* Splits the name in place.  The number of steps; 0 when it is not made like
 * a nested name; BODY_DEPTH + 1 when it is, but too deep. */
static size_t
split(char *name, struct step step[BODY_DEPTH])
{
	size_t n = 1, len = strcspn(name, "[].");
	char *p = name + len, next = *p;

	if (len == 0)
		return 0;
	step[0] = (struct step){ name, 0 };
	while (next != '\0') {
		struct step s;
		*p++ = '\0';	/* the separator ends the word before it */
		if (next == '[') {
			len = strcspn(p, "[]");
			if (p[len] != ']')
				return 0;
			p[len] = '\0';
			s = bracket_step(p);
			p += len + 1;
		} else if (next == '.') {
			len = strcspn(p, "[].");
			if (len == 0)
				return 0;
			s = (struct step){ p, 0 };
			p += len;
		} else
			return 0;
		next = *p;
		if (next != '\0' && next != '[' && next != '.')
			return 0;
		if (n < BODY_DEPTH)
			step[n] = s;
		if (n <= BODY_DEPTH)
			n++;
	}
	return n;
}

static const struct err *
refuse(struct form *f, const struct step *step, size_t n, const char *reason)
{
	struct pointer chain[BODY_DEPTH];

	for (size_t i = 0; i < n; i++) {
		chain[i].up = i > 0 ? &chain[i - 1] : NULL;
		chain[i].key = step[i].key;
		chain[i].index = step[i].index == APPEND ? 0 : step[i].index;
	}
	const char *text = pointer_text(f->arena, n > 0 ? &chain[n - 1] : NULL);
	return err_fault(f->arena, text != NULL ? text : "", reason);
}

static struct json_object *
child_of(struct json_object *node, const struct step *s)
{
	struct json_object *child = NULL;

	if (s->key != NULL)
		json_object_object_get_ex(node, s->key, &child);
	else if (s->index != APPEND)
		child = json_object_array_get_idx(node, s->index);
	return child;
}

/* Takes the child over.  NULL when there is no memory. */
static struct json_object *
adopt(struct json_object *node, const struct step *s, struct json_object *child)
{
	int rc = -1;

	if (child == NULL)
		return NULL;
	if (s->key != NULL)
		rc = json_object_object_add(node, s->key, child);
	else if (s->index == APPEND)
		rc = json_object_array_add(node, child);
	else
		rc = json_object_array_put_idx(node, s->index, child);
	if (rc != 0) {
		json_object_put(child);
		return NULL;
	}
	return child;
}

static bool
list_full(struct json_object *node, const struct step *s)
{
	if (s->key != NULL)
		return false;
	return (s->index == APPEND ? json_object_array_length(node) : s->index) >= BODY_ENTRIES;
}

static const struct err *
put_value(struct form *f, const struct step *step, size_t n, const char *value, size_t len)
{
	struct json_object *node = f->tree;

	for (size_t i = 0; i < n; i++) {
		struct json_object *child = child_of(node, &step[i]);
		bool last = i + 1 == n;
		if (list_full(node, &step[i]))
			return refuse(f, step, i, "too_many");
		if (child == NULL) {
			struct json_object *new = last ? json_object_new_string_len(value, (int)len) :
			    step[i + 1].key != NULL ? json_object_new_object() : json_object_new_array_ext(4);
			if ((child = adopt(node, &step[i], new)) == NULL)
				return err_static(ERR_UNAVAILABLE);
		} else if (last || !json_object_is_type(child, step[i + 1].key != NULL ? json_type_object : json_type_array))
			return refuse(f, step, i + 1, "duplicate_field");
		node = child;
	}
	return NULL;
}

const struct err *
form_put(struct form *f, const char *name, const char *value, size_t len)
{
	char copy[NAME_MAX_BYTES + 1];
	struct step step[BODY_DEPTH];
	size_t n = strlen(name);

	if (++f->fields > BODY_FIELDS)
		return err_fault(f->arena, "", "too_many_fields");
	if (n == 0 || n > NAME_MAX_BYTES)
		return NULL;
	if (!utf8_valid(name, n) || len > INT_MAX)
		return err_fault(f->arena, "", "not_text");
	memcpy(copy, name, n + 1);
	n = split(copy, step);
	if (n == 0) {
		step[0] = (struct step){ name, 0 };
		n = 1;
	}
	if (n > BODY_DEPTH)
		return refuse(f, step, BODY_DEPTH, "too_deep");
	if (!utf8_valid(value, len))
		return refuse(f, step, n, "not_text");
	return put_value(f, step, n, value, len);
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Undoes %XX and +; a % that begins no such thing stays.  The end of what it wrote. */
static char *
decode(char *to, const char *p, const char *end)
{
	while (p < end) {
		if (*p == '%' && end - p > 2 && hex(p[1]) >= 0 && hex(p[2]) >= 0) {
			*to++ = (char)(hex(p[1]) * 16 + hex(p[2]));
			p += 3;
		} else {
			*to++ = *p == '+' ? ' ' : *p;
			p++;
		}
	}
	*to = '\0';
	return to;
}

const struct err *
form_parse(struct form *f, const char *data, size_t n)
{
	const char *end = data + n;
	char *scratch = arena_alloc(f->arena, n + 2);

	if (scratch == NULL)
		return err_static(ERR_UNAVAILABLE);
	for (const char *p = data; p < end; p++) {
		const char *amp = memchr(p, '&', (size_t)(end - p));
		if (amp == NULL)
			amp = end;
		const char *eq = memchr(p, '=', (size_t)(amp - p));
		if (eq == NULL)
			eq = amp;
		char *name_end = decode(scratch, p, eq);
		char *value = name_end + 1;
		char *value_end = decode(value, eq < amp ? eq + 1 : amp, amp);
		if (strlen(scratch) != (size_t)(name_end - scratch))
			return err_fault(f->arena, "", "not_text");
		if (amp > p) {
			const struct err *e = form_put(f, scratch, value, (size_t)(value_end - value));
			if (e != NULL)
				return e;
		}
		p = amp;
	}
	return NULL;
}

static void
close_gaps(struct json_object *node)
{
	if (json_object_is_type(node, json_type_object)) {
		json_object_object_foreach(node, key, value) {
			(void)key;
			close_gaps(value);
		}
		return;
	}
	if (!json_object_is_type(node, json_type_array))
		return;
	size_t n = json_object_array_length(node), kept = 0;
	for (size_t i = 0; i < n; i++) {
		struct json_object *entry = json_object_array_get_idx(node, i);
		if (entry == NULL)
			continue;
		close_gaps(entry);
		if (kept != i)
			json_object_array_put_idx(node, kept, json_object_get(entry));
		kept++;
	}
	if (kept < n)
		json_object_array_del_idx(node, kept, n - kept);
}

void
form_end(struct form *f)
{
	close_gaps(f->tree);
}
