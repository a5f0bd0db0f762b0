/*
 * conn_cgi: plain CGI, one request a process (RFC 3875).
 *
 * The same programs run this way on shared hosting and in shell tests.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "http/conn.h"

static const char *
cgi_param(struct conn *conn, const char *name)
{
	(void)conn;
	return getenv(name);
}

static ssize_t
cgi_read(struct conn *conn, void *into, size_t n)
{
	struct conn_cgi *c = (struct conn_cgi *)conn;
	ssize_t got;

	if (n > c->left)
		n = c->left;
	if (n == 0)
		return 0;
	do
		got = read(c->in, into, n);
	while (got == -1 && errno == EINTR);
	/* The end before CONTENT_LENGTH bytes came: the client went away. */
	if (got <= 0)
		return -1;
	c->left -= (size_t)got;
	return got;
}

static int
cgi_write(struct conn *conn, const void *data, size_t n)
{
	struct conn_cgi *c = (struct conn_cgi *)conn;
	const char *p = data;

	while (n > 0) {
		ssize_t put = write(c->out, p, n);

		if (put == -1 && errno == EINTR)
			continue;
		if (put <= 0)
			return -1;
		p += put;
		n -= (size_t)put;
	}
	return 0;
}

static const struct conn_ops cgi_ops = {
	.param = cgi_param,
	.read = cgi_read,
	.write = cgi_write,
};

void
conn_cgi_init(struct conn_cgi *c, int in, int out)
{
	const char *length = getenv("CONTENT_LENGTH");
	char *end;
	unsigned long long n = 0;

	if (length != NULL && length[0] >= '0' && length[0] <= '9') {
		errno = 0;
		n = strtoull(length, &end, 10);
		if (errno != 0 || *end != '\0')
			n = 0;
	}
	*c = (struct conn_cgi){
		.conn = { &cgi_ops },
		.in = in,
		.out = out,
		.left = (size_t)n,
	};
}
