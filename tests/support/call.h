/*
 * call: one request through serve_request() over the memory transport, and its
 * answer taken apart.
 */
#ifndef SUPPORT_CALL_H
#define SUPPORT_CALL_H

#include <stddef.h>

#include "base/buf.h"
#include "base/conf.h"
#include "http/serve.h"

/* Settings of all calls; body_limit 1024, upload_limit 4096, the rest empty. */
extern struct conf call_conf;

struct answer {
	int		 status;
	struct buf	 text;		/* all of it; headers end in NUL, the body follows */
	const char	*body;		/* "" when there is none */
	size_t		 body_len;
};

/* params: "NAME=value", NULL-terminated, added to REQUEST_METHOD, REQUEST_URI and, with a body, CONTENT_LENGTH;
 * NULL = no more.  uri "/x?y=1" also sets QUERY_STRING. */
struct answer call(const struct app *, const char *method, const char *uri, const char *const *params, const char *body);
/* The same with exactly these parameters; status 0 when nothing was answered. */
struct answer call_raw(const struct app *, const char *const *params, const void *body, size_t n);
/* A header's value, valid until the next call of it; NULL when absent. */
const char *answer_header(const struct answer *, const char *name);
void answer_free(struct answer *);

#endif
