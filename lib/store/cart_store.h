/*
 * cart_store: members' carts.
 */
#ifndef STORE_CART_STORE_H
#define STORE_CART_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct cart;
struct db;
struct err;
struct uuid;

/* The lines as they were added, each with its product as it is now; empty before the first use. */
const struct err *cart_store_read(struct db *, struct arena *, const struct uuid *user, struct cart *);

/* How adding went: beyond the limits nothing is added. */
enum cart_added { CART_ADDED, CART_TOO_MANY_PIECES, CART_TOO_MANY_LINES };
/* Adds pieces to the product's line, or a line; makes the cart if need be.  *line is the line's id.  In a transaction of its own: of any number
 * at once each counts. */
const struct err *cart_store_add(struct db *, struct arena *, const struct uuid *user, int64_t product_id, int64_t quantity,
    enum cart_added *, int64_t *line);
/* *there = false when the member's cart has no such line. */
const struct err *cart_store_set(struct db *, struct arena *, const struct uuid *user, int64_t line, int64_t quantity, bool *there);
const struct err *cart_store_drop(struct db *, struct arena *, const struct uuid *user, int64_t line, bool *there);

#endif
