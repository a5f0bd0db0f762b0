/*
 * lettering: the message, piped on the front of a tier, or on a plaque that is laid over a picture.
 *
 * Fonts come from fontconfig: a handwriting one that has Korean (Nanum Pen), or what there is.
 */
#ifndef PAINT_LETTERING_H
#define PAINT_LETTERING_H

#include <cairo.h>

#include "paint/colour.h"

struct scene;

/* The scene's message, when it belongs on that tier. */
void lettering_tier(cairo_t *, const struct scene *, int tier);
/* A message flat in a box around a middle, as large as fits; with a soft dark edge that keeps it legible on anything. */
void lettering_flat(cairo_t *, const char *text, double x, double y, double w, double h, struct colour ink, struct colour edge);

#endif
