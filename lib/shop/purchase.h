/*
 * purchase: goods become an order and are paid, from a sheet or in one go: the desk's operation of the store face.
 *
 * From the balance everything is one transaction: order, lines, stock, coupons, points, balance, payment, events; all of it or nothing.
 * Paid elsewhere (struct card_hold) it is the first half of a checkout: all that was taken is held until the payment is settled (settle.h).
 *
 * The order of a sheet has the sheet's key as its id.  Its row is written when the first payment begins.  When that fails everything is given back and
 * the row stays, CREATED, so that nothing a payment has begun for is ever lost; the next payment takes everything anew and writes its own prices into
 * the same row: one order, many payments.  What was ordered and paid in one go has no sheet to go back to: when its payment fails it is cancelled.
 */
#ifndef SHOP_PURCHASE_H
#define SHOP_PURCHASE_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/discount.h"
#include "domain/order.h"
#include "domain/sheet.h"
#include "shop/idempotency.h"
#include "shop/wares.h"

struct arena;
struct card_hold;
struct delivery_default;
struct err;
struct shop;

/* A coupon the buyer chose, and the line for it (BILL_NO_LINE = where it saves most). */
struct coupon_choice { struct uuid issued_id; int line; };

struct purchase {
	/* In. */
	struct uuid			 user_id;
	const struct sheet		*sheet;		/* the buyer's own; NULL = ordered and paid in one go */
	const struct sheet_lines	*then;		/* of the sheet: its lines at its prices */
	struct wares			 wares;		/* of the sheet's lines, or what is ordered */
	const struct coupon_choice	*coupons;
	size_t				 ncoupons;
	won_t				 points;	/* to be spent */
	const struct card_hold		*hold;		/* NULL = paid from the balance */
	enum payment_method		 method;
	const struct delivery_default	*delivery;	/* NULL = where the buyer usually wants it */
	bool				 english;	/* the names of what there is too little of */
	struct idem			 key;		/* kept with the answer; with a hold it is opened only, and the answer told of status 0 */
	/* Makes the answer to be kept under the key, from the order as it will stand. */
	const struct err		*(*answer)(void *arg, const struct order *, struct kept *);
	void				*arg;
	/* Out. */
	const struct order		*order;		/* NULL when an earlier answer was given again */
	const struct kept		*kept;		/* then: that answer; also with IDEMPOTENCY_IN_FLIGHT */
};

/* ORDER_SHEET_EXPIRED, ORDER_STATE_CONFLICT (being paid, or paid), PRICE_CHANGED; what goods, coupons, points and balance are refused with: ENTITY_NOT_FOUND,
 * STOCK_NOT_ENOUGH, COUPON_NOT_USABLE, POINTS_NOT_ENOUGH, BALANCE_NOT_ENOUGH, INVALID_REQUEST; and the desk's own. */
const struct err *purchase_make(struct shop *, struct arena *, struct purchase *);

#endif
