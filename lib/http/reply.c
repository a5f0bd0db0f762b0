/*
 * reply: status line, headers and body, written whole and once.
 */
#include <string.h>
#include <strings.h>

#include "http/conn.h"
#include "http/reply.h"
#include "http/request.h"

/* Reason phrases of RFC 9110 (and RFC 6585) for the statuses this house answers. */
static const struct { int status; const char *phrase; } phrases[] = {
	{ 200, "OK" }, { 201, "Created" }, { 202, "Accepted" }, { 204, "No Content" },
	{ 303, "See Other" }, { 304, "Not Modified" },
	{ 400, "Bad Request" }, { 401, "Unauthorized" }, { 402, "Payment Required" }, { 403, "Forbidden" },
	{ 404, "Not Found" }, { 405, "Method Not Allowed" }, { 406, "Not Acceptable" }, { 409, "Conflict" },
	{ 410, "Gone" }, { 412, "Precondition Failed" }, { 413, "Content Too Large" },
	{ 415, "Unsupported Media Type" }, { 422, "Unprocessable Content" }, { 428, "Precondition Required" },
	{ 429, "Too Many Requests" },
	{ 500, "Internal Server Error" }, { 502, "Bad Gateway" }, { 503, "Service Unavailable" },
	{ 504, "Gateway Timeout" },
};

static const char *
phrase(int status)
{
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
		if (phrases[i].status == status)
			return phrases[i].phrase;
	return "Status";
}

void
reply_clear(struct reply *r)
{
	buf_free(&r->headers);
	buf_free(&r->body);
	*r = (struct reply){ 0 };
}

void
reply_header(struct buf *headers, const char *name, const char *value)
{
	buf_puts(headers, name);
	buf_puts(headers, ": ");
	for (; *value != '\0'; value++)
		if ((unsigned char)*value >= 0x20 && *value != 0x7f)
			buf_putc(headers, *value);
	buf_puts(headers, "\r\n");
}

/* Whether a line of that name is among the headers. */
static bool
has_header(const struct buf *headers, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = buf_str(headers); *p != '\0'; ) {
		const char *end = strstr(p, "\r\n");

		if (strncasecmp(p, name, n) == 0 && p[n] == ':')
			return true;
		p = end != NULL ? end + 2 : p + strlen(p);
	}
	return false;
}

int
reply_send(struct request *rq, const struct reply *r)
{
	struct buf out = { .cap = BUF_CAP + (64u << 10) };
	/* Neither has a body, nor a length of one (RFC 9110, 8.6). */
	bool bodiless = r->status == 204 || r->status == 304;
	int rc = -1;

	buf_printf(&out, "Status: %d %s\r\n", r->status, phrase(r->status));
	if (!bodiless) {
		if (r->type != NULL)
			buf_printf(&out, "Content-Type: %s\r\n", r->type);
		buf_printf(&out, "Content-Length: %lu\r\n", (unsigned long)r->body.len);
	}
	reply_header(&out, "X-Request-Id", rq->id);
	buf_puts(&out, "X-Content-Type-Options: nosniff\r\n");
	if (!has_header(&r->headers, "Cache-Control"))
		buf_puts(&out, "Cache-Control: no-store\r\nVary: Accept, Accept-Language, Cookie\r\n");
	else if (!has_header(&r->headers, "Vary"))
		buf_puts(&out, "Vary: Accept, Accept-Language\r\n");
	buf_add(&out, buf_str(&r->headers), r->headers.len);
	buf_puts(&out, "\r\n");
	if (!bodiless && !rq->head)
		buf_add(&out, buf_str(&r->body), r->body.len);
	if (!out.failed && !r->headers.failed && !r->body.failed)
		rc = rq->conn->ops->write(rq->conn, out.p, out.len);
	buf_free(&out);
	return rc;
}
