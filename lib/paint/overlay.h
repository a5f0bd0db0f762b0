/*
 * overlay: what is drawn over a picture that is not ours, where a cake in its middle would have it.
 */
#ifndef PAINT_OVERLAY_H
#define PAINT_OVERLAY_H

#include <cairo.h>

struct brief;

/* On a picture of that size that lies on the surface already. */
void overlay_draw(cairo_t *, const struct brief *, double w, double h);

#endif
