/*
 * tell: the one gate through which events of orders are written.
 *
 * An event goes with the rows of the batch, into the transaction that it
 * tells of: it is there exactly when that has happened.
 */
#ifndef SHOP_TELL_H
#define SHOP_TELL_H

#include "domain/event.h"

struct batch;
struct order;

/* Tells of an order as it now stands: after its change, its version raised already. Without room nothing
 * of the batch is written. */
void event_tell(struct batch *, const struct order *, enum event_type);

#endif
