/*
 * sprite: single things that are put on a cake.
 *
 * Each is drawn around the origin in a space where its half width is about 1: small ones around their middle, standing
 * ones (candle, figures, balloon …) with their foot at the origin and their head at negative y.
 */
#ifndef PAINT_SPRITE_H
#define PAINT_SPRITE_H

#include <cairo.h>
#include <stdbool.h>

#include "paint/colour.h"
#include "paint/dice.h"
#include "paint/words.h"

typedef void sprite_fn(cairo_t *, struct colour, struct dice *);

sprite_fn sprite_strawberry, sprite_blueberry, sprite_raspberry, sprite_cherry, sprite_grape, sprite_orange, sprite_lemon, sprite_kiwi,
    sprite_mango;
sprite_fn sprite_rose, sprite_flower, sprite_leaf;
sprite_fn sprite_macaron, sprite_oreo, sprite_shard, sprite_swirl;
sprite_fn sprite_bear, sprite_rabbit, sprite_cat, sprite_crown, sprite_tree;
sprite_fn sprite_candle, sprite_balloon, sprite_ribbon, sprite_heart, sprite_star, sprite_moon, sprite_butterfly, sprite_snow, sprite_pearl,
    sprite_sprinkle;

/* At a place, with its half width r in pixels, turned by an angle (radians). */
void sprite_put(cairo_t *cr, sprite_fn *fn, double x, double y, double r, double angle, struct colour c, struct dice *d);

#endif
