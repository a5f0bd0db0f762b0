/* menus: catalogue and stock, read together. */
#include "shop/menus.h"

#include "base/err.h"
#include "db/db.h"
#include "shop/catalog.h"
#include "shop/shop.h"
#include "store/stock_store.h"

const struct err *
menu_now(struct shop *shop, struct arena *a, struct menu_now *out)
{
	struct db *db;
	const struct err *e;

	if ((e = catalog_menu(shop, a, &out->menu)) != NULL || (e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = stock_store_read(db, a, &out->stock);
	db_return(shop->pool, db);
	return e;
}
