/*
 * painter: paints the pictures customers ask for.
 *
 * Takes jobs from the database (shop/paint_work.h), painter_threads at a time, until SIGTERM; what is being
 * painted then is finished first.  --once paints what waits and leaves (cron).
 */
#include "config.h"

#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "easel.h"
#include "image/picture.h"
#include "shop/shop.h"

#define ARENA_CAP ((size_t)320 << 20)	/* of one picture: a model's answer, its pixels and files */

struct studio {
	struct shop	*shop;
	struct artist	 artist;
	unsigned char	 me[PAINTER_ID];
	atomic_bool	 stopping, finished;
	bool		 once;
	atomic_int	 failed;
};

static void
pause_ms(int64_t ms)
{
	const struct timespec t = { ms / 1000, (ms % 1000) * 1000000 };

	(void)nanosleep(&t, NULL);
}

static void *
paint(void *arg)
{
	struct studio *s = arg;
	struct arena *a = arena_new(ARENA_CAP);
	bool worked = true;

	while (a != NULL && !s->stopping && !(s->once && !worked)) {
		const struct err *e = paint_one(s->shop, a, &s->artist, s->me, &worked);
		if (e != NULL) {
			log_event(LOG_ERROR, "painting_failed", LOG_S("code", err_kind(e->code)->name), LOG_S("detail", e->detail));
			s->failed++;
			worked = false;
		}
		arena_reset(a);
		if (!worked && !s->once)
			pause_ms(e != NULL ? 1000 : s->shop->conf->painter_poll_ms);
	}
	arena_free(a);
	return NULL;
}

/* Keeps what is being painted ours, and its progress moving. */
static void *
renew(void *arg)
{
	struct studio *s = arg;
	struct arena *a = arena_new(1 << 20);

	for (int beat = 0; a != NULL && !s->finished; beat++) {
		pause_ms(200);
		if (beat % 5 != 0)
			continue;
		const struct err *e = paint_renew(s->shop, a, &s->artist, s->me);
		if (e != NULL)
			log_event(LOG_WARN, "lease_not_renewed", LOG_S("code", err_kind(e->code)->name), LOG_S("detail", e->detail));
		arena_reset(a);
	}
	arena_free(a);
	return NULL;
}

static void *
until_told(void *arg)
{
	struct studio *s = arg;
	sigset_t stop;
	int sig;

	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGINT);
	if (sigwait(&stop, &sig) == 0)
		s->stopping = true;
	return NULL;
}

static bool
work(struct studio *s)
{
	size_t want = (size_t)s->shop->conf->painter_threads, n = 0;
	pthread_t *threads = calloc(want, sizeof(*threads)), ears, clock;
	sigset_t stop;

	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGINT);
	pthread_sigmask(SIG_BLOCK, &stop, NULL);
	/* Who hangs up, and a file that may grow no further, are errors of what is under way. */
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN);
	if (threads == NULL || pthread_create(&clock, NULL, renew, s) != 0) {
		free(threads);
		return false;
	}
	if (pthread_create(&ears, NULL, until_told, s) == 0) {
		while (n < want && pthread_create(&threads[n], NULL, paint, s) == 0)
			n++;
		log_event(LOG_INFO, "started", LOG_S("provider", s->artist.name), LOG_I("threads", n));
		for (size_t i = 0; i < n; i++)
			pthread_join(threads[i], NULL);
		pthread_cancel(ears);
		pthread_join(ears, NULL);
	}
	s->finished = true;
	pthread_join(clock, NULL);
	free(threads);
	log_event(LOG_INFO, "stopped");
	return n > 0 && !(s->once && s->failed > 0);
}

int
main(int argc, char **argv)
{
	struct studio s = { .once = argc == 2 && strcmp(argv[1], "--once") == 0 };
	enum log_level level;
	struct conf conf;
	char why[512];
	bool good;

	if (argc > 1 && !s.once) {
		fprintf(stderr, "usage: painter [--once]\n");
		return strcmp(argv[1], "--help") == 0 ? EXIT_SUCCESS : EX_USAGE;
	}
	if (conf_load(&conf, NULL, why, sizeof(why)) == -1) {
		fprintf(stderr, "painter: %s\n", why);
		return EX_CONFIG;
	}
	if (!log_level_parse(conf.log_level, &level)) {
		fprintf(stderr, "painter: log_level: %s is no level\n", conf.log_level);
		return EX_CONFIG;
	}
	log_start("painter", level);
	if (picture_start(&conf, why, sizeof(why)) == -1 || easel_open(&conf, &s.artist, why, sizeof(why)) == -1 ||
	    (s.shop = shop_open(&conf, why, sizeof(why))) == NULL) {
		fprintf(stderr, "painter: %s\n", why);
		return EX_CONFIG;
	}
	randombytes_buf(s.me, sizeof(s.me));
	good = work(&s);
	shop_close(s.shop);
	easel_close(&s.artist);
	picture_stop();
	conf_free(&conf);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
