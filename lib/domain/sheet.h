/*
 * sheet: an order before it is paid: what it holds, how long, and whether its prices still are those of the shop.
 *
 * A sheet fixes lines and prices and takes nothing.  It is open (CREATED) until it expires; once a payment has begun
 * (PENDING_PAYMENT) its time does not run out under the buyer: a payment that fails leaves it open again for what is left
 * of its time, and only open ones expire and are swept away.  Moments are ms, money is won.
 * Source: the order sheets of the store requirements.
 */
#ifndef DOMAIN_SHEET_H
#define DOMAIN_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/money.h"
#include "domain/discount.h"
#include "domain/order_state.h"

struct arena;
struct err;

struct sheet {
	struct uuid	 order_key, user_id;
	enum order_state status;		/* CREATED, PENDING_PAYMENT; CANCELLED: its time is over, or it was given up; whatever the order became once it was paid */
	int64_t		 created_at, expires_at;	/* expires_at is not within */
};

/* A line of it: goods as they were offered at some moment. */
struct sheet_line {
	uint32_t	 product_id, seller_id, sku_id;	/* seller 0 = the shop itself */
	const char	*sku;				/* its code; NULL = was not read */
	const char	*name, *name_en;		/* the latter may be NULL */
	int64_t		 quantity;			/* pieces */
	won_t		 unit_price;
	won_t		 fee, free_from;		/* what its seller asks for delivering, once an order, and from where on nothing */
	int64_t		 cart_item_id;			/* the cart's line it came from; 0 = none */
	bool		 on_sale;			/* at that moment; of a sheet's own lines not said */
	qty_t		 available;			/* likewise */
};
struct sheet_lines { struct sheet_line *v; size_t n; };

/* Nothing is computed yet: lines and fees of a bill, fees by seller, with room for so many coupons (none of them there yet).
 * False when the arena is full. */
bool sheet_bill(struct arena *, const struct sheet_lines *, size_t ncoupons, struct bill *);

int64_t sheet_expiry(int64_t created_at, int64_t ttl_minutes);
/* Open, and its time is over: it can be swept away. */
bool sheet_expired(const struct sheet *, int64_t now);
/* Why it can not be looked at or paid now; NULL = it can.  ORDER_SHEET_EXPIRED, also when it was given up; ORDER_STATE_CONFLICT: sheet_being_paid,
 * sheet_paid. */
const struct err *sheet_refusal(struct arena *, const struct sheet *, int64_t now);

/* Whether the goods and fees of the sheet cost today what they did then: both bills are computed, over the same lines in the same order;
 * today's with the coupons and points chosen.  PRICE_CHANGED has the members total and amounts, as they are today,
 * and items: [{itemIndex, unitPrice, was}].  A price that changed is told though another made up for it. */
const struct err *sheet_price(struct arena *, const struct bill *then, const struct bill *today);

/* --- how many are paid ------------------------------------------------------ */

/* Sheets of a stretch of time: made in it, and paid or expired in it. */
struct funnel { int64_t made, paid, expired; };
/* Of those that came to an end, the share that was not paid, in hundredths of a per cent, rounded down; 0 when none did. */
int64_t funnel_unpaid(const struct funnel *);
/* Too many were not paid: more than `limit` hundredths of a per cent, of at least `least` that came to an end (few say little). */
bool funnel_alert(const struct funnel *, int64_t limit, int64_t least);

#endif
