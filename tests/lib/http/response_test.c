/* response_test: what handlers say, in each form it can take. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "http/conn.h"
#include "http/model.h"
#include "http/reply.h"
#include "http/request.h"
#include "http/response.h"
#include "support/suite.h"

struct made { int64_t id; const char *message; };
static const struct model_field made_rows[] = {
	{ FIELD_INT(struct made, id) },
	{ FIELD_STR(struct made, message) },
};
static const struct model made_model = MODEL(struct made, "Made", made_rows);

static struct route route;
static struct arena *arena;
static const char *params[4];
static struct conn_memory conn;
static struct request rq;
static struct response rs;
static struct reply reply;

static void
setup(void)
{
	static const struct conf conf = { .public_url = "" };

	arena = arena_new(1u << 16);
	route = (struct route){ HTTP_POST, "/made", NULL, .answer = &made_model, .status = 201 };
	memset(params, 0, sizeof(params));
	params[0] = "REQUEST_METHOD=POST";
	params[1] = "HTTP_HOST=shop.example";
	conn_memory_init(&conn, params, NULL, 0, NULL);
	ck_assert_ptr_null(request_open(&rq, arena, &conn.conn, &conf, NULL));
	rq.path = "/made/한";
	rq.match.route = &route;
	rs = (struct response){ .arena = arena };
}
static void
teardown(void)
{
	buf_free(&rs.headers);
	reply_clear(&reply);
	arena_free(arena);
}

static const char *
render(void)
{
	reply_clear(&reply);
	ck_assert_ptr_null(response_render(&rq, &rs, &reply));
	ck_assert(!reply.body.failed && !reply.headers.failed);
	return buf_str(&reply.body);
}
#define HAS_HEADER(line) ck_assert_msg(strstr(buf_str(&reply.headers), line "\r\n") != NULL, "%s", buf_str(&reply.headers))

static const struct made plain = { .id = 7 }, own = { .id = 7, .message = "own" };

/* flags, answer, members, message → body */
static const struct {
	unsigned	 flags;
	const struct made *answer;
	const char	*json, *message, *body;
} bodies[] = {
	{ 0, &plain, NULL, NULL,	"{\"success\":true,\"id\":7}" },
	{ 0, &own, NULL, NULL,		"{\"success\":true,\"id\":7,\"message\":\"own\"}" },
	{ 0, &plain, NULL, "said",	"{\"success\":true,\"id\":7,\"message\":\"said\"}" },
	{ 0, &own, NULL, "said",	"{\"success\":true,\"id\":7,\"message\":\"said\"}" },
	{ 0, NULL, NULL, NULL,		"{\"success\":true}" },
	{ 0, NULL, NULL, "said",	"{\"success\":true,\"message\":\"said\"}" },
	{ 0, NULL, "\"a\":[1]", NULL,	"{\"success\":true,\"a\":[1]}" },
	{ 0, &plain, "\"a\":[1]", NULL,	"{\"success\":true,\"a\":[1]}" },
	{ ROUTE_ENVELOPE, &plain, NULL, NULL,	"{\"code\":\"SUCCESS\",\"message\":\"요청에 성공했습니다.\",\"data\":{\"id\":7}}" },
	{ ROUTE_ENVELOPE, &own, NULL, "said",	"{\"code\":\"SUCCESS\",\"message\":\"said\",\"data\":{\"id\":7,\"message\":\"own\"}}" },
	{ ROUTE_ENVELOPE, NULL, NULL, NULL,	"{\"code\":\"SUCCESS\",\"message\":\"요청에 성공했습니다.\",\"data\":{}}" },
	{ ROUTE_ENVELOPE, NULL, "\"a\":1", NULL, "{\"code\":\"SUCCESS\",\"message\":\"요청에 성공했습니다.\",\"data\":{\"a\":1}}" },
};

START_TEST(renders_json)
{
	route.flags = bodies[_i].flags;
	rs.answer = bodies[_i].answer;
	rs.json = bodies[_i].json;
	rs.message = bodies[_i].message;
	ck_assert_str_eq(render(), bodies[_i].body);
	ck_assert_int_eq(reply.status, 201);
	ck_assert_str_eq(reply.type, "application/json");
	ck_assert_str_eq(own.message, "own");
}
END_TEST

START_TEST(speaks_english)
{
	route.flags = ROUTE_ENVELOPE;
	rq.lang = LANG_EN;
	ck_assert_str_eq(render(), "{\"code\":\"SUCCESS\",\"message\":\"The request succeeded.\",\"data\":{}}");
}
END_TEST

START_TEST(takes_status_and_headers_of_the_handler)
{
	rs.status = 202;
	rs.location = "/jobs/1";
	rs.link_next = "cursor=abc&limit=2";
	rs.etag = "7";
	response_header(&rs, "Cache-Control", "private");
	(void)render();
	ck_assert_int_eq(reply.status, 202);
	HAS_HEADER("Location: /jobs/1");
	HAS_HEADER("Link: </made/%ED%95%9C?cursor=abc&limit=2>; rel=\"next\"");
	HAS_HEADER("ETag: \"7\"");
	HAS_HEADER("Cache-Control: private");
	rs.status = 204;
	ck_assert_str_eq(render(), "");
	ck_assert_ptr_null(reply.type);
}
END_TEST

START_TEST(tells_when_nothing_changed)
{
	rs.etag = "7";
	rs.answer = &plain;
	rs.location = NULL;
	rq.method = HTTP_GET;
	rq.if_none_match = "\"6\", W/\"7\"";
	(void)render();
	ck_assert_int_eq(reply.status, 201);		/* the route knows no conditions */
	route.flags = ROUTE_CONDITIONAL;
	ck_assert_str_eq(render(), "");
	ck_assert_int_eq(reply.status, 304);
	HAS_HEADER("ETag: \"7\"");
	rq.if_none_match = "\"6\"";
	ck_assert_str_ne(render(), "");
	rq.if_none_match = "*";
	rq.method = HTTP_PATCH;
	ck_assert_str_ne(render(), "");
}
END_TEST

START_TEST(sends_bytes_and_pages)
{
	rs.body = "a\0b";
	rs.body_len = 3;
	rs.type = "image/png";
	(void)render();
	ck_assert_uint_eq(reply.body.len, 3);
	ck_assert_str_eq(reply.type, "image/png");
	rs.body = NULL;
	rs.html = "<p>";
	rq.wants_html = true;
	ck_assert_str_eq(render(), "<p>");
	ck_assert_str_eq(reply.type, "text/html; charset=utf-8");
}
END_TEST

static const struct { const char *page, *location, *referer, *to; } redirects[] = {
	{ "/orders/1",	"/api/orders/1",	NULL,					"/orders/1" },
	{ NULL,		"/api/orders/1",	"http://shop.example/menu",		"/api/orders/1" },
	{ NULL,		NULL,			"http://shop.example/menu?a=1",		"/menu?a=1" },
	{ NULL,		NULL,			"HTTP://SHOP.example/menu",		"/menu" },
	{ NULL,		NULL,			"http://shop.example//evil.example/",	"/" },
	{ NULL,		NULL,			"http://shop.example/\\evil.example",	"/" },
	{ NULL,		NULL,			"http://shop.example.evil/menu",	"/" },
	{ NULL,		NULL,			"https://shop.example/menu",		"/" },
	{ NULL,		NULL,			"http://shop.example",			"/" },
	{ NULL,		NULL,			NULL,					"/" },
};

START_TEST(sends_forms_on)
{
	char referer[128];
	char want[160];

	(void)snprintf(referer, sizeof(referer), "HTTP_REFERER=%s", redirects[_i].referer != NULL ? redirects[_i].referer : "");
	params[2] = referer;
	rq.wants_html = true;
	rs.page = redirects[_i].page;
	rs.location = redirects[_i].location;
	rs.answer = &plain;
	ck_assert_str_eq(render(), "");
	ck_assert_int_eq(reply.status, 303);
	(void)snprintf(want, sizeof(want), "Location: %s\r\n", redirects[_i].to);
	ck_assert_str_eq(buf_str(&reply.headers), want);
}
END_TEST

static const struct { bool secure; const char *value; int64_t age; const char *line; } cookies[] = {
	{ false, "abc",	60, "Set-Cookie: banquet=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60\r\n" },
	{ true, "abc",	60, "Set-Cookie: __Host-banquet=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure\r\n" },
	{ false, "",	0,  "Set-Cookie: banquet=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0\r\n" },
	{ false, "a;b,\"\\ \r\nc", 1, "Set-Cookie: banquet=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=1\r\n" },
};

START_TEST(sets_cookies)
{
	rq.secure = cookies[_i].secure;
	response_cookie(&rq, &rs, "banquet", cookies[_i].value, cookies[_i].age);
	ck_assert_str_eq(buf_str(&rs.headers), cookies[_i].line);
}
END_TEST

Suite *
response_suite(void)
{
	Suite *s = suite_create("response");
	TCase *tc = tcase_create("response");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, renders_json, 0, ROWS(bodies));
	tcase_add_test(tc, speaks_english);
	tcase_add_test(tc, takes_status_and_headers_of_the_handler);
	tcase_add_test(tc, tells_when_nothing_changed);
	tcase_add_test(tc, sends_bytes_and_pages);
	tcase_add_loop_test(tc, sends_forms_on, 0, ROWS(redirects));
	tcase_add_loop_test(tc, sets_cookies, 0, ROWS(cookies));
	suite_add_tcase(s, tc);
	return s;
}
