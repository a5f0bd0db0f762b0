/*
 * conn_fcgi: requests that come over FastCGI.
 *
 * libfcgi reads and writes the records; accepting is done by serve, and the
 * socket handed over here.  That way the time-outs stand before the first byte
 * is read, and libfcgi's own accept, which looks up to two seconds at a silent
 * peer and gives up on EMFILE, is never used: its listening socket is -1.
 *
 * The fields set below are public in fcgiapp.h: ipcFd (an open connection is
 * used as it is), keepConnection (closing or not at the end), detached (close
 * at once instead of waiting up to two seconds for the peer to close first).
 */
#include <fcgiapp.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "http/conn.h"

#define ROLE_RESPONDER 1	/* FCGI_RESPONDER of the FastCGI specification, 6 */

struct conn_fcgi {
	struct conn	 conn;
	FCGX_Request	 rq;
};

static pthread_once_t init_once = PTHREAD_ONCE_INIT;
static int init_result;

static void
init(void)
{
	init_result = FCGX_Init();
}

static const char *
fcgi_param(struct conn *conn, const char *name)
{
	return FCGX_GetParam(name, ((struct conn_fcgi *)conn)->rq.envp);
}

static ssize_t
fcgi_read(struct conn *conn, void *into, size_t n)
{
	struct conn_fcgi *c = (struct conn_fcgi *)conn;
	int got;

	if (n > INT_MAX)
		n = INT_MAX;
	got = FCGX_GetStr(into, (int)n, c->rq.in);
	if (got > 0)
		return got;
	return FCGX_GetError(c->rq.in) != 0 ? -1 : 0;
}

static int
fcgi_write(struct conn *conn, const void *p, size_t n)
{
	struct conn_fcgi *c = (struct conn_fcgi *)conn;

	if (n > INT_MAX)
		return -1;
	return FCGX_PutStr(p, (int)n, c->rq.out) == (int)n ? 0 : -1;
}

static const struct conn_ops fcgi_ops = {
	.param = fcgi_param,
	.read = fcgi_read,
	.write = fcgi_write,
};

struct conn *
conn_fcgi_new(void)
{
	struct conn_fcgi *c;

	pthread_once(&init_once, init);
	if (init_result != 0 || (c = calloc(1, sizeof(*c))) == NULL)
		return NULL;
	c->conn.ops = &fcgi_ops;
	FCGX_InitRequest(&c->rq, -1, FCGI_FAIL_ACCEPT_ON_INTR);
	return &c->conn;
}

void
conn_fcgi_free(struct conn *conn)
{
	free(conn);
}

int
conn_fcgi_open(struct conn *conn, int fd)
{
	struct conn_fcgi *c = (struct conn_fcgi *)conn;
	struct timeval patience = { .tv_sec = CONN_PATIENCE };

	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	c->rq.ipcFd = fd;
	c->rq.keepConnection = 1;
	c->rq.detached = 1;
	if (FCGX_Accept_r(&c->rq) != 0)
		return -1;
	/* A peer that leaves between two parameters looks like the end of them: only the stream knows. */
	if (FCGX_GetError(c->rq.in) != 0 || c->rq.role != ROLE_RESPONDER) {
		conn_fcgi_close(conn);
		return -1;
	}
	return 0;
}

void
conn_fcgi_close(struct conn *conn)
{
	struct conn_fcgi *c = (struct conn_fcgi *)conn;

	c->rq.keepConnection = 0;
	FCGX_Finish_r(&c->rq);
}
