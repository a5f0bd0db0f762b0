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
#include <stdint.h>

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
	/* Writes a whole HTML page around an error into the buf (problem_page_main() of lib/page has what belongs inside) and returns its
	 * text; NULL, here or from it: the plain page. */
	const char		*(*error_page)(struct request *, const struct err *, struct buf *);
	/* Writes that one: problem_page() of lib/page.  NULL: people are told of errors in JSON as well. */
	void			(*plain_page)(struct buf *, const struct request *, const struct err *);
};

/* The exit status of main(): 0 after SIGTERM or SIGINT, or when the CGI request was answered; 64 when it was started by hand;
 * 78 when the configuration is no good; 70 or 71 when the machine has not what it needs. */
int serve(const struct app *, int argc, char **argv);
/* For a handler that has to wait: until that many milliseconds are over, or the program is asked to stop. */
void serve_pause(int64_t ms);
/* One request, from any transport: the heart of serve, for tests and fuzzing.  What it made lies in the arena, for the
 * caller to reset.  GET /healthz, /readyz and /metrics are answered in every program. */
void serve_request(const struct app *, const struct conf *, void *site, struct arena *, struct conn *);

#endif
