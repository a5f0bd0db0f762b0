/*
 * request: one call, as a handler sees it: already valid.
 *
 * response: what the handler says; written whole, once, by serve.
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "http/body.h"
#include "http/route.h"

struct arena;
struct conf;
struct conn;

enum lang { LANG_KO, LANG_EN };

/* Who calls.  Zeroed = a guest without anything. */
struct caller {
	struct uuid	 user_id;	/* zero = guest */
	int		 role;		/* enum role; meaningless for guests */
	const char	*name;		/* NULL for guests */
	bool		 by_cookie;	/* the session or guest token came in a cookie: unsafe methods must be same-origin */
	bool		 by_header;	/* a token came in a header, which no form of a stranger's page can set */
	struct hash	 session;	/* hash of the session token; zero for guests */
	struct hash	 guest;		/* hash of the guest token (cookie, X-Order-Token, ?token=); zero when none */
	const char	*guest_token;	/* as it came; NULL when none */
};

struct idempotency_key {
	bool		 present;
	const char	*key;		/* unquoted; request's arena; needed to seal the kept answer */
	struct hash	 fingerprint;	/* of the validated request */
};

struct request {
	struct arena		*arena;
	void			*site;		/* the program's own (struct shop *) */
	struct conn		*conn;
	enum http_method	 method;	/* HTTP__MAX: one that no route knows */
	bool			 head;		/* HEAD: GET, and the answer goes without its body */
	const char		*path;		/* decoded, no query */
	const char		*query;		/* raw; "" when none */
	struct route_match	 match;
	struct caller		 caller;
	enum lang		 lang;
	bool			 wants_html;	/* a browser's form post or page view */
	bool			 secure;	/* https at the edge */
	const char		*id;		/* X-Request-Id */
	const char		*traceparent;	/* NULL when none */
	const char		*address;	/* of the client */
	const char		*origin;	/* scheme://host of this site as the client sees it */
	struct body		 body_tree;
	const char		*raw;		/* the body as it came, for signatures over it; NULL = none. Not ended by a NUL */
	size_t			 raw_len;
	const void		*in;		/* the route's body model, filled; NULL when it has none */
	const void		*params;	/* the route's query model, filled */
	struct idempotency_key	 idempotency;
	const char		*if_match, *if_none_match;	/* NULL when absent */
};

/* A header by its HTTP name ("Prefer"), NULL when absent. */
const char *request_header(struct request *, const char *name);
/* The value of a cookie of this site, in the arena; NULL when absent.  On https only the one with __Host- before its name
 * counts: no other host and no plain http page can have set it. */
const char *request_cookie(struct request *, const char *name);
/* A path parameter by name; never NULL for names of the route. */
const char *request_param(const struct request *, const char *name);
/* The same as a UUID; false when it is none (answer 404). */
bool request_uuid(const struct request *, const char *name, struct uuid *);
/* For serve: fills in what the parameters of the transport tell. An error when they are no request; the rest is usable then too. */
const struct err *request_open(struct request *, struct arena *, struct conn *, const struct conf *, void *site);

struct response {
	struct arena	*arena;
	int		 status;	/* 0 = the route's */
	const void	*answer;	/* struct of the route's answer model, or NULL */
	const char	*json;		/* instead: the members already written (a replayed answer) */
	const char	*html;		/* instead: a whole page */
	const char	*body, *type;	/* instead: these bytes as that media type (openapi.json, metrics) */
	size_t		 body_len;
	const char	*message;	/* overrides the answer's own; may be NULL */
	const char	*location;	/* Location of a creation; NULL = none */
	const char	*page;		/* where a browser's form post is sent (303); NULL = location */
	const char	*etag;		/* unquoted version; NULL = none */
	const char	*link_next;	/* query string of the next page; NULL = none */
	struct buf	 headers;	/* further header lines, "Name: value\r\n" */
};

/* Adds a header line. The value must hold no control characters (they are dropped). */
void response_header(struct response *, const char *name, const char *value);
/* A cookie for this site: __Host- and Secure on https; HttpOnly, SameSite=Lax, Path=/.  max_age seconds; 0 deletes. */
void response_cookie(struct request *, struct response *, const char *name, const char *value, int64_t max_age);

#endif
