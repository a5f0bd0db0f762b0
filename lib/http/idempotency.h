/*
 * idempotency: the key a client gives a request so that it takes effect once.
 *
 * Header Idempotency-Key, bare or quoted, or the hidden form field
 * idempotency_key; at most 255 visible ASCII characters.  What is kept under it
 * is the shop's business; here it is read.
 */
#ifndef HTTP_IDEMPOTENCY_H
#define HTTP_IDEMPOTENCY_H

#include "http/request.h"

#define IDEMPOTENCY_FIELD "idempotency_key"
#define IDEMPOTENCY_KEY_MAX 255

/* The key without quotes, in the arena; NULL when it is none. */
const char *idempotency_key_parse(struct arena *, const char *);
/* Fills rq->idempotency from header or field, with the fingerprint of path, model and files.
 * INVALID_REQUEST when there is a key that is none. */
const struct err *idempotency_read(struct request *);

#endif
