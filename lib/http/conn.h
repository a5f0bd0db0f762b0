/*
 * conn: where a request comes from and its answer goes.
 *
 * Three transports behind one small vtable: FastCGI (libfcgi; this room alone
 * includes fcgiapp.h), plain CGI (the same binary on shared hosting and in a
 * shell), and memory (unit tests, fuzzing).
 */
#ifndef HTTP_CONN_H
#define HTTP_CONN_H

#include <stddef.h>
#include <sys/types.h>

struct buf;
struct conn;

struct conn_ops {
	/* A CGI variable (REQUEST_METHOD, HTTP_ACCEPT, …) or NULL; lives as long as the request. */
	const char	*(*param)(struct conn *, const char *name);
	/* Body bytes: > 0 read, 0 at the end, -1 when the client went away. */
	ssize_t		 (*read)(struct conn *, void *, size_t);
	/* The whole answer in CGI form ("Status: …\r\n…\r\n\r\nbody"), written once. 0, or -1. */
	int		 (*write)(struct conn *, const void *, size_t);
};

struct conn { const struct conn_ops *ops; };

/* Memory transport: params are "NAME=value" strings ended by NULL; what is written is kept in out. */
struct conn_memory {
	struct conn	 conn;
	const char	*const *params;
	const void	*body;
	size_t		 body_len, body_at;
	struct buf	*out;
};
void conn_memory_init(struct conn_memory *, const char *const *params, const void *body, size_t n, struct buf *out);

/* Plain CGI: parameters from the environment, the body from one descriptor, the answer to another.  No more than
 * CONTENT_LENGTH is read (RFC 3875, 4.2): the server need not close its end. */
struct conn_cgi {
	struct conn	 conn;
	int		 in, out;
	size_t		 left;
};
void conn_cgi_init(struct conn_cgi *, int in, int out);

/* FastCGI: one for each thread, used for one connection after the other; one request a connection
 * (FCGI_KEEP_CONN is not honoured: a kept connection would hold its thread).  NULL when memory is out. */
struct conn *conn_fcgi_new(void);
void conn_fcgi_free(struct conn *);
/* Takes an accepted socket over and reads the head of its request; no read or write of it blocks longer than CONN_PATIENCE.
 * 0, or -1 when the peer went away or spoke no FastCGI: then the socket is closed. */
int conn_fcgi_open(struct conn *, int fd);
/* Sends what was written, ends the request, closes the socket. */
void conn_fcgi_close(struct conn *);
#define CONN_PATIENCE 30	/* seconds */

#endif
