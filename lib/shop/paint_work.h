/*
 * paint_work: takes jobs up, has them painted, and says what became of them.
 *
 * Any number of processes with any number of threads.  A job that was taken up is its process's for PAINT_LEASE, which is
 * renewed while it works; one whose process died is taken up by another when that is over, PAINT_TRIES times in all.
 * So a job is painted at the most PAINT_TRIES times, twice only when a process died under it; and it ends once:
 * who comes late with a picture finds the job another's, and the picture is left to the collection.
 */
#ifndef SHOP_PAINT_WORK_H
#define SHOP_PAINT_WORK_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/painting.h"
#include "store/image_job_store.h"

struct arena;
struct err;
struct shop;

#define PAINT_LEASE 15000	/* ms */
#define PAINT_TRIES 2

/* Who paints. */
struct artist {
	const char	*name;		/* "sketch": what the picture's row calls it */
	int64_t		 half_ms;	/* how long a picture takes, for the progress */
	void		*self;
	/* The picture in every size it is kept in; source: the one to change, and its bytes (WebP), or NULL.  What fails with
	 * INVALID_REQUEST fails with its fault's reason. */
	const struct err *(*paint)(void *self, struct arena *, const struct painting *, const struct image *source, const void *bytes, size_t n,
	    struct image_files *);
};

/* Takes one job up and works it; *worked = false when there is none. */
const struct err *paint_one(struct shop *, struct arena *, const struct artist *, const unsigned char me[PAINTER_ID], bool *worked);
/* Renews what this process has: to be called every third of the lease. */
const struct err *paint_renew(struct shop *, struct arena *, const struct artist *, const unsigned char me[PAINTER_ID]);

#endif
