/* request_test: variables of the transport into a struct request. */
#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "http/conn.h"
#include "http/request.h"
#include "support/suite.h"

static struct arena *arena;
static struct conf conf;
static struct conn_memory conn;
static struct request rq;

static void
setup(void)
{
	arena = arena_new(1u << 16);
	conf = (struct conf){ .public_url = "" };
}
static void teardown(void) { arena_free(arena); }

#define PARAMS(...) ((const char *const[]){ __VA_ARGS__, NULL })
static const struct err *
open_with(const char *const *params)
{
	static const char *kept[16];	/* the list lives no longer than the assertion it stands in */
	int n = 0;

	for (; params[n] != NULL; n++)
		kept[n] = params[n];
	kept[n] = NULL;
	conn_memory_init(&conn, kept, NULL, 0, NULL);
	return request_open(&rq, arena, &conn.conn, &conf, NULL);
}

static const struct { const char *name; enum http_method method; bool head; } methods[] = {
	{ "GET", HTTP_GET, false }, { "HEAD", HTTP_GET, true }, { "POST", HTTP_POST, false },
	{ "PUT", HTTP_PUT, false }, { "PATCH", HTTP_PATCH, false }, { "DELETE", HTTP_DELETE, false },
	{ "OPTIONS", HTTP__MAX, false }, { "get", HTTP__MAX, false }, { "TRACE", HTTP__MAX, false },
};

START_TEST(knows_methods)
{
	char text[64] = "REQUEST_METHOD=";

	(void)strcat(text, methods[_i].name);
	ck_assert_ptr_null(open_with(PARAMS(text)));
	ck_assert_int_eq(rq.method, methods[_i].method);
	ck_assert_int_eq(rq.head, methods[_i].head);
}
END_TEST

START_TEST(wants_a_method)
{
	ck_assert(err_is(open_with(PARAMS("REQUEST_URI=/")), ERR_INVALID_REQUEST));
	ck_assert_str_eq(rq.path, "");
	ck_assert_str_ne(rq.id, "");
}
END_TEST

static const struct { const char *uri, *info, *path; } paths[] = {
	{ "REQUEST_URI=/api/orders/%31?x=%00",		"X=",			"/api/orders/1" },
	{ "REQUEST_URI=http://shop.example/a?b",	"X=",			"/a" },
	{ "REQUEST_URI=http://shop.example",		"X=",			NULL },
	{ "REQUEST_URI=/cgi-bin/orders/api/x%2Fy",	"PATH_INFO=/api/x/y",	"/api/x/y" },
	{ "REQUEST_URI=/a%00b",				"X=",			NULL },
	{ "REQUEST_URI=/a%ff",				"X=",			NULL },
	{ "REQUEST_URI=*",				"X=",			NULL },
	{ "REQUEST_URI=/a/../b",			"X=",			"/a/../b" },	/* matches no route */
	{ "X=",						"X=",			"/" },
	{ "X=",						"PATH_INFO=/a\xff",	NULL },
};

START_TEST(finds_the_path)
{
	const struct err *e = open_with(PARAMS("REQUEST_METHOD=GET", paths[_i].uri, paths[_i].info));

	if (paths[_i].path == NULL)
		ck_assert(err_is(e, ERR_ENTITY_NOT_FOUND));
	else {
		ck_assert_ptr_null(e);
		ck_assert_str_eq(rq.path, paths[_i].path);
	}
}
END_TEST

START_TEST(reads_headers)
{
	ck_assert_ptr_null(open_with(PARAMS("REQUEST_METHOD=POST", "CONTENT_TYPE=a/b", "CONTENT_LENGTH=3",
	    "HTTP_X_ORDER_TOKEN=t", "HTTP_EMPTY=")));
	ck_assert_str_eq(request_header(&rq, "content-type"), "a/b");
	ck_assert_str_eq(request_header(&rq, "Content-Length"), "3");
	ck_assert_str_eq(request_header(&rq, "X-Order-Token"), "t");
	ck_assert_ptr_null(request_header(&rq, "Empty"));
	ck_assert_ptr_null(request_header(&rq, "Absent"));
	ck_assert_ptr_null(request_header(&rq,
	    "X-A-Name-That-Is-Longer-Than-Any-Header-Has-A-Right-To-Be-Really-Much-Longer"));
}
END_TEST

static const struct { const char *line; bool secure; const char *value; } cookies[] = {
	{ "HTTP_COOKIE=banquet=v",				false,	"v" },
	{ "HTTP_COOKIE=a=b; banquet=v ;c=d",			false,	"v" },
	{ "HTTP_COOKIE=banquet=\"v\"",				false,	"v" },
	{ "HTTP_COOKIE=xbanquet=no; banquet2=no",		false,	NULL },
	{ "HTTP_COOKIE=banquet=1; banquet=2",			false,	"1" },
	{ "HTTP_COOKIE=banquet=",				false,	"" },
	{ "HTTP_COOKIE=banquet",				false,	NULL },
	{ "HTTP_COOKIE=;;; ;",					false,	NULL },
	{ "HTTP_COOKIE=banquet=no; __Host-banquet=yes",		true,	"yes" },
	{ "HTTP_COOKIE=banquet=no",				true,	NULL },
	{ "HTTP_COOKIE=__Host-banquet=no",			false,	NULL },
	{ "HTTP_COOKIE=banquet=\"",				false,	"\"" },
	{ "X=",							false,	NULL },
};

START_TEST(reads_cookies)
{
	ck_assert_ptr_null(open_with(PARAMS("REQUEST_METHOD=GET", cookies[_i].line,
	    cookies[_i].secure ? "HTTPS=on" : "HTTPS=off")));
	ck_assert_pstr_eq(request_cookie(&rq, "banquet"), cookies[_i].value);
}
END_TEST

static const struct { const char *sent; bool kept; } ids[] = {
	{ "HTTP_X_REQUEST_ID=abc-DEF_1.2", true },
	{ "HTTP_X_REQUEST_ID=0123456789012345678901234567890123456789012345678901234567890123", true },
	{ "HTTP_X_REQUEST_ID=01234567890123456789012345678901234567890123456789012345678901234", false },
	{ "HTTP_X_REQUEST_ID=a b", false },
	{ "HTTP_X_REQUEST_ID=a\"b", false },
	{ "HTTP_X_REQUEST_ID=", false },
	{ "X=", false },
};

START_TEST(keeps_or_makes_an_id)
{
	struct uuid made;

	ck_assert_ptr_null(open_with(PARAMS("REQUEST_METHOD=GET", ids[_i].sent)));
	if (ids[_i].kept)
		ck_assert_str_eq(rq.id, strchr(ids[_i].sent, '=') + 1);
	else
		ck_assert(uuid_parse(rq.id, &made));
}
END_TEST

#define TRACE "4bf92f3577b34da6a3ce929d0e0e4736"
static const struct { const char *sent; bool kept; } traces[] = {
	{ "HTTP_TRACEPARENT=00-" TRACE "-00f067aa0ba902b7-01", true },
	{ "HTTP_TRACEPARENT=cc-" TRACE "-00f067aa0ba902b7-01-what-comes", true },
	{ "HTTP_TRACEPARENT=00-" TRACE "-00f067aa0ba902b7-01-more", false },
	{ "HTTP_TRACEPARENT=ff-" TRACE "-00f067aa0ba902b7-01", false },
	{ "HTTP_TRACEPARENT=00-" TRACE "-0000000000000000-01", false },
	{ "HTTP_TRACEPARENT=00-00000000000000000000000000000000-00f067aa0ba902b7-01", false },
	{ "HTTP_TRACEPARENT=00-" TRACE "-00F067AA0BA902B7-01", false },
	{ "HTTP_TRACEPARENT=00-" TRACE "-00f067aa0ba902b7-0", false },
	{ "HTTP_TRACEPARENT=x", false },
};

START_TEST(keeps_valid_traces)
{
	ck_assert_ptr_null(open_with(PARAMS("REQUEST_METHOD=GET", traces[_i].sent)));
	ck_assert_pstr_eq(rq.traceparent, traces[_i].kept ? strchr(traces[_i].sent, '=') + 1 : NULL);
}
END_TEST

static const struct { const char *public_url, *https, *host, *origin; bool secure; } origins[] = {
	{ "",				"X=",			"HTTP_HOST=shop.example:8080",	"http://shop.example:8080", false },
	{ "",				"HTTPS=on",		"HTTP_HOST=shop.example",	"https://shop.example", true },
	{ "",				"REQUEST_SCHEME=https",	"HTTP_HOST=[::1]:8443",		"https://[::1]:8443", true },
	{ "",				"X=",			"HTTP_HOST=evil\"><b>",		"http://localhost", false },
	{ "",				"X=",			"X=",				"http://localhost", false },
	{ "https://shop.example/",	"X=",			"HTTP_HOST=127.0.0.1",		"https://shop.example", true },
	{ "http://shop.example/base/",	"X=",			"HTTP_HOST=127.0.0.1",		"http://shop.example", false },
};

START_TEST(knows_its_origin)
{
	conf.public_url = origins[_i].public_url;
	ck_assert_ptr_null(open_with(PARAMS("REQUEST_METHOD=GET", origins[_i].https, origins[_i].host)));
	ck_assert_str_eq(rq.origin, origins[_i].origin);
	ck_assert_int_eq(rq.secure, origins[_i].secure);
}
END_TEST

START_TEST(takes_the_rest)
{
	ck_assert_ptr_null(open_with(PARAMS("REQUEST_METHOD=GET", "QUERY_STRING=a=1", "REMOTE_ADDR=192.0.2.1",
	    "HTTP_ACCEPT_LANGUAGE=en", "HTTP_IF_MATCH=\"1\"", "HTTP_IF_NONE_MATCH=\"2\"")));
	ck_assert_str_eq(rq.query, "a=1");
	ck_assert_str_eq(rq.address, "192.0.2.1");
	ck_assert_int_eq(rq.lang, LANG_EN);
	ck_assert_str_eq(rq.if_match, "\"1\"");
	ck_assert_str_eq(rq.if_none_match, "\"2\"");
	ck_assert_ptr_null(open_with(PARAMS("REQUEST_METHOD=GET")));
	ck_assert_str_eq(rq.query, "");
	ck_assert_str_eq(rq.address, "");
	ck_assert_int_eq(rq.lang, LANG_KO);
	ck_assert_ptr_null(rq.if_match);
}
END_TEST

START_TEST(finds_path_parameters)
{
	struct uuid id;

	rq = (struct request){ .match = { .param = { { "id", "0190b7a0-1111-7222-8333-444455556666" }, { "code", "x" } },
	    .nparams = 2 } };
	ck_assert_str_eq(request_param(&rq, "code"), "x");
	ck_assert_str_eq(request_param(&rq, "other"), "");
	ck_assert(request_uuid(&rq, "id", &id));
	ck_assert(!request_uuid(&rq, "code", &id));
}
END_TEST

Suite *
request_suite(void)
{
	Suite *s = suite_create("request");
	TCase *tc = tcase_create("request");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, knows_methods, 0, ROWS(methods));
	tcase_add_test(tc, wants_a_method);
	tcase_add_loop_test(tc, finds_the_path, 0, ROWS(paths));
	tcase_add_test(tc, reads_headers);
	tcase_add_loop_test(tc, reads_cookies, 0, ROWS(cookies));
	tcase_add_loop_test(tc, keeps_or_makes_an_id, 0, ROWS(ids));
	tcase_add_loop_test(tc, keeps_valid_traces, 0, ROWS(traces));
	tcase_add_loop_test(tc, knows_its_origin, 0, ROWS(origins));
	tcase_add_test(tc, takes_the_rest);
	tcase_add_test(tc, finds_path_parameters);
	suite_add_tcase(s, tc);
	return s;
}
