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

#endif
