/*
 * http_client: one request to an outside server, and what is known afterwards.
 *
 * Blocking.  Each thread keeps one handle, so connections are used again.  TLS is verified,
 * redirects are not followed, proxies of the environment are not used, nothing but http and
 * https is spoken, and an answer has a size it may not pass.
 *
 * The outcome tells what a caller who moves money must know: that there is an answer, that
 * surely nothing was sent, or neither.  A request that is not GET is sent once at the most:
 * one that got lost on a kept connection is UNKNOWN, never silently sent again.
 *
 * Whatever libcurl itself allocates is zeroed when it is freed, and a secret request leaves
 * nothing of its body in the handle; the caller wipes its own buffer.
 */
#ifndef REMOTE_HTTP_CLIENT_H
#define REMOTE_HTTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum http_outcome {
	OUTCOME_ANSWERED,	/* whole, whatever its status */
	OUTCOME_NOT_SENT,	/* no connection, no TLS, no such name: nothing of the request has left */
	OUTCOME_UNKNOWN		/* it may have been received: silence, a broken or unusable answer */
};

struct http_header { const char *name, *value; };	/* value NULL = not sent */
#define HTTP_ASK_HEADERS 8

struct http_ask {
	const char		*method;	/* "GET", "POST" */
	const char		*url;		/* whole */
	struct http_header	 headers[HTTP_ASK_HEADERS];	/* up to the first without a name */
	const char		*body;		/* NULL = none; not copied */
	size_t			 len;
	const char		*ca_file;	/* certificates to trust; NULL or empty = the system's */
	int64_t			 connect_ms;	/* until there is a connection, TLS included */
	int64_t			 timeout_ms;	/* the whole call, connecting included */
	size_t			 cap;		/* bytes of the answer's body; more is UNKNOWN; 0 = HTTP_ASK_CAP */
	bool			 secret;	/* the body holds what must not stay in memory */
};
#define HTTP_ASK_CAP ((size_t)256 << 10)

struct http_answer {
	enum http_outcome	 outcome;
	int			 status;	/* when ANSWERED; also when there was an answer and no memory to keep it; else 0 */
	const char		*body;		/* when ANSWERED: in the arena, NUL after it */
	size_t			 len;
	const char		*content_type;	/* NULL = it has none */
	int			 retry_after;	/* s, of a Retry-After in seconds; 0 = none */
	const char		*why;		/* when not ANSWERED: for the log; never of the request's content */
	int64_t			 took_ms;
};

void http_client_call(struct arena *, const struct http_ask *, struct http_answer *);
/* Closes this thread's connections; a thread that ends does it by itself. */
void http_client_close(void);

/* libcurl, started once for whoever in this room speaks by it; false when it can not be. */
bool http_client_ready(void);

#endif
