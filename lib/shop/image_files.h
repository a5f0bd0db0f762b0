/*
 * image_files: pictures on the disk: ab/cd/<32 hex>.webp below image_dir, its thumbnails beside it.
 *
 * A file is there whole or not at all: it is written under another name in the same folder, flushed, renamed,
 * and the folder flushed, before anyone is told of it.  Names that begin with a dot are not served.
 */
#ifndef SHOP_IMAGE_FILES_H
#define SHOP_IMAGE_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/image.h"

struct arena;
struct conf;
struct err;

/* Writes every size.  STORAGE_FULL when there is no room, INTERNAL_SERVER_ERROR (the detail says where and why) when it can not
 * be written; then nothing of it is left. */
const struct err *image_files_put(struct arena *, const char *dir, const char *id, const struct image_files *);
/* The bytes of the full size, in the arena; *bytes = NULL when there is no such file. */
const struct err *image_files_get(struct arena *, const char *dir, const char *id, const void **bytes, size_t *n);
/* Removes every size; what is not there is fine. */
void image_files_remove(struct arena *, const char *dir, const char *id);

/* What lies in the folders ab/.. whose name this is: each picture once, sorted by id, and leavings. */
struct image_found {
	char	 id[IMAGE_ID_TEXT];	/* "" = a file that is no picture's, or was never finished */
	const char *name;		/* such a file, below dir */
	unsigned sizes;			/* bits of enum image_size that are there */
	int64_t	 changed_at;		/* ms; the youngest of its files */
};
const struct err *image_files_in(struct arena *, const char *dir, const char *ab, struct image_found **v, size_t *n);
void image_files_remove_leaving(const char *dir, const char *name);

#endif
