/*
 * openapi_operation: one row of a route table as an operation of the document,
 * for openapi.
 *
 * What it asks for (parameters, a body in three media types), who may call, what it answers.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "http/model.h"
#include "http/openapi_names.h"
#include "http/openapi_operation.h"
#include "http/openapi_problem.h"
#include "http/route.h"
#include "http/schema_put.h"

static const char *const method_names[HTTP__MAX] = {
	[HTTP_GET] = "get",
	[HTTP_POST] = "post",
	[HTTP_PUT] = "put",
	[HTTP_PATCH] = "patch",
	[HTTP_DELETE] = "delete",
};

static bool
unsafe(const struct route *r)
{
	return r->method != HTTP_GET;
}

static void
put_ref(struct jsonw *w, const char *key, const char *section, const char *name)
{
	struct buf ref = { 0 };

	buf_printf(&ref, "#/components/%s/%s", section, name);
	put_open(w, key, '{');
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

	put_open(w, "security", '[');
	if (r->who == WHO_ANYONE) {
		json_open(w, '{');
		json_close(w, '}');
	}
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		json_open(w, '{');
		put_open(w, schemes[i], '[');
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
		put_bool(w, "required", true);
		put_open(w, "schema", '{');
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
		put_bool(w, "required", schema_is_required(f, false));
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
	put_open(w, "parameters", '[');
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
	put_open(w, "multipart/form-data", '{');
	put_open(w, "schema", '{');
	put_str(w, "type", "object");
	put_open(w, "properties", '{');
	put_open(w, "file", '{');
	put_str(w, "type", "string");
	put_str(w, "contentMediaType", "application/octet-stream");
	json_close(w, '}');
	if (m != NULL)
		schema_properties(w, m, false, &names->names);
	json_close(w, '}');
	put_open(w, "required", '[');
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
	put_open(w, "requestBody", '{');
	put_bool(w, "required", body_required(r->body));
	put_open(w, "content", '{');
	for (size_t i = 0; r->body != NULL && i < sizeof(types) / sizeof(types[0]) - upload; i++) {
		put_open(w, types[i], '{');
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
	put_open(w, "properties", '{');
	put_open(w, "code", '{');
	put_str(w, "const", "SUCCESS");
	json_close(w, '}');
	put_typed(w, "message", "string");
	if (m != NULL)
		put_ref(w, "data", "schemas", openapi_name(names, m, true));
	else
		put_open(w, "data", '{'), json_close(w, '}');
	json_close(w, '}');
	put_open(w, "required", '[');
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
	put_open(w, "properties", '{');
	put_open(w, "success", '{');
	put_bool(w, "const", true);
	json_close(w, '}');
	if (m != NULL)
		schema_properties(w, m, true, &names->names);
	if (!has_field(m, "message"))
		put_typed(w, "message", "string");
	json_close(w, '}');
	put_open(w, "required", '[');
	json_str(w, "success");
	if (m != NULL)
		schema_required(w, m, true);
	json_close(w, ']');
}

static void
put_header(struct jsonw *w, const char *name)
{
	put_open(w, name, '{');
	put_typed(w, "schema", "string");
	json_close(w, '}');
}

static void
put_success(struct jsonw *w, const struct route *r, int code, const struct openapi_names *names)
{
	char status[16];

	snprintf(status, sizeof(status), "%d", code);
	put_open(w, status, '{');
	put_str(w, "description", code == 201 ? "Created." : code == 202 ? "Accepted." : code == 206 ? "The range asked for." : "Success.");
	if (code == 201 || code == 202 || (r->flags & ROUTE_CONDITIONAL) != 0) {
		put_open(w, "headers", '{');
		if (code == 201 || code == 202)
			put_header(w, "Location");
		if ((r->flags & ROUTE_CONDITIONAL) != 0)
			put_header(w, "ETag");
		json_close(w, '}');
	}
	if ((r->flags & ROUTE_IMAGE) != 0) {
		put_open(w, "content", '{');
		put_open(w, "image/webp", '{');
		json_close(w, '}');
		json_close(w, '}');
	} else if (code != 204) {
		put_open(w, "content", '{');
		put_open(w, "application/json", '{');
		put_open(w, "schema", '{');
		put_str(w, "type", "object");
		if ((r->flags & ROUTE_ENVELOPE) != 0)
			put_envelope(w, r->answer, names);
		else
			put_bare(w, r->answer, names);
		put_bool(w, "additionalProperties", false);
		json_close(w, '}');
		json_close(w, '}');
		json_close(w, '}');
	}
	json_close(w, '}');
}

static void
put_plain_answer(struct jsonw *w, const char *status, const char *doc, const char *header)
{
	put_open(w, status, '{');
	put_str(w, "description", doc);
	put_open(w, "headers", '{');
	put_header(w, header);
	json_close(w, '}');
	json_close(w, '}');
}

static void
put_responses(struct jsonw *w, const struct route *r, const struct openapi_names *names)
{
	put_open(w, "responses", '{');
	put_success(w, r, r->status != 0 ? r->status : 200, names);
	if ((r->flags & ROUTE_LATER) != 0)
		put_success(w, r, 202, names);
	if ((r->flags & ROUTE_IMAGE) != 0)
		put_success(w, r, 206, names);
	if (unsafe(r))
		put_plain_answer(w, "303", "A browser's form post: the page that shows the result.", "Location");
	else if ((r->flags & ROUTE_CONDITIONAL) != 0)
		put_plain_answer(w, "304", "Not changed since that ETag.", "ETag");
	if (!openapi_problem_responses(w, r))
		w->out->failed = true;
	json_close(w, '}');
}

void
openapi_operation(struct jsonw *w, const char *tag, const struct route *r, const struct openapi_names *names)
{
	put_open(w, method_names[r->method], '{');
	put_open(w, "tags", '[');
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

