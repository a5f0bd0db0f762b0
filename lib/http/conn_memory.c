/*
 * conn_memory: a request that is already in memory.
 *
 * For unit tests and fuzzing: parameters from an array, the body from a
 * buffer, the answer into a buf.  Nothing here can fail.
 */
#include <string.h>

#include "base/buf.h"
#include "http/conn.h"

static const char *
memory_param(struct conn *conn, const char *name)
{
	const struct conn_memory *c = (const struct conn_memory *)conn;
	size_t n = strlen(name);

	for (const char *const *p = c->params; p != NULL && *p != NULL; p++)
		if (strncmp(*p, name, n) == 0 && (*p)[n] == '=')
			return *p + n + 1;
	return NULL;
}

static ssize_t
memory_read(struct conn *conn, void *into, size_t n)
{
	struct conn_memory *c = (struct conn_memory *)conn;
	size_t left = c->body_len - c->body_at;

	if (n > left)
		n = left;
	if (n > 0)
		memcpy(into, (const char *)c->body + c->body_at, n);
	c->body_at += n;
	return (ssize_t)n;
}

static int
memory_write(struct conn *conn, const void *p, size_t n)
{
	struct conn_memory *c = (struct conn_memory *)conn;

	buf_add(c->out, p, n);
	return c->out->failed ? -1 : 0;
}

static const struct conn_ops memory_ops = {
	.param = memory_param,
	.read = memory_read,
	.write = memory_write,
};

void
conn_memory_init(struct conn_memory *c, const char *const *params,
    const void *body, size_t n, struct buf *out)
{
	*c = (struct conn_memory){
		.conn = { &memory_ops },
		.params = params,
		.body = body,
		.body_len = n,
		.out = out,
	};
}
