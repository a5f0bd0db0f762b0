/*
 * template: the set of templates, and rendering one (see template.h).
 *
 * Loading: all files of a directory into one arena, then a check that every name they use is there.
 * Rendering: a walk over the nodes with a chain of scopes, innermost first.
 * What a helper makes of a value is in template_helper.c.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "page/messages.h"
#include "page/template.h"
#include "page/template_helper.h"
#include "page/template_parse.h"

#define SET_MAX (16u << 20)		/* bytes all templates may take */
#define TEMPLATES_MAX 128
#define STEPS_MAX 1000000		/* nodes one page may visit */

struct templates {
	struct arena	*arena;
	struct template	 v[TEMPLATES_MAX];
	size_t		 n;
	struct messages	 messages;
};

/* --- the set --- */

struct templates *
templates_new(void)
{
	struct templates *set = calloc(1, sizeof(*set));

	if (set == NULL)
		return NULL;
	set->arena = arena_new(SET_MAX);
	if (set->arena == NULL) {
		free(set);
		return NULL;
	}
	return set;
}

void
templates_free(struct templates *set)
{
	if (set == NULL)
		return;
	arena_free(set->arena);
	free(set);
}

static const struct template *
find_template(const struct templates *set, const char *name)
{
	for (size_t i = 0; i < set->n; i++) {
		if (strcmp(set->v[i].name, name) == 0)
			return &set->v[i];
	}
	return NULL;
}

int
templates_add(struct templates *set, const char *name, const char *text, size_t n, char *why, size_t whylen)
{
	if (set->n == TEMPLATES_MAX || find_template(set, name) != NULL) {
		snprintf(why, whylen, "%s.html: %s", name, set->n == TEMPLATES_MAX ? "too many templates" : "is there twice");
		return -1;
	}
	if (template_parse(set->arena, name, text, n, &set->v[set->n], why, whylen) != 0)
		return -1;
	set->n++;
	return 0;
}

int
templates_add_messages(struct templates *set, const char *file, const char *text, size_t n, char *why, size_t whylen)
{
	return messages_parse(set->arena, file, text, n, &set->messages, why, whylen);
}

int
templates_check(const struct templates *set, char *why, size_t whylen)
{
	for (size_t t = 0; t < set->n; t++) {
		for (size_t i = 0; i < set->v[t].n; i++) {
			const struct node *node = &set->v[t].nodes[i];
			const char *missing = NULL, *what = "no such template:";

			if (node->kind == NODE_PARTIAL && find_template(set, node->text) == NULL)
				missing = node->text;
			if (node->kind == NODE_HELPER && node->helper == HELPER_T
			    && messages_find(&set->messages, node->arg[0].literal, LANG_KO) == NULL) {
				missing = node->arg[0].literal;
				what = "no such message:";
			}
			if (missing != NULL) {
				snprintf(why, whylen, "%s.html:%d: %s %s", set->v[t].name, node->line, what, missing);
				return -1;
			}
		}
	}
	return 0;
}

/* The bytes of a file into the buffer. */
static int
read_file(const char *dir, const char *name, struct buf *out, char *why, size_t whylen)
{
	char path[4096], block[8192];
	size_t n;
	FILE *f;

	out->cap = 1u << 20;
	buf_reset(out);
	if ((size_t)snprintf(path, sizeof(path), "%s/%s", dir, name) >= sizeof(path) || (f = fopen(path, "re")) == NULL) {
		snprintf(why, whylen, "%s/%s: %s", dir, name, strerror(errno));
		return -1;
	}
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(out, block, n);
	if (ferror(f) || out->failed) {
		snprintf(why, whylen, "%s: %s", path, out->failed ? "too large" : "can not be read");
		fclose(f);
		return -1;
	}
	fclose(f);
	return 0;
}

/* The name before ".html" into name; false for other files. */
static bool
template_name(const char *file, char *name, size_t room)
{
	size_t len = strlen(file);

	if (len <= 5 || len - 5 >= room || strcmp(file + len - 5, ".html") != 0 || file[0] == '.')
		return false;
	memcpy(name, file, len - 5);
	name[len - 5] = '\0';
	return true;
}

struct templates *
templates_load(const char *dir, char *why, size_t whylen)
{
	struct templates *set = templates_new();
	struct buf file = { 0 };
	struct dirent *entry;
	char name[128], pages[4000];
	DIR *d = NULL;
	int failed = -1;

	if (set != NULL && (size_t)snprintf(pages, sizeof(pages), "%s/templates", dir) < sizeof(pages))
		d = opendir(pages);
	if (d == NULL) {
		snprintf(why, whylen, "%s/templates: %s", dir, strerror(errno));
		goto done;
	}
	if (read_file(dir, "messages.ini", &file, why, whylen) != 0
	    || templates_add_messages(set, "messages.ini", buf_str(&file), file.len, why, whylen) != 0)
		goto done;
	while ((entry = readdir(d)) != NULL) {
		if (!template_name(entry->d_name, name, sizeof(name)))
			continue;
		if (read_file(pages, entry->d_name, &file, why, whylen) != 0
		    || templates_add(set, name, buf_str(&file), file.len, why, whylen) != 0)
			goto done;
	}
	failed = templates_check(set, why, whylen);
done:
	if (d != NULL)
		closedir(d);
	buf_free(&file);
	if (failed) {
		templates_free(set);
		return NULL;
	}
	return set;
}

const char *
template_message(const struct templates *set, const char *key, enum lang lang)
{
	const char *text = messages_find(&set->messages, key, lang);
	return text != NULL ? text : key;
}

/* --- rendering --- */

/* Where names are looked up: a section's value, inside the scope around it. */
struct scope {
	struct json_object	*value;
	const char		*key;		/* name of the member, in each */
	bool			 listed;
	size_t			 index;
	const struct scope	*around;
};

struct render {
	const struct templates	*set;
	enum lang		 lang;
	struct arena		*arena;
	struct buf		*out;
	size_t			 steps;
	const struct template	*now;
};

static const struct err *render_nodes(struct render *, size_t from, size_t to, const struct scope *, int depth);

static const struct err *
too_much(const struct render *r, const char *what)
{
	return err_new(r->arena, ERR_INTERNAL_SERVER_ERROR, "%s.html: %s", r->now->name, what);
}

/* {{@index}}, {{@number}}, {{@key}} of the nearest section that has one. */
static void
place_value(const char *name, const struct scope *scope, struct template_value *out)
{
	bool key = strcmp(name, "@key") == 0;

	while (scope != NULL && (key ? scope->key == NULL : !scope->listed))
		scope = scope->around;
	if (scope == NULL)
		return;
	if (key) {
		out->text = scope->key;
	} else {
		snprintf(out->room, sizeof(out->room), "%zu", scope->index + (strcmp(name, "@number") == 0));
		out->text = out->room;
	}
}

static struct json_object *
member(struct json_object *o, const char *name)
{
	struct json_object *found = NULL;

	if (json_object_is_type(o, json_type_object))
		json_object_object_get_ex(o, name, &found);
	return found;
}

static struct json_object *
find_value(const struct node_arg *arg, const struct scope *scope)
{
	struct json_object *value;

	if (arg->n == 0)
		return scope->value;
	for (; scope != NULL; scope = scope->around) {
		if (json_object_is_type(scope->value, json_type_object)
		    && json_object_object_get_ex(scope->value, arg->segment[0], &value))
			break;
		if (arg->here)
			return NULL;
	}
	if (scope == NULL)
		return NULL;
	for (size_t i = 1; i < arg->n; i++)
		value = member(value, arg->segment[i]);
	return value;
}

/* The text may lie inside *out itself: it must not be copied or moved. */
static void
evaluate(const struct node_arg *arg, const struct scope *scope, struct template_value *out)
{
	out->json = NULL;
	out->text = arg->literal;
	if (arg->literal != NULL)
		return;
	if (arg->n == 1 && arg->segment[0][0] == '@') {
		place_value(arg->segment[0], scope, out);
		return;
	}
	out->json = find_value(arg, scope);
	out->text = template_value_text(out);
}

static bool
is_something(const struct node_arg *arg, const struct scope *scope)
{
	struct template_value value;

	evaluate(arg, scope, &value);
	switch (json_object_get_type(value.json)) {
	case json_type_null:
		return value.text != NULL && value.text[0] != '\0';
	case json_type_boolean:
		return json_object_get_boolean(value.json);
	case json_type_array:
		return json_object_array_length(value.json) > 0;
	case json_type_object:
		return true;
	case json_type_string:
		return value.text[0] != '\0';
	default:
		return value.text != NULL && strcmp(value.text, "0") != 0;
	}
}

static bool
reads_as(const struct node *node, const struct scope *scope)
{
	struct template_value a, b;

	evaluate(&node->arg[0], scope, &a);
	evaluate(&node->arg[1], scope, &b);
	return strcmp(a.text != NULL ? a.text : "", b.text != NULL ? b.text : "") == 0;
}

/* The inside of a section once for each entry of a list, or once inside an object or for what is something. */
static const struct err *
render_section(struct render *r, size_t at, const struct scope *scope, int depth)
{
	const struct node *node = &r->now->nodes[at];
	struct scope inner = { NULL, NULL, false, 0, scope };
	const struct err *e = NULL;

	if (!is_something(&node->arg[0], scope))
		return NULL;
	inner.value = node->arg[0].n == 1 && node->arg[0].segment[0][0] == '@' ? NULL : find_value(&node->arg[0], scope);
	if (!json_object_is_type(inner.value, json_type_array)) {
		if (!json_object_is_type(inner.value, json_type_object))
			return render_nodes(r, at + 1, node->end, scope, depth + 1);
		return render_nodes(r, at + 1, node->end, &inner, depth + 1);
	}
	inner.listed = true;
	struct json_object *list = inner.value;
	size_t n = json_object_array_length(list);
	for (inner.index = 0; inner.index < n && e == NULL; inner.index++) {
		inner.value = json_object_array_get_idx(list, inner.index);
		e = render_nodes(r, at + 1, node->end, &inner, depth + 1);
	}
	return e;
}

static const struct err *
render_each(struct render *r, size_t at, const struct scope *scope, int depth)
{
	const struct node *node = &r->now->nodes[at];
	struct scope inner = { NULL, NULL, true, 0, scope };
	struct json_object *object = find_value(&node->arg[0], scope);
	struct json_object_iterator it, end;

	if (!json_object_is_type(object, json_type_object))
		return NULL;
	it = json_object_iter_begin(object);
	end = json_object_iter_end(object);
	for (; !json_object_iter_equal(&it, &end); json_object_iter_next(&it), inner.index++) {
		const struct err *e;

		inner.key = json_object_iter_peek_name(&it);
		inner.value = json_object_iter_peek_value(&it);
		e = render_nodes(r, at + 1, node->end, &inner, depth + 1);
		if (e != NULL)
			return e;
	}
	return NULL;
}

static const struct err *
render_partial(struct render *r, const struct node *node, const struct scope *scope, int depth)
{
	const struct template *outer = r->now;
	const struct err *e;

	r->now = find_template(r->set, node->text);
	e = r->now == NULL ? err_static(ERR_INTERNAL_SERVER_ERROR) : render_nodes(r, 0, r->now->n, scope, depth + 1);
	r->now = outer;
	return e;
}

static void
write_value(struct render *r, const struct node *node, const struct scope *scope)
{
	struct template_value a, b;

	evaluate(&node->arg[0], scope, &a);
	b.json = NULL;
	b.text = NULL;
	if (node->nargs > 1)
		evaluate(&node->arg[1], scope, &b);
	if (node->kind == NODE_HELPER)
		template_help(r->out, node->helper, &r->set->messages, r->lang, &a, &b);
	else if (a.text != NULL && node->kind == NODE_RAW)
		buf_puts(r->out, a.text);
	else if (a.text != NULL)
		text_html(r->out, a.text);
}

static const struct err *
render_nodes(struct render *r, size_t from, size_t to, const struct scope *scope, int depth)
{
	if (depth > TEMPLATE_DEPTH)
		return too_much(r, "nested too deep");
	for (size_t i = from; i < to; ) {
		const struct node *node = &r->now->nodes[i];
		const struct err *e = NULL;

		if (r->steps++ >= STEPS_MAX || r->out->failed)
			return too_much(r, "the page is too large");
		switch (node->kind) {
		case NODE_TEXT:
			buf_add(r->out, node->text, node->len);
			break;
		case NODE_VALUE:
		case NODE_RAW:
		case NODE_HELPER:
			write_value(r, node, scope);
			break;
		case NODE_PARTIAL:
			e = render_partial(r, node, scope, depth);
			break;
		case NODE_SECTION:
			e = render_section(r, i, scope, depth);
			break;
		case NODE_INVERTED:
		case NODE_ANY:
			if (is_something(&node->arg[0], scope) == (node->kind == NODE_ANY))
				e = render_nodes(r, i + 1, node->end, scope, depth + 1);
			break;
		case NODE_IS:
		case NODE_IS_NOT:
			if (reads_as(node, scope) == (node->kind == NODE_IS))
				e = render_nodes(r, i + 1, node->end, scope, depth + 1);
			break;
		case NODE_EACH:
			e = render_each(r, i, scope, depth);
			break;
		}
		if (e != NULL)
			return e;
		i = node->end > i ? node->end : i + 1;
	}
	return NULL;
}

const struct err *
template_render(const struct templates *set, const char *name, struct json_object *data, enum lang lang,
    struct arena *arena, struct buf *out)
{
	struct render r = { set, lang, arena, out, 0, find_template(set, name) };
	struct scope top = { data, NULL, false, 0, NULL };

	if (r.now == NULL)
		return err_new(arena, ERR_INTERNAL_SERVER_ERROR, "no template %s", name);
	const struct err *e = render_nodes(&r, 0, r.now->n, &top, 0);
	if (e == NULL && out->failed)
		return err_new(arena, ERR_INTERNAL_SERVER_ERROR, "%s.html: the page is too large", name);
	return e;
}
