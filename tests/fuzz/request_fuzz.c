/*
 * request_fuzz: any bytes as a request through all guards.  Lines "NAME=value" are parameters of the transport; what
 * follows the first empty line is the body.  Whatever comes, the answer must be one that a web server can pass on.
 */
#include <string.h>

#include <json-c/json.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/id.h"
#include "base/log.h"
#include "fuzz/fuzz.h"
#include "http/conn.h"
#include "http/serve.h"
#include "page/problem_page.h"
#include "support/sample.h"

#define PARAMS_MAX 64

static const struct err *
answer(struct request *rq, struct response *rs)
{
	rs->answer = rq->in;
	rs->etag = "7";
	rs->link_next = "cursor=x";
	rs->location = "/samples/1";
	response_cookie(rq, rs, "banquet_guest", request_param(rq, "id"), 60);
	return NULL;
}

static const struct err *
identify(struct request *rq)
{
	rq->caller.user_id.b[0] = rq->caller.session.b[0] & 1;
	rq->caller.role = rq->caller.session.b[1] & 3;
	return NULL;
}

static const struct route routes[] = {
	{ HTTP_GET, "/samples", answer, .query = &sample_query_model, .status = 200 },
	{ HTTP_POST, "/samples", answer, .body = &sample_model, .answer = &sample_model, .status = 201, .flags = ROUTE_IDEMPOTENT },
	{ HTTP_GET, "/samples/{id}", answer, .status = 200, .flags = ROUTE_CONDITIONAL | ROUTE_ENVELOPE },
	{ HTTP_PATCH, "/samples/{id}", answer, .who = 1u << 2, .body = &sample_model, .status = 200 },
	{ HTTP_POST, "/files", answer, .who = WHO_SIGNED_IN, .body = &sample_model, .status = 201, .flags = ROUTE_UPLOAD },
	{ HTTP_GET, "/page", answer, .status = 200, .flags = ROUTE_PAGE },
};
static const struct app app = {
	.name = "fuzz", .routes = routes, .nroutes = sizeof(routes) / sizeof(routes[0]), .identify = identify,
	.plain_page = problem_page,
};

/* Every header line has a name and a value and ends in CRLF; the body is as long as it is said to be, and JSON where it is said to be. */
static void
examine(const struct buf *out, bool head)
{
	const char *p = buf_str(out), *body = strstr(p, "\r\n\r\n");
	const char *length = strstr(p, "\r\nContent-Length: "), *json = strstr(p, "json\r\n");

	if (out->len == 0)		/* the body was shorter than it was said to be */
		return;
	MUST(body != NULL && strncmp(p, "Status: ", 8) == 0);
	while (p < body) {
		const char *end = strstr(p, "\r\n");

		MUST(memchr(p, ':', (size_t)(end - p)) != NULL);
		for (; p < end; p++)
			MUST((unsigned char)*p >= 0x20 && *p != 0x7f);
		p = end + 2;
	}
	body += 4;
	if (head || length == NULL || length > body)
		MUST(*body == '\0');
	else {
		MUST(strtoul(length + 18, NULL, 10) == out->len - (size_t)(body - out->p));
		if (json != NULL && json < body) {
			struct json_object *tree = json_tokener_parse(body);

			MUST(tree != NULL);
			json_object_put(tree);
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
	static const struct conf conf = { .body_limit = 2048, .upload_limit = 4096, .public_url = "" };
	const char *params[PARAMS_MAX + 1];
	struct arena *arena = arena_new(1u << 20);
	char *text = malloc(n + 1), *p = text, *end;
	struct buf out = { 0 };
	struct conn_memory conn;
	size_t count = 0;
	const char *method;

	MUST(arena != NULL && text != NULL && id_start() == 0);
	log_start("fuzz", LOG_ERROR + 1);
	if (n > 0)
		memcpy(text, input, n);
	text[n] = '\0';
	while ((end = memchr(p, '\n', n - (size_t)(p - text))) != NULL && end > p && count < PARAMS_MAX) {
		*end = '\0';
		params[count++] = p;
		p = end + 1;
	}
	if (end == p)
		p++;
	params[count] = NULL;
	conn_memory_init(&conn, params, p, n - (size_t)(p - text), &out);
	serve_request(&app, &conf, NULL, arena, &conn.conn);
	method = conn.conn.ops->param(&conn.conn, "REQUEST_METHOD");
	examine(&out, method != NULL && strcmp(method, "HEAD") == 0);
	buf_free(&out);
	arena_free(arena);
	free(text);
	return 0;
}
