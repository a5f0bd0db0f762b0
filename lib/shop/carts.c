/* carts: the store's steps with what can be said against them. */
#include "shop/carts.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "db/db.h"
#include "shop/shop.h"
#include "store/cart_store.h"
#include "store/goods_store.h"

#define TRIES 4		/* two who make the same cart at once can get into each other's way */

const struct err *
cart_read(struct shop *shop, struct arena *a, const struct uuid *user, struct cart *out)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = cart_store_read(db, a, user, out);
	db_return(shop->pool, db);
	return e;
}

static const struct err *
add(struct db *db, struct arena *a, const struct uuid *user, int64_t product_id, int64_t quantity, int64_t *line)
{
	const struct goods *g;
	enum cart_added how = CART_ADDED;
	const struct err *e;

	if ((e = goods_store_by_id(db, a, product_id, &g)) != NULL)
		return e;
	if (g == NULL)
		return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	if (!g->on_sale)
		return err_fault(a, "/productId", "not_on_sale");
	for (int tries = 1; (e = cart_store_add(db, a, user, product_id, quantity, &how, line)) != NULL; tries++)
		if (tries == TRIES || db_last_fault(db) != DB_FAULT_DEADLOCK)
			return e;
	if (how == CART_TOO_MANY_PIECES)
		return err_fault(a, "/quantity", "too_large");
	return how == CART_TOO_MANY_LINES ? err_fault(a, "/productId", "too_many") : NULL;
}

const struct err *
cart_add(struct shop *shop, struct arena *a, const struct uuid *user, int64_t product_id, int64_t quantity, int64_t *line, struct cart *out)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = add(db, a, user, product_id, quantity, line)) == NULL)
		e = cart_store_read(db, a, user, out);
	db_return(shop->pool, db);
	return e;
}

/* Sets a line to so many pieces; to none: takes it out. */
static const struct err *
change(struct shop *shop, struct arena *a, const struct uuid *user, int64_t line, int64_t quantity, struct cart *out)
{
	bool there;
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = quantity > 0 ? cart_store_set(db, a, user, line, quantity, &there) : cart_store_drop(db, a, user, line, &there);
	if (e == NULL && !there)
		e = err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	if (e == NULL)
		e = cart_store_read(db, a, user, out);
	db_return(shop->pool, db);
	return e;
}

const struct err *
cart_set(struct shop *shop, struct arena *a, const struct uuid *user, int64_t line, int64_t quantity, struct cart *out)
{
	return change(shop, a, user, line, quantity, out);
}

const struct err *
cart_drop(struct shop *shop, struct arena *a, const struct uuid *user, int64_t line, struct cart *out)
{
	return change(shop, a, user, line, 0, out);
}
