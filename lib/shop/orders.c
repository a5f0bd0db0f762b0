/* orders: the reading use cases. */
#include "shop/orders.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/members.h"
#include "shop/shop.h"
#include "store/compensation_store.h"

/* Whether what is still to go back of its payment is on its way.  Most orders owe nothing, and are not asked. */
static const struct err *
find_refund(struct db *db, struct arena *a, struct order *o)
{
	struct payment *p = &o->payment;
	struct compensations all;
	const struct err *e;

	if (p->refunding == 0)
		return NULL;
	if ((e = compensation_store_of_order(db, a, &o->id, &all)) != NULL)
		return e;
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].kind == COMPENSATE_REFUND && uuid_cmp(&all.v[i].payment_id, &p->id) == 0 && all.v[i].state != COMPENSATION_DONE &&
		    p->refund != REFUND_GIVEN_UP)
			p->refund = all.v[i].state == COMPENSATION_DEAD ? REFUND_GIVEN_UP : REFUND_DUE;
	return NULL;
}

const struct err *
order_find(struct shop *shop, struct arena *a, const struct uuid *id, const struct order_actor *actor, const struct order **out)
{
	struct orders found;
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = order_store_get(db, a, id, 1, false, ORDER_DETAIL, &found)) == NULL && found.n > 0)
		e = find_refund(db, a, found.v);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	if (found.n == 0 || !order_visible(&found.v[0], actor))
		return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	*out = found.v;
	return NULL;
}

/* One more than asked for was read: it only tells that there is more. */
static void
cut(struct order_page *page, int64_t limit)
{
	page->next = (struct uuid){ 0 };
	if (page->orders.n > (size_t)limit) {
		page->orders.n = (size_t)limit;
		page->next = page->orders.v[limit - 1].id;
	}
}

const struct err *
orders_of_user(struct shop *shop, struct arena *a, const struct uuid *user, const struct order_actor *actor,
    int stage, const struct uuid *from, int64_t limit, struct order_page *out)
{
	struct order_page page = { 0 };
	struct db *db;
	const struct err *e;

	if ((e = member_only(a, user, actor)) != NULL || (e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = order_store_of_user(db, a, user, stage, from, limit + 1, ORDER_SUMMARY, &page.orders)) == NULL)
		e = order_store_count(db, a, user, stage, &page.total);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	cut(&page, limit);
	*out = page;
	return NULL;
}

const struct err *
orders_paid_of(struct shop *shop, struct arena *a, const struct uuid *user, const struct uuid *from, int64_t limit, struct order_page *out)
{
	struct order_page page = { .total = -1 };
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = order_store_paid_of(db, a, user, from, limit + 1, ORDER_SUMMARY, &page.orders);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	cut(&page, limit);
	*out = page;
	return NULL;
}

const struct err *
orders_on_board(struct shop *shop, struct arena *a, const struct order_actor *actor, int stage, const struct uuid *from,
    int64_t limit, struct order_page *out)
{
	static const struct uuid anybody;
	struct order_page page = { .total = -1 };
	unsigned stages = staff_board((enum role)actor->role);
	struct db *db;
	const struct err *e;

	if (uuid_is_zero(&actor->user_id) || stages == 0)
		return err_new(a, ERR_FORBIDDEN, NULL);
	if (stage >= 0)
		stages &= ITEM_BIT(stage);
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = order_store_on_board(db, a, stages, actor->role == ROLE_COOK ? &actor->user_id : &anybody,
	    actor->role == ROLE_COURIER ? &actor->user_id : &anybody, actor->role != ROLE_ADMIN, from, limit + 1, ORDER_SUMMARY, &page.orders);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	cut(&page, limit);
	*out = page;
	return NULL;
}
