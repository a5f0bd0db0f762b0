/*
 * carts: a member's cart: looking, adding, changing, taking out.
 *
 * Whatever happens to it, the cart as it is then is the answer.
 */
#ifndef SHOP_CARTS_H
#define SHOP_CARTS_H

#include <stdint.h>

#include "domain/cart.h"

struct arena;
struct err;
struct shop;
struct uuid;

const struct err *cart_read(struct shop *, struct arena *, const struct uuid *user, struct cart *);

/* Adds pieces of goods; *line is where they lie.  ENTITY_NOT_FOUND when there are no such goods; INVALID_REQUEST at /productId
 * ("not_on_sale", or "too_many" beyond CART_LINES), at /quantity ("too_large" beyond CART_PIECES of one product). */
const struct err *cart_add(struct shop *, struct arena *, const struct uuid *user, int64_t product_id, int64_t quantity,
    int64_t *line, struct cart *);
/* ENTITY_NOT_FOUND when the line is none of the member's. */
const struct err *cart_set(struct shop *, struct arena *, const struct uuid *user, int64_t line, int64_t quantity, struct cart *);
const struct err *cart_drop(struct shop *, struct arena *, const struct uuid *user, int64_t line, struct cart *);

#endif
