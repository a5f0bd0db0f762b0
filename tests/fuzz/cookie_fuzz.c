/*
 * cookie_fuzz: any bytes as a Cookie header, and any bytes after a NUL as the value of a cookie we set.  What we set
 * must be one line, and read back as what of it may stand in a cookie.
 */
#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/id.h"
#include "fuzz/fuzz.h"
#include "http/auth.h"
#include "http/conn.h"

static const struct conf conf = { .public_url = "" };

static void
open_with(struct request *rq, struct conn_memory *conn, struct arena *arena, const char *const *params)
{
	conn_memory_init(conn, params, NULL, 0, NULL);
	MUST(request_open(rq, arena, &conn->conn, &conf, NULL) == NULL);
}

static void
read_header(struct arena *arena, const char *header, const char *https)
{
	const char *params[] = { "REQUEST_METHOD=POST", https, header, NULL };
	struct conn_memory conn;
	struct request rq;
	struct auth auth;
	const char *value;

	open_with(&rq, &conn, arena, params);
	value = request_cookie(&rq, AUTH_COOKIE);
	MUST(value == NULL || strstr(header, value) != NULL);
	MUST(auth_read(&rq, &auth) == NULL);
	MUST(auth.session == (value != NULL && token_valid(value)));
	MUST(rq.caller.guest_token == NULL || token_valid(rq.caller.guest_token));
}

static void
set_and_read(struct arena *arena, const char *value, const char *https)
{
	const char *params[] = { "REQUEST_METHOD=POST", https, "X=", NULL };
	struct response rs = { .arena = arena };
	struct conn_memory conn;
	struct request rq;
	const char *line, *back;
	char *cookie;

	open_with(&rq, &conn, arena, params);
	response_cookie(&rq, &rs, "c", value, 60);
	line = buf_str(&rs.headers);
	MUST(strncmp(line, "Set-Cookie: ", 12) == 0 && strstr(line, "\r\n") == line + rs.headers.len - 2);
	cookie = arena_printf(arena, "HTTP_COOKIE=%.*s", (int)strcspn(line + 12, ";"), line + 12);
	MUST(cookie != NULL);
	params[2] = cookie;
	open_with(&rq, &conn, arena, params);
	back = request_cookie(&rq, "c");
	MUST(back != NULL);
	for (; *back != '\0'; back++, value++) {	/* in the same order, and nothing new */
		while (*value != '\0' && *value != *back)
			value++;
		MUST(*value != '\0');
	}
	buf_free(&rs.headers);
}

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
	static const char *const schemes[] = { "HTTPS=off", "HTTPS=on" };
	struct arena *arena = arena_new(1u << 20);
	char *text = malloc(n + 2), *header;

	MUST(arena != NULL && text != NULL && id_start() == 0);
	if (n > 0)
		memcpy(text, input, n);
	text[n] = text[n + 1] = '\0';
	header = arena_printf(arena, "HTTP_COOKIE=%s", text);
	for (int i = 0; i < 2 && header != NULL; i++) {
		read_header(arena, header, schemes[i]);
		set_and_read(arena, text + strlen(text) + (strlen(text) < n), schemes[i]);
	}
	arena_free(arena);
	free(text);
	return 0;
}
