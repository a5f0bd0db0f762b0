/*
 * payments: a member's payments, for whoever may see them.
 */
#ifndef SHOP_PAYMENTS_H
#define SHOP_PAYMENTS_H

#include <stdint.h>

#include "domain/order.h"
#include "store/payment_store.h"

struct arena;
struct err;
struct shop;

struct payment_page { struct payments payments; struct uuid next; };	/* next: continue from here; zero = this was the end */

/* Newest first.  The member themselves and admins, others FORBIDDEN. */
const struct err *payments_of_user(struct shop *, struct arena *, const struct uuid *user, const struct order_actor *,
    const struct uuid *from, int64_t limit, struct payment_page *);

#endif
