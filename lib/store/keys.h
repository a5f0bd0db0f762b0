/*
 * keys: a set of keys as the one JSON text that statements join with, and statements run for such a set.
 */
#ifndef STORE_KEYS_H
#define STORE_KEYS_H

#include <stddef.h>
#include <stdint.h>

#include "base/id.h"

struct arena;
struct db;
struct err;
struct rows;

/* All NULL when the arena is full. */
const char *keys_uuids(struct arena *, const struct uuid *, size_t n);	/* ["…","…"] */
const char *keys_hashes(struct arena *, const struct hash *, size_t n);	/* in hexadecimal */
const char *keys_numbers(struct arena *, const uint32_t *, size_t n);	/* [1,2] */
const char *keys_slots(struct arena *, const int64_t *, size_t n);	/* [2026112712001400] */

/* Runs the statement, which has this one parameter, for all of them at once: locks rows, or looks them up.  For no keys there are
 * no rows, and no round trip.  `rows` may be NULL for statements without results. */
const struct err *keys_run_uuids(struct db *, struct arena *, int stmt, const struct uuid *, size_t n, struct rows *);
const struct err *keys_run_hashes(struct db *, struct arena *, int stmt, const struct hash *, size_t n, struct rows *);
const struct err *keys_run_numbers(struct db *, struct arena *, int stmt, const uint32_t *, size_t n, struct rows *);
const struct err *keys_run_slots(struct db *, struct arena *, int stmt, const int64_t *, size_t n, struct rows *);

#endif
