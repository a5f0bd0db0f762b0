/* handle_test: a request's whole life, guard by guard. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/log.h"
#include "http/metrics.h"
#include "http/model.h"
#include "page/problem_page.h"
#include "support/call.h"
#include "support/suite.h"

#define MEMBER "AAAAAAAAAAAAAAAAAAAAAA"		/* tokens as the house makes them */
#define COOK "AAAAAAAAAAAAAAAAAAAAAQ"
#define STRANGER "AAAAAAAAAAAAAAAAAAAAAg"
enum { ROLE_MEMBER, ROLE_COOK };

struct thing { const char *name; int64_t n; const char *card; };
static const struct model_field thing_rows[] = {
	{ FIELD_STR(struct thing, name), .flags = MODEL_REQUIRED, .max = 10 },
	{ FIELD_INT(struct thing, n), .min = 1, .max = 5, .def = 1 },
	{ FIELD_STR(struct thing, card), .flags = MODEL_SECRET },
};
static const struct model thing_model = MODEL(struct thing, "Thing", thing_rows);
struct page { int64_t limit; };
static const struct model_field page_rows[] = { { FIELD_INT(struct page, limit), .min = 1, .max = 100, .def = 20 } };
static const struct model page_model = MODEL(struct page, "Page", page_rows);

/* What the last call of a handler saw. */
static struct {
	int		 calls;
	char		 name[32], key[32], guest[32], param[64], raw[64];
	int64_t		 n, limit;
	bool		 signed_in, by_cookie;
	const struct thing *in;
} seen;
static bool database_down;

static const struct err *
look(struct request *rq, struct response *rs)
{
	const struct thing *in = rq->in;
	const struct page *params = rq->params;

	memset(&seen.name, 0, sizeof(seen) - offsetof(__typeof__(seen), name));
	seen.calls++;
	if (in != NULL) {
		(void)snprintf(seen.name, sizeof(seen.name), "%s", in->name);
		seen.n = in->n;
	}
	seen.limit = params != NULL ? params->limit : 0;
	if (rq->idempotency.present)
		(void)snprintf(seen.key, sizeof(seen.key), "%s", rq->idempotency.key);
	if (rq->caller.guest_token != NULL)
		(void)snprintf(seen.guest, sizeof(seen.guest), "%s", rq->caller.guest_token);
	(void)snprintf(seen.param, sizeof(seen.param), "%s", request_param(rq, "id"));
	(void)snprintf(seen.raw, sizeof(seen.raw), "%.*s", (int)rq->raw_len, rq->raw != NULL ? rq->raw : "");
	seen.signed_in = !uuid_is_zero(&rq->caller.user_id);
	seen.by_cookie = rq->caller.by_cookie;
	rs->etag = "7";
	return NULL;
}

static const struct err *
break_down(struct request *rq, struct response *rs)
{
	response_header(rs, "Set-Cookie", "half=done");
	return err_new(rq->arena, ERR_INTERNAL_SERVER_ERROR, "table orders is on fire");
}

/* A route without a model still sees the file that was sent. */
static const struct err *
look_for_file(struct request *rq, struct response *rs)
{
	(void)rs;
	return rq->body_tree.nfiles == 1 ? NULL : err_fault(rq->arena, "/file", "required");
}

static const struct err *
too_long(struct request *rq, struct response *rs)
{
	(void)rq;
	rs->headers.cap = 8;
	response_header(rs, "X-Long", "0123456789");
	return NULL;
}

static const struct route routes[] = {
	{ HTTP_GET, "/things", look, .query = &page_model, .status = 200 },
	{ HTTP_POST, "/things", look, .body = &thing_model, .status = 201, .flags = ROUTE_IDEMPOTENT },
	{ HTTP_GET, "/things/{id}", look, .status = 200, .flags = ROUTE_CONDITIONAL },
	{ HTTP_PATCH, "/things/{id}", look, .body = &thing_model, .who = WHO_SIGNED_IN, .status = 200 },
	{ HTTP_DELETE, "/things/{id}", look, .who = 1u << ROLE_COOK, .status = 204 },
	{ HTTP_POST, "/things/{id}/claims", look, .who = WHO_SIGNED_IN, .status = 200, .flags = ROUTE_IDEMPOTENT },
	{ HTTP_POST, "/files", look, .body = &thing_model, .status = 201, .flags = ROUTE_UPLOAD },
	{ HTTP_POST, "/pictures", look_for_file, .status = 201, .flags = ROUTE_UPLOAD },
	{ HTTP_GET, "/page", break_down, .status = 200, .flags = ROUTE_PAGE },
	{ HTTP_GET, "/fail", break_down, .status = 200 },
	{ HTTP_GET, "/too-long", too_long, .status = 200 },
	{ HTTP_GET, "/documented", NULL, .status = 200 },
};

static const struct err *
identify(struct request *rq)
{
	static const char *const tokens[] = { MEMBER, COOK };

	if (database_down)
		return err_new(rq->arena, ERR_UNAVAILABLE, "no database");
	for (int i = 0; i < ROWS(tokens); i++) {
		struct hash h = hash_of(tokens[i], strlen(tokens[i]));

		if (hash_equal(&h, &rq->caller.session)) {
			rq->caller.user_id = uuid_new();
			rq->caller.role = i;
		}
	}
	return NULL;
}

static const struct err *
ready(void *site, struct arena *arena)
{
	(void)site;
	return database_down ? err_new(arena, ERR_UNAVAILABLE, "no database") : NULL;
}

static void
own_metrics(void *site, struct buf *out)
{
	(void)site;
	buf_puts(out, "own_total 1\n");
}

static const struct app app = {
	.name = "test",
	.routes = routes,
	.nroutes = sizeof(routes) / sizeof(routes[0]),
	.identify = identify,
	.ready = ready,
	.metrics = own_metrics,
	.plain_page = problem_page,
};

static void
setup(void)
{
	ck_assert_int_eq(id_start(), 0);
	log_start("test", LOG_ERROR + 1);
	seen.calls = 0;
	database_down = false;
}

#define P(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define JSON "CONTENT_TYPE=application/json"
#define FORM "CONTENT_TYPE=application/x-www-form-urlencoded"
#define MULTIPART "CONTENT_TYPE=multipart/form-data; boundary=b"
#define BROWSER "HTTP_ACCEPT=text/html,application/xhtml+xml,*/*;q=0.8"
#define OWN_PAGE "HTTP_SEC_FETCH_SITE=same-origin"
#define COOKIE(t) "HTTP_COOKIE=banquet=" t
#define BEARER(t) "HTTP_AUTHORIZATION=Bearer " t
#define K500 K100 K100 K100 K100 K100
#define K100 "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"

/* Each guard in turn: what is sent, the status, a part of the answer's body, whether the handler was called. */
static const struct {
	const char	*method, *uri;
	const char	*const *params;
	const char	*body;
	int		 status;
	const char	*part;
	int		 calls;
} rows[] = {
	/* route */
	{ "GET",	"/things",	NULL, NULL,			200, "\"success\":true", 1 },
	{ "GET",	"/things/",	NULL, NULL,			200, "", 1 },
	{ "HEAD",	"/things",	NULL, NULL,			200, "", 1 },
	{ "GET",	"/thing",	NULL, NULL,			404, "ENTITY_NOT_FOUND", 0 },
	{ "GET",	"/things/a%2Fb", NULL, NULL,			404, "ENTITY_NOT_FOUND", 0 },
	{ "GET",	"/things/%00",	NULL, NULL,			404, "ENTITY_NOT_FOUND", 0 },
	{ "GET",	"/x/../things",	NULL, NULL,			404, "ENTITY_NOT_FOUND", 0 },
	{ "GET",	"/documented",	NULL, NULL,			404, "ENTITY_NOT_FOUND", 0 },
	{ "PUT",	"/things",	NULL, NULL,			405, "METHOD_NOT_ALLOWED", 0 },
	{ "OPTIONS",	"/things",	NULL, NULL,			405, "METHOD_NOT_ALLOWED", 0 },
	{ "POST",	"/healthz",	NULL, NULL,			405, "METHOD_NOT_ALLOWED", 0 },
	/* what is acceptable */
	{ "GET",	"/things",	P("HTTP_ACCEPT=text/html"), NULL, 406, "NOT_ACCEPTABLE", 0 },
	{ "GET",	"/things",	P("HTTP_ACCEPT=image/*, application/json;q=0"), NULL, 406, "NOT_ACCEPTABLE", 0 },
	{ "GET",	"/things",	P("HTTP_ACCEPT=application/problem+json"), NULL, 200, "", 1 },
	{ "GET",	"/things",	P(BROWSER), NULL,		200, "\"success\":true", 1 },
	{ "GET",	"/metrics",	P("HTTP_ACCEPT=text/plain"), NULL, 200, "", 0 },
	/* media type */
	{ "POST",	"/things",	P("CONTENT_TYPE=text/plain"), "x", 415, "UNSUPPORTED_MEDIA_TYPE", 0 },
	{ "POST",	"/things",	P("CONTENT_TYPE=application/xml", "CONTENT_LENGTH=9999999"), NULL, 415, "", 0 },
	{ "POST",	"/things",	NULL, "{\"name\":\"a\"}",	415, "UNSUPPORTED_MEDIA_TYPE", 0 },
	{ "POST",	"/things",	P("CONTENT_TYPE=text/plain"), "", 400, "\"reason\":\"required\"", 0 },
	/* size */
	{ "POST",	"/things",	P(JSON, "CONTENT_LENGTH=1025"), NULL, 413, "PAYLOAD_TOO_LARGE", 0 },
	{ "POST",	"/things",	P(JSON, "CONTENT_LENGTH=99999999999999999999999"), NULL, 413, "", 0 },
	{ "POST",	"/things",	P(JSON, "CONTENT_LENGTH=-1"), NULL, 400, "Content-Length", 0 },
	{ "POST",	"/things",	P(JSON), K500 K500 K100,	413, "1024 bytes", 0 },
	{ "POST",	"/files",	P(FORM), "name=a&x=" K500 K500 K500, 201, "", 1 },
	{ "POST",	"/pictures",	P(MULTIPART), "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nx\r\n--b--\r\n", 201, "", 0 },
	{ "POST",	"/pictures",	P(MULTIPART), "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--b--\r\n", 400, "/file", 0 },
	{ "POST",	"/pictures",	P(MULTIPART), "--c--",		400, "bad_multipart", 0 },
	/* who */
	{ "PATCH",	"/things/1",	P(JSON), "{\"name\":\"a\"}",	401, "UNAUTHENTICATED", 0 },
	{ "PATCH",	"/things/1",	P(JSON, BEARER(MEMBER)), "{\"name\":\"a\"}", 200, "", 1 },
	{ "PATCH",	"/things/1",	P(JSON, BEARER(STRANGER)), "{\"name\":\"a\"}", 401, "UNAUTHENTICATED", 0 },
	{ "GET",	"/things",	P(BEARER(STRANGER)), NULL,	401, "UNAUTHENTICATED", 0 },
	{ "GET",	"/things",	P("HTTP_AUTHORIZATION=Basic eDp5"), NULL, 401, "UNAUTHENTICATED", 0 },
	{ "GET",	"/things",	P(COOKIE(STRANGER)), NULL,	200, "", 1 },
	{ "DELETE",	"/things/1",	NULL, NULL,			401, "UNAUTHENTICATED", 0 },
	{ "DELETE",	"/things/1",	P(BEARER(MEMBER)), NULL,	403, "FORBIDDEN", 0 },
	{ "DELETE",	"/things/1",	P(BEARER(COOK)), NULL,		204, "", 1 },
	/* own pages only */
	{ "DELETE",	"/things/1",	P(COOKIE(COOK)), NULL,		403, "FORBIDDEN", 0 },
	{ "DELETE",	"/things/1",	P(COOKIE(COOK), OWN_PAGE), NULL, 204, "", 1 },
	{ "DELETE",	"/things/1",	P(COOKIE(COOK), "HTTP_SEC_FETCH_SITE=cross-site"), NULL, 403, "", 0 },
	{ "DELETE",	"/things/1",	P(COOKIE(COOK), "HTTP_HOST=a.example", "HTTP_ORIGIN=http://a.example"), NULL, 204, "", 1 },
	{ "DELETE",	"/things/1",	P(COOKIE(COOK), "HTTP_HOST=a.example", "HTTP_ORIGIN=http://b.example"), NULL, 403, "", 0 },
	{ "GET",	"/things",	P(COOKIE(COOK), "HTTP_SEC_FETCH_SITE=cross-site"), NULL, 200, "", 1 },
	{ "POST",	"/things",	P(JSON, COOKIE(MEMBER)), "{\"name\":\"a\"}", 403, "", 0 },
	{ "POST",	"/things",	P(JSON, COOKIE(STRANGER)), "{\"name\":\"a\"}", 201, "", 1 },	/* a guest after all */
	{ "POST",	"/things",	P(JSON, "HTTP_COOKIE=banquet_guest=" STRANGER), "{\"name\":\"a\"}", 403, "", 0 },
	{ "POST",	"/things",	P(JSON, "HTTP_X_ORDER_TOKEN=" STRANGER), "{\"name\":\"a\"}", 201, "", 1 },
	{ "POST",	"/things",	P(JSON, "HTTP_SEC_FETCH_SITE=cross-site"), "{\"name\":\"a\"}", 403, "", 0 },
	/* body and query */
	{ "POST",	"/things",	P(JSON), "{\"name\":\"a\",\"n\":3}", 201, "", 1 },
	{ "POST",	"/things",	P(FORM), "name=a&n=3",		201, "", 1 },
	{ "POST",	"/things",	P(JSON), "{",			400, "not_json", 0 },
	{ "POST",	"/things",	P(JSON), NULL,			400, "required", 0 },
	{ "POST",	"/things",	P(JSON), "{\"n\":9}",		400, "\"/name\",\"reason\":\"required\"", 0 },
	{ "POST",	"/things",	P(JSON), "{\"n\":9}",		400, "\"/n\",\"reason\":\"too_large\"", 0 },
	{ "POST",	"/things",	P(JSON), "{\"name\":\"a\",\"x\":1}", 400, "unknown_field", 0 },
	{ "POST",	"/things",	P(JSON, "CONTENT_LENGTH=3"), "{}}}", 400, "", 0 },
	{ "GET",	"/things?limit=101", NULL, NULL,		400, "?limit", 0 },
	{ "GET",	"/things?limit=7&x=y", NULL, NULL,		200, "", 1 },
	/* the key */
	{ "POST",	"/things",	P(JSON, "HTTP_IDEMPOTENCY_KEY=a b"), "{\"name\":\"a\"}", 400, "not_a_key", 0 },
	{ "POST",	"/files",	P(JSON, "HTTP_IDEMPOTENCY_KEY=a b"), "{\"name\":\"a\"}", 201, "", 1 },	/* not asked for */
	/* the handler */
	{ "GET",	"/fail",	NULL, NULL,			500, "INTERNAL_SERVER_ERROR", 0 },
	{ "GET",	"/too-long",	NULL, NULL,			500, "INTERNAL_SERVER_ERROR", 0 },
	/* pages and forms */
	{ "GET",	"/page",	NULL, NULL,			500, "<!doctype html>", 0 },
	{ "GET",	"/nowhere",	P(BROWSER), NULL,		404, "<!doctype html>", 0 },
	{ "POST",	"/things",	P(FORM, BROWSER), "name=a",	303, "", 1 },
	{ "POST",	"/things",	P(FORM, BROWSER), "name=&n=9",	400, "href=\"#f-name\"", 0 },
	{ "POST",	"/things",	P(FORM, BROWSER), "name=&n=9",	400, "value=\"9\"", 0 },
	{ "POST",	"/things",	P(FORM, BROWSER, "CONTENT_LENGTH=2000"), NULL, 413, "<!doctype html>", 0 },
	{ "POST",	"/things",	P(JSON, BROWSER), "{}",		400, "\"INVALID_REQUEST\"", 0 },
	{ "POST",	"/things",	P(FORM, "HTTP_ACCEPT=*/*"), "",	400, "\"INVALID_REQUEST\"", 0 },
	{ "PATCH",	"/things/1",	P(FORM, BROWSER), "name=a",	401, "\"UNAUTHENTICATED\"", 0 },
};

START_TEST(guards)
{
	struct answer a = call(&app, rows[_i].method, rows[_i].uri, rows[_i].params, rows[_i].body);

	ck_assert_msg(a.status == rows[_i].status && strstr(a.body, rows[_i].part) != NULL && seen.calls == rows[_i].calls,
	    "%s %s %s: status %d, %d calls, %s", rows[_i].method, rows[_i].uri, rows[_i].body, a.status, seen.calls, a.body);
	answer_free(&a);
}
END_TEST

START_TEST(hands_over_what_is_valid)
{
	struct answer a = call(&app, "POST", "/things", P(FORM, "HTTP_IDEMPOTENCY_KEY=\"k\"", "HTTP_X_ORDER_TOKEN=" STRANGER),
	    "name=%ED%95%9C&n=3&idempotency_key=other");

	ck_assert_int_eq(a.status, 201);
	ck_assert_str_eq(seen.name, "한");
	ck_assert_int_eq(seen.n, 3);
	ck_assert_str_eq(seen.key, "k");
	ck_assert_str_eq(seen.guest, STRANGER);
	ck_assert_str_eq(seen.raw, "name=%ED%95%9C&n=3&idempotency_key=other");
	ck_assert(!seen.signed_in && !seen.by_cookie);
	answer_free(&a);
	a = call(&app, "GET", "/things?limit=7", P(COOKIE(MEMBER)), NULL);
	ck_assert_int_eq(seen.limit, 7);
	ck_assert_str_eq(seen.raw, "");
	ck_assert(seen.signed_in && seen.by_cookie);
	answer_free(&a);
	a = call(&app, "GET", "/things/%ED%95%9C", P(COOKIE(STRANGER)), NULL);
	ck_assert_str_eq(seen.param, "한");
	ck_assert(!seen.signed_in && !seen.by_cookie);
	answer_free(&a);
	a = call(&app, "POST", "/things/1/claims", P(FORM, BEARER(MEMBER)), "idempotency_key=k2");
	ck_assert_int_eq(a.status, 200);
	ck_assert_str_eq(seen.key, "k2");
	answer_free(&a);
	/* Where no model is asked for, whatever type it has: for signatures over the body. */
	a = call(&app, "POST", "/things/1/claims", P("CONTENT_TYPE=application/cloudevents+json", BEARER(MEMBER)), "{\"a\": 1}");
	ck_assert_int_eq(a.status, 200);
	ck_assert_str_eq(seen.raw, "{\"a\": 1}");
	answer_free(&a);
}
END_TEST

START_TEST(says_what_headers_should)
{
	struct answer a = call(&app, "GET", "/things/1", P("HTTP_X_REQUEST_ID=abc", "HTTP_IF_NONE_MATCH=\"7\""), NULL);

	ck_assert_int_eq(a.status, 304);
	ck_assert_str_eq(answer_header(&a, "ETag"), "\"7\"");
	ck_assert_str_eq(answer_header(&a, "X-Request-Id"), "abc");
	answer_free(&a);
	a = call(&app, "POST", "/things/1", NULL, NULL);
	ck_assert_int_eq(a.status, 405);
	ck_assert_str_eq(answer_header(&a, "Allow"), "GET, HEAD, PATCH, DELETE");
	answer_free(&a);
	a = call(&app, "DELETE", "/things/1", NULL, NULL);
	ck_assert_ptr_nonnull(answer_header(&a, "WWW-Authenticate"));
	answer_free(&a);
	a = call(&app, "HEAD", "/things", NULL, NULL);
	ck_assert_str_eq(answer_header(&a, "Content-Length"), "16");
	ck_assert_uint_eq(a.body_len, 0);
	answer_free(&a);
	/* What a handler that failed had said already is not sent, nor why it failed. */
	a = call(&app, "GET", "/fail", NULL, NULL);
	ck_assert_ptr_null(answer_header(&a, "Set-Cookie"));
	ck_assert_ptr_null(strstr(a.body, "fire"));
	answer_free(&a);
}
END_TEST

START_TEST(calls_nobody_for_half_a_request)
{
	struct answer a = call_raw(&app, P("REQUEST_METHOD=POST", "REQUEST_URI=/things", JSON, "CONTENT_LENGTH=20"),
	    "{\"name\":\"a\"}", 12);

	ck_assert_int_eq(a.status, 0);
	ck_assert_uint_eq(a.text.len, 0);
	ck_assert_int_eq(seen.calls, 0);
	answer_free(&a);
	/* Without a length the end of the stream is the end of the body. */
	a = call_raw(&app, P("REQUEST_METHOD=POST", "REQUEST_URI=/things", JSON), "{\"name\":\"a\"}", 12);
	ck_assert_int_eq(a.status, 201);
	answer_free(&a);
	a = call_raw(&app, P("REQUEST_METHOD=POST", "REQUEST_URI=/things", JSON), K500 K500 K100, 1100);
	ck_assert_int_eq(a.status, 413);
	answer_free(&a);
	a = call_raw(&app, P("REQUEST_URI=/things"), NULL, 0);
	ck_assert_int_eq(a.status, 400);
	answer_free(&a);
	a = call_raw(&app, P("X="), NULL, 0);
	ck_assert_int_eq(a.status, 400);
	answer_free(&a);
}
END_TEST

START_TEST(answers_for_itself)
{
	struct answer a;

	ck_assert_int_eq(metrics_start("test", routes, ROWS(routes)), 0);
	a = call(&app, "GET", "/healthz", NULL, NULL);
	ck_assert_int_eq(a.status, 200);
	ck_assert_str_eq(a.body, "{\"status\":\"ok\"}");
	answer_free(&a);
	a = call(&app, "GET", "/readyz", NULL, NULL);
	ck_assert_int_eq(a.status, 200);
	answer_free(&a);
	a = call(&app, "GET", "/things", NULL, NULL);
	answer_free(&a);
	a = call(&app, "GET", "/metrics", P(COOKIE(MEMBER)), NULL);
	ck_assert_str_eq(answer_header(&a, "Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
	ck_assert_ptr_nonnull(strstr(a.body, "route=\"/things\",method=\"GET\",status=\"200\"} 1\n"));
	ck_assert_ptr_nonnull(strstr(a.body, "requests_in_flight{program=\"test\"} 1\n"));
	ck_assert_ptr_nonnull(strstr(a.body, "own_total 1\n"));
	answer_free(&a);
	metrics_stop();

	database_down = true;
	a = call(&app, "GET", "/healthz", P(COOKIE(MEMBER)), NULL);
	ck_assert_int_eq(a.status, 200);
	answer_free(&a);
	a = call(&app, "GET", "/readyz", P(COOKIE(MEMBER)), NULL);
	ck_assert_int_eq(a.status, 503);
	answer_free(&a);
	a = call(&app, "GET", "/things", P(COOKIE(MEMBER)), NULL);
	ck_assert_int_eq(a.status, 503);
	ck_assert_ptr_nonnull(answer_header(&a, "Retry-After"));
	answer_free(&a);
	a = call(&app, "GET", "/things", NULL, NULL);
	ck_assert_int_eq(a.status, 200);
	answer_free(&a);
}
END_TEST

/* One line for each request, with the route's pattern and never the path; details of 5xx alone. */
START_TEST(logs_what_matters)
{
	int fd[2];
	char line[4096];
	ssize_t n;
	struct answer a;

	ck_assert_int_eq(pipe(fd), 0);
	log_start("test", LOG_INFO);
	log_to(fd[1]);
	a = call(&app, "GET", "/things/secret-name?token=hidden", P("HTTP_X_REQUEST_ID=rq-7"), NULL);
	answer_free(&a);
	a = call(&app, "GET", "/fail", NULL, NULL);
	answer_free(&a);
	close(fd[1]);
	for (n = 0; n < (ssize_t)sizeof(line) - 1; ) {
		ssize_t got = read(fd[0], line + n, sizeof(line) - 1 - (size_t)n);

		if (got <= 0)
			break;
		n += got;
	}
	line[n] = '\0';
	ck_assert_ptr_nonnull(strstr(line, "\"event\":\"request\",\"request_id\":\"rq-7\",\"method\":\"GET\",\"route\":\"/things/{id}\",\"status\":200"));
	ck_assert_ptr_null(strstr(line, "secret-name"));
	ck_assert_ptr_null(strstr(line, "hidden"));
	ck_assert_ptr_nonnull(strstr(line, "table orders is on fire"));
	n = 0;
	for (const char *p = line; (p = strstr(p, "\"event\":\"request\"")) != NULL; p++)
		n++;
	ck_assert_int_eq(n, 2);
	close(fd[0]);
}
END_TEST

Suite *
handle_suite(void)
{
	Suite *s = suite_create("handle");
	TCase *tc = tcase_create("handle");

	tcase_add_checked_fixture(tc, setup, NULL);
	tcase_add_loop_test(tc, guards, 0, ROWS(rows));
	tcase_add_test(tc, hands_over_what_is_valid);
	tcase_add_test(tc, says_what_headers_should);
	tcase_add_test(tc, calls_nobody_for_half_a_request);
	tcase_add_test(tc, answers_for_itself);
	tcase_add_test(tc, logs_what_matters);
	suite_add_tcase(s, tc);
	return s;
}
