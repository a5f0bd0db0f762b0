/*
 * delivery_api: deliveries of an order's items as the store face shows them, and what is asked of one.
 *
 * A delivery is called like its item, whose way it shows (domain/delivery.h).
 */
#ifndef API_DELIVERY_API_H
#define API_DELIVERY_API_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/order.h"
#include "http/model.h"

struct arena;

struct item_delivery_step_view { const char *status; int64_t at; };
struct item_delivery_view {
	const char	*delivery_id, *item_id, *status, *carrier, *tracking_number;
	struct list	 history;	/* struct item_delivery_step_view, oldest first; where the order's history was read */
};
extern const struct model item_delivery_model;

/* Of the items the actor has to do with, none of an order that is picked up.  False when the arena is full. */
bool delivery_views(struct arena *, const struct order *, const struct order_actor *, struct list *);	/* struct item_delivery_view */

struct deliveries_answer { struct list deliveries; };
extern const struct model deliveries_model;

struct item_delivery_request { int status; const char *carrier, *tracking_number; };	/* enum delivery_state, -1 = as it is; NULL = as they are */
extern const struct model item_delivery_request_model;

#endif
