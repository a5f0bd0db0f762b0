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
struct delivery_default;
struct err;
struct shop;

/* A payment by card that begins with the order: what it took is held until the gateway has said what became of it. */
struct card_hold {
	struct uuid	 payment_id;
	const char	*masked_number, *brand;	/* NULL with a token */
	const char	*known_as;		/* the gateway's name for the payment before it is made; NULL = none */
	int64_t		 ask_after_ms;		/* from when on a worker asks the gateway, when nobody else has */
};

struct placement {
	/* In. */
	const struct order_wish	*wish;
	struct uuid		 user_id;	/* zero = guest */
	struct hash		 guest;		/* of a guest's token */
	struct hash		 visitor;	/* of a guest's token that came along with a member: pictures may be that guest's */
	struct uuid		 reordered_from;	/* zero = none */
	const struct card_hold	*card;		/* NULL = paid on delivery */
	const struct delivery_default *save_default;	/* of a member, to be theirs from now on; NULL = none */
	bool			 english;	/* the names of what there is too little of */
	struct idem		 key;		/* with a card it is opened only, and the answer told of status 0 */
	/* Makes the answer to be kept under the key, from the order as it will stand. */
	const struct err	*(*answer)(void *arg, const struct order *, struct kept *);
	void			*arg;
	/* Out. */
	const struct order	*order;		/* NULL when an earlier answer was given again */
	const struct kept	*kept;		/* then: that answer; also with IDEMPOTENCY_IN_FLIGHT */
};

/* Places the order.  INVALID_REQUEST with all faults of the wish, STOCK_NOT_ENOUGH with the shortages, SLOT_FULL, the idempotency
 * errors, UNAVAILABLE or OUTCOME_UNKNOWN when the database stays away. Everything lives in the arena. */
const struct err *order_create(struct shop *, struct arena *, struct placement *);

#endif
