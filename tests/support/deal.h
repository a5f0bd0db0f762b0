/*
 * deal: orders of goods with any lines, discounts, points and fees, paid as one likes, in a test's shop.
 *
 * They are taken at the desk with stock, points, balance and coupon, as a real one is; what they cost is what the test says they do.
 */
#ifndef SUPPORT_DEAL_H
#define SUPPORT_DEAL_H

#include "domain/order.h"
#include "shop/aftersale.h"
#include "support/testshop.h"

struct goods;

#define DEAL_LINES 8

struct deal_line { const struct goods *goods; int64_t quantity; won_t product_discount, order_discount, points; };

struct deal {
	struct uuid		 user;
	enum payment_method	 method;	/* paid already */
	struct deal_line	 line[DEAL_LINES];
	size_t			 nlines;
	struct order_fee	 fee[DEAL_LINES];
	size_t			 nfees;
	struct uuid		 coupon;	/* issued, to be used; zero = none */
	const char		*transaction_id;	/* of a card; NULL = none */
	bool			 waits;		/* the payment is under way: the order waits for it */
};

/* Takes it; that must succeed. */
struct uuid deal_make(struct testshop *, const struct deal *);
/* Goods of a seller (0 = the shop itself) with so many pieces. */
const struct goods *deal_goods(struct testshop *, uint32_t seller_id, won_t price, int64_t pieces);

/* A wish of the buyer's, or somebody else's who is that; as order_after() answers. */
const struct err *deal_wish(struct testshop *, const struct uuid *order, size_t index, enum after_wish, int64_t pieces, const struct uuid *user, int role,
    struct after_refunded *);
/* Brings a line to a state as somebody. */
const struct err *deal_move(struct testshop *, const struct uuid *order, size_t index, enum item_state, const struct uuid *user, int role,
    struct after_refunded *);
/* Brings a line all the way to its buyer, as an admin. */
void deal_deliver(struct testshop *, const struct uuid *order, size_t index);

#endif
