/*
 * serve: from main() to the exit status.
 *
 * Under FastCGI a pool of threads, each with its own arena, connection and
 * epoll set of two: the listening socket, woken for one thread at a time
 * (EPOLLEXCLUSIVE), and the event that tells all to stop.  A thread that has a
 * connection finishes it; what still waits in the socket's queue stays there
 * for the next process, since the socket is the supervisor's.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/id.h"
#include "base/log.h"
#include "http/conn.h"
#include "http/metrics.h"
#include "http/serve.h"

#define LISTEN_FD 0	/* where FastCGI has its socket */
/* What a request may use beside its body: the parsed tree is not in the arena, rows and texts of answers are.  A list of a
 * hundred orders with all that an order can hold takes about 8 MB; were that too much, who places them could close the
 * kitchen's board.  It is a bound: only such a list ever takes it, and gives it back at its end. */
#define ARENA_BASE (16u << 20)
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define STACK_SIZE (4u << 20)
#else
#define STACK_SIZE (512u << 10)
#endif
/* When accepting fails for want of something (descriptors, memory): pause, and how often to say so. */
#define PAUSE_MS 50
#define COMPLAINT_US 1000000

struct pool {
	const struct app	*app;
	const struct conf	*conf;
	void			*site;
	int			 stop_fd;
	atomic_bool		 stopping;
	_Atomic(int64_t)	 next_complaint;
};

struct worker {
	struct pool	*pool;
	pthread_t	 thread;
	struct arena	*arena;
	struct conn	*conn;
	int		 epoll_fd;
};

/* The pool's, for serve_pause(); poll() passes over -1. */
static atomic_int stopped_by = -1;

void
serve_pause(int64_t ms)
{
	const int64_t until = clock_monotonic_us() + ms * 1000;
	struct pollfd stop = { .fd = atomic_load(&stopped_by), .events = POLLIN };
	int64_t left;

	/* Nobody reads the event, so all who wait see it. */
	while ((left = until - clock_monotonic_us()) > 0 && poll(&stop, 1, (int)(left / 1000) + 1) <= 0)
		continue;
}

static size_t
arena_cap(const struct app *app, const struct conf *conf)
{
	int64_t body = conf->body_limit;

	for (size_t i = 0; i < app->nroutes; i++)
		if ((app->routes[i].flags & ROUTE_UPLOAD) && conf->upload_limit > body)
			body = conf->upload_limit;
	return ARENA_BASE + (size_t)body;
}

static void
complain(struct pool *pool, int error)
{
	struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000 };
	int64_t now = clock_monotonic_us(), due = atomic_load(&pool->next_complaint);

	if (now >= due && atomic_compare_exchange_strong(&pool->next_complaint, &due, now + COMPLAINT_US))
		log_event(LOG_ERROR, "accept_failed", LOG_S("error", strerrordesc_np(error)));
	nanosleep(&pause, NULL);
}

/* The next connection, which is blocking whatever the listening socket is; -1 when it is time to stop. */
static int
next_connection(struct worker *w)
{
	struct epoll_event event;

	while (!atomic_load(&w->pool->stopping)) {
		int fd = accept4(LISTEN_FD, NULL, NULL, SOCK_CLOEXEC);

		if (fd >= 0)
			return fd;
		if (errno == EAGAIN)
			(void)epoll_wait(w->epoll_fd, &event, 1, -1);
		else if (errno != EINTR && errno != ECONNABORTED)
			complain(w->pool, errno);
	}
	return -1;
}

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct pool *pool = w->pool;
	int fd;

	while ((fd = next_connection(w)) != -1) {
		if (conn_fcgi_open(w->conn, fd) == -1)
			continue;
		serve_request(pool->app, pool->conf, pool->site, w->arena, w->conn);
		conn_fcgi_close(w->conn);
		arena_reset(w->arena);
	}
	return NULL;
}

static void
worker_clear(struct worker *w)
{
	arena_free(w->arena);
	if (w->conn != NULL)
		conn_fcgi_free(w->conn);
	if (w->epoll_fd != -1)
		(void)close(w->epoll_fd);
}

static int
worker_start(struct worker *w, struct pool *pool, const pthread_attr_t *attr)
{
	struct epoll_event requests = { .events = EPOLLIN | EPOLLEXCLUSIVE, .data.fd = LISTEN_FD };
	struct epoll_event stop = { .events = EPOLLIN, .data.fd = pool->stop_fd };

	w->pool = pool;
	w->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	w->arena = arena_new(arena_cap(pool->app, pool->conf));
	w->conn = conn_fcgi_new();
	if (w->epoll_fd != -1 && w->arena != NULL && w->conn != NULL &&
	    epoll_ctl(w->epoll_fd, EPOLL_CTL_ADD, LISTEN_FD, &requests) == 0 &&
	    epoll_ctl(w->epoll_fd, EPOLL_CTL_ADD, pool->stop_fd, &stop) == 0 &&
	    pthread_create(&w->thread, attr, work, w) == 0)
		return 0;
	worker_clear(w);
	return -1;
}

/* Serves until one of the signals comes; they are blocked in every thread. */
static int
run_pool(struct pool *pool, const sigset_t *signals)
{
	size_t want = (size_t)pool->conf->threads, n = 0;
	struct worker *workers = calloc(want, sizeof(*workers));
	pthread_attr_t attr;
	int rc = EX_OSERR, flags = fcntl(LISTEN_FD, F_GETFL), got;

	pool->stop_fd = eventfd(0, EFD_CLOEXEC);
	if (workers == NULL || pool->stop_fd == -1 || flags == -1 ||
	    fcntl(LISTEN_FD, F_SETFL, flags | O_NONBLOCK) == -1 || pthread_attr_init(&attr) != 0)
		goto done;
	(void)pthread_attr_setstacksize(&attr, STACK_SIZE);
	atomic_store(&stopped_by, pool->stop_fd);
	while (n < want && worker_start(&workers[n], pool, &attr) == 0)
		n++;
	(void)pthread_attr_destroy(&attr);
	if (n < want)
		log_event(LOG_WARN, "fewer_threads", LOG_I("wanted", want), LOG_I("started", n));
	if (n == 0)
		goto done;
	log_event(LOG_INFO, "started", LOG_I("threads", n));
	while (sigwait(signals, &got) != 0)
		continue;
	log_event(LOG_INFO, "stopping", LOG_S("signal", sigabbrev_np(got)));
	atomic_store(&pool->stopping, true);
	(void)eventfd_write(pool->stop_fd, 1);
	for (size_t i = 0; i < n; i++) {
		(void)pthread_join(workers[i].thread, NULL);
		worker_clear(&workers[i]);
	}
	log_event(LOG_INFO, "stopped");
	rc = 0;
done:
	atomic_store(&stopped_by, -1);
	if (pool->stop_fd != -1)
		(void)close(pool->stop_fd);
	free(workers);
	return rc;
}

static int
run_once(struct pool *pool)
{
	struct arena *arena = arena_new(arena_cap(pool->app, pool->conf));
	struct conn_cgi conn;

	if (arena == NULL)
		return EX_OSERR;
	conn_cgi_init(&conn, STDIN_FILENO, STDOUT_FILENO);
	serve_request(pool->app, pool->conf, pool->site, arena, &conn.conn);
	arena_free(arena);
	return 0;
}

static bool
is_listening(int fd)
{
	int yes = 0;
	socklen_t n = sizeof(yes);

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &n) == 0 && yes != 0;
}

static int
refuse(int status, const char *why)
{
	log_event(LOG_ERROR, "not_started", LOG_S("why", why));
	return status;
}

int
serve(const struct app *app, int argc, char **argv)
{
	struct pool pool = { .app = app, .stop_fd = -1 };
	bool fastcgi = is_listening(LISTEN_FD);
	enum log_level level = LOG_INFO;
	struct conf conf;
	sigset_t signals;
	char why[256] = "";
	int rc;

	(void)argv;
	if (argc > 1 || (!fastcgi && getenv("REQUEST_METHOD") == NULL)) {
		(void)fprintf(stderr, "%s: a FastCGI program: start it with a listening socket as standard input\n"
		    "(spawn-fcgi, systemd's StandardInput=socket), or from a web server as a CGI program.\n", app->name);
		return EX_USAGE;
	}
	log_start(app->name, LOG_INFO);
	if (conf_load(&conf, NULL, why, sizeof(why)) == -1)
		return refuse(EX_CONFIG, why);
	rc = EX_CONFIG;
	if (!log_level_parse(conf.log_level, &level)) {
		(void)refuse(rc, "log_level is none of debug, info, warn, error");
		goto done;
	}
	log_start(app->name, level);
	if (clock_zone(conf.tz) == -1) {
		(void)refuse(rc, "tz is no time zone this system knows");
		goto done;
	}
	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGTERM);
	(void)sigaddset(&signals, SIGINT);
	(void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN);	/* a file that may grow no further is an error to answer with */
	pool.conf = &conf;
	if (id_start() == -1 || metrics_start(app->name, app->routes, app->nroutes) == -1) {
		rc = refuse(EX_SOFTWARE, "no randomness or no memory");
		goto done;
	}
	if (app->start != NULL && app->start(&conf, &pool.site, why, sizeof(why)) == -1) {
		(void)refuse(rc, why);
		goto done;
	}
	rc = fastcgi ? run_pool(&pool, &signals) : run_once(&pool);
	if (app->stop != NULL)
		app->stop(pool.site);
done:
	metrics_stop();
	conf_free(&conf);
	return rc;
}
