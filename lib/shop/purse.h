/*
 * purse: what an order takes of its buyer's coupons, points and balance, and how it comes back: inside a batch.
 *
 * The batch has locked the coupons a ticket names (struct ticket: issued) and the wallet of its wallet_user; of tickets whose
 * operation gives back, also those of their orders.  All that moves here is decided against these, and laid to the batch's rows with
 * the ledger's entry, so a figure and what accounts for it are one transaction.  Money is won.
 */
#ifndef SHOP_PURSE_H
#define SHOP_PURSE_H

#include "domain/order.h"
#include "domain/wallet.h"

struct arena;
struct batch;
struct err;
struct issued_coupon;

/* The locked coupon of that id, NULL when there is none. */
struct issued_coupon *purse_coupon(const struct batch *, const struct uuid *issued_id);

/* Moves one entry of a member's: charging, earning, adjusting.  Refused as wallet_apply() refuses, with nothing changed. */
const struct err *purse_move(struct arena *, struct batch *, const struct uuid *user, enum wallet_kind, won_t amount,
    const struct uuid *order_id, const char *reason);

/* Takes what an order costs its buyer: the points its items bear and, when it is paid from the balance, its price; and uses those coupons, which
 * its bill was computed with.  All of it, or nothing: BALANCE_NOT_ENOUGH, POINTS_NOT_ENOUGH. */
const struct err *purse_take(struct arena *, struct batch *, const struct order *, const struct uuid *issued, size_t nissued);

/* Give back, each no more than was taken and not twice; nothing where there is nothing.  Without room the batch is not written. */
void purse_return_coupons(struct batch *, const struct order *);
void purse_return_points(struct batch *, const struct order *, won_t points, const char *reason);
/* Of a payment from the balance: its row says how much came back. The caller tells of it (EVENT_PAYMENT_REFUNDED) and writes the order. */
void purse_refund(struct batch *, struct order *, won_t amount, const char *reason);

#endif
