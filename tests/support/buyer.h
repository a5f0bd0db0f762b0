/*
 * buyer: members with something in their purses, and orders of goods that take of it, at the desk of a test's shop.
 */
#ifndef SUPPORT_BUYER_H
#define SUPPORT_BUYER_H

#include "domain/coupon.h"
#include "domain/order.h"
#include "support/testshop.h"

/* Gives balance and points. */
void buyer_fill(struct testshop *, const struct uuid *user, won_t balance, won_t points);
won_t buyer_balance(struct testshop *, const struct uuid *user);
won_t buyer_points(struct testshop *, const struct uuid *user);
/* A coupon of 3,000 won off an order, issued to that member; its issued id. */
struct uuid buyer_coupon(struct testshop *, const struct uuid *user);
/* Its status and whose order has it, in words: "ACTIVE", "USED". */
const char *buyer_coupon_status(struct testshop *, const struct uuid *issued);

/* What is bought: pieces of goods of 10,000 won each (there are 100, made on first use), with a coupon (zero = none) and points. */
struct bought { struct uuid user, coupon; int64_t pieces; won_t points; enum payment_method method; };
/* Takes it as an order does: stock, coupon, points, balance; paid at once from the balance, else waiting for a card.  *id is the order's. */
const struct err *buyer_buy(struct testshop *, const struct bought *, struct uuid *id);

#endif
