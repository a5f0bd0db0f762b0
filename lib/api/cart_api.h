/*
 * cart_api: what the cart endpoints are asked and answer.
 */
#ifndef API_CART_API_H
#define API_CART_API_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/cart.h"
#include "http/model.h"

struct arena;

struct cart_add_request { int64_t product_id, quantity; };
struct cart_set_request { int64_t quantity; };
extern const struct model cart_add_model, cart_set_model;

struct cart_line_view {
	int64_t		 cart_item_id, product_id;
	const char	*name;
	int64_t		 quantity, unit_price, total, stock;
	const char	*status;
};
struct cart_view { struct list items; int64_t total; };	/* struct cart_line_view */
struct cart_added_view { int64_t cart_item_id; struct list items; int64_t total; };
extern const struct model cart_model, cart_added_model;

/* False when the arena is full. */
bool cart_view(struct arena *, const struct cart *, bool english, struct cart_view *);

#endif
