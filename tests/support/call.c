/* call: see call.h. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "http/conn.h"
#include "support/call.h"

struct conf call_conf = {
	.body_limit = 1024,
	.upload_limit = 4096,
	.public_url = "",
};

static void
take_apart(struct answer *a)
{
	char *end = a->text.len > 0 ? strstr(a->text.p, "\r\n\r\n") : NULL;

	a->body = "";
	if (end == NULL)
		return;
	end[2] = '\0';
	a->body = end + 4;
	a->body_len = a->text.len - (size_t)(a->body - a->text.p);
	(void)sscanf(a->text.p, "Status: %d", &a->status);
}

struct answer
call_raw(const struct app *app, const char *const *params, const void *body, size_t n)
{
	struct answer a = { 0 };
	struct arena *arena = arena_new(1u << 20);
	struct conn_memory conn;

	conn_memory_init(&conn, params, body, n, &a.text);
	serve_request(app, &call_conf, NULL, arena, &conn.conn);
	arena_free(arena);
	take_apart(&a);
	return a;
}

#define PARAMS_MAX 32
struct answer
call(const struct app *app, const char *method, const char *uri, const char *const *more, const char *body)
{
	char text[4][512];
	const char *params[PARAMS_MAX] = { text[0], text[1], text[2] };
	size_t n = 3;

	(void)snprintf(text[0], sizeof(text[0]), "REQUEST_METHOD=%s", method);
	(void)snprintf(text[1], sizeof(text[1]), "REQUEST_URI=%s", uri);
	(void)snprintf(text[2], sizeof(text[2]), "QUERY_STRING=%s", strchr(uri, '?') ? strchr(uri, '?') + 1 : "");
	if (body != NULL) {
		(void)snprintf(text[3], sizeof(text[3]), "CONTENT_LENGTH=%zu", strlen(body));
		params[n++] = text[3];
	}
	for (; more != NULL && *more != NULL; more++) {
		ck_assert_uint_lt(n, PARAMS_MAX - 1);
		params[n++] = *more;
	}
	return call_raw(app, params, body, body != NULL ? strlen(body) : 0);
}

const char *
answer_header(const struct answer *a, const char *name)
{
	static char value[2048];
	size_t n = strlen(name);

	for (const char *p = buf_str(&a->text); *p != '\0'; ) {
		const char *end = strstr(p, "\r\n");

		if (end == NULL)
			break;
		if (strncasecmp(p, name, n) == 0 && strncmp(p + n, ": ", 2) == 0) {
			(void)snprintf(value, sizeof(value), "%.*s", (int)(end - p - (long)n - 2), p + n + 2);
			return value;
		}
		p = end + 2;
	}
	return NULL;
}

void
answer_free(struct answer *a)
{
	buf_free(&a->text);
}
