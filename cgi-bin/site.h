/*
 * site: what all programs have in common: opening the shop, knowing who calls,
 * readiness and metrics.
 */
#ifndef CGI_SITE_H
#define CGI_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/order.h"
#include "http/request.h"
#include "http/serve.h"
#include "page/problem_page.h"
#include "shop/idempotency.h"

struct model;
struct shop;

/* The callbacks of struct app. */
int site_start(const struct conf *, void **site, char *why, size_t whylen);
void site_stop(void *site);
const struct err *site_identify(struct request *);
const struct err *site_ready(void *site, struct arena *);
void site_metrics(void *site, struct buf *);
#define SITE_CALLBACKS .start = site_start, .stop = site_stop, .identify = site_identify, \
	.ready = site_ready, .metrics = site_metrics, .plain_page = problem_page

/* The shop of a request. */
struct shop *site_shop(const struct request *);
/* Who calls, as the domain knows it. */
struct order_actor site_actor(const struct request *);
/* The request's Idempotency-Key, bound to the caller and the route. */
struct idem site_idem(const struct request *);
/* What guests are answered is for everybody: caches may keep it for a second, and for one more while they ask anew.  Who is signed in
 * gets an answer of their own: sellers change what they see under its tag. */
void site_shared(const struct request *, struct response *);
/* A kept answer becomes the response: status, location, page, guest cookie and body as they were. */
void site_answer_again(struct request *, struct response *, const struct kept *);
/* INTERNAL_SERVER_ERROR: the request's arena is full. */
const struct err *site_full(void) __attribute__((returns_nonnull));
/* Where an order is found, in the API and as a page; NULL where there is no room. */
void site_locate(struct arena *, const struct uuid *order_id, const char **location, const char **page);
/* The members of an answer, written into the arena for keeping; NULL when there is no room. */
const char *site_written(struct arena *, const struct model *, const void *answer);
/* The token of a guest who orders, their own or a new one, and its hash; NULL when there is no room. */
const char *site_guest(struct request *, struct hash *out);
/* 404 for a path parameter that is no UUID; else *out. */
const struct err *site_uuid(struct request *, const char *name, struct uuid *out);
/* 404 for a path parameter that is no number (at most 18 digits); else *out. */
const struct err *site_number(struct request *, const char *name, int64_t *out);
/* The versions the request's If-Match header names ("3", "4", the 5 of "5-17"); *v NULL when there is no header, or it is *.  Weak tags
 * and those we never gave name none (RFC 9110, 13.1.1). */
const struct err *site_if_match(struct request *, const int64_t **v, size_t *n);
/* The query string of a list's next page: the same query with this cursor; NULL when there is none (zero UUID). */
const char *site_next(struct request *, const struct uuid *next, const char *status, int64_t limit);

#endif
