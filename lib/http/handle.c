/*
 * handle: a request's life.
 *
 * The guards below run in the order of their table; the first that has an
 * objection decides the answer, and only a call that passed them all reaches
 * its handler.  Whatever happens, one answer is rendered whole and written once, one line is
 * logged, one request is counted.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "http/accept.h"
#include "http/auth.h"
#include "http/conn.h"
#include "http/idempotency.h"
#include "http/metrics.h"
#include "http/model.h"
#include "http/problem.h"
#include "http/reply.h"
#include "http/response.h"
#include "http/serve.h"

/* What is read and thrown away of a body nobody wants, before the connection is closed on the sender. */
#define DRAIN_MAX (16u << 20)
#define STATUS_GONE 499		/* nobody is there to be answered; nginx logs it as that, too */

struct call {
	struct request		 rq;	/* first: the built-in handlers find their call by it */
	struct response		 rs;
	const struct app	*app;
	const struct conf	*conf;
	char			*body;
	size_t			 body_len;
	size_t			 body_limit;
	bool			 gone;
};

/* --- what every program answers ----------------------------------------- */

static const struct err *
healthz(struct request *rq, struct response *rs)
{
	(void)rq;
	rs->body = "{\"status\":\"ok\"}";
	rs->body_len = strlen(rs->body);
	rs->type = "application/json";
	return NULL;
}

static const struct err *
readyz(struct request *rq, struct response *rs)
{
	const struct app *app = ((struct call *)rq)->app;
	const struct err *e = app->ready != NULL ? app->ready(rq->site, rq->arena) : NULL;

	if (e != NULL)
		return err_new(rq->arena, ERR_UNAVAILABLE, "not ready: %s", e->detail != NULL ? e->detail : err_kind(e->code)->name);
	return healthz(rq, rs);
}

static const struct err *
metrics_page(struct request *rq, struct response *rs)
{
	const struct app *app = ((struct call *)rq)->app;
	struct buf text = { 0 };

	metrics_write(&text);
	if (app->metrics != NULL)
		app->metrics(rq->site, &text);
	rs->body = text.failed ? NULL : arena_memdup(rq->arena, buf_str(&text), text.len);
	rs->body_len = text.len;
	rs->type = "text/plain; version=0.0.4; charset=utf-8";
	buf_free(&text);
	return rs->body != NULL ? NULL : err_new(rq->arena, ERR_UNAVAILABLE, "no memory for the metrics");
}

static const struct route built_in[] = {
	{ HTTP_GET, "/healthz", healthz, .flags = ROUTE_HIDDEN, .status = 200, .summary = "the process is up" },
	{ HTTP_GET, "/readyz", readyz, .flags = ROUTE_HIDDEN, .status = 200, .summary = "the database answers" },
	{ HTTP_GET, "/metrics", metrics_page, .flags = ROUTE_HIDDEN, .status = 200, .summary = "counters for Prometheus" },
};
#define NBUILT_IN (sizeof(built_in) / sizeof(built_in[0]))

/* --- the guards ----------------------------------------------------------- */

static enum body_kind
sent_kind(struct call *c)
{
	return body_kind(request_header(&c->rq, "Content-Type"));
}

/* HTML is for people: pages, forms a browser posts, and wrong addresses somebody typed. */
static bool
wants_html(struct call *c)
{
	const struct route *route = c->rq.match.route;
	const char *accept = request_header(&c->rq, "Accept");
	enum body_kind kind = sent_kind(c);
	bool form = c->rq.method == HTTP_POST && (kind == BODY_FORM || kind == BODY_MULTIPART);

	if (route != NULL && (route->flags & ROUTE_PAGE))
		return true;
	if (!form && !(route == NULL && c->rq.method == HTTP_GET))
		return false;
	return accept != NULL && accept_media(accept, "text/html") > accept_media(accept, "application/json");
}

static const struct err *
find_route(struct call *c)
{
	struct request *rq = &c->rq;
	struct err *e;

	route_find(c->app->routes, c->app->nroutes, rq->method, rq->path, rq->arena, &rq->match);
	if (rq->match.allowed == 0)
		route_find(built_in, NBUILT_IN, rq->method, rq->path, rq->arena, &rq->match);
	rq->wants_html = wants_html(c);
	if (rq->match.route != NULL && rq->match.route->handle != NULL)
		return NULL;
	if (rq->match.allowed == 0 || rq->match.route != NULL)
		return err_new(rq->arena, ERR_ENTITY_NOT_FOUND, NULL);
	e = err_new(rq->arena, ERR_METHOD_NOT_ALLOWED, NULL);
	e->allow = route_allow(rq->match.allowed, rq->arena);
	return e;
}

static const struct err *
check_acceptable(struct call *c)
{
	const char *accept = request_header(&c->rq, "Accept");

	if (c->rq.wants_html || (c->rq.match.route->flags & ROUTE_HIDDEN) ||
	    accept_media(accept, "application/json") > 0 || accept_media(accept, "application/problem+json") > 0)
		return NULL;
	return err_new(c->rq.arena, ERR_NOT_ACCEPTABLE, "Only application/json is available here.");
}

static const struct err *
check_media_type(struct call *c)
{
	const char *length = request_header(&c->rq, "Content-Length");

	if (c->rq.match.route->body == NULL || sent_kind(c) != BODY_OTHER ||
	    (length != NULL && strcmp(length, "0") == 0))
		return NULL;
	return err_new(c->rq.arena, ERR_UNSUPPORTED_MEDIA_TYPE,
	    "Send application/json, application/x-www-form-urlencoded or multipart/form-data.");
}

static const struct err *
too_large(struct call *c)
{
	return err_new(c->rq.arena, ERR_PAYLOAD_TOO_LARGE, "At most %zu bytes are taken here.", c->body_limit);
}

static const struct err *
check_size(struct call *c)
{
	const char *length = request_header(&c->rq, "Content-Length");
	bool upload = (c->rq.match.route->flags & ROUTE_UPLOAD) != 0;

	c->body_limit = (size_t)(upload ? c->conf->upload_limit : c->conf->body_limit);
	if (length == NULL)
		return NULL;
	if (length[strspn(length, "0123456789")] != '\0')
		return err_new(c->rq.arena, ERR_INVALID_REQUEST, "Content-Length is not a number.");
	errno = 0;
	return strtoull(length, NULL, 10) > c->body_limit || errno == ERANGE ? too_large(c) : NULL;
}

static const struct err *
find_caller(struct call *c)
{
	struct request *rq = &c->rq;
	struct auth auth;
	const struct err *e;

	/* Operational routes know no callers: they answer without a database. */
	if ((rq->match.route->flags & ROUTE_HIDDEN) && rq->match.route->who == WHO_ANYONE)
		return NULL;
	if ((e = auth_read(rq, &auth)) != NULL)
		return e;
	if (auth.session && c->app->identify != NULL && (e = c->app->identify(rq)) != NULL)
		return e;
	if (!uuid_is_zero(&rq->caller.user_id))
		return NULL;
	if (auth.bearer)
		return err_new(rq->arena, ERR_UNAUTHENTICATED, "session_over");
	/* An old cookie authorises nothing, so a stranger's page gains nothing from it either. */
	rq->caller.session = (struct hash){ { 0 } };
	rq->caller.by_cookie = auth.guest_by_cookie;
	return NULL;
}

static const struct err *
check_caller(struct call *c)
{
	struct request *rq = &c->rq;
	unsigned who = rq->match.route->who;

	if (rq->method != HTTP_GET && !auth_not_forged(rq))
		return err_new(rq->arena, ERR_FORBIDDEN, "other_site");
	if (who == WHO_ANYONE)
		return NULL;
	if (uuid_is_zero(&rq->caller.user_id))
		return err_new(rq->arena, ERR_UNAUTHENTICATED, NULL);
	if ((who & WHO_SIGNED_IN) || (rq->caller.role >= 0 && rq->caller.role < 31 && (who & 1u << rq->caller.role)))
		return NULL;
	return err_new(rq->arena, ERR_FORBIDDEN, NULL);
}

/* The whole body, or none: a call that came in half is no call. */
static const struct err *
read_body(struct call *c)
{
	struct request *rq = &c->rq;
	const char *length = request_header(rq, "Content-Length");
	size_t expect = length != NULL ? (size_t)strtoull(length, NULL, 10) : c->body_limit;
	const struct model *body = rq->match.route->body;
	ssize_t got;

	if (rq->method == HTTP_GET || (length != NULL && expect == 0))
		return NULL;
	/* Also what is refused halfway, and the copies others make: all of it is in the arena. */
	if (body != NULL && model_secret(body))
		arena_secret(rq->arena);
	/* One byte more than expected shows whether there is more, another ends the text. */
	if ((c->body = arena_alloc(rq->arena, expect + 2)) == NULL)
		return err_new(rq->arena, ERR_UNAVAILABLE, "no memory for a body of %zu bytes", expect);
	while (c->body_len <= expect &&
	    (got = rq->conn->ops->read(rq->conn, c->body + c->body_len, expect + 1 - c->body_len)) != 0) {
		if (got < 0) {
			c->gone = true;
			return err_static(ERR_INVALID_REQUEST);
		}
		c->body_len += (size_t)got;
	}
	if (length != NULL && c->body_len < expect) {
		c->gone = true;
		return err_static(ERR_INVALID_REQUEST);
	}
	if (c->body_len <= expect) {
		rq->raw = c->body;
		rq->raw_len = c->body_len;
		return NULL;
	}
	return length == NULL ? too_large(c) :
	    err_new(rq->arena, ERR_INVALID_REQUEST, "The body is longer than Content-Length says.");
}

static const struct err *
read_query_model(struct call *c)
{
	struct request *rq = &c->rq;
	struct json_object *tree = NULL;
	const struct err *e;

	if (rq->match.route->query == NULL)
		return NULL;
	if ((e = body_parse_query(rq->arena, rq->query, &tree)) != NULL)
		return e;
	return model_read(rq->arena, rq->match.route->query, tree, MODEL_FROM_QUERY, &rq->params);
}

static const struct err *
read_body_model(struct call *c)
{
	struct request *rq = &c->rq;
	const struct route *route = rq->match.route;
	enum body_kind kind = sent_kind(c);
	bool form = kind == BODY_FORM || kind == BODY_MULTIPART;
	const struct err *e;

	/* Where no body is asked for, one is passed over; only a form's hidden key and a file are looked for. */
	if (route->body == NULL && !(form && (route->flags & (ROUTE_IDEMPOTENT | ROUTE_UPLOAD))))
		return NULL;
	e = body_parse(rq->arena, request_header(rq, "Content-Type"), c->body, c->body_len, &rq->body_tree);
	if (e != NULL || route->body == NULL)
		return e;
	return model_read(rq->arena, route->body, rq->body_tree.tree,
	    form ? MODEL_FROM_FORM : MODEL_FROM_JSON, &rq->in);
}

static const struct err *
read_idempotency_key(struct call *c)
{
	return c->rq.match.route->flags & ROUTE_IDEMPOTENT ? idempotency_read(&c->rq) : NULL;
}

static const struct err *
run_handler(struct call *c)
{
	return c->rq.match.route->handle(&c->rq, &c->rs);
}

static const struct err *(*const guards[])(struct call *) = {
	find_route,		/* 404, 405 */
	check_acceptable,	/* 406 */
	check_media_type,	/* 415 */
	check_size,		/* 413 */
	find_caller,		/* 401 */
	check_caller,		/* 401, 403 */
	read_body,		/* 413; or the client is gone */
	read_query_model,	/* 400 */
	read_body_model,	/* 400 */
	read_idempotency_key,	/* 400 */
	run_handler,
};

/* --- the end of it -------------------------------------------------------- */

/* Closing on unread bytes would make the sender lose the answer. */
static void
drain(struct call *c)
{
	char trash[4096];
	size_t n = 0;
	ssize_t got;

	while (n < DRAIN_MAX && (got = c->rq.conn->ops->read(c->rq.conn, trash, sizeof(trash))) > 0)
		n += (size_t)got;
	explicit_bzero(trash, sizeof(trash));
}

/* Card numbers and passwords do not wait in memory for the next request to overwrite them. */
static void
wipe(struct call *c)
{
	const struct route *route = c->rq.match.route;

	if (route != NULL && route->body != NULL && c->rq.in != NULL)
		model_wipe(route->body, (void *)c->rq.in);
	if (c->body != NULL && c->body_len <= (size_t)c->conf->body_limit)
		explicit_bzero(c->body, c->body_len);
}

static void
log_call(const struct call *c, const struct err *e, int status, size_t bytes, int64_t us)
{
	static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE", "other" };
	const struct route *route = c->rq.match.route;
	const char *path = route != NULL ? route->path : "none";

	if (e != NULL && status >= 500)
		log_event(LOG_ERROR, "request_failed", LOG_S("route", path), LOG_S("code", err_kind(e->code)->name),
		    LOG_S("detail", e->detail));
	log_event(LOG_INFO, "request", LOG_S("method", c->rq.head ? "HEAD" : methods[c->rq.method]),
	    LOG_S("route", path), LOG_I("status", status), LOG_I("us", us), LOG_I("bytes", bytes));
}

void
serve_request(const struct app *app, const struct conf *conf, void *site, struct arena *arena, struct conn *conn)
{
	int64_t began = clock_monotonic_us(), us;
	struct call c = { .app = app, .conf = conf };
	struct reply reply = { 0 };
	const struct err *e;

	metrics_enter();
	e = request_open(&c.rq, arena, conn, conf, site);
	log_request(c.rq.id);
	c.rs.arena = arena;
	for (size_t i = 0; e == NULL && i < sizeof(guards) / sizeof(guards[0]); i++)
		e = guards[i](&c);
	if (e == NULL)
		e = response_render(&c.rq, &c.rs, &reply);
	if (e == NULL && (reply.headers.failed || reply.body.failed))
		e = err_new(arena, ERR_INTERNAL_SERVER_ERROR, "the answer does not fit");
	if (e != NULL)
		problem_render(app, &c.rq, e, &reply);
	if (c.gone)
		reply.status = STATUS_GONE;
	else {
		drain(&c);
		(void)reply_send(&c.rq, &reply);
	}
	us = clock_monotonic_us() - began;
	log_call(&c, e, reply.status, c.gone ? 0 : reply.body.len, us);
	metrics_leave(c.rq.match.route, reply.status, us);
	log_request(NULL);
	wipe(&c);
	buf_free(&c.rs.headers);
	reply_clear(&reply);
}
