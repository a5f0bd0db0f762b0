/* openapi_test: the document of a small shop, whole and in its parts. */
#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "http/model.h"
#include "http/openapi.h"
#include "http/route.h"
#include "support/sample.h"
#include "support/suite.h"

static const struct route orders[] = {
	{ .method = HTTP_POST, .path = "/api/orders/", .flags = ROUTE_IDEMPOTENT | ROUTE_CONDITIONAL, .body = &sample_model,
	    .answer = &sample_model, .status = 201, .errors = "STOCK_NOT_ENOUGH", .summary = "Places an order." },
	{ .method = HTTP_GET, .path = "/api/orders/{order_id}", .who = WHO_SIGNED_IN, .flags = ROUTE_CONDITIONAL,
	    .query = &sample_query_model, .answer = &sample_line_model, .status = 200 },
	{ .method = HTTP_GET, .path = "/orders", .flags = ROUTE_PAGE },
	{ .method = HTTP_GET, .path = "/healthz", .flags = ROUTE_HIDDEN },
};
static const struct route members[] = {
	{ .method = HTTP_GET, .path = "/v1/users/{id}", .flags = ROUTE_ENVELOPE, .answer = &sample_place_model, .status = 200 },
	{ .method = HTTP_PATCH, .path = "/v1/users/{id}", .flags = ROUTE_ENVELOPE, .body = &sample_query_model, .status = 200 },
	{ .method = HTTP_DELETE, .path = "/v1/things/{id}/{name}", .who = 1, .flags = ROUTE_ENVELOPE, .status = 204 },
	{ .method = HTTP_POST, .path = "/v1/images", .flags = ROUTE_UPLOAD, .status = 202 },
	{ .method = HTTP_PUT, .path = "/v1/images", .flags = ROUTE_UPLOAD, .body = &sample_place_model },
};
static const struct openapi_part parts[] = {
	{ "orders", orders, sizeof(orders) / sizeof(orders[0]) },
	{ "members", members, sizeof(members) / sizeof(members[0]) },
};

static struct buf text;
static struct json_object *doc;

static void
setup(void)
{
	openapi_write(&text, parts, 2, "1.2.3");
	ck_assert(!text.failed);
	ck_assert_ptr_nonnull(doc = json_tokener_parse(buf_str(&text)));
}

static void
teardown(void)
{
	json_object_put(doc);
	buf_free(&text);
}

/* What lies behind these keys, written plainly; "-" when there is nothing. */
static const char *
at(struct json_object *o, ...)
{
	va_list keys;
	const char *key;

	va_start(keys, o);
	while (o != NULL && (key = va_arg(keys, const char *)) != NULL)
		if (!json_object_object_get_ex(o, key, &o))
			o = NULL;
	va_end(keys);
	return o != NULL ? json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE) : "-";
}
#define AT(...) at(doc, __VA_ARGS__, NULL)
#define OP(path, method, ...) at(doc, "paths", (path), (method), __VA_ARGS__, NULL)

START_TEST(head)
{
	ck_assert_str_eq(AT("openapi"), "\"3.1.0\"");
	ck_assert_str_eq(AT("info", "version"), "\"1.2.3\"");
	ck_assert_str_eq(AT("servers"), "[{\"url\":\"/\"}]");
	ck_assert_str_eq(AT("tags"), "[{\"name\":\"orders\"},{\"name\":\"members\"}]");
}
END_TEST

START_TEST(paths_stand_once_and_pages_not_at_all)
{
	struct json_object *paths;

	ck_assert(json_object_object_get_ex(doc, "paths", &paths));
	ck_assert_int_eq(json_object_object_length(paths), 5);
	ck_assert_str_eq(OP("/v1/users/{id}", "get", "operationId"), "\"getV1UsersId\"");
	ck_assert_str_eq(OP("/v1/users/{id}", "patch", "operationId"), "\"patchV1UsersId\"");
	ck_assert_str_eq(AT("paths", "/healthz"), "-");
	ck_assert_str_eq(AT("paths", "/orders"), "-");
}
END_TEST

START_TEST(operation)
{
	ck_assert_str_eq(OP("/api/orders/", "post", "tags"), "[\"orders\"]");
	ck_assert_str_eq(OP("/api/orders/", "post", "summary"), "\"Places an order.\"");
	ck_assert_str_eq(OP("/api/orders/", "post", "security"), "[{},{\"cookie\":[]},{\"bearer\":[]}]");
	ck_assert_str_eq(OP("/api/orders/{order_id}", "get", "security"), "[{\"cookie\":[]},{\"bearer\":[]}]");
	ck_assert_str_eq(OP("/api/orders/", "post", "parameters"),
	    "[{\"$ref\":\"#/components/parameters/IdempotencyKey\"},{\"name\":\"If-Match\",\"in\":\"header\",\"description\":"
	    "\"The ETag the change is meant for; another is answered with 412.\",\"schema\":{\"type\":\"string\"}}]");
	ck_assert_str_eq(OP("/v1/things/{id}/{name}", "delete", "parameters"),
	    "[{\"name\":\"id\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"}},"
	    "{\"name\":\"name\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"}}]");
	ck_assert_str_eq(OP("/v1/users/{id}", "get", "parameters"),
	    "[{\"name\":\"id\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\",\"format\":\"uuid\"}}]");
	const char *list = OP("/api/orders/{order_id}", "get", "parameters");
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

	ck_assert_str_eq(OP("/api/orders/", "post", "requestBody", "required"), "true");
	for (int i = 0; i < ROWS(types); i++)
		ck_assert_str_eq(OP("/api/orders/", "post", "requestBody", "content", types[i], "schema"),
		    "{\"$ref\":\"#/components/schemas/Sample\"}");
	/* Nothing in it is required, so it may be left out. */
	ck_assert_str_eq(OP("/v1/users/{id}", "patch", "requestBody", "required"), "false");
	ck_assert_str_eq(OP("/api/orders/{order_id}", "get", "requestBody"), "-");
	ck_assert_str_eq(OP("/v1/images", "post", "requestBody", "content"),
	    "{\"multipart/form-data\":{\"schema\":{\"type\":\"object\",\"properties\":{\"file\":{\"type\":\"string\","
	    "\"contentMediaType\":\"application/octet-stream\"}},\"required\":[\"file\"]}}}");
	ck_assert_str_eq(OP("/v1/images", "put", "requestBody", "content", "application/json", "schema"),
	    "{\"$ref\":\"#/components/schemas/SamplePlaceInput\"}");
	ck_assert_str_eq(OP("/v1/images", "put", "requestBody", "content", "multipart/form-data", "schema", "required"), "[\"address\"]");
}
END_TEST

START_TEST(answers)
{
	/* /api: the model's members beside success, message because the model has none. */
	ck_assert_str_eq(OP("/api/orders/{order_id}", "get", "responses", "200", "content", "application/json", "schema"),
	    "{\"type\":\"object\",\"properties\":{\"success\":{\"const\":true},\"code\":{\"type\":\"string\"},"
	    "\"quantity\":{\"type\":\"integer\",\"format\":\"int64\"},\"message\":{\"type\":\"string\"}},"
	    "\"required\":[\"success\",\"code\",\"quantity\"],\"additionalProperties\":false}");
	ck_assert_str_eq(OP("/api/orders/{order_id}", "get", "responses", "200", "headers"), "{\"ETag\":{\"schema\":{\"type\":\"string\"}}}");
	ck_assert_str_ne(OP("/api/orders/{order_id}", "get", "responses", "304"), "-");
	ck_assert_str_eq(OP("/api/orders/{order_id}", "get", "responses", "303"), "-");
	ck_assert_str_ne(OP("/api/orders/", "post", "responses", "201", "headers", "Location"), "-");
	ck_assert_str_ne(OP("/api/orders/", "post", "responses", "303"), "-");
	ck_assert_ptr_nonnull(strstr(OP("/api/orders/", "post", "responses", "409"), "STOCK_NOT_ENOUGH"));
	/* /v1: the envelope. */
	ck_assert_str_eq(OP("/v1/users/{id}", "get", "responses", "200", "content", "application/json", "schema"),
	    "{\"type\":\"object\",\"properties\":{\"code\":{\"const\":\"SUCCESS\"},\"message\":{\"type\":\"string\"},"
	    "\"data\":{\"$ref\":\"#/components/schemas/SamplePlace\"}},\"required\":[\"code\",\"message\",\"data\"],"
	    "\"additionalProperties\":false}");
	ck_assert_str_eq(OP("/v1/users/{id}", "patch", "responses", "200", "content", "application/json", "schema", "required"),
	    "[\"code\",\"message\"]");
	ck_assert_str_eq(OP("/v1/things/{id}/{name}", "delete", "responses", "204"), "{\"description\":\"Success.\"}");
	ck_assert_str_ne(OP("/v1/images", "post", "responses", "202"), "-");
	ck_assert_str_ne(OP("/v1/images", "put", "responses", "200"), "-");
}
END_TEST

/* Every reference leads somewhere. */
START_TEST(references_resolve)
{
	static const char lead[] = "\"$ref\":\"#/components/";
	size_t n = 0;

	for (const char *p = strstr(buf_str(&text), lead); p != NULL; p = strstr(p, lead), n++) {
		char section[32], name[64];
		p += sizeof(lead) - 1;
		ck_assert_int_eq(sscanf(p, "%31[a-z]/%63[A-Za-z]\"", section, name), 2);
		ck_assert_msg(strcmp(AT("components", section, name), "-") != 0, "%s/%s", section, name);
	}
	ck_assert_uint_gt(n, 10);
}
END_TEST

START_TEST(a_row_with_an_unknown_code_fails)
{
	static const struct route wrong[] = { { .method = HTTP_GET, .path = "/x", .errors = "OUT_OF_CHEESE", .status = 200 } };
	struct buf b = { 0 };

	openapi_write(&b, &(struct openapi_part){ "x", wrong, 1 }, 1, "1");
	ck_assert(b.failed);
	buf_free(&b);
}
END_TEST

Suite *
openapi_suite(void)
{
	Suite *s = suite_create("openapi");
	TCase *c = tcase_create("all");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, head);
	tcase_add_test(c, paths_stand_once_and_pages_not_at_all);
	tcase_add_test(c, operation);
	tcase_add_test(c, request_bodies);
	tcase_add_test(c, answers);
	tcase_add_test(c, references_resolve);
	tcase_add_test(c, a_row_with_an_unknown_code_fails);
	suite_add_tcase(s, c);
	return s;
}
