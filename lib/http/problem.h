/*
 * problem: the one function that turns an error into an answer.
 *
 * application/problem+json (RFC 9457) with the members both faces of the API
 * promise, or, where a browser asked, a page (problem_page.h).
 */
#ifndef HTTP_PROBLEM_H
#define HTTP_PROBLEM_H

#include "base/err.h"

struct app;
struct buf;
struct reply;
struct request;

/* Fills the reply, whatever it held before.  Needs no more of the request than request_open() gives, also when that failed. */
void problem_render(const struct app *, struct request *, const struct err *, struct reply *);
/* The JSON object alone. */
void problem_json(struct buf *, const struct request *, const struct err *);
/* The sentence for people, in the request's language: that of a detail in details.def, else the code's. */
const char *problem_message(const struct request *, const struct err *);
/* The detail, when it is for the client and is not the sentence already; else NULL. */
const char *problem_detail(const struct err *);

#endif
