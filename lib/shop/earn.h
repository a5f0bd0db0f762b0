/*
 * earn: points for what was bought and kept, inside a batch.
 *
 * When an item becomes CONFIRMED its buyer earns points_rate of what its pieces that were kept cost in money (points spent on them and the
 * delivery fee are none), once: the item keeps how many points those are (order_item.earned).  When pieces come back after that, their share goes:
 * out of the buyer's points as far as they are there, for those never go below nothing; what has been spent already is kept back of the
 * money that the pieces give back (order_item.withheld), so that nobody buys, spends the points and returns.  Entries of the ledger name the order.  A guest
 * earns nothing.
 *
 * For the desk's operations that confirm and take back: they set `buyers_wallet`, so that the buyer's wallet is locked, and call
 * this once for each item that makes the step, after the step is sure; they write the item.  Without room the batch is not written.
 */
#ifndef SHOP_EARN_H
#define SHOP_EARN_H

#include <stdint.h>

#include "domain/order.h"

struct batch;

/* What is left of an item's price, in money, when so many of its pieces have come back. */
won_t earn_base(const struct order_item *, int64_t pieces_back);

/* The item is CONFIRMED; so many of its pieces have come back before.  One that was before has earned what there is to earn. */
void earn_confirmed(struct batch *, const struct order *, struct order_item *, int64_t pieces_back);

/* What went of an item's points: out of the purse, and out of the money that is to go back. */
struct earn_back { won_t taken, withheld; };
/* Pieces of the item have come back, which it shows; so many of its pieces had before.  They give back so much money, in which their points' worth has room.
 * Nothing of an item that never was CONFIRMED. */
struct earn_back earn_take_back(struct batch *, const struct order *, struct order_item *, int64_t pieces_back, won_t money);

#endif
