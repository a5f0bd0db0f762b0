/*
 * earn: points for what was bought and kept, inside a batch.
 *
 * When an item becomes CONFIRMED its buyer earns points_rate of what its pieces that were kept cost in money (points spent on them and the
 * delivery fee are none); when it comes back after that, they are taken back as far as they are still there.  Both are entries
 * of the ledger with the order.  A guest earns nothing.
 *
 * For the desk's operations that confirm and take back: they set `buyers_wallet`, so that the buyer's wallet is locked, and call
 * this once for each item that makes the step, after the step is sure.  Without room the batch is not written.
 */
#ifndef SHOP_EARN_H
#define SHOP_EARN_H

#include <stdint.h>

#include "domain/order.h"

struct batch;

/* What is left of an item's price, in money, when so many of its pieces have come back. */
won_t earn_base(const struct order_item *, int64_t pieces_back);

/* The item is CONFIRMED; so many of its pieces have come back before. */
void earn_confirmed(struct batch *, const struct order *, const struct order_item *, int64_t pieces_back);

/* So much of the order's money goes back to its buyer, of items that were CONFIRMED: nothing beyond what the order has earned and not lost
 * again.  What an earlier ticket of the same batch has moved for this order is not seen: one return of an order at a time. */
void earn_take_back(struct batch *, const struct order *, won_t money);

#endif
