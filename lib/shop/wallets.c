/* wallets: reading them, a page of the ledger at a time. */
#include "shop/wallets.h"

#include "base/err.h"
#include "db/db.h"
#include "shop/members.h"
#include "shop/shop.h"

const struct err *
wallet_of(struct shop *shop, struct arena *a, const struct uuid *user, const struct uuid *caller, int caller_role, struct wallet *out)
{
	const struct user *u;
	struct db *db;
	const struct err *e;

	if ((e = member_find(shop, a, user, caller, caller_role, &u)) != NULL || (e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = wallet_store_read(db, a, user, out);
	db_return(shop->pool, db);
	return e;
}

const struct err *
wallet_ledger(struct shop *shop, struct arena *a, const struct uuid *user, const struct uuid *caller, int caller_role,
    const struct uuid *from, int64_t limit, struct wallet_page *out)
{
	struct wallet_page page = { 0 };
	const struct user *u;
	struct db *db;
	const struct err *e;

	if ((e = member_find(shop, a, user, caller, caller_role, &u)) != NULL || (e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = wallet_store_entries(db, a, user, uuid_is_zero(from) ? NULL : from, limit + 1, &page.entries);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	/* One more than asked for was read: it only tells that there is more. */
	if (page.entries.n > (size_t)limit) {
		page.entries.n = (size_t)limit;
		page.next = page.entries.v[limit - 1].id;
	}
	*out = page;
	return NULL;
}
