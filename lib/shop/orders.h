/*
 * orders: reading orders, for whoever may see them.
 */
#ifndef SHOP_ORDERS_H
#define SHOP_ORDERS_H

#include <stdint.h>

#include "domain/order.h"
#include "store/order_store.h"

struct arena;
struct err;
struct shop;

/* One order with all that is shown of it (not what it took); ENTITY_NOT_FOUND also for who may not see it. */
const struct err *order_find(struct shop *, struct arena *, const struct uuid *, const struct order_actor *, const struct order **);

struct order_page {
	struct orders	 orders;
	int64_t		 total;		/* of the whole list; -1 = not counted */
	struct uuid	 next;		/* continue from here; zero = this was the end */
};

/* A member's orders, newest first; stage -1 = all.  The member themselves and admins, others FORBIDDEN. */
const struct err *orders_of_user(struct shop *, struct arena *, const struct uuid *user, const struct order_actor *,
    int stage, const struct uuid *from, int64_t limit, struct order_page *);

/* A member's orders that were paid, whatever became of them since, newest first. */
const struct err *orders_paid_of(struct shop *, struct arena *, const struct uuid *user, const struct uuid *from, int64_t limit,
    struct order_page *);

/* The board of a member of staff, oldest first; `stage` -1 = the whole board.  What sellers alone send is on an admin's only. */
const struct err *orders_on_board(struct shop *, struct arena *, const struct order_actor *, int stage,
    const struct uuid *from, int64_t limit, struct order_page *);

#endif
