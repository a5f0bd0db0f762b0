/*
 * worker: what has to be done without anybody asking.
 *
 * Runs the jobs of lib/work/jobs.def, each in a thread of its own, until
 * SIGTERM; --once runs each one time and leaves (cron).
 */
#include "config.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/conf.h"
#include "base/log.h"
#include "shop/shop.h"
#include "work/job.h"
#include "work/jobs.h"

static void
stop_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGINT);
}

/* They are blocked in every thread and taken here. */
static void *
until_told(void *runner)
{
	sigset_t stop;
	int sig;

	stop_signals(&stop);
	if (sigwait(&stop, &sig) == 0)
		job_stop(runner);
	return NULL;
}

/* Until each ran once, or until SIGTERM or SIGINT; what runs then is finished first.  False when a job that was to run once
 * failed, or nothing can run. */
static bool
work(struct shop *shop, bool once)
{
	struct job_runner *r;
	pthread_t ears;
	sigset_t stop;
	size_t failed;

	stop_signals(&stop);
	pthread_sigmask(SIG_BLOCK, &stop, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	if ((r = job_start(shop, jobs, jobs_n, once)) == NULL)
		goto threads;
	if (pthread_create(&ears, NULL, until_told, r) != 0) {
		job_stop(r);
		(void)job_wait(r);
		job_free(r);
		goto threads;
	}
	log_event(LOG_INFO, "started");
	failed = job_wait(r);
	pthread_cancel(ears);
	pthread_join(ears, NULL);
	job_free(r);
	log_event(LOG_INFO, "stopped");
	return !once || failed == 0;
threads:
	log_event(LOG_ERROR, "no_threads");
	return false;
}

int
main(int argc, char **argv)
{
	bool once = argc == 2 && strcmp(argv[1], "--once") == 0;
	struct shop *shop;
	struct conf conf;
	enum log_level level;
	char why[512];
	bool good;

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
	if ((shop = shop_open(&conf, why, sizeof(why))) == NULL || shop_open_gateway(shop, why, sizeof(why)) == -1) {
		fprintf(stderr, "worker: %s\n", why);
		shop_close(shop);
		return EX_CONFIG;
	}
	good = work(shop, once);
	shop_close(shop);
	conf_free(&conf);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
