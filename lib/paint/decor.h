/*
 * decor: what is put on the cake and around it, and where each thing goes.
 */
#ifndef PAINT_DECOR_H
#define PAINT_DECOR_H

#include <cairo.h>

#include "paint/sprite.h"

struct scene;

enum decor_place { PLACE_TOP, PLACE_TOPPER, PLACE_STICK, PLACE_SIDE, PLACE_STREWN, PLACE_BAND, PLACE_DUST };
struct decor { sprite_fn *sprite; enum decor_place place; double size; uint32_t colour; };
extern const struct decor decor_table[DECO__DRAWN];

/* The colour a thing has in this scene: its own by name, the accent, or what it is by nature. */
struct colour decor_colour(const struct scene *, int deco);
/* What a tier carries; called from the lowest to the highest, after each tier itself. */
void decor_tier(cairo_t *, const struct scene *, int tier);
/* A few of the same things on the table, beside the stand. */
void decor_table_around(cairo_t *, const struct scene *);

#endif
