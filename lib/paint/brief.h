/*
 * brief: what is to be drawn, understood from a prompt.
 *
 * Pure: the same text is the same brief.  What the prompt leaves open is chosen by dice whose seed is the text,
 * so that different prompts are different cakes.
 */
#ifndef PAINT_BRIEF_H
#define PAINT_BRIEF_H

#include <stdbool.h>
#include <stdint.h>

#include "paint/colour.h"
#include "paint/words.h"

struct arena;

struct brief_thing {
	bool		 wanted;
	bool		 asked;		/* by name; not chosen by us */
	bool		 coloured;
	struct colour	 colour;	/* when coloured */
	int		 count;		/* 0 = as many as look well */
};

struct brief {
	uint64_t		 seed;
	int			 tiers;		/* 1–4 */
	enum shape		 shape;
	enum flavor		 flavor;
	enum occasion		 occasion;
	unsigned		 styles;	/* 1u << enum style */
	struct colour		 frosting[3];	/* of the tiers from below, or of a gradient */
	int			 nfrosting;	/* 1–3 */
	struct colour		 accent;	/* of what is piped and of what has no colour of its own */
	struct brief_thing	 deco[DECO__MAX];
	const char		*message;	/* NULL = none */

	/* What the text itself names, for changing a picture rather than drawing one. */
	bool			 names_colour, names_shape, names_tiers, names_things;
	uint64_t		 away;		/* 1 << enum deco: named as not wanted */
	bool			 message_away;
};

/* The brief of a text, in the arena's memory where it needs any. */
struct brief brief_read(struct arena *, const char *text);
/* What the second one names takes the place of what the first has; the seed, and so the composition, stays. */
void brief_change(struct brief *, const struct brief *by);
static inline bool brief_has(const struct brief *b, enum style s) { return (b->styles & 1u << s) != 0; }

#endif
