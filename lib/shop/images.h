/*
 * images: keeping cake pictures, and letting their owners use them.
 *
 * A picture is kept as files and a row, in that order: a row always has its files.  What is
 * left of one that was cut short has no row, and image_collect removes it.
 *
 * To keep a picture of one's making (lib/image/picture.h has the first two):
 *
 *	picture_read(arena, "/file", bytes, n, &pixels)     bytes that came, to pixels
 *	picture_encode(arena, &pixels, &files)              pixels to the files to keep
 *	image = { .owner = …, .kind = IMAGE_GENERATED, .provider = "sketch", .prompt = … }
 *	images_save(shop, arena, &files, &image)            the rest of image is filled in
 *	image_path(arena, image.id, IMAGE_FULL)             what is answered
 *
 * To work on one that the caller names: images_open(), then picture_read() of its bytes.
 */
#ifndef SHOP_IMAGES_H
#define SHOP_IMAGES_H

#include <stddef.h>
#include <stdint.h>

#include "domain/image.h"

struct arena;
struct err;
struct shop;

/* Keeps it.  Of the image owner, kind, provider and prompt are given, id, size and time made.  STORAGE_FULL,
 * INTERNAL_SERVER_ERROR, UNAVAILABLE; nothing is left then.  OUTCOME_UNKNOWN: it may have been kept, and nobody knows its name. */
const struct err *images_save(struct shop *, struct arena *, const struct image_files *, struct image *);

/* The caller's own picture of that path, and its bytes (WebP); INVALID_REQUEST with not_yours_or_unknown at pointer. */
const struct err *images_open(struct shop *, struct arena *, const struct image_owner *, const char *path, const char *pointer,
    const struct image **, const void **bytes, size_t *n);

/* The caller's own picture of that file name; *out = NULL when there is none. */
const struct err *images_find(struct shop *, struct arena *, const struct image_owner *, const char *filename, const struct image **out);

/* For an order about to be placed: the path is that of a picture of the caller's (else not_yours_or_unknown at pointer), which is
 * kept image_hours from now on, and as long as there are orders once the order names it.  A guest's picture becomes the
 * member's whose order it is: owner has both then.  path NULL is fine. */
const struct err *images_claim(struct shop *, struct arena *, const struct image_owner *, const char *path, const char *pointer);

/* A page of the caller's pictures, newest first, for choosing one again; *next = the cursor of the page after, NULL at the end.
 * INVALID_REQUEST where cursor (NULL = from the first) is none. */
const struct err *images_of(struct shop *, struct arena *, const struct image_owner *, const char *cursor, int64_t limit,
    const struct image **v, size_t *n, const char **next);

#endif
