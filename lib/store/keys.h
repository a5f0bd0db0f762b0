/*
 * keys: a set of keys as the one JSON text that statements join with.
 */
#ifndef STORE_KEYS_H
#define STORE_KEYS_H

#include <stddef.h>
#include <stdint.h>

#include "base/id.h"

struct arena;

/* All NULL when the arena is full. */
const char *keys_uuids(struct arena *, const struct uuid *, size_t n);	/* ["…","…"] */
const char *keys_hashes(struct arena *, const struct hash *, size_t n);	/* in hexadecimal */
const char *keys_numbers(struct arena *, const uint32_t *, size_t n);	/* [1,2] */
const char *keys_slots(struct arena *, const int64_t *, size_t n);	/* [2026112712001400] */

#endif
