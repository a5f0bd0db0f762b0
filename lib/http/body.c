/*
 * body: request bodies of three media types into one tree, for serve.
 *
 * The parsers stand each in a file of its own (jsonr, form, multipart); here is which
 * of them a Content-Type means.
 */
#include <json-c/json.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "http/body.h"
#include "http/form.h"
#include "http/jsonr.h"
#include "http/multipart.h"

static const struct {
	const char	*type;
	enum body_kind	 kind;
} kinds[] = {
	{ "application/json",			BODY_JSON },
	{ "application/x-www-form-urlencoded",	BODY_FORM },
	{ "multipart/form-data",		BODY_MULTIPART },
};

enum body_kind
body_kind(const char *content_type)
{
	if (content_type == NULL)
		return BODY_NONE;
	content_type += strspn(content_type, " \t");
	size_t n = strcspn(content_type, "; \t");
	if (n == 0)
		return BODY_NONE;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (n == strlen(kinds[i].type) && strncasecmp(content_type, kinds[i].type, n) == 0)
			return kinds[i].kind;
	return BODY_OTHER;
}

static const struct err *
parse_form(struct arena *arena, const char *data, size_t n, struct json_object **tree)
{
	struct form f;
	const struct err *e = form_begin(&f, arena);

	if (e == NULL && (e = form_parse(&f, data, n)) == NULL) {
		form_end(&f);
		*tree = f.tree;
	}
	return e;
}

static const struct err *
parse_multipart(struct arena *arena, const char *content_type, const char *data, size_t n, struct body *b)
{
	const char *boundary = multipart_boundary(arena, content_type);
	struct files files = { 0 };
	struct form f;
	const struct err *e;

	if (boundary == NULL)
		return err_fault(arena, "", "bad_multipart");
	if ((e = form_begin(&f, arena)) == NULL && (e = multipart_parse(&f, boundary, data, n, &files)) == NULL) {
		form_end(&f);
		b->tree = f.tree;
		b->files = files.v;
		b->nfiles = files.n;
	}
	return e;
}

const struct err *
body_parse(struct arena *arena, const char *content_type, const char *data, size_t n, struct body *out)
{
	struct body b = { .kind = body_kind(content_type) };
	const struct err *e = NULL;

	if (n > 0) {
		switch (b.kind) {
		case BODY_JSON:
			e = jsonr_parse(arena, data, n, &b.tree);
			break;
		case BODY_FORM:
			e = parse_form(arena, data, n, &b.tree);
			break;
		case BODY_MULTIPART:
			e = parse_multipart(arena, content_type, data, n, &b);
			break;
		case BODY_NONE:
		case BODY_OTHER:
			e = err_new(arena, ERR_UNSUPPORTED_MEDIA_TYPE, NULL);
		}
	}
	if (e == NULL)
		*out = b;
	return e;
}

const struct err *
body_parse_query(struct arena *arena, const char *query, struct json_object **tree)
{
	const struct err *e = parse_form(arena, query, strlen(query), tree);

	if (e == NULL || e->nfaults == 0 || e->faults[0].pointer[0] != '/')
		return e;
	const char *pointer = arena_printf(arena, "?%s", e->faults[0].pointer + 1);
	return pointer != NULL ? err_fault(arena, pointer, e->faults[0].reason) : e;
}
