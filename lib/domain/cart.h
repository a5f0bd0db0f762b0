/*
 * cart: what a member means to buy.
 *
 * A line holds a product and a number of pieces, nothing else: prices, names and
 * whether it can be had are the product's of the moment.
 */
#ifndef DOMAIN_CART_H
#define DOMAIN_CART_H

#include <stddef.h>
#include <stdint.h>

#include "base/money.h"
#include "domain/goods.h"

#define CART_LINES	100	/* at the most */
#define CART_PIECES	99	/* of one product; the table's CHECK says so too */

struct cart_line { int64_t id; int64_t quantity; struct goods goods; };
struct cart { const struct cart_line *line; size_t n; };

won_t cart_line_total(const struct cart_line *);
/* Of the lines that can be bought now: what is sold out or no longer sold costs nothing. */
won_t cart_total(const struct cart *);

#endif
