/*
 * cake: the tiers themselves: sides, tops, what runs down, what is piped around them.
 */
#ifndef PAINT_CAKE_H
#define PAINT_CAKE_H

#include <cairo.h>

struct scene;

/* One tier (0 = the lowest), with what is piped around its foot and rim; decorations come later. */
void cake_tier(cairo_t *, const struct scene *, int tier);

#endif
