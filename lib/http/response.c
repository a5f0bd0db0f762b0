/*
 * response: what handlers say, rendered.
 */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/jsonw.h"
#include "http/etag.h"
#include "http/model.h"
#include "http/reply.h"
#include "http/request.h"
#include "http/response.h"
#include "http/url.h"

static const char *const done_message[] = {
	[LANG_KO] = "요청에 성공했습니다.",
	[LANG_EN] = "The request succeeded.",
};

void
response_header(struct response *rs, const char *name, const char *value)
{
	reply_header(&rs->headers, name, value);
}

void
response_cookie(struct request *rq, struct response *rs, const char *name,
    const char *value, int64_t max_age)
{
	struct buf line = { 0 };

	if (rq->secure)
		buf_puts(&line, "__Host-");
	buf_puts(&line, name);
	buf_putc(&line, '=');
	/* cookie-octet of RFC 6265, 4.1.1 */
	for (const char *p = value; *p != '\0'; p++)
		if (*p > 0x20 && *p < 0x7f && strchr("\",;\\", *p) == NULL)
			buf_putc(&line, *p);
	buf_printf(&line, "; Path=/; HttpOnly; SameSite=Lax; Max-Age=%lld", (long long)max_age);
	if (rq->secure)
		buf_puts(&line, "; Secure");
	if (line.failed)
		rs->headers.failed = true;
	else
		reply_header(&rs->headers, "Set-Cookie", buf_str(&line));
	buf_free(&line);
}

/* The path part of a Referer on this site; NULL when it is another's. */
static const char *
own_referer(struct request *rq)
{
	const char *r = request_header(rq, "Referer");
	size_t n = strlen(rq->origin);

	if (r == NULL || n == 0 || strncasecmp(r, rq->origin, n) != 0 || r[n] != '/')
		return NULL;
	/* "//host" would be another host's page. */
	return r[n + 1] == '/' || r[n + 1] == '\\' ? NULL : r + n;
}

/* The answer without its own message, where the response says another. */
static const void *
without_message(struct request *rq, const struct model *m, const void *answer)
{
	for (size_t i = 0; i < m->nfields; i++) {
		char *copy;
		const char *none = NULL;

		if (strcmp(m->fields[i].name, "message") != 0 || m->fields[i].type != MODEL_STR)
			continue;
		if ((copy = arena_memdup(rq->arena, answer, m->size)) == NULL)
			return NULL;
		memcpy(copy + m->fields[i].offset, &none, sizeof(none));
		return copy;
	}
	return answer;
}

static void
write_members(struct buf *out, const struct model *m, const void *answer, const char *json)
{
	if (json != NULL)
		buf_puts(out, json);
	else if (answer != NULL)
		model_write_members(out, m, answer);
}

static const struct err *
render_json(struct request *rq, const struct response *rs, struct buf *out)
{
	const struct route *route = rq->match.route;
	const void *answer = route->answer != NULL ? rs->answer : NULL;
	struct jsonw w = { out, false };
	size_t before;

	if (route->flags & ROUTE_ENVELOPE) {
		json_open(&w, '{');
		json_key(&w, "code");
		json_str(&w, "SUCCESS");
		json_key(&w, "message");
		json_str(&w, rs->message != NULL ? rs->message : done_message[rq->lang]);
		json_key(&w, "data");
		buf_putc(out, '{');
		write_members(out, route->answer, answer, rs->json);
		buf_puts(out, "}}");
		return NULL;
	}
	if (rs->message != NULL && answer != NULL &&
	    (answer = without_message(rq, route->answer, answer)) == NULL)
		return err_static(ERR_UNAVAILABLE);
	buf_puts(out, "{\"success\":true,");
	before = out->len;
	write_members(out, route->answer, answer, rs->json);
	if (rs->message != NULL) {
		if (out->len > before)
			buf_putc(out, ',');
		buf_puts(out, "\"message\":");
		w.comma = false;
		json_str(&w, rs->message);
	}
	if (out->len == before && !out->failed)		/* nothing followed: no comma */
		out->p[--out->len] = '\0';
	buf_putc(out, '}');
	return NULL;
}

static void
render_headers(struct request *rq, const struct response *rs, struct buf *out)
{
	buf_add(out, buf_str(&rs->headers), rs->headers.len);
	if (rs->headers.failed)
		out->failed = true;
	if (rs->etag != NULL) {
		buf_puts(out, "ETag: \"");
		buf_puts(out, rs->etag);
		buf_puts(out, "\"\r\n");
	}
	if (rs->link_next != NULL) {
		buf_puts(out, "Link: <");
		url_encode_path(out, rq->path);
		buf_printf(out, "?%s>; rel=\"next\"\r\n", rs->link_next);
	}
}

const struct err *
response_render(struct request *rq, const struct response *rs, struct reply *out)
{
	const struct route *route = rq->match.route;
	const char *location = rs->location;
	const struct err *e = NULL;

	out->status = rs->status != 0 ? rs->status : route->status != 0 ? route->status : 200;
	render_headers(rq, rs, &out->headers);
	if (rq->method == HTTP_GET && rs->etag != NULL && (route->flags & ROUTE_CONDITIONAL) &&
	    etag_match(rq->if_none_match, rs->etag, ETAG_WEAK)) {
		out->status = 304;
	} else if (rs->body != NULL) {
		out->type = rs->type;
		buf_add(&out->body, rs->body, rs->body_len);
	} else if (rs->html != NULL) {
		out->type = "text/html; charset=utf-8";
		buf_puts(&out->body, rs->html);
	} else if (rq->wants_html && rq->method != HTTP_GET) {
		out->status = 303;
		if (rs->page != NULL)
			location = rs->page;
		if (location == NULL && (location = own_referer(rq)) == NULL)
			location = "/";
	} else if (out->status != 204) {
		out->type = "application/json";
		e = render_json(rq, rs, &out->body);
	}
	if (location != NULL)
		reply_header(&out->headers, "Location", location);
	return e;
}
