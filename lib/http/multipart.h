/*
 * multipart: multipart/form-data bodies (RFC 7578), read where they lie.
 *
 * Parts with a filename are files, whose bytes stay in the request's body; all other
 * parts are fields of a form.  At most 16 files.
 */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include <stddef.h>

#include "base/err.h"

struct arena;
struct body_file;
struct form;

struct files { struct body_file *v; size_t n; };	/* in the arena */
#define FILES_MAX 16

/* The boundary parameter of a Content-Type, in the arena; NULL when there is no valid one. */
const char *multipart_boundary(struct arena *, const char *content_type);
/* INVALID_REQUEST with the pointer "" and bad_multipart, not_text or too_many_files, or what form_put() says.
 * A file field left empty (no name, no bytes) is passed over. */
const struct err *multipart_parse(struct form *, const char *boundary, const char *data, size_t n, struct files *);

#endif
