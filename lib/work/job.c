/* job: a thread a row; they share the word to stop. */
#include "work/job.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "shop/shop.h"
#include "store/stmts.h"

#define JOB_ARENA	(64u << 20)	/* bytes */

/* One job, and its thread. */
struct hand {
	const struct job	*job;
	struct job_runner	*runner;
	struct arena		*arena;
	struct db		*lease;		/* kept from run to run while it works */
	pthread_t		 thread;
	bool			 failed;	/* when it last ran */
};

struct job_runner {
	struct shop		*shop;
	bool			 once;
	pthread_mutex_t		 lock;
	pthread_cond_t		 told;
	bool			 stopping;	/* under the lock */
	size_t			 n;
	struct hand	 at[];
};

static bool
stopping(struct job_runner *r)
{
	bool yes;

	pthread_mutex_lock(&r->lock);
	yes = r->stopping;
	pthread_mutex_unlock(&r->lock);
	return yes;
}

bool
job_stopping(const struct job_run *run)
{
	return stopping(run->runner);
}

/* Sleeps until that moment (us, monotonic); false when told to stop. */
static bool
sleep_until(struct job_runner *r, int64_t us)
{
	const struct timespec until = { us / 1000000, us % 1000000 * 1000 };
	bool go;

	pthread_mutex_lock(&r->lock);
	while (!r->stopping && clock_monotonic_us() < us)
		(void)pthread_cond_timedwait(&r->told, &r->lock, &until);
	go = !r->stopping;
	pthread_mutex_unlock(&r->lock);
	return go;
}

static void
drop_lease(struct hand *h)
{
	db_close(h->lease);
	h->lease = NULL;
}

/* Takes the lease; *mine = false when another worker has it. */
static const struct err *
take_lease(struct hand *h, bool *mine)
{
	struct shop *shop = h->runner->shop;
	const struct err *e;
	struct rows r;

	/* One that broke since the last run (a restarted MariaDB) is no failure of this one. */
	if (h->lease != NULL && STMT_RUN(h->lease, h->arena, STMT_LEASE_TAKE, &r, DB_S(h->job->name)) != NULL)
		drop_lease(h);
	if (h->lease == NULL) {
		if ((e = db_open(shop->conf, stmts, STMT__MAX, h->arena, &h->lease)) != NULL)
			return e;
		if ((e = STMT_RUN(h->lease, h->arena, STMT_LEASE_TAKE, &r, DB_S(h->job->name))) != NULL) {
			drop_lease(h);
			return e;
		}
	}
	*mine = row_int(&r, 0, 0) == 1;
	return NULL;
}

/* A lease that can not be given back goes with its connection. */
static void
give_lease(struct hand *h)
{
	struct rows r;

	db_rollback(h->lease);
	if (STMT_RUN(h->lease, h->arena, STMT_LEASE_GIVE, &r, DB_S(h->job->name)) != NULL || row_int(&r, 0, 0) != 1)
		drop_lease(h);
}

static void
run(struct hand *h)
{
	struct job_run work = { .shop = h->runner->shop, .arena = h->arena, .runner = h->runner };
	int64_t begun = clock_monotonic_us();
	const struct err *e = NULL;
	bool mine = true;

	if (h->job->kind == JOB_ALONE)
		e = take_lease(h, &mine);
	if (e == NULL && mine) {
		work.lease = h->lease;
		e = h->job->run(&work);
	}
	h->failed = e != NULL;
	if (e != NULL)
		log_event(LOG_ERROR, "job_failed", LOG_S("job", h->job->name), LOG_S("code", err_kind(e->code)->name),
		    LOG_S("detail", e->detail == NULL ? "" : e->detail), LOG_I("done", work.done));
	else if (work.done > 0)
		log_event(LOG_INFO, "job", LOG_S("job", h->job->name), LOG_I("done", work.done),
		    LOG_I("us", clock_monotonic_us() - begun));
	if (work.lease != NULL)
		give_lease(h);
	arena_reset(h->arena);
}

static void *
again_and_again(void *arg)
{
	struct hand *h = arg;
	struct job_runner *r = h->runner;
	int64_t due;

	do {
		due = clock_monotonic_us() + h->job->every(r->shop->conf) * 1000;
		if (stopping(r))
			break;
		run(h);
	} while (!r->once && sleep_until(r, due));
	return NULL;
}

struct job_runner *
job_start(struct shop *shop, const struct job *jobs, size_t n, bool once)
{
	struct job_runner *r = calloc(1, sizeof(*r) + n * sizeof(r->at[0]));
	pthread_condattr_t attr;

	if (r == NULL)
		return NULL;
	r->shop = shop;
	r->once = once;
	pthread_mutex_init(&r->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&r->told, &attr);
	pthread_condattr_destroy(&attr);
	for (; r->n < n; r->n++) {
		struct hand *h = &r->at[r->n];
		h->job = &jobs[r->n];
		h->runner = r;
		if ((h->arena = arena_new(JOB_ARENA)) == NULL)
			goto fail;
		if (pthread_create(&h->thread, NULL, again_and_again, h) != 0) {
			arena_free(h->arena);
			goto fail;
		}
	}
	return r;
fail:
	job_stop(r);
	(void)job_wait(r);
	job_free(r);
	return NULL;
}

void
job_stop(struct job_runner *r)
{
	pthread_mutex_lock(&r->lock);
	r->stopping = true;
	pthread_cond_broadcast(&r->told);
	pthread_mutex_unlock(&r->lock);
}

size_t
job_wait(struct job_runner *r)
{
	size_t failed = 0;

	for (size_t i = 0; i < r->n; i++) {
		pthread_join(r->at[i].thread, NULL);
		failed += r->at[i].failed;
	}
	return failed;
}

void
job_free(struct job_runner *r)
{
	for (size_t i = 0; i < r->n; i++) {
		db_close(r->at[i].lease);
		arena_free(r->at[i].arena);
	}
	pthread_cond_destroy(&r->told);
	pthread_mutex_destroy(&r->lock);
	free(r);
}
