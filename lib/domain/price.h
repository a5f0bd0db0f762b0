/*
 * price: what things cost.  Pure arithmetic in whole won.
 *
 * Source: the price rules of the dinner requirements: a line is (base + style)
 * times quantity plus customisation; more of an ingredient costs its unit price each, less
 * gives back its removal credit each; no line goes below nothing.
 */
#ifndef DOMAIN_PRICE_H
#define DOMAIN_PRICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/money.h"
#include "domain/menu.h"
#include "domain/order.h"

/* What changing an ingredient from base to wanted (both of the whole line) costs; negative = credit. */
won_t price_customization(const struct sku *, qty_t base, qty_t wanted);

/* The unit price of a side dish or cake in a variant. */
won_t price_side_dish(const struct product *, const struct variant *);
/* The unit price of a dinner in a style; one past won_t is the largest, and then no line of two fits. */
won_t price_dinner(const struct product *, const struct variant *);

/* Sets the item's total from unit price, quantity, customisations and discount; a customisation credit larger than the
 * line is cut to the line.  False, and nothing set, when it does not fit into won_t or the discount is more than the line. */
bool price_item(struct order_item *);

/* Sums the items into the order's pricing; the delivery fee is given. False on overflow. */
bool price_order(const struct order_item *, size_t n, won_t delivery_fee, struct pricing *);

#endif
