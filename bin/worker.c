/*
 * worker: what has to be done without anybody asking.
 *
 * Jobs are rows of a table: name, how often, function.  Every job may run in
 * several workers at once and does each thing once.  --once runs each job one
 * time and leaves (cron); otherwise it goes on until SIGTERM.
 */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "shop/shop.h"
#include "shop/tidy.h"

#define JOB_ARENA	(64u << 20)	/* bytes */

struct job {
	const char		*name;
	int64_t			 every_ms;	/* at least this long between two runs */
	const struct err	*(*run)(struct shop *, struct arena *, int64_t *done);
};

static const struct err *
run_tidy(struct shop *shop, struct arena *a, int64_t *done)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = tidy(db, a, shop->conf, done);
	db_return(shop->pool, db);
	return e;
}

static const struct job jobs[] = {
	{ "tidy", 60000, run_tidy },
};
#define NJOBS (sizeof(jobs) / sizeof(jobs[0]))

/* Runs what is due; false when a job failed. */
static bool
round_of_jobs(struct shop *shop, struct arena *a, int64_t *next_us, bool all)
{
	bool good = true;

	for (size_t i = 0; i < NJOBS; i++) {
		int64_t now = clock_monotonic_us(), done = 0;
		const struct err *e;
		if (!all && now < next_us[i])
			continue;
		next_us[i] = now + jobs[i].every_ms * 1000;
		e = jobs[i].run(shop, a, &done);
		if (e != NULL) {
			log_event(LOG_ERROR, "job_failed", LOG_S("job", jobs[i].name), LOG_S("code", err_kind(e->code)->name),
			    LOG_S("detail", e->detail == NULL ? "" : e->detail));
			good = false;
		} else if (done > 0) {
			log_event(LOG_INFO, "job", LOG_S("job", jobs[i].name), LOG_I("done", done),
			    LOG_I("us", clock_monotonic_us() - now));
		}
		arena_reset(a);
	}
	return good;
}

/* Until SIGTERM or SIGINT; a job under way is finished first. */
static void
work(struct shop *shop, struct arena *a)
{
	const int64_t pause_ms = shop->conf->worker_interval_ms;
	const struct timespec pause = { pause_ms / 1000, (pause_ms % 1000) * 1000000 };
	int64_t next_us[NJOBS] = { 0 };
	sigset_t stop;

	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGINT);
	sigprocmask(SIG_BLOCK, &stop, NULL);
	log_event(LOG_INFO, "started");
	do
		round_of_jobs(shop, a, next_us, false);
	while (sigtimedwait(&stop, NULL, &pause) == -1);
	log_event(LOG_INFO, "stopped");
}

int
main(int argc, char **argv)
{
	bool once = argc == 2 && strcmp(argv[1], "--once") == 0;
	int64_t next_us[NJOBS] = { 0 };
	struct arena *a;
	struct shop *shop;
	struct conf conf;
	enum log_level level;
	char why[512];
	int status = EXIT_SUCCESS;

	if (argc > 1 && !once) {
		fprintf(stderr, "usage: worker [--once]\n");
		return strcmp(argv[1], "--help") == 0 ? EXIT_SUCCESS : EX_USAGE;
	}
	if (conf_load(&conf, NULL, why, sizeof(why)) == -1) {
		fprintf(stderr, "worker: %s\n", why);
		return EX_CONFIG;
	}
	if (!log_level_parse(conf.log_level, &level)) {
		fprintf(stderr, "worker: log_level: %s is no level\n", conf.log_level);
		return EX_CONFIG;
	}
	log_start("worker", level);
	if ((shop = shop_open(&conf, why, sizeof(why))) == NULL || (a = arena_new(JOB_ARENA)) == NULL) {
		fprintf(stderr, "worker: %s\n", shop == NULL ? why : "out of memory");
		return EX_CONFIG;
	}
	if (once)
		status = round_of_jobs(shop, a, next_us, true) ? EXIT_SUCCESS : EXIT_FAILURE;
	else
		work(shop, a);
	arena_free(a);
	shop_close(shop);
	conf_free(&conf);
	return status;
}
