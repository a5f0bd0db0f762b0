/*
 * fcgi_client: the web server's side of FastCGI, as much as tests need, and
 * everything a web server would not do.
 */
#ifndef SUPPORT_FCGI_CLIENT_H
#define SUPPORT_FCGI_CLIENT_H

#include <stddef.h>

#include "base/buf.h"

/* A socket connected to the path, with a time-out of 10 s; -1 when nobody listens. */
int fcgi_connect(const char *path);

enum { FCGI_BEGIN = 1, FCGI_ABORT = 2, FCGI_END = 3, FCGI_PARAMS = 4, FCGI_STDIN = 5, FCGI_STDOUT = 6 };
/* One record; 0, or -1 when the peer is gone. */
int fcgi_record(int fd, int type, const void *data, size_t n);
/* The begin record of a responder (role 1). */
int fcgi_begin(int fd, int role, int keep);
/* Parameters ("NAME=value", NULL-terminated) as records, not yet ended by an empty one. */
int fcgi_params(int fd, const char *const *params);

/* Reads until the end of the request: what came on standard output is added to out.
 * 0; -1 when the connection ended before. */
int fcgi_answer(int fd, struct buf *out);

/* A whole request over a connection of its own. The status of the answer, 0 when there was none; text in out. */
int fcgi_call(const char *path, const char *const *params, const void *body, size_t n, struct buf *out);

#endif
