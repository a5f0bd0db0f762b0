/* shelf: see shelf.h. */
#include "shop/shelf.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/staff.h"
#include "shop/shop.h"

const struct err *
shelf_look(struct shop *shop, struct arena *a, const struct goods_actor *actor, const struct shelf_ask *ask, struct shelf *out)
{
	struct shelf s = { .next = 0 };
	uint32_t seller_id;
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = goods_seller(db, a, actor, &seller_id)) == NULL)
		e = goods_store_of_seller(db, a, actor->role == ROLE_ADMIN ? (uint32_t)ask->seller_id : seller_id, goods_pattern(a, ask->words),
		    ask->before == 0 ? INT64_MAX : ask->before, ask->limit + 1, &s.goods);	/* one more tells whether there are more */
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	if (s.goods.n > (size_t)ask->limit)
		s.next = s.goods.v[--s.goods.n - 1].id;
	*out = s;
	return NULL;
}

/* That they are another's is told to nobody. */
static const struct err *
own(struct db *db, struct arena *a, const struct goods_actor *actor, int64_t id, struct shelf_goods *out)
{
	uint32_t seller_id;
	const struct err *e;

	if ((e = goods_seller(db, a, actor, &seller_id)) != NULL || (e = goods_store_by_id(db, a, id, &out->goods)) != NULL)
		return e;
	if (out->goods == NULL || (actor->role != ROLE_ADMIN && out->goods->seller_id != seller_id))
		return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	return NULL;
}

const struct err *
shelf_take(struct shop *shop, struct arena *a, const struct goods_actor *actor, int64_t id, int64_t bookings, struct shelf_goods *out)
{
	struct shelf_goods s = { NULL, { NULL, 0 } };
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = own(db, a, actor, id, &s)) == NULL && bookings > 0)
		e = goods_store_bookings(db, a, s.goods->sku_id, bookings, &s.bookings);
	db_return(shop->pool, db);
	if (e == NULL)
		*out = s;
	return e;
}
