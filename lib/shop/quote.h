/*
 * quote: what a wish would cost now, or an order sheet with what its buyer chose; nothing is taken.
 */
#ifndef SHOP_QUOTE_H
#define SHOP_QUOTE_H

#include "domain/discount.h"
#include "domain/order.h"

struct arena;
struct err;
struct purchase;
struct shop;

/* INVALID_REQUEST with all faults of the wish.  Whether there is enough stock is not asked. */
const struct err *order_quote(struct shop *, struct arena *, const struct order_wish *, const struct pricing **);

/* An order sheet's bill at its own prices, with the coupons and points of the purchase (its user_id, coupons, points and english count).
 * ENTITY_NOT_FOUND, ORDER_SHEET_EXPIRED, ORDER_STATE_CONFLICT as the sheet's view; COUPON_NOT_USABLE, POINTS_NOT_ENOUGH, INVALID_REQUEST at /points
 * as paying it. */
const struct err *sheet_quote(struct shop *, struct arena *, const struct uuid *order_key, const struct purchase *, struct bill *);

#endif
