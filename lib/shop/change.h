/*
 * change: what happens to an order after it was placed.
 *
 * order_move() is the only way an order's state changes: it asks the state tables whether the step exists and who may
 * take it, writes the history, lets the order and its payment follow, and on cancellation gives back exactly what was taken.
 */
#ifndef SHOP_CHANGE_H
#define SHOP_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/order.h"
#include "shop/idempotency.h"

struct arena;
struct err;
struct shop;

struct order_change {
	/* In. */
	struct uuid		 order_id;
	struct order_actor	 actor;
	enum item_state		 to;		/* of all its live items; ITEM_CANCELLED cancels */
	bool			 again_is_error;	/* already there: ORDER_STATE_CONFLICT instead of nothing to do */
	const char		*reason;	/* may be NULL */
	const int64_t		*if_versions;	/* NULL = any; else PRECONDITION_FAILED when it is none of these */
	size_t			 nif_versions;
	struct idem		 key;
	/* Makes the answer to be kept under the key. NULL without a key. */
	const struct err	*(*answer)(void *arg, const struct order *, struct kept *);
	void			*arg;
	/* Out. */
	const struct order	*order;		/* items, uses and payment loaded; NULL when an earlier answer was given again */
	const struct kept	*kept;
};

/* ENTITY_NOT_FOUND for who may not see it; FORBIDDEN for staff whose step it is not, or whose order it is not;
 * ORDER_STATE_CONFLICT when no such step leads from where it is; and the desk's own. */
const struct err *order_move(struct shop *, struct arena *, struct order_change *);

/* Gives the order to a cook or courier (an admin's right). INVALID_REQUEST when that user is neither. */
const struct err *order_assign(struct shop *, struct arena *, const struct uuid *order_id,
    const struct order_actor *, const struct uuid *staff_id, const struct order **out);

#endif
