/*
 * popular: what is popular, for pages: some seconds old, asked of the database once for all who look.
 *
 * One of those who look when it has grown old asks, and the others see what there was until then; so it costs pages nothing, however many are
 * looked at.  When it can not be asked there is what was known before, or nothing: a page without it is better than none.
 */
#ifndef WORK_POPULAR_H
#define WORK_POPULAR_H

#include <stdbool.h>

#include "work/sales.h"

struct arena;
struct shop;

#define POPULAR_FRESH_MS 5000

/* False when the arena is full. */
bool popular_shown(struct shop *, struct arena *, struct popular *);

#endif
