/*
 * route: which handler a method and path mean, and what it asks for.
 *
 * A program's routes are rows of a table; everything that is generally
 * required (who may call, which model the body must fit, whether an
 * Idempotency-Key is honoured) is a column, so that handlers see only valid calls.
 * The same rows print the OpenAPI document.
 */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct model;
struct request;
struct response;

typedef const struct err *handler(struct request *, struct response *);

enum http_method { HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, HTTP__MAX };	/* HEAD is answered as GET */

/* Who may call: a set of role bits (1u << enum role of domain/staff.h), or one of these. */
#define WHO_ANYONE	0u
#define WHO_SIGNED_IN	0x80000000u

enum route_flag {
	ROUTE_IDEMPOTENT	= 1,	/* honours Idempotency-Key */
	ROUTE_UPLOAD		= 2,	/* multipart with files; its own body limit */
	ROUTE_ENVELOPE		= 4,	/* /v1: {"code":"SUCCESS","message":…,"data":{…}}; else "success":true inside */
	ROUTE_PAGE		= 8,	/* an HTML page: no JSON answer, not in the OpenAPI document */
	ROUTE_HIDDEN		= 16,	/* operational, not in the OpenAPI document */
	ROUTE_CONDITIONAL	= 32,	/* answers carry an ETag; GET honours If-None-Match, PATCH If-Match */
	ROUTE_LATER		= 64,	/* may answer 202 in place of its status: the same members, and Location tells what becomes of it */
	ROUTE_IMAGE		= 128,	/* answers a WebP picture, from nginx: only the document has it */
};

struct route {
	enum http_method	 method;
	const char		*path;		/* "/api/orders/{order_id}/status"; a literal segment beats a {parameter} */
	handler			*handle;	/* NULL where only the document is printed */
	unsigned		 who;		/* roles */
	unsigned		 flags;
	const struct model	*query, *body, *answer;	/* NULL = none */
	int			 status;	/* of success */
	const char		*errors;	/* codes it can answer beyond the general ones, space-separated: "STOCK_NOT_ENOUGH …" */
	const char		*summary;	/* for the document */
};

#define ROUTE_PARAMS 4
struct route_match {
	const struct route	*route;		/* NULL = no such path (404) or method (405) */
	unsigned		 allowed;	/* bits of enum http_method the path knows; 0 = 404 */
	struct { const char *name; const char *value; } param[ROUTE_PARAMS];	/* decoded, in the arena */
	size_t			 nparams;
};
struct arena;
/* Finds the row for a path that is already decoded; parameters are its segments as they are.  A slash at the end
 * makes no difference.  `allowed` is what all rows the path fits know. */
void route_find(const struct route *, size_t n, enum http_method, const char *path, struct arena *, struct route_match *);
/* The Allow header for a set of methods ("GET, HEAD, POST"). */
const char *route_allow(unsigned methods, struct arena *);

#endif
