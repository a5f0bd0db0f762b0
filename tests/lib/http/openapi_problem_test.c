/* openapi_problem_test: which refusals a row brings with it, and the problem they are told as. */
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/jsonw.h"
#include "http/model.h"
#include "http/openapi_problem.h"
#include "http/route.h"
#include "support/jsonc.h"
#include "support/suite.h"

/* "400:INVALID_REQUEST 401:… " of a row; NULL when one of its codes is unknown. */
static char *
codes_of(const struct route *r, char *text)
{
	struct buf b = { 0 };
	struct jsonw w = { .out = &b };

	*text = '\0';
	json_open(&w, '{');
	bool known = openapi_problem_responses(&w, r);
	json_close(&w, '}');
	struct json_object *o = json_tokener_parse(buf_str(&b));
	ck_assert_ptr_nonnull(o);
	json_object_object_foreach(o, status, response) {
		struct json_object *list, *text_of = NULL;
		ck_assert(json_object_object_get_ex(response, "description", &text_of));
		strcat(strcat(strcat(text, status), ":"), json_object_get_string(text_of));
		strcat(text, " ");
		ck_assert(json_object_object_get_ex(response, "content", &list));
		ck_assert_int_eq(json_object_object_get_ex(list, "text/html", NULL), r->method == HTTP_POST);
		ck_assert(json_object_object_get_ex(list, "application/problem+json", &list));
		ck_assert(json_object_object_get_ex(list, "schema", &list));
		ck_assert(json_object_object_get_ex(list, "$ref", &text_of));
		ck_assert_str_eq(json_object_get_string(text_of), "#/components/schemas/Problem");
		ck_assert(json_object_object_get_ex(list, "properties", &list));
		ck_assert(json_object_object_get_ex(list, "code", &list));
		ck_assert(json_object_object_get_ex(list, "enum", &list));
		ck_assert_uint_gt(json_object_array_length(list), 0);
	}
	json_object_put(o);
	buf_free(&b);
	return known ? text : NULL;
}

static const struct { struct route row; const char *codes; } rows[] = {
	{ { .method = HTTP_GET, .path = "/api/menu" },
	  "400:INVALID_REQUEST 401:UNAUTHENTICATED 406:NOT_ACCEPTABLE 429:TOO_MANY_REQUESTS 500:INTERNAL_SERVER_ERROR "
	  "502:UPSTREAM_FAILED 503:UNAVAILABLE 504:UPSTREAM_TIMEOUT " },
	{ { .method = HTTP_GET, .path = "/v1/users/{id}", .who = WHO_SIGNED_IN },
	  "400:INVALID_REQUEST 401:UNAUTHENTICATED 403:FORBIDDEN 404:ENTITY_NOT_FOUND 406:NOT_ACCEPTABLE 429:TOO_MANY_REQUESTS "
	  "500:INTERNAL_SERVER_ERROR 502:UPSTREAM_FAILED 503:UNAVAILABLE 504:UPSTREAM_TIMEOUT " },
	{ { .method = HTTP_POST, .path = "/api/orders/", .flags = ROUTE_IDEMPOTENT, .errors = "STOCK_NOT_ENOUGH  SLOT_FULL " },
	  "400:INVALID_REQUEST 401:UNAUTHENTICATED 403:FORBIDDEN 406:NOT_ACCEPTABLE "
	  "409:STOCK_NOT_ENOUGH, SLOT_FULL, IDEMPOTENCY_IN_FLIGHT 413:PAYLOAD_TOO_LARGE 415:UNSUPPORTED_MEDIA_TYPE "
	  "422:IDEMPOTENCY_KEY_REUSED 429:TOO_MANY_REQUESTS 500:INTERNAL_SERVER_ERROR 502:UPSTREAM_FAILED "
	  "503:UNAVAILABLE, OUTCOME_UNKNOWN 504:UPSTREAM_TIMEOUT " },
	{ { .method = HTTP_PATCH, .path = "/x", .flags = ROUTE_CONDITIONAL, .errors = "PRECONDITION_REQUIRED" },
	  "400:INVALID_REQUEST 401:UNAUTHENTICATED 403:FORBIDDEN 406:NOT_ACCEPTABLE 412:PRECONDITION_FAILED 413:PAYLOAD_TOO_LARGE "
	  "415:UNSUPPORTED_MEDIA_TYPE 428:PRECONDITION_REQUIRED 429:TOO_MANY_REQUESTS 500:INTERNAL_SERVER_ERROR 502:UPSTREAM_FAILED "
	  "503:UNAVAILABLE, OUTCOME_UNKNOWN 504:UPSTREAM_TIMEOUT " },
	{ { .method = HTTP_GET, .path = "/x", .errors = "STOCK_NOT_ENOUGH NO_SUCH_CODE" }, NULL },
	{ { .method = HTTP_GET, .path = "/x", .errors = "STOCK" }, NULL },
};

START_TEST(codes_of_rows)
{
	char text[2000], *codes = codes_of(&rows[_i].row, text);

	if (rows[_i].codes == NULL)
		ck_assert_ptr_null(codes);
	else
		ck_assert_str_eq(codes, rows[_i].codes);
}
END_TEST

START_TEST(the_problem_knows_all_codes_and_words)
{
	struct buf b = { 0 };
	struct jsonw w = { .out = &b };
	struct json_object *o, *props, *list;

	json_open(&w, '{');
	openapi_problem_schema(&w);
	json_close(&w, '}');
	ck_assert_ptr_nonnull(o = json_tokener_parse(buf_str(&b)));
	ck_assert(json_object_object_get_ex(o, "Problem", &props));
	ck_assert(json_object_object_get_ex(props, "properties", &props));
	ck_assert(json_object_object_get_ex(props, "code", &list));
	ck_assert(json_object_object_get_ex(list, "enum", &list));
	ck_assert_uint_eq(json_object_array_length(list), ERR__MAX);
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"card_number\""));
	ck_assert(json_object_object_get_ex(props, "shortages", &list));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"required\":[\"type\",\"title\",\"status\",\"success\",\"code\",\"message\",\"requestId\"]"));
	json_object_put(o);
	buf_free(&b);
}
END_TEST

Suite *
openapi_problem_suite(void)
{
	Suite *s = suite_create("openapi_problem");
	TCase *c = tcase_create("all");

	tcase_add_loop_test(c, codes_of_rows, 0, ROWS(rows));
	tcase_add_test(c, the_problem_knows_all_codes_and_words);
	suite_add_tcase(s, c);
	return s;
}
