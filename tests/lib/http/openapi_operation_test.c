/* openapi_operation_test: what the document says of single rows: parameters, bodies, answers. */
#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/jsonw.h"
#include "http/model.h"
#include "http/openapi_names.h"
#include "http/openapi_operation.h"
#include "http/route.h"
#include "support/jsonc.h"
#include "support/sample.h"
#include "support/suite.h"

enum { PLACE, SHOW, USER, CHANGE, REMOVE, UPLOAD, EDIT, PICTURE, ROUTES };

static const struct route routes[ROUTES] = {
	[PLACE] = { .method = HTTP_POST, .path = "/api/orders/", .flags = ROUTE_IDEMPOTENT | ROUTE_CONDITIONAL, .body = &sample_model,
	    .answer = &sample_model, .status = 201, .errors = "STOCK_NOT_ENOUGH", .summary = "Places an order." },
	[SHOW] = { .method = HTTP_GET, .path = "/api/orders/{order_id}", .who = WHO_SIGNED_IN, .flags = ROUTE_CONDITIONAL,
	    .query = &sample_query_model, .answer = &sample_line_model, .status = 200 },
	[USER] = { .method = HTTP_GET, .path = "/v1/users/{id}", .flags = ROUTE_ENVELOPE, .answer = &sample_place_model, .status = 200 },
	[CHANGE] = { .method = HTTP_PATCH, .path = "/v1/users/{id}", .flags = ROUTE_ENVELOPE, .body = &sample_query_model, .status = 200 },
	[REMOVE] = { .method = HTTP_DELETE, .path = "/v1/things/{id}/{name}", .who = 1, .flags = ROUTE_ENVELOPE, .status = 204 },
	[UPLOAD] = { .method = HTTP_POST, .path = "/v1/images", .flags = ROUTE_UPLOAD, .status = 202 },
	[PICTURE] = { .method = HTTP_GET, .path = "/v1/images/{filename}", .flags = ROUTE_IMAGE, .status = 200 },
	[EDIT] = { .method = HTTP_PUT, .path = "/v1/images", .flags = ROUTE_UPLOAD, .body = &sample_place_model },
};

static struct arena *arena;
static struct openapi_names names;
static struct json_object *operation_of[ROUTES];

/* The operation of a row, out of the braces of its path. */
static struct json_object *
written(const struct route *r)
{
	struct buf b = { 0 };
	struct jsonw w = { .out = &b };

	json_open(&w, '{');
	openapi_operation(&w, "orders", r, &names);
	json_close(&w, '}');
	ck_assert(!b.failed);
	struct json_object *o = json_tokener_parse(buf_str(&b));
	ck_assert_ptr_nonnull(o);
	buf_free(&b);
	return o;
}

static void
setup(void)
{
	ck_assert_ptr_nonnull(arena = arena_new(1u << 20));
	openapi_names_init(&names, arena);
	openapi_names_add(&names, &sample_model, false, true);
	openapi_names_add(&names, &sample_query_model, false, true);
	openapi_names_add(&names, &sample_place_model, true, true);
	openapi_names_settle(&names);
	for (int i = 0; i < ROUTES; i++)
		operation_of[i] = written(&routes[i]);
}

static void
teardown(void)
{
	for (int i = 0; i < ROUTES; i++)
		json_object_put(operation_of[i]);
	arena_free(arena);
}

/* What lies behind these keys of an operation, written plainly; "-" when there is nothing. */
static const char *
at(int row, ...)
{
	static const char *const methods[] = { "get", "post", "put", "patch", "delete" };
	struct json_object *o = NULL;
	const char *key;
	va_list keys;

	ck_assert(json_object_object_get_ex(operation_of[row], methods[routes[row].method], &o));
	va_start(keys, row);
	while (o != NULL && (key = va_arg(keys, const char *)) != NULL)
		if (!json_object_object_get_ex(o, key, &o))
			o = NULL;
	va_end(keys);
	return o != NULL ? json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE) : "-";
}
#define OP(row, ...) at((row), __VA_ARGS__, NULL)

START_TEST(operation)
{
	ck_assert_str_eq(OP(PLACE, "tags"), "[\"orders\"]");
	ck_assert_str_eq(OP(PLACE, "summary"), "\"Places an order.\"");
	ck_assert_str_eq(OP(PLACE, "security"), "[{},{\"cookie\":[]},{\"bearer\":[]}]");
	ck_assert_str_eq(OP(SHOW, "security"), "[{\"cookie\":[]},{\"bearer\":[]}]");
	ck_assert_str_eq(OP(PLACE, "parameters"),
	    "[{\"$ref\":\"#/components/parameters/IdempotencyKey\"},{\"name\":\"If-Match\",\"in\":\"header\",\"description\":"
	    "\"The ETag the change is meant for; another is answered with 412.\",\"schema\":{\"type\":\"string\"}}]");
	ck_assert_str_eq(OP(REMOVE, "parameters"),
	    "[{\"name\":\"id\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"}},"
	    "{\"name\":\"name\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"}}]");
	ck_assert_str_eq(OP(USER, "parameters"),
	    "[{\"name\":\"id\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\",\"format\":\"uuid\"}}]");
	const char *list = OP(SHOW, "parameters");
	ck_assert_ptr_eq(list, strstr(list, "[{\"name\":\"order_id\",\"in\":\"path\",\"required\":true,"
	    "\"schema\":{\"type\":\"string\",\"format\":\"uuid\"}},{\"name\":\"limit\",\"in\":\"query\",\"required\":false,"));
	ck_assert_ptr_nonnull(strstr(list, "\"name\":\"tag[]\",\"in\":\"query\""));
	ck_assert_ptr_nonnull(strstr(list, "\"name\":\"If-None-Match\""));
}
END_TEST

START_TEST(request_bodies)
{
	static const char *const types[] = {
		"application/json", "application/x-www-form-urlencoded", "multipart/form-data",
	};

	ck_assert_str_eq(OP(PLACE, "requestBody", "required"), "true");
	for (int i = 0; i < ROWS(types); i++)
		ck_assert_str_eq(OP(PLACE, "requestBody", "content", types[i], "schema"),
		    "{\"$ref\":\"#/components/schemas/Sample\"}");
	/* Nothing in it is required, so it may be left out. */
	ck_assert_str_eq(OP(CHANGE, "requestBody", "required"), "false");
	ck_assert_str_eq(OP(SHOW, "requestBody"), "-");
	ck_assert_str_eq(OP(UPLOAD, "requestBody", "content"),
	    "{\"multipart/form-data\":{\"schema\":{\"type\":\"object\",\"properties\":{\"file\":{\"type\":\"string\","
	    "\"contentMediaType\":\"application/octet-stream\"}},\"required\":[\"file\"]}}}");
	ck_assert_str_eq(OP(EDIT, "requestBody", "content", "application/json", "schema"),
	    "{\"$ref\":\"#/components/schemas/SamplePlaceInput\"}");
	ck_assert_str_eq(OP(EDIT, "requestBody", "content", "multipart/form-data", "schema", "required"), "[\"address\"]");
}
END_TEST

START_TEST(answers)
{
	/* /api: the model's members beside success, message because the model has none. */
	ck_assert_str_eq(OP(SHOW, "responses", "200", "content", "application/json", "schema"),
	    "{\"type\":\"object\",\"properties\":{\"success\":{\"const\":true},\"code\":{\"type\":\"string\"},"
	    "\"quantity\":{\"type\":\"integer\",\"format\":\"int64\"},\"message\":{\"type\":\"string\"}},"
	    "\"required\":[\"success\",\"code\",\"quantity\"],\"additionalProperties\":false}");
	ck_assert_str_eq(OP(SHOW, "responses", "200", "headers"), "{\"ETag\":{\"schema\":{\"type\":\"string\"}}}");
	ck_assert_str_ne(OP(SHOW, "responses", "304"), "-");
	ck_assert_str_eq(OP(SHOW, "responses", "303"), "-");
	ck_assert_str_ne(OP(PLACE, "responses", "201", "headers", "Location"), "-");
	ck_assert_str_ne(OP(PLACE, "responses", "303"), "-");
	ck_assert_ptr_nonnull(strstr(OP(PLACE, "responses", "409"), "STOCK_NOT_ENOUGH"));
	/* /v1: the envelope. */
	ck_assert_str_eq(OP(USER, "responses", "200", "content", "application/json", "schema"),
	    "{\"type\":\"object\",\"properties\":{\"code\":{\"const\":\"SUCCESS\"},\"message\":{\"type\":\"string\"},"
	    "\"data\":{\"$ref\":\"#/components/schemas/SamplePlace\"}},\"required\":[\"code\",\"message\",\"data\"],"
	    "\"additionalProperties\":false}");
	ck_assert_str_eq(OP(CHANGE, "responses", "200", "content", "application/json", "schema", "required"),
	    "[\"code\",\"message\"]");
	ck_assert_str_eq(OP(REMOVE, "responses", "204"), "{\"description\":\"Success.\"}");
	ck_assert_str_ne(OP(UPLOAD, "responses", "202"), "-");
	ck_assert_str_ne(OP(EDIT, "responses", "200"), "-");
	ck_assert_str_eq(OP(PICTURE, "responses", "200", "content"), "{\"image/webp\":{}}");
	ck_assert_str_eq(OP(PICTURE, "responses", "206", "content"), "{\"image/webp\":{}}");
}
END_TEST

Suite *
openapi_operation_suite(void)
{
	Suite *s = suite_create("openapi_operation");
	TCase *c = tcase_create("all");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, operation);
	tcase_add_test(c, request_bodies);
	tcase_add_test(c, answers);
	suite_add_tcase(s, c);
	return s;
}
