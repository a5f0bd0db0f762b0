/*
 * items: reading lines of orders, for those who bought, sell or serve them.
 */
#ifndef SHOP_ITEMS_H
#define SHOP_ITEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/order.h"
#include "store/order_store.h"

struct arena;
struct db;
struct err;
struct shop;

/* Which seller somebody of that role is, into actor->seller_id. */
const struct err *items_actor(struct db *, struct arena *, struct order_actor *);

#define ITEMS_ANY SIZE_MAX
/* The order of a line with its items, fees, payment and history, for who is shown that line (ITEMS_ANY: any of them); actor->seller_id is set.
 * ENTITY_NOT_FOUND for others. */
const struct err *item_find(struct shop *, struct arena *, const struct uuid *order_id, size_t index, struct order_actor *, const struct order **);

struct items_ask {
	int			 state;		/* enum item_state; -1 = any that wants something done */
	int64_t			 seller_id;	/* whose, for an admin to say: 0 = the shop's own; -1: an admin's is the shop's, like other staff's */
	const struct item_ref	*after;		/* NULL = from the beginning */
	int64_t			 limit;
	bool			 board;		/* the orders' fees and history too, and how many wait in each state */
};
#define ITEMS_COUNTED 100
struct items_page {
	struct orders	 orders;		/* each with all its items */
	struct item_ref	*ref;			/* the lines, oldest orders first */
	size_t		 n;
	bool		 more;
	int64_t		 waiting[ITEM__MAX];	/* in each state that somebody works on, ITEMS_COUNTED for as many or more */
};
/* Goods that a seller, or for staff the shop itself, has to send, or to decide on.  FORBIDDEN for who neither sells nor serves, and for who asks
 * for another seller's. */
const struct err *items_to_do(struct shop *, struct arena *, const struct order_actor *, const struct items_ask *, struct items_page *);
/* The order of a page's line i; NULL when it is gone. */
const struct order *items_order(const struct items_page *, size_t i);

#endif
