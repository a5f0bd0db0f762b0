/*
 * image_job_store: rows of pictures that are being painted.
 */
#ifndef STORE_IMAGE_JOB_STORE_H
#define STORE_IMAGE_JOB_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/painting.h"

struct arena;
struct db;
struct err;

/* Holds everybody else who counts, to the end of the transaction; then what there is. */
struct image_job_counts { int64_t open, own_open, own_recent, near_open, near_recent; };	/* near: from that address */
const struct err *image_job_store_count(struct db *, struct arena *, const struct image_owner *, const struct hash *address, int64_t since,
    struct image_job_counts *);
/* Of the painting are written: id, owner, address, kind, prompt, ratio, source_id, created_at; it is QUEUED. */
const struct err *image_job_store_add(struct db *, struct arena *, const struct painting *);
/* *out = NULL when there is none. */
const struct err *image_job_store_get(struct db *, struct arena *, const struct uuid *, const struct painting **out);
/* A member's, or (no user_id) a guest's, newest first, before that one (zero = from the newest on). */
const struct err *image_job_store_of(struct db *, struct arena *, const struct image_owner *, const struct uuid *before, int64_t limit,
    const struct painting **v, size_t *n);

/* --- the painter's; a process is known by 16 random bytes ------------------- */

#define PAINTER_ID 16
/* In a transaction: the next that waits or whose lease is over, locked; *out = NULL when there is none. */
const struct err *image_job_store_due(struct db *, struct arena *, int64_t now, const struct painting **out);
const struct err *image_job_store_take(struct db *, struct arena *, const struct uuid *, const unsigned char painter[PAINTER_ID], int64_t until,
    int64_t now);
/* All that this process has. */
const struct err *image_job_store_renew(struct db *, struct arena *, const unsigned char painter[PAINTER_ID], int64_t until, int64_t now,
    int64_t half_ms);
/* Its end: DONE with an image, or FAILED with a failure.  *ours = false: another has taken it up, nothing was changed. */
const struct err *image_job_store_end(struct db *, struct arena *, const struct uuid *, const unsigned char painter[PAINTER_ID],
    const char *image_id, const char *failure, int64_t now, bool *ours);
/* FAILED, whoever has it: in the transaction of image_job_store_due(). */
const struct err *image_job_store_give_up(struct db *, struct arena *, const struct uuid *, const char *failure, int64_t now);

#endif
