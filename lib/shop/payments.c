/* payments: reading them, a page at a time. */
#include "shop/payments.h"

#include "base/err.h"
#include "db/db.h"
#include "shop/members.h"
#include "shop/shop.h"

const struct err *
payments_of_user(struct shop *shop, struct arena *a, const struct uuid *user, const struct order_actor *actor,
    const struct uuid *from, int64_t limit, struct payment_page *out)
{
	struct payment_page page = { 0 };
	struct db *db;
	const struct err *e;

	if ((e = member_only(a, user, actor)) != NULL || (e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = payment_store_of_user(db, a, user, from, limit + 1, &page.payments);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	/* One more than asked for was read: it only tells that there is more. */
	if (page.payments.n > (size_t)limit) {
		page.payments.n = (size_t)limit;
		page.next = page.payments.v[limit - 1].payment.id;
	}
	*out = page;
	return NULL;
}
