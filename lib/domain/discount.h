/*
 * discount: what an order costs once coupons, points and delivery are counted in.
 *
 * In this order: product coupons, one a line, each on the line its buyer picked or else where it saves most; one order coupon,
 * off what is left of the goods; points, off what is left then.  The order coupon and the points are split over the lines
 * by largest remainder and stay with them, so that what single lines give back later adds up to what was paid (refund_split.h).
 * No line, and nothing else, goes below 0; percentages round down to the won.
 *
 * Delivery: each seller charges its fee once, unless the buyer takes enough of its goods, counted as listed, so that a coupon
 * never brings a fee back.  Coupons for goods and points never pay a fee: fees are paid in money, or taken, all of them, by one free delivery
 * coupon.  No discount is therefore stored with a fee but its being waived.
 *
 * Minimum order amounts: of a product coupon, the goods as listed; of the others, the goods less product discounts.
 * A coupon that would save nothing is refused, so that nobody wastes one.  All money is won.
 * Source: the price rules of the store requirements.
 */
#ifndef DOMAIN_DISCOUNT_H
#define DOMAIN_DISCOUNT_H

#include <stddef.h>
#include <stdint.h>

#include "base/money.h"
#include "domain/coupon.h"

struct arena;
struct err;

#define BILL_LINES_MAX 256		/* as many as an item_index can number */
#define BILL_NO_LINE (-1)

struct bill_line {
	/* In. */
	uint32_t	 product_id, seller_id;		/* seller 0 = the shop itself, which delivers free */
	won_t		 unit_price;
	int64_t		 quantity;
	won_t		 customization_cost;		/* of the whole line; negative = credit */
	/* Out: all of the whole line. */
	won_t		 goods;				/* as listed */
	won_t		 product_discount, order_discount, points;
	won_t		 total;				/* what it costs in money: goods less those three */
	int		 coupon;			/* index of its product coupon, -1 = none */
};

/* What a seller asks for delivering, once an order. */
struct bill_fee {
	/* In. Sellers are distinct; one without a row delivers free. */
	uint32_t	 seller_id;
	won_t		 fee, free_from;		/* nothing from that much of its goods on; INT64_MAX = never */
	/* Out. */
	won_t		 goods;				/* of that seller, as listed */
	won_t		 charged, waived;		/* to be paid; taken by a free delivery coupon */
};

struct bill_coupon {
	/* In. */
	const struct issued_coupon *issued;
	int		 picked;			/* a product coupon's line; BILL_NO_LINE = where it saves most */
	/* Out. */
	int		 line;				/* where a product coupon went, else BILL_NO_LINE */
	won_t		 saves;
};

/* total = goods_total - product_discount - order_discount - points_used + delivery_fee: what is paid in money. */
struct amounts { won_t goods_total, product_discount, order_discount, points_used, delivery_fee, total; };

struct bill {
	/* In, each with its own results; the caller's. */
	struct bill_line	*lines;
	size_t			 nlines;
	struct bill_fee		*fees;
	size_t			 nfees;
	struct bill_coupon	*coupons;	/* those the buyer chose */
	size_t			 ncoupons;
	won_t			 points;	/* to be spent; whether there are as many is wallet.h's */
	/* Out. */
	struct amounts		 amounts;
};

/* Fills in all results.  When it is refused they are not to be used:
 * COUPON_NOT_USABLE, whose detail is the word and whose extra member "coupon" says which: coupon_used, coupon_expired, coupon_revoked,
 * coupon_below_minimum, coupon_not_for_these, coupon_saves_nothing, coupon_line_unknown, coupon_line_taken, coupon_second (of its sort);
 * INVALID_REQUEST with a fault: /points too_small or too_large (more than is left to pay of the goods), /items too_many, or too_large
 * where a sum does not fit into won_t. */
const struct err *discount_compute(struct arena *, struct bill *, int64_t now);

/* What a coupon alone would save on this bill, whatever others its buyer chose: the bill has been computed.  NULL and both set
 * (line: the one where a product coupon saves most, else BILL_NO_LINE), or the word why it can not be used. */
const char *discount_preview(const struct bill *, const struct issued_coupon *, int64_t now, won_t *saves, int *line);

#endif
