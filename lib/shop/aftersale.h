/*
 * aftersale: the desk's operation that moves lines of an order after it was bought: cancelled, returned, exchanged or confirmed by their buyer,
 * sent and taken back by their sellers and the staff.
 *
 * Decided and written in one transaction with all that follows: the line and its history, the order, what goes back (refund_split.h) to where it came
 * from: the balance and points at once, a card by a REFUND that the worker sees through; coupons when all of the order was cancelled; stock of what
 * was cancelled.  What was confirmed takes its earned points along (earn.h).  Nothing of it happens twice, and nothing when one thing of it can not.
 */
#ifndef SHOP_AFTERSALE_H
#define SHOP_AFTERSALE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/aftersale.h"
#include "domain/order.h"
#include "shop/idempotency.h"

struct arena;
struct err;
struct order_change;
struct shop;

/* What a step gave back.  Money holds the delivery fee; `way`: the balance has it, a gateway is being asked, or it is from hand to hand. */
struct after_refunded {
	won_t		 money, points;
	enum refund_way	 way;
	won_t		 taken, withheld;	/* of the points earned with what came back: out of the points; and less money for those that were spent (earn.h) */
};

#define AFTER_ALL_LINES SIZE_MAX

struct aftersale {
	/* In. */
	struct uuid		 order_id;
	size_t			 index;		/* of the line; AFTER_ALL_LINES: the order is cancelled, as far as each line can be at once or by request */
	struct order_actor	 actor;		/* seller_id is found out */
	bool			 by_system;	/* nobody acts: a job of the shop's */
	bool			 serves;	/* acts as who sells or serves, never as who bought */
	enum after_wish		 wish;
	int64_t			 pieces;	/* 0 = all that are left */
	bool			 to_state;	/* instead of the wish: to be brought to … */
	enum item_state		 to;
	bool			 from_state;	/* … by who saw it in `from`: PRECONDITION_FAILED when it is in neither any more */
	enum item_state		 from;
	bool			 tracks;	/* carrier and tracking number are said: delivery.h */
	const char		*carrier, *tracking_number;
	const char		*reason;	/* may be NULL */
	const int64_t		*if_versions;	/* NULL = any; else PRECONDITION_FAILED when the order's is none of these */
	size_t			 nif_versions;
	bool			 english;	/* how a shortage is named */
	struct idem		 key;
	/* Makes the answer to be kept under the key. NULL without a key. */
	const struct err	*(*answer)(void *arg, const struct order *, const struct after_refunded *, struct kept *);
	void			*arg;
	/* Out. */
	const struct order	*order;		/* items, fees and payment loaded; NULL when an earlier answer was given again */
	struct after_refunded	 refunded;
	const struct kept	*kept;
};

/* ENTITY_NOT_FOUND for who may not see the order, or has nothing to do with the line; ORDER_STATE_CONFLICT and FORBIDDEN as after_ask() and
 * after_move() say; INVALID_REQUEST for a tracking number (delivery.h); STOCK_NOT_ENOUGH when there is nothing to exchange for; the desk's own.
 * A line that is in the state it is to be brought to is left as it is, and that is fine. */
const struct err *order_after(struct shop *, struct arena *, struct aftersale *);

/* For order_move(): an order with goods is cancelled line by line, whichever face it is asked at. */
const struct err *order_after_cancel(struct shop *, struct arena *, struct order_change *);

#endif
