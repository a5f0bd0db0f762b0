/*
 * painting: a picture that somebody asked to have painted.
 */
#ifndef DOMAIN_PAINTING_H
#define DOMAIN_PAINTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "domain/image.h"

struct arena;

struct ratio { const char *name; int wide, high, width, height; };	/* name: "16:9"; pixels of what is drawn */
extern const struct ratio ratios[];
extern const char *const ratio_names[];		/* NULL-terminated, in the same order; the first is the default */
int ratio_parse(const char *);			/* -1 when there is none */
int ratio_nearest(int64_t width, int64_t height);	/* the shape most like that size */

enum painting_status { PAINTING_QUEUED, PAINTING_RUNNING, PAINTING_DONE, PAINTING_FAILED, PAINTING__MAX };
extern const char *const painting_status_names[];
int painting_status_parse(const char *);	/* -1 when there is none */

#define PAINTING_PROMPT 1000			/* characters */

/* What a network address is counted as: all of an IPv4 address, the network (64 bits) of an IPv6 one; zero for what is neither. */
struct hash painting_address(const char *text);

struct painting {
	struct uuid		 id;
	struct image_owner	 owner;
	struct hash		 address;	/* where it was asked from; written, and counted, never read back */
	enum image_kind		 kind;		/* GENERATED, EDITED */
	enum painting_status	 status;
	const char		*prompt;
	int			 ratio;		/* of ratios */
	const char		*source_id;	/* the picture that is changed; NULL = a new one */
	int64_t			 progress;	/* percent */
	int64_t			 attempts;
	const char		*image_id;	/* DONE */
	const char		*failure;	/* FAILED: "UPSTREAM_FAILED", "INVALID_REQUEST content_refused" */
	int64_t			 created_at, finished_at;	/* ms; 0 = not yet */
};

/* The prompts that lead to a picture, a line each: those of the picture that is changed, and this one.  NULL = there was no story,
 * or it has become too long to be kept. */
const char *painting_story(struct arena *, const char *before, const char *prompt);

#endif
