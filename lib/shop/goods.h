/*
 * goods: finding what the store face sells, offering it, and changing it.
 *
 * Anybody reads.  A seller who was approved offers and changes goods of their own, an admin
 * anybody's.  Pieces come and go by receipts (receive.h) and by orders.
 */
#ifndef SHOP_GOODS_H
#define SHOP_GOODS_H

#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/list.h"
#include "domain/goods.h"
#include "shop/idempotency.h"

struct arena;
struct db;
struct err;
struct shop;

struct goods_search {
	const char	*category;	/* NULL = all */
	const char	*words;		/* NULL = all */
	int		 sort;		/* enum goods_sort */
	const char	*cursor;	/* `next` of the page before; NULL = the beginning */
	int64_t		 limit;
};
struct goods_page { struct goods_list goods; const char *next; };	/* NULL = the end */
/* A page of goods on sale.  INVALID_REQUEST at ?cursor when that is none of this list's. */
const struct err *goods_find_page(struct shop *, struct arena *, const struct goods_search *, struct goods_page *);
/* What goods on sale are filed under: const char *. */
const struct err *goods_categories(struct shop *, struct arena *, struct list *);

/* Goods by their number, those no longer sold too.  ENTITY_NOT_FOUND; a dinner is none. */
const struct err *goods_find(struct shop *, struct arena *, int64_t id, const struct goods **);

/* Who offers or changes. */
struct goods_actor { struct uuid user_id; int role; };	/* enum role */
/* The seller that is, 0 for an admin.  FORBIDDEN when the seller is not approved, and for everybody else. */
const struct err *goods_seller(struct db *, struct arena *, const struct goods_actor *, uint32_t *seller_id);
/* The same for goods that are there: FORBIDDEN for another seller's, ENTITY_NOT_FOUND. */
const struct err *goods_of(struct db *, struct arena *, const struct goods_actor *, int64_t id, const struct goods **);

struct goods_offering {
	/* In. */
	const struct goods_offer *offer;
	struct goods_actor	 actor;
	struct idem		 key;
	/* Makes the answer to be kept under the key.  NULL without a key. */
	const struct err	*(*answer)(void *arg, const struct goods *, struct kept *);
	void			*arg;
	/* Out. */
	const struct goods	*goods;	/* NULL when an earlier answer is given again */
	const struct kept	*kept;	/* with a key: the answer */
};
/* New goods, with their SKU and opening stock.  INVALID_REQUEST at /sellerId for a seller who is not, or not approved. */
const struct err *goods_offer(struct shop *, struct arena *, struct goods_offering *);

/* Changes goods of one of these versions (NULL = any): PRECONDITION_FAILED when they are not any more. */
const struct err *goods_change(struct shop *, struct arena *, const struct goods_actor *, int64_t id, const struct goods_change *,
    const int64_t *versions, size_t nversions, const struct goods **);

#endif
