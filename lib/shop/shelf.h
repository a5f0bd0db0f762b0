/*
 * shelf: goods as those see them who sell them: what is no longer sold too, and how pieces came in and were written off.
 *
 * A seller who was approved sees their own, an admin anybody's.  Another's goods are not there.
 */
#ifndef SHOP_SHELF_H
#define SHOP_SHELF_H

#include <stdint.h>

#include "base/list.h"
#include "shop/goods.h"
#include "store/goods_store.h"

struct shelf_ask {
	int64_t		 seller_id;	/* for an admin to say; 0 = the shop itself */
	const char	*words;		/* NULL = all */
	int64_t		 before;	/* older than that one; 0 = from the newest */
	int64_t		 limit;
};
struct shelf { struct goods_list goods; int64_t next; };	/* newest first; the last one's number when there are more, else 0 */
/* FORBIDDEN as goods_seller(). */
const struct err *shelf_look(struct shop *, struct arena *, const struct goods_actor *, const struct shelf_ask *, struct shelf *);

struct shelf_goods { const struct goods *goods; struct list bookings; };	/* struct goods_booking, the latest first */
/* One of them, with its latest bookings (bookings 0 = none).  FORBIDDEN as goods_seller(), ENTITY_NOT_FOUND. */
const struct err *shelf_take(struct shop *, struct arena *, const struct goods_actor *, int64_t id, int64_t bookings, struct shelf_goods *);

#endif
