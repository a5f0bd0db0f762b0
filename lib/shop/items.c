/* items: see items.h. */
#include "shop/items.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/seller.h"
#include "shop/shop.h"
#include "store/seller_store.h"

/* Where who sells or serves has to do something: not the buyer's turn, and not over. */
#define TO_DO (ITEM_BIT(ITEM_PENDING) | ITEM_BIT(ITEM_PREPARING) | ITEM_BIT(ITEM_READY_FOR_DELIVERY) | ITEM_BIT(ITEM_CANCEL_REQUESTED) | \
	ITEM_BIT(ITEM_CANCEL_PROCESSING) | ITEM_BIT(ITEM_RETURN_REQUESTED) | ITEM_BIT(ITEM_RETURN_PROCESSING) | ITEM_BIT(ITEM_EXCHANGE_REQUESTED))

const struct err *
items_actor(struct db *db, struct arena *a, struct order_actor *actor)
{
	const struct seller *s = NULL;
	const struct err *e;

	if (actor->role != ROLE_SELLER)
		return NULL;
	if ((e = seller_store_by_user(db, a, &actor->user_id, &s)) != NULL)
		return e;
	actor->seller_id = s == NULL ? 0 : s->id;
	return NULL;
}

static bool
seen(const struct order *o, size_t index, const struct order_actor *actor)
{
	if (index == ITEMS_ANY)
		return order_visible(o, actor);
	return index < o->nitems && order_item_seen(o, &o->items[index], actor);
}

const struct err *
item_find(struct shop *shop, struct arena *a, const struct uuid *order_id, size_t index, struct order_actor *actor, const struct order **out)
{
	struct orders found;
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = order_store_get(db, a, order_id, 1, false, ORDER_DETAIL, &found)) == NULL)
		e = items_actor(db, a, actor);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	if (found.n == 0 || !seen(found.v, index, actor))
		return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	*out = found.v;
	return NULL;
}

/* The orders of these lines, each once: lines of one order follow each other. */
static const struct err *
orders_of(struct db *db, struct arena *a, unsigned parts, struct items_page *p)
{
	struct uuid *ids = ARENA_ARRAY(a, struct uuid, p->n + 1);
	size_t n = 0;

	if (ids == NULL)
		return err_static(ERR_INTERNAL_SERVER_ERROR);
	for (size_t i = 0; i < p->n; i++)
		if (i == 0 || uuid_cmp(&p->ref[i].order_id, &p->ref[i - 1].order_id) != 0)
			ids[n++] = p->ref[i].order_id;
	return n == 0 ? NULL : order_store_get(db, a, ids, n, false, parts, &p->orders);
}

/* Whose goods are looked at, into actor->seller_id. */
static const struct err *
choose_seller(struct db *db, struct arena *a, const struct items_ask *ask, struct order_actor *actor)
{
	const struct err *e = items_actor(db, a, actor);

	if (e != NULL)
		return e;
	if (actor->role == ROLE_SELLER && actor->seller_id == 0)
		return err_new(a, ERR_FORBIDDEN, "not_a_seller");
	if (ask->seller_id < 0 || ask->seller_id == actor->seller_id)
		return NULL;
	if (actor->role != ROLE_ADMIN)
		return err_new(a, ERR_FORBIDDEN, NULL);
	actor->seller_id = (uint32_t)ask->seller_id;
	return NULL;
}

const struct err *
items_to_do(struct shop *shop, struct arena *a, const struct order_actor *who, const struct items_ask *ask, struct items_page *out)
{
	struct order_actor actor = *who;
	const struct item_ref start = { .index = -1 };
	struct items_page p = { 0 };
	struct db *db;
	const struct err *e;

	if (actor.role != ROLE_SELLER && (ROLES_STAFF & ROLE_BIT(actor.role)) == 0)
		return err_new(a, ERR_FORBIDDEN, NULL);
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = choose_seller(db, a, ask, &actor)) == NULL)
		e = order_store_to_do(db, a, actor.seller_id, ask->state < 0 ? TO_DO : ITEM_BIT(ask->state), ask->after != NULL ? ask->after : &start,
		    ask->limit + 1, &p.ref, &p.n);
	if (e == NULL && (p.more = p.n > (size_t)ask->limit))
		p.n = (size_t)ask->limit;
	if (e == NULL)
		e = orders_of(db, a, ask->board ? ORDER_ITEMS | ORDER_FEES | ORDER_PAYMENT | ORDER_HISTORY : ORDER_ITEMS, &p);
	if (e == NULL && ask->board)
		e = order_store_waiting(db, a, actor.seller_id, p.waiting);
	db_return(shop->pool, db);
	if (e == NULL)
		*out = p;
	return e;
}

const struct order *
items_order(const struct items_page *p, size_t i)
{
	for (size_t k = 0; k < p->orders.n; k++)
		if (uuid_cmp(&p->orders.v[k].id, &p->ref[i].order_id) == 0)
			return &p->orders.v[k];
	return NULL;
}
