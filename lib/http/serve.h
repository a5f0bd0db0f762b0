/*
 * serve: a program's life.
 *
 * main() is serve(&the_app).  On fd 0 a FastCGI listening socket: a pool of
 * threads takes requests until SIGTERM, finishes what runs, leaves.  Otherwise,
 * with REQUEST_METHOD in the environment: one plain CGI request.
 */
#ifndef HTTP_SERVE_H
#define HTTP_SERVE_H

#include <stddef.h>

#include "http/route.h"
#include "http/request.h"

struct conf;

struct app {
	const char		*name;		/* "orders" */
	const struct route	*routes;
	size_t			 nroutes;
	/* Called once before requests; sets *site. -1 with a sentence in why: the program leaves with 78 (EX_CONFIG). */
	int			(*start)(const struct conf *, void **site, char *why, size_t whylen);
	void			(*stop)(void *site);
	/* Fills rq->caller from the session token's hash (in caller.session). Called only when a token came; an
	 * unknown or expired token leaves the caller a guest (a bearer one: UNAUTHENTICATED). */
	const struct err	*(*identify)(struct request *);
	/* NULL when the database answers: GET /readyz. */
	const struct err	*(*ready)(void *site, struct arena *);
	/* Adds the program's own metrics. */
	void			(*metrics)(void *site, struct buf *);
	/* Renders an HTML page around an error or result; NULL: a plain one. */
	const char		*(*error_page)(struct request *, const struct err *, struct buf *);
};

/* The exit status of main(). */
int serve(const struct app *, int argc, char **argv);
/* One request, from any transport: the heart of serve, for tests and fuzzing. */
void serve_request(const struct app *, const struct conf *, void *site, struct arena *, struct conn *);

#endif
