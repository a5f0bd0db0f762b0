/*
 * paintings: pictures that customers have painted: asking for one, and seeing what became of it.
 *
 * Every wish is a job in the database, painted by the painter program (bin/painter.c), so that nobody's order waits
 * behind a model.  Whoever asked can wait for it, or come back.  A caller may have painter_own jobs under way and
 * begin painter_hourly an hour; those of one network address together painter_address times as much, as ever another guest may be
 * one person; all callers together painter_queue.  More: TOO_MANY_REQUESTS with Retry-After.
 */
#ifndef SHOP_PAINTINGS_H
#define SHOP_PAINTINGS_H

#include <stddef.h>
#include <stdint.h>

#include "domain/painting.h"

struct arena;
struct err;
struct shop;

struct painting_ask {
	struct image_owner	 owner;
	const char		*address;	/* the caller's; NULL = not known */
	const char		*prompt;
	int			 ratio;		/* -1 = that of the picture that is changed */
	struct hash		 visitor;	/* a guest's token that came along with a member: pictures may be that guest's */
	const char		*source_path;	/* of the caller's own picture; NULL = a new one.  INVALID_REQUEST, not_yours_or_unknown */
	const char		*source_id;	/* instead: a picture just kept for this */
};

const struct err *painting_ask(struct shop *, struct arena *, const struct painting_ask *, const struct painting **);
/* The caller's own; ENTITY_NOT_FOUND for anybody else. */
const struct err *painting_find(struct shop *, struct arena *, const struct image_owner *, const struct uuid *, const struct painting **);
const struct err *paintings_of(struct shop *, struct arena *, const struct image_owner *, const struct uuid *before, int64_t limit,
    const struct painting **v, size_t *n, struct uuid *next);
/* Of one that FAILED: what it failed with, as an error. */
const struct err *painting_failure(struct arena *, const struct painting *) __attribute__((returns_nonnull));
/* Its picture; NULL when it is not DONE, or the picture is gone. */
const struct err *painting_image(struct shop *, struct arena *, const struct painting *, const struct image **);

#endif
