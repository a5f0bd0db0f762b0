/* http_peer: see http_peer.h. */
#include "support/http_peer.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/listener.h"
#include "support/must.h"
#include "support/tls_peer.h"

#define CONNECTIONS 256
#define REQUEST_MAX 131072

struct conn { struct peer *peer; int fd, number; struct tls *tls; pthread_t thread; };

struct peer {
	struct listener	 at;
	char		 url[64];
	peer_fn		*fn;
	void		*arg;
	struct tls_cert	*cert;
	pthread_mutex_t	 lock;		/* of what follows, and around fn */
	struct conn	 conns[CONNECTIONS];
	int		 nconns, nrequests;
};

static ssize_t
take(struct conn *c, char *to, size_t n)
{
	if (c->tls != NULL)
		return tls_read(c->tls, to, n);
	return listener_wait(&c->peer->at, c->fd, -1) ? recv(c->fd, to, n, 0) : -1;
}

static void
give(struct conn *c, const char *from, size_t n)
{
	while (n > 0) {
		ssize_t sent = c->tls != NULL ? tls_write(c->tls, from, n) : send(c->fd, from, n, MSG_NOSIGNAL);
		if (sent <= 0)
			return;
		from += sent;
		n -= (size_t)sent;
	}
}

const char *
peer_header(const struct peer_request *rq, const char *name, char *out, size_t room)
{
	size_t n = strlen(name);

	for (const char *line = rq->head; *line != '\0'; line = strstr(line, "\r\n") + 2)
		if (strncasecmp(line, name, n) == 0 && line[n] == ':') {
			const char *value = line + n + 1 + strspn(line + n + 1, " ");
			(void)snprintf(out, room, "%.*s", (int)strcspn(value, "\r"), value);
			return out;
		}
	return NULL;
}

/* Reads a whole request into in; false when the connection ends first. */
static bool
read_request(struct conn *c, char *in, struct peer_request *rq)
{
	size_t n = 0, want = 0;
	char *end = NULL, text[32];

	for (;;) {
		if (end == NULL) {
			in[n] = '\0';
			if ((end = strstr(in, "\r\n\r\n")) != NULL) {
				char *line = strstr(in, "\r\n") + 2;
				must(sscanf(in, "%15s %2047s HTTP/1.1", rq->method, rq->target) == 2, "request line");
				end[2] = '\0';
				rq->head = line <= end ? line : "";
				rq->body = end + 4;
				rq->len = peer_header(rq, "Content-Length", text, sizeof(text)) != NULL ? (size_t)atol(text) : 0;
				want = (size_t)(rq->body - in) + rq->len;
				must(want < REQUEST_MAX, "request size");
			}
		}
		if (end != NULL && n >= want) {
			in[want] = '\0';
			return true;
		}
		ssize_t got = take(c, in + n, REQUEST_MAX - 1 - n);
		if (got <= 0)
			return false;
		n += (size_t)got;
	}
}

/* False when the connection is over. */
static bool
answer(struct conn *c, const struct peer_answer *a)
{
	char head[1024];
	size_t n = strlen(a->body);

	if (a->delay_ms > 0)
		(void)listener_wait(&c->peer->at, -1, a->delay_ms);
	if (a->trick == PEER_HANG)
		(void)listener_wait(&c->peer->at, -1, -1);
	if (a->trick == PEER_HANG || a->trick == PEER_DROP)
		return false;
	if (a->trick == PEER_RAW) {
		give(c, a->body, n);
		return false;
	}
	(void)snprintf(head, sizeof(head), "HTTP/1.1 %d Whatever\r\nContent-Type: %s\r\nContent-Length: %zu\r\n%s\r\n",
	    a->status != 0 ? a->status : 200, a->type != NULL ? a->type : "application/json", n,
	    a->headers != NULL ? a->headers : "");
	give(c, head, strlen(head));
	give(c, a->body, a->trick == PEER_CUT ? n / 2 : n);
	return a->trick == PEER_ANSWER;
}

static void *
serve(void *arg)
{
	struct conn *c = arg;
	struct peer *p = c->peer;
	char *in = malloc(REQUEST_MAX);
	struct peer_answer *a = malloc(sizeof(*a));
	struct peer_request rq = { .connection = c->number };

	must(in != NULL && a != NULL, "malloc");
	if (p->cert != NULL && (c->tls = tls_accept(p->cert, c->fd)) == NULL)
		goto done;
	do {
		if (!read_request(c, in, &rq))
			break;
		rq.nth++;
		*a = (struct peer_answer){ .trick = PEER_ANSWER };
		pthread_mutex_lock(&p->lock);
		p->nrequests++;
		p->fn(p->arg, &rq, a);
		pthread_mutex_unlock(&p->lock);
	} while (answer(c, a));
done:
	tls_free(c->tls);
	(void)shutdown(c->fd, SHUT_RDWR);
	free(a);
	free(in);
	return NULL;
}

static void
taken(void *arg, int fd)
{
	struct peer *p = arg;
	int one = 1;

	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	pthread_mutex_lock(&p->lock);
	must(p->nconns < CONNECTIONS, "connections");
	struct conn *c = &p->conns[p->nconns++];
	*c = (struct conn){ .peer = p, .fd = fd, .number = p->nconns };
	must(pthread_create(&c->thread, NULL, serve, c) == 0, "pthread_create");
	pthread_mutex_unlock(&p->lock);
}

static struct peer *
start(peer_fn *fn, void *arg, struct tls_cert *cert)
{
	struct peer *p = calloc(1, sizeof(*p));

	must(p != NULL && pthread_mutex_init(&p->lock, NULL) == 0, "peer");
	p->fn = fn;
	p->arg = arg;
	p->cert = cert;
	listener_start(&p->at, false, taken, p);
	(void)snprintf(p->url, sizeof(p->url), cert != NULL ? "https://localhost:%d" : "http://127.0.0.1:%d", p->at.port);
	return p;
}

struct peer *
peer_start(peer_fn *fn, void *arg)
{
	return start(fn, arg, NULL);
}

struct peer *
peer_start_tls(peer_fn *fn, void *arg, const char *name)
{
	return start(fn, arg, tls_cert_new(name));
}

void
peer_stop(struct peer *p)
{
	if (p == NULL)
		return;
	listener_stop(&p->at);
	for (int i = 0; i < p->nconns; i++) {
		(void)shutdown(p->conns[i].fd, SHUT_RDWR);
		must(pthread_join(p->conns[i].thread, NULL) == 0, "pthread_join");
		(void)close(p->conns[i].fd);
	}
	listener_close(&p->at);
	(void)pthread_mutex_destroy(&p->lock);
	tls_cert_free(p->cert);
	free(p);
}

const char *
peer_url(const struct peer *p)
{
	return p->url;
}

const char *
peer_certificate(const struct peer *p)
{
	return tls_cert_file(p->cert);
}

void
peer_settle(struct peer *p)
{
	pthread_mutex_lock(&p->lock);
	pthread_mutex_unlock(&p->lock);
}

static int
read_locked(struct peer *p, const int *n)
{
	pthread_mutex_lock(&p->lock);
	int is = *n;
	pthread_mutex_unlock(&p->lock);
	return is;
}

int
peer_connections(struct peer *p)
{
	return read_locked(p, &p->nconns);
}

int
peer_requests(struct peer *p)
{
	return read_locked(p, &p->nrequests);
}

const char *
peer_nobody(void)
{
	static char url[64];

	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d", listener_nobody());
	return url;
}
