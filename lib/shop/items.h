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

struct items_page {
	struct orders	 orders;	/* each with all its items */
	struct item_ref	*ref;		/* the lines, oldest orders first */
	size_t		 n;
	bool		 more;
};
/* Goods that a seller, or for staff the shop itself, has to send, or to decide on: in that state (-1 = in any that wants something done), after that one
 * (NULL = from the beginning).  FORBIDDEN for who neither sells nor serves. */
const struct err *items_to_do(struct shop *, struct arena *, const struct order_actor *, int state, const struct item_ref *after, int64_t limit,
    struct items_page *);

#endif
