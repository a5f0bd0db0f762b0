/*
 * tier: where a tier of a cake is on the picture.
 *
 * A tier is its outline seen from above, raised by its height and looked at from a little above: x to the right, y down,
 * depth foreshortened.  All lengths are pixels.
 */
#ifndef PAINT_TIER_H
#define PAINT_TIER_H

#include <cairo.h>
#include <stdbool.h>

#include "paint/words.h"

#define TIER_POINTS 256
#define TIER_SLOPE 0.30		/* how much of its depth a circle shows: height of its ellipse to its width */

struct tier {
	enum shape	 shape;
	double		 x, y;		/* the middle of its top */
	double		 r, h;		/* half its width, and its height */
	struct { double x, z; } at[TIER_POINTS];	/* the outline; z towards the viewer, in lengths of r */
	struct { double x, z, s; } front[TIER_POINTS];	/* its edge towards the viewer from left to right, s along it */
	int		 nfront;
};

void tier_make(struct tier *, enum shape, double x, double y, double r, double h);
/* A place on its top, u to the right and v towards the viewer, both from -1 to 1 at its rim. */
void tier_top(const struct tier *, double u, double v, double *x, double *y);
/* Whether it lies within the outline made smaller to that part. */
bool tier_within(const struct tier *, double u, double v, double part);
/* A place of its side: s along the front from its middle (±tier_span()), d down from the top edge in parts of the height;
 * `turn`: how far it faces away to the side, -1 … 1. */
void tier_side(const struct tier *, double s, double d, double *x, double *y, double *turn);
double tier_span(const struct tier *);		/* from the middle of the front to where it ends */
/* A point of the rim by its number; whether it faces the viewer. */
bool tier_rim(const struct tier *, int i, double part, double *x, double *y);

/* Paths: the top's outline, made smaller to that part, and the side as one piece. */
void tier_path_top(cairo_t *, const struct tier *, double part);
void tier_path_side(cairo_t *, const struct tier *);

#endif
