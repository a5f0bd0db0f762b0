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
	tcase_add_test(c, references_resolve);
	tcase_add_test(c, a_row_with_an_unknown_code_fails);
	suite_add_tcase(s, c);
	return s;
}
