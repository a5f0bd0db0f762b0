/*
 * place: a new order, from the wish to the committed rows.
 *
 * Source: OrderService.create_order and consume_order_inventory of the dinner requirements.
 */
#ifndef SHOP_PLACE_H
#define SHOP_PLACE_H

#include <stdbool.h>

#include "domain/order.h"
#include "shop/idempotency.h"

struct arena;
struct err;
struct shop;

struct placement {
	/* In. */
	const struct order_wish	*wish;
	struct uuid		 user_id;	/* zero = guest */
	struct hash		 guest;		/* of a guest's token */
	struct uuid		 reordered_from;	/* zero = none */
	bool			 english;	/* the names of what there is too little of */
	struct idem		 key;
	/* Makes the answer to be kept under the key, from the order as it will stand. */
	const struct err	*(*answer)(void *arg, const struct order *, struct kept *);
	void			*arg;
	/* Out. */
	const struct order	*order;		/* NULL when an earlier answer was given again */
	const struct kept	*kept;		/* then: that answer */
};

/* Places the order.  INVALID_REQUEST with all faults of the wish, STOCK_NOT_ENOUGH with the shortages, the idempotency
 * errors, UNAVAILABLE or OUTCOME_UNKNOWN when the database stays away. Everything lives in the arena. */
const struct err *order_create(struct shop *, struct arena *, struct placement *);

#endif
