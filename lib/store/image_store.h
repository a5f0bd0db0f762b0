/*
 * image_store: rows of cake pictures.
 */
#ifndef STORE_IMAGE_STORE_H
#define STORE_IMAGE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/image.h"

struct arena;
struct db;
struct err;

const struct err *image_store_add(struct db *, struct arena *, const struct image *);
/* *out = NULL when there is none. */
const struct err *image_store_get(struct db *, struct arena *, const char *id, const struct image **out);
/* Its time counts anew if it is this caller's, and a guest's becomes the member's; otherwise nothing happens. */
const struct err *image_store_claim(struct db *, struct arena *, const char *id, const struct image_owner *, int64_t now);
/* All that are this caller's (image_is_of()) after that place, newest first. */
const struct err *image_store_of(struct db *, struct arena *, const struct image_owner *, const struct image_place *, int64_t limit,
    const struct image **v, size_t *n);

/* Those whose time has come and that are not known to be attached; `named` = an order names it. */
struct image_due { const char *id; bool named; };
const struct err *image_store_due(struct db *, struct arena *, int64_t before, int64_t limit, struct image_due **v, size_t *n);
const struct err *image_store_keep(struct db *, struct arena *, const char *id);
/* *gone = it was there, as old, and named by no order. */
const struct err *image_store_drop(struct db *, struct arena *, const char *id, int64_t before, bool *gone);

/* All whose ids begin like this, sorted. */
struct image_row { const char *id; int64_t bytes, created_at; };
const struct err *image_store_in(struct db *, struct arena *, const char *prefix, struct image_row **v, size_t *n);

#endif
