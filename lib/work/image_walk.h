/*
 * image_walk: every picture's row beside its files, and where one is without the other.
 *
 * The one comparison, for the worker, who puts it right, and for the audit, which tells of it.
 */
#ifndef WORK_IMAGE_WALK_H
#define WORK_IMAGE_WALK_H

#include <stdint.h>

struct arena;
struct db;
struct err;

enum image_stray {
	IMAGE_ROW_ALONE,	/* a row one of whose files is missing */
	IMAGE_FILE_ALONE,	/* files without a row */
	IMAGE_LEAVING,		/* a file that was never finished, or is none of ours */
};

/* name: the picture's id; of a leaving the path below dir. */
typedef const struct err *image_stray_told(void *arg, enum image_stray, const char *name);

/* Walks all of them, a 256th at a time.  Files younger than `before` (ms) may be those of an upload under way: nothing is told of them.
 * Ends with the first error of told(). */
const struct err *image_walk(struct db *, struct arena *, const char *dir, int64_t before, image_stray_told *, void *arg);

#endif
