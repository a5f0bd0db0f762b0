/* clerk: looks at the books each second, and when it is woken. */
#include "gateway/clerk.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "gateway/callback.h"
#include "gateway/gateway.h"
#include "gateway/ledger.h"

#define LOOK_US		1000000
#define CLERK_ARENA	(4u << 20)	/* bytes */

struct clerk {
	const struct gateway	*gateway;
	struct arena		*arena;
	pthread_t		 thread;
	pthread_mutex_t		 lock;
	pthread_cond_t		 told;
	bool			 woken, stopping;	/* under the lock */
};

/* Until woken or a second later; false when it is time to leave. */
static bool
wait(struct clerk *c)
{
	const int64_t us = clock_monotonic_us() + LOOK_US;
	const struct timespec until = { us / 1000000, us % 1000000 * 1000 };
	bool go;

	pthread_mutex_lock(&c->lock);
	while (!c->stopping && !c->woken && clock_monotonic_us() < us)
		(void)pthread_cond_timedwait(&c->told, &c->lock, &until);
	c->woken = false;
	go = !c->stopping;
	pthread_mutex_unlock(&c->lock);
	return go;
}

static bool
is_stopping(struct clerk *c)
{
	bool yes;

	pthread_mutex_lock(&c->lock);
	yes = c->stopping;
	pthread_mutex_unlock(&c->lock);
	return yes;
}

static const struct err *
expire(struct clerk *c, size_t *n)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(c->gateway->pool, c->arena, &db)) != NULL)
		return e;
	e = ledger_expire(db, c->arena, clock_now(), n);
	db_return(c->gateway->pool, db);
	return e;
}

/* All that is due now. */
static const struct err *
look(struct clerk *c)
{
	const struct gateway *g = c->gateway;
	const struct err *e;
	bool sent = true;
	size_t n;

	if ((e = expire(c, &n)) != NULL)
		return e;
	if (n > 0)
		log_event(LOG_INFO, "expired", LOG_I("payments", n));
	while (g->webhook.n > 0 && sent && !is_stopping(c)) {
		arena_reset(c->arena);
		if ((e = callback_send(g->pool, c->arena, g->url, &g->webhook, clock_now(), &sent)) != NULL)
			return e;
	}
	return NULL;
}

static void *
work(void *arg)
{
	struct clerk *c = arg;
	enum err_code failing = ERR__MAX;

	do {
		const struct err *e = look(c);
		/* A database that is away is told of once, not each second. */
		if (e != NULL && e->code != failing)
			log_event(LOG_ERROR, "clerk_failed", LOG_S("code", err_kind(e->code)->name),
			    LOG_S("detail", e->detail == NULL ? "" : e->detail));
		failing = e != NULL ? e->code : ERR__MAX;
		arena_reset(c->arena);
	} while (wait(c));
	return NULL;
}

struct clerk *
clerk_start(const struct gateway *g)
{
	struct clerk *c = calloc(1, sizeof(*c));
	pthread_condattr_t attr;

	if (c == NULL)
		return NULL;
	c->gateway = g;
	pthread_mutex_init(&c->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&c->told, &attr);
	pthread_condattr_destroy(&attr);
	if ((c->arena = arena_new(CLERK_ARENA)) != NULL && pthread_create(&c->thread, NULL, work, c) == 0)
		return c;
	arena_free(c->arena);
	pthread_cond_destroy(&c->told);
	pthread_mutex_destroy(&c->lock);
	free(c);
	return NULL;
}

void
clerk_wake(struct clerk *c)
{
	pthread_mutex_lock(&c->lock);
	c->woken = true;
	pthread_cond_signal(&c->told);
	pthread_mutex_unlock(&c->lock);
}

void
clerk_stop(struct clerk *c)
{
	if (c == NULL)
		return;
	pthread_mutex_lock(&c->lock);
	c->stopping = true;
	pthread_cond_signal(&c->told);
	pthread_mutex_unlock(&c->lock);
	pthread_join(c->thread, NULL);
	arena_free(c->arena);
	pthread_cond_destroy(&c->told);
	pthread_mutex_destroy(&c->lock);
	free(c);
}
