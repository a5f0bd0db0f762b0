/*
 * url: percent-encoding (RFC 3986), for paths and single query values.
 */
#ifndef HTTP_URL_H
#define HTTP_URL_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;

/* The decoded text, in the arena; `plus`: + is a space, as in queries.  NULL when an escape is broken, when a NUL or
 * bytes that are no UTF-8 come out, or the arena is full. */
char *url_decode(struct arena *, const char *, size_t n, bool plus);
/* The decoded value of a field of a query string; NULL when absent or broken. */
char *url_query_value(struct arena *, const char *query, const char *name);
/* Appends a decoded path so that it is one again; '/' stays. */
void url_encode_path(struct buf *, const char *path);
/* Appends a text so that it is one value of a query, or one segment of a path. */
void url_encode_value(struct buf *, const char *text);

#endif
