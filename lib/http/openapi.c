/*
 * openapi: the contract, printed from the tables, for `banquetctl openapi` and
 * GET /openapi.json.
 *
 * Everything comes from route rows, model rows, errors.def and faults.def; what can not
 * be told from a row does not stand in the document.  A row that names an
 * error nobody knows fails the buffer, and with it the test of the program's table.
 */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/jsonw.h"
#include "http/model.h"
#include "http/model_schema.h"
#include "http/openapi.h"
#include "http/openapi_names.h"
#include "http/openapi_problem.h"
#include "http/route.h"

/* Memory of the models' names while one document is written. */
#define NAMES_CAP (1u << 20)

static const char *const method_names[HTTP__MAX] = {
	[HTTP_GET] = "get",
	[HTTP_POST] = "post",
	[HTTP_PUT] = "put",
	[HTTP_PATCH] = "patch",
	[HTTP_DELETE] = "delete",
};

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

static bool
unsafe(const struct route *r)
{
	return r->method != HTTP_GET;
}

static void
put_str(struct jsonw *w, const char *key, const char *value)
{
	json_key(w, key);
	json_str(w, value);
}

static void
open_key(struct jsonw *w, const char *key, char brace)
{
	json_key(w, key);
	json_open(w, brace);
}

/* "key":{"type":"…"} */
static void
put_typed(struct jsonw *w, const char *key, const char *type)
{
	open_key(w, key, '{');
	put_str(w, "type", type);
	json_close(w, '}');
}

static void
put_ref(struct jsonw *w, const char *key, const char *section, const char *name)
{
	struct buf ref = { 0 };

	buf_printf(&ref, "#/components/%s/%s", section, name);
	open_key(w, key, '{');
	put_str(w, "$ref", buf_str(&ref));
	json_close(w, '}');
	buf_free(&ref);
}

/* "post" and "/api/orders/{order_id}/cancel" make "postApiOrdersOrderIdCancel". */
static void
put_operation_id(struct jsonw *w, const struct route *r)
{
	struct buf id = { 0 };
	bool capital = true;

	buf_puts(&id, method_names[r->method]);
	for (const char *p = r->path; *p != '\0'; p++) {
		bool letter = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9');
		if (letter)
			buf_putc(&id, capital && *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p);
		capital = !letter;
	}
	put_str(w, "operationId", buf_str(&id));
	buf_free(&id);
}

static void
put_security(struct jsonw *w, const struct route *r)
{
	static const char *const schemes[] = { "cookie", "bearer" };

	open_key(w, "security", '[');
	if (r->who == WHO_ANYONE) {
		json_open(w, '{');
		json_close(w, '}');
	}
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		json_open(w, '{');
		open_key(w, schemes[i], '[');
		json_close(w, ']');
		json_close(w, '}');
	}
	json_close(w, ']');
}

/* Path parameters have no rows; those that are UUIDs are known by name, `id` by what stands before it. */
static bool
is_uuid_param(const char *path, const char *brace, size_t n)
{
	static const struct { const char *before, *name; } uuids[] = {
		{ "", "order_id" }, { "", "user_id" }, { "users/", "id" }, { "jobs/", "id" },
	};

	for (size_t i = 0; i < sizeof(uuids) / sizeof(uuids[0]); i++) {
		size_t before = strlen(uuids[i].before);
		if (strlen(uuids[i].name) == n && memcmp(uuids[i].name, brace + 1, n) == 0 &&
		    (size_t)(brace - path) >= before && memcmp(brace - before, uuids[i].before, before) == 0)
			return true;
	}
	return false;
}

static void
put_path_params(struct jsonw *w, const char *path)
{
	for (const char *p = strchr(path, '{'); p != NULL; p = strchr(p + 1, '{')) {
		size_t n = strcspn(p + 1, "}");
		struct buf name = { 0 };
		buf_add(&name, p + 1, n);
		json_open(w, '{');
		put_str(w, "name", buf_str(&name));
		put_str(w, "in", "path");
		json_key(w, "required");
		json_bool(w, true);
		open_key(w, "schema", '{');
		put_str(w, "type", "string");
		if (is_uuid_param(path, p, n))
			put_str(w, "format", "uuid");
		json_close(w, '}');
		json_close(w, '}');
		buf_free(&name);
	}
}

static void
put_query_params(struct jsonw *w, const struct model *m, const struct openapi_names *names)
{
	for (size_t i = 0; m != NULL && i < m->nfields; i++) {
		const struct model_field *f = &m->fields[i];
		bool list = f->type == MODEL_STRS || f->type == MODEL_INTS;
		struct buf name = { 0 };
		if (!schema_has(f, false))
			continue;
		buf_printf(&name, "%s%s", f->name, list ? "[]" : "");
		json_open(w, '{');
		put_str(w, "name", buf_str(&name));
		put_str(w, "in", "query");
		json_key(w, "required");
		json_bool(w, schema_is_required(f, false));
		if (f->type == MODEL_OBJECT || f->type == MODEL_MAP)
			put_str(w, "style", "deepObject");
		json_key(w, "schema");
		schema_field(w, f, false, &names->names);
		json_close(w, '}');
		buf_free(&name);
	}
}

static void
put_header_param(struct jsonw *w, const char *name, const char *doc)
{
	json_open(w, '{');
	put_str(w, "name", name);
	put_str(w, "in", "header");
	put_str(w, "description", doc);
	put_typed(w, "schema", "string");
	json_close(w, '}');
}

static void
put_parameters(struct jsonw *w, const struct route *r, const struct openapi_names *names)
{
	open_key(w, "parameters", '[');
	put_path_params(w, r->path);
	put_query_params(w, r->query, names);
	if ((r->flags & ROUTE_IDEMPOTENT) != 0) {
		json_open(w, '{');
		put_str(w, "$ref", "#/components/parameters/IdempotencyKey");
		json_close(w, '}');
	}
	if ((r->flags & ROUTE_CONDITIONAL) != 0) {
		if (unsafe(r))
			put_header_param(w, "If-Match", "The ETag the change is meant for; another is answered with 412.");
		else
			put_header_param(w, "If-None-Match", "The ETag at hand; the same is answered with 304.");
	}
	json_close(w, ']');
}

/* A body with a file: its fields and the file beside each other. */
static void
put_upload(struct jsonw *w, const struct model *m, const struct openapi_names *names)
{
	open_key(w, "multipart/form-data", '{');
	open_key(w, "schema", '{');
	put_str(w, "type", "object");
	open_key(w, "properties", '{');
	open_key(w, "file", '{');
	put_str(w, "type", "string");
	put_str(w, "contentMediaType", "application/octet-stream");
	json_close(w, '}');
	if (m != NULL)
		schema_properties(w, m, false, &names->names);
	json_close(w, '}');
	open_key(w, "required", '[');
	if (m == NULL)
		json_str(w, "file");
	else
		schema_required(w, m, false);
	json_close(w, ']');
	json_close(w, '}');
	json_close(w, '}');
}

static bool
body_required(const struct model *m)
{
	for (size_t i = 0; m != NULL && i < m->nfields; i++)
		if (schema_is_required(&m->fields[i], false))
			return true;
	return m == NULL;
}

static void
put_request_body(struct jsonw *w, const struct route *r, const struct openapi_names *names)
{
	static const char *const types[] = {
		"application/json", "application/x-www-form-urlencoded", "multipart/form-data",
	};
	bool upload = (r->flags & ROUTE_UPLOAD) != 0;

	if (r->body == NULL && !upload)
		return;
	open_key(w, "requestBody", '{');
	json_key(w, "required");
	json_bool(w, body_required(r->body));
	open_key(w, "content", '{');
	for (size_t i = 0; r->body != NULL && i < sizeof(types) / sizeof(types[0]) - upload; i++) {
		open_key(w, types[i], '{');
		put_ref(w, "schema", "schemas", openapi_name(names, r->body, false));
		json_close(w, '}');
	}
	if (upload)
		put_upload(w, r->body, names);
	json_close(w, '}');
	json_close(w, '}');
}

/* /v1: {"code":"SUCCESS","message":…,"data":{…}} */
static void
put_envelope(struct jsonw *w, const struct model *m, const struct openapi_names *names)
{
	open_key(w, "properties", '{');
	open_key(w, "code", '{');
	put_str(w, "const", "SUCCESS");
	json_close(w, '}');
	put_typed(w, "message", "string");
	if (m != NULL)
		put_ref(w, "data", "schemas", openapi_name(names, m, true));
	else
		open_key(w, "data", '{'), json_close(w, '}');
	json_close(w, '}');
	open_key(w, "required", '[');
	json_str(w, "code");
	json_str(w, "message");
	if (m != NULL)
		json_str(w, "data");
	json_close(w, ']');
}

static bool
has_field(const struct model *m, const char *name)
{
	for (size_t i = 0; m != NULL && i < m->nfields; i++)
		if (strcmp(m->fields[i].name, name) == 0)
			return true;
	return false;
}

/* /api: {"success":true,…the model's members…,"message":…} */
static void
put_bare(struct jsonw *w, const struct model *m, const struct openapi_names *names)
{
	open_key(w, "properties", '{');
	open_key(w, "success", '{');
	json_key(w, "const");
	json_bool(w, true);
	json_close(w, '}');
	if (m != NULL)
		schema_properties(w, m, true, &names->names);
	if (!has_field(m, "message"))
		put_typed(w, "message", "string");
	json_close(w, '}');
	open_key(w, "required", '[');
	json_str(w, "success");
	if (m != NULL)
		schema_required(w, m, true);
	json_close(w, ']');
}

static void
put_header(struct jsonw *w, const char *name)
{
	open_key(w, name, '{');
	put_typed(w, "schema", "string");
	json_close(w, '}');
}

static void
put_success(struct jsonw *w, const struct route *r, const struct openapi_names *names)
{
	char status[16];
	int code = r->status != 0 ? r->status : 200;
	struct buf b = { 0 };

	buf_printf(&b, "%d", code);
	strncpy(status, buf_str(&b), sizeof(status) - 1);
	status[sizeof(status) - 1] = '\0';
	buf_free(&b);
	open_key(w, status, '{');
	put_str(w, "description", code == 201 ? "Created." : code == 202 ? "Accepted." : "Success.");
	if (code == 201 || (r->flags & ROUTE_CONDITIONAL) != 0) {
		open_key(w, "headers", '{');
		if (code == 201)
			put_header(w, "Location");
		if ((r->flags & ROUTE_CONDITIONAL) != 0)
			put_header(w, "ETag");
		json_close(w, '}');
	}
	if (code != 204) {
		open_key(w, "content", '{');
		open_key(w, "application/json", '{');
		open_key(w, "schema", '{');
		put_str(w, "type", "object");
		if ((r->flags & ROUTE_ENVELOPE) != 0)
			put_envelope(w, r->answer, names);
		else
			put_bare(w, r->answer, names);
		json_key(w, "additionalProperties");
		json_bool(w, false);
		json_close(w, '}');
		json_close(w, '}');
		json_close(w, '}');
	}
	json_close(w, '}');
}

static void
put_plain_answer(struct jsonw *w, const char *status, const char *doc, const char *header)
{
	open_key(w, status, '{');
	put_str(w, "description", doc);
	open_key(w, "headers", '{');
	put_header(w, header);
	json_close(w, '}');
	json_close(w, '}');
}

static void
put_responses(struct jsonw *w, const struct route *r, const struct openapi_names *names)
{
	open_key(w, "responses", '{');
	put_success(w, r, names);
	if (unsafe(r))
		put_plain_answer(w, "303", "A browser's form post: the page that shows the result.", "Location");
	else if ((r->flags & ROUTE_CONDITIONAL) != 0)
		put_plain_answer(w, "304", "Not changed since that ETag.", "ETag");
	if (!openapi_problem_responses(w, r))
		w->out->failed = true;
	json_close(w, '}');
}

static void
put_operation(struct jsonw *w, const char *tag, const struct route *r, const struct openapi_names *names)
{
	open_key(w, method_names[r->method], '{');
	open_key(w, "tags", '[');
	json_str(w, tag);
	json_close(w, ']');
	put_operation_id(w, r);
	if (r->summary != NULL)
		put_str(w, "summary", r->summary);
	put_security(w, r);
	put_parameters(w, r, names);
	put_request_body(w, r, names);
	put_responses(w, r, names);
	json_close(w, '}');
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
	open_key(w, path, '{');
	for (size_t i = 0; i < nparts; i++)
		for (size_t j = 0; j < parts[i].n; j++)
			if (documented(&parts[i].routes[j]) && strcmp(parts[i].routes[j].path, path) == 0)
				put_operation(w, parts[i].tag, &parts[i].routes[j], names);
	json_close(w, '}');
}

static void
put_info(struct jsonw *w, const struct openapi_part *parts, size_t nparts, const char *version)
{
	put_str(w, "openapi", "3.1.0");
	open_key(w, "info", '{');
	put_str(w, "title", "Banquet");
	put_str(w, "version", version);
	put_str(w, "description", description);
	json_close(w, '}');
	open_key(w, "servers", '[');
	json_open(w, '{');
	put_str(w, "url", "/");
	json_close(w, '}');
	json_close(w, ']');
	open_key(w, "tags", '[');
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
	open_key(w, "components", '{');
	open_key(w, "schemas", '{');
	openapi_names_write(w, names);
	openapi_problem_schema(w);
	json_close(w, '}');
	open_key(w, "parameters", '{');
	open_key(w, "IdempotencyKey", '{');
	put_str(w, "name", "Idempotency-Key");
	put_str(w, "in", "header");
	put_str(w, "description", "Makes repeating the request safe: the same key and request get the answer of the first.");
	open_key(w, "schema", '{');
	put_str(w, "type", "string");
	json_key(w, "minLength");
	json_int(w, 1);
	json_key(w, "maxLength");
	json_int(w, 257);	/* 255 characters, or as many between quotes */
	json_close(w, '}');
	json_close(w, '}');
	json_close(w, '}');
	open_key(w, "securitySchemes", '{');
	open_key(w, "cookie", '{');
	put_str(w, "type", "apiKey");
	put_str(w, "in", "cookie");
	put_str(w, "name", "__Host-banquet");
	put_str(w, "description", "Session cookie; \"banquet\" on plain http. Unsafe requests must come from the same origin.");
	json_close(w, '}');
	open_key(w, "bearer", '{');
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
	open_key(&w, "paths", '{');
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
