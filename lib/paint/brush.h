/*
 * brush: the few strokes everything is made of, over cairo.
 *
 * Light comes from the upper left.  What stands on something has a soft shadow a little to its right.
 */
#ifndef PAINT_BRUSH_H
#define PAINT_BRUSH_H

#include <cairo.h>

#include "paint/colour.h"

void brush_colour(cairo_t *, struct colour, double alpha);
/* Fills the path with a blend from one place to another. */
struct brush_stop { double at; struct colour colour; double alpha; };
void brush_linear(cairo_t *, double x0, double y0, double x1, double y1, const struct brush_stop *, int n);
void brush_radial(cairo_t *, double x, double y, double r, double fx, double fy, const struct brush_stop *, int n);
#define BRUSH_STOPS(...) (const struct brush_stop[]){ __VA_ARGS__ }, \
	(int)(sizeof((const struct brush_stop[]){ __VA_ARGS__ }) / sizeof(struct brush_stop))

void brush_ellipse(cairo_t *, double x, double y, double rx, double ry);	/* a path */
void brush_shadow(cairo_t *, double x, double y, double rx, double ry, double alpha);
void brush_light(cairo_t *, double x, double y, double r, struct colour, double alpha);	/* a soft spot */
/* A ball of that colour, lit from the upper left. */
void brush_ball(cairo_t *, double x, double y, double r, struct colour);

#endif
