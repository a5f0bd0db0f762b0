/*
 * openapi: the contract, printed from the tables, for `banquetctl openapi` and
 * GET /openapi.json.
 *
 * Everything comes from route rows, model rows, errors.def and faults.def; what can not
 * be told from a row does not stand in the document.  A row that names an
 * error nobody knows fails the buffer, and with it the test of the program's table.
 */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "http/model.h"
#include "http/openapi.h"
#include "http/openapi_names.h"
#include "http/openapi_operation.h"
#include "http/openapi_problem.h"
#include "http/route.h"
#include "http/schema_put.h"

/* Memory of the models' names while one document is written. */
#define NAMES_CAP (1u << 20)

static const char description[] =
    "Orders and checkout of a dinner shop.\n\n"
    "Every body may be JSON, urlencoded or multipart with the same fields (`delivery[address]=…` or `delivery.address=…` is "
    "`{\"delivery\":{\"address\":…}}`); unknown fields are refused in JSON and passed over in forms; an empty string in an "
    "optional field counts as absent. A form post that prefers `text/html` is answered with 303 to a page, or a page that lists "
    "what to correct. All errors are `application/problem+json` (RFC 9457).";

static bool
documented(const struct route *r)
{
	return (r->flags & (ROUTE_PAGE | ROUTE_HIDDEN)) == 0;
}

/* Whether an earlier documented row has this path: then its methods stand there. */
static bool
path_seen(const struct openapi_part *parts, size_t part, size_t row)
{
	const char *path = parts[part].routes[row].path;

	for (size_t i = 0; i <= part; i++)
		for (size_t j = 0; j < (i < part ? parts[i].n : row); j++)
			if (documented(&parts[i].routes[j]) && strcmp(parts[i].routes[j].path, path) == 0)
				return true;
	return false;
}

static void
put_path(struct jsonw *w, const struct openapi_part *parts, size_t nparts, const char *path, const struct openapi_names *names)
{
	put_open(w, path, '{');
	for (size_t i = 0; i < nparts; i++)
		for (size_t j = 0; j < parts[i].n; j++)
			if (documented(&parts[i].routes[j]) && strcmp(parts[i].routes[j].path, path) == 0)
				openapi_operation(w, parts[i].tag, &parts[i].routes[j], names);
	json_close(w, '}');
}

static void
put_info(struct jsonw *w, const struct openapi_part *parts, size_t nparts, const char *version)
{
	put_str(w, "openapi", "3.1.0");
	put_open(w, "info", '{');
	put_str(w, "title", "Banquet");
	put_str(w, "version", version);
	put_str(w, "description", description);
	json_close(w, '}');
	put_open(w, "servers", '[');
	json_open(w, '{');
	put_str(w, "url", "/");
	json_close(w, '}');
	json_close(w, ']');
	put_open(w, "tags", '[');
	for (size_t i = 0; i < nparts; i++) {
		json_open(w, '{');
		put_str(w, "name", parts[i].tag);
		json_close(w, '}');
	}
	json_close(w, ']');
}

static void
put_components(struct jsonw *w, const struct openapi_names *names)
{
	put_open(w, "components", '{');
	put_open(w, "schemas", '{');
	openapi_names_write(w, names);
	openapi_problem_schema(w);
	json_close(w, '}');
	put_open(w, "parameters", '{');
	put_open(w, "IdempotencyKey", '{');
	put_str(w, "name", "Idempotency-Key");
	put_str(w, "in", "header");
	put_str(w, "description", "Makes repeating the request safe: the same key and request get the answer of the first.");
	put_open(w, "schema", '{');
	put_str(w, "type", "string");
	put_int(w, "minLength", 1);
	put_int(w, "maxLength", 257);	/* 255 characters, or as many between quotes */
	json_close(w, '}');
	json_close(w, '}');
	json_close(w, '}');
	put_open(w, "securitySchemes", '{');
	put_open(w, "cookie", '{');
	put_str(w, "type", "apiKey");
	put_str(w, "in", "cookie");
	put_str(w, "name", "__Host-banquet");
	put_str(w, "description", "Session cookie; \"banquet\" on plain http. Unsafe requests must come from the same origin.");
	json_close(w, '}');
	put_open(w, "bearer", '{');
	put_str(w, "type", "http");
	put_str(w, "scheme", "bearer");
	json_close(w, '}');
	json_close(w, '}');
	json_close(w, '}');
}

static void
collect_names(struct openapi_names *names, const struct openapi_part *parts, size_t nparts)
{
	for (size_t i = 0; i < nparts; i++)
		for (size_t j = 0; j < parts[i].n; j++) {
			const struct route *r = &parts[i].routes[j];
			if (!documented(r))
				continue;
			if (r->body != NULL)
				openapi_names_add(names, r->body, false, true);
			if (r->query != NULL)
				openapi_names_add(names, r->query, false, false);
			if (r->answer != NULL)
				openapi_names_add(names, r->answer, true, (r->flags & ROUTE_ENVELOPE) != 0);
		}
	openapi_names_settle(names);
}

void
openapi_write(struct buf *out, const struct openapi_part *parts, size_t nparts, const char *version)
{
	struct jsonw w = { .out = out };
	struct arena *arena = arena_new(NAMES_CAP);
	struct openapi_names names;

	if (arena == NULL) {
		out->failed = true;
		return;
	}
	openapi_names_init(&names, arena);
	collect_names(&names, parts, nparts);
	json_open(&w, '{');
	put_info(&w, parts, nparts, version);
	put_open(&w, "paths", '{');
	for (size_t i = 0; i < nparts; i++)
		for (size_t j = 0; j < parts[i].n; j++)
			if (documented(&parts[i].routes[j]) && !path_seen(parts, i, j))
				put_path(&w, parts, nparts, parts[i].routes[j].path, &names);
	json_close(&w, '}');
	put_components(&w, &names);
	json_close(&w, '}');
	if (names.failed)
		out->failed = true;
	arena_free(arena);
}
