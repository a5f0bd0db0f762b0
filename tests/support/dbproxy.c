/*
 * dbproxy: see dbproxy.h.  A thread a connection; commands are told by the
 * number of their packet (0 begins a command) and, for text, by its words.
 */
#include "support/dbproxy.h"

#include <check.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define LINES_MAX 64
#define COM_QUERY 3

/* One connection through us. */
struct line {
	struct dbproxy	*proxy;
	pthread_t	 thread;
	bool		 used, running;
	int		 client, server;
	size_t		 left;		/* bytes of the client's packet still to pass */
	uint8_t		 head[5];	/* of the next one: length, number, command */
	size_t		 nhead;
	bool		 mute;		/* cut when the server answers */
};

struct dbproxy {
	char		 dir[32], path[48], server[108];
	int		 listener;
	pthread_t	 thread;
	pthread_mutex_t	 mutex;
	/* Under the mutex: */
	bool		 armed, cut, refuse, stop;
	const char	*text;
	int		 skip;
	enum dbproxy_cut how;
	struct line	 line[LINES_MAX];
};

static int
unix_socket(const char *path, bool listens)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s", path);
	if (fd == -1 || (listens ? bind(fd, (struct sockaddr *)&sun, sizeof(sun)) != 0 || listen(fd, 64) != 0 :
	    connect(fd, (struct sockaddr *)&sun, sizeof(sun)) != 0)) {
		if (fd != -1)
			close(fd);
		return -1;
	}
	return fd;
}

static bool
pass(int to, const void *data, size_t n)
{
	const char *p = data;

	while (n > 0) {
		ssize_t put = send(to, p, n, MSG_NOSIGNAL);
		if (put <= 0)
			return false;
		p += put;
		n -= (size_t)put;
	}
	return true;
}

/* What is to become of this command. */
enum verdict { PASS, CUT_BEFORE, CUT_AFTER, CUT_LATE };

static enum verdict
judge(struct dbproxy *p, uint8_t command, const uint8_t *text, size_t n)
{
	enum verdict v = PASS;

	pthread_mutex_lock(&p->mutex);
	if (p->armed && (p->text == NULL || (command == COM_QUERY && n >= strlen(p->text) && memcmp(text, p->text, strlen(p->text)) == 0)) &&
	    p->skip-- == 0) {
		p->armed = false;
		p->cut = true;
		v = p->how == DBPROXY_BEFORE ? CUT_BEFORE : p->how == DBPROXY_AFTER ? CUT_AFTER : CUT_LATE;
	}
	pthread_mutex_unlock(&p->mutex);
	return v;
}

/* Passes on what the client said; false when the line is to be cut. */
static bool
from_client(struct line *l, const uint8_t *data, size_t n)
{
	while (n > 0) {
		if (l->left > 0) {
			size_t now = n < l->left ? n : l->left;
			if (!pass(l->server, data, now))
				return false;
			l->left -= now;
			data += now;
			n -= now;
			continue;
		}
		l->head[l->nhead++] = *data++;
		n--;
		size_t length = (size_t)l->head[0] | (size_t)l->head[1] << 8 | (size_t)l->head[2] << 16;
		if (l->nhead < 4 || (l->nhead == 4 && length > 0))
			continue;
		l->left = length == 0 ? 0 : length - 1;
		enum verdict v = l->head[3] == 0 && length > 0 ? judge(l->proxy, l->head[4], data, n < l->left ? n : l->left) : PASS;
		if (v == CUT_BEFORE)
			return false;
		if (v == CUT_LATE) {
			shutdown(l->client, SHUT_RDWR);
			nanosleep(&(struct timespec){ 0, DBPROXY_LATE_MS * 1000000L }, NULL);
		}
		l->mute |= v != PASS;
		if (!pass(l->server, l->head, l->nhead))
			return false;
		l->nhead = 0;
	}
	return true;
}

static void
relay(struct line *l)
{
	static _Thread_local uint8_t data[65536];

	for (;;) {
		struct pollfd fd[2] = { { l->server, POLLIN, 0 }, { l->client, POLLIN, 0 } };
		if (poll(fd, l->mute ? 1 : 2, -1) <= 0)
			return;
		if (fd[0].revents != 0) {
			ssize_t n = recv(l->server, data, sizeof(data), 0);
			if (n <= 0 || l->mute || !pass(l->client, data, (size_t)n))
				return;
		}
		if (!l->mute && fd[1].revents != 0) {
			ssize_t n = recv(l->client, data, sizeof(data), 0);
			if (n <= 0 || !from_client(l, data, (size_t)n))
				return;
		}
	}
}

static void *
run_line(void *arg)
{
	struct line *l = arg;

	relay(l);
	pthread_mutex_lock(&l->proxy->mutex);
	close(l->client);
	close(l->server);
	l->running = false;
	pthread_mutex_unlock(&l->proxy->mutex);
	return NULL;
}

/* A free place; the thread that had it before is joined. */
static struct line *
free_line(struct dbproxy *p)
{
	for (int i = 0; i < LINES_MAX; i++) {
		struct line *l = &p->line[i];
		if (l->running)
			continue;
		if (l->used)
			pthread_join(l->thread, NULL);
		*l = (struct line){ .proxy = p };
		return l;
	}
	return NULL;
}

static void *
run(void *arg)
{
	struct dbproxy *p = arg;

	for (;;) {
		int client = accept4(p->listener, NULL, NULL, SOCK_CLOEXEC), server;
		if (client == -1)
			return NULL;
		pthread_mutex_lock(&p->mutex);
		struct line *l = p->stop || p->refuse ? NULL : free_line(p);
		if (l == NULL || (server = unix_socket(p->server, false)) == -1) {
			close(client);
		} else {
			l->client = client;
			l->server = server;
			l->used = l->running = pthread_create(&l->thread, NULL, run_line, l) == 0;
		}
		pthread_mutex_unlock(&p->mutex);
	}
}

struct dbproxy *
dbproxy_start(const char *server)
{
	struct dbproxy *p = calloc(1, sizeof(*p));

	ck_assert_ptr_nonnull(p);
	strcpy(p->dir, "/tmp/banquet-proxy.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(p->dir));
	snprintf(p->path, sizeof(p->path), "%s/sock", p->dir);
	snprintf(p->server, sizeof(p->server), "%s", server);
	pthread_mutex_init(&p->mutex, NULL);
	ck_assert_int_ne(p->listener = unix_socket(p->path, true), -1);
	ck_assert_int_eq(pthread_create(&p->thread, NULL, run, p), 0);
	return p;
}

static void
cut_all(struct dbproxy *p)
{
	for (int i = 0; i < LINES_MAX; i++)
		if (p->line[i].running) {
			shutdown(p->line[i].client, SHUT_RDWR);
			shutdown(p->line[i].server, SHUT_RDWR);
		}
}

void
dbproxy_stop(struct dbproxy *p)
{
	pthread_mutex_lock(&p->mutex);
	p->stop = true;
	cut_all(p);
	pthread_mutex_unlock(&p->mutex);
	shutdown(p->listener, SHUT_RDWR);
	pthread_join(p->thread, NULL);
	for (int i = 0; i < LINES_MAX; i++)
		if (p->line[i].used)
			pthread_join(p->line[i].thread, NULL);
	close(p->listener);
	unlink(p->path);
	rmdir(p->dir);
	pthread_mutex_destroy(&p->mutex);
	free(p);
}

const char *
dbproxy_path(const struct dbproxy *p)
{
	return p->path;
}

void
dbproxy_cut(struct dbproxy *p, const char *text, int skip, enum dbproxy_cut how)
{
	pthread_mutex_lock(&p->mutex);
	p->armed = true;
	p->cut = false;
	p->text = text;
	p->skip = skip;
	p->how = how;
	pthread_mutex_unlock(&p->mutex);
}

bool
dbproxy_was_cut(struct dbproxy *p)
{
	pthread_mutex_lock(&p->mutex);
	bool cut = p->cut;
	p->armed = false;
	pthread_mutex_unlock(&p->mutex);
	return cut;
}

void
dbproxy_refuse(struct dbproxy *p, bool refuse, bool also_old)
{
	pthread_mutex_lock(&p->mutex);
	p->refuse = refuse;
	if (also_old)
		cut_all(p);
	pthread_mutex_unlock(&p->mutex);
}
