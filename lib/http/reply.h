/*
 * reply: an answer as it goes out, and the one place that writes it.
 *
 * response (a handler's success) and problem (an error) both become a reply.
 */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include <stddef.h>

#include "base/buf.h"

struct request;

struct reply {
	int		 status;
	const char	*type;		/* Content-Type; NULL = no body */
	struct buf	 headers;	/* "Name: value\r\n" lines beyond the usual ones */
	struct buf	 body;
};

/* Frees what the reply holds; the struct may be used again. */
void reply_clear(struct reply *);
/* Appends a header line; control characters of the value are dropped. */
void reply_header(struct buf *headers, const char *name, const char *value);
/* Writes status, headers and body at once. Adds Content-Length, X-Request-Id, nosniff, Cache-Control: no-store (unless
 * there is a Cache-Control) and Vary.  0, or -1 when the client is gone or memory is out. */
int reply_send(struct request *, const struct reply *);

#endif
