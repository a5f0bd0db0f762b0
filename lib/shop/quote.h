/*
 * quote: what a wish would cost now; nothing is taken.
 */
#ifndef SHOP_QUOTE_H
#define SHOP_QUOTE_H

#include "domain/order.h"

struct arena;
struct err;
struct shop;

/* INVALID_REQUEST with all faults of the wish.  Whether there is enough stock is not asked. */
const struct err *order_quote(struct shop *, struct arena *, const struct order_wish *, const struct pricing **);

#endif
