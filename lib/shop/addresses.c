/* addresses: the store's steps, for whoever may. */
#include "shop/addresses.h"

#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/members.h"
#include "shop/shop.h"

/* A connection, for one who may. */
static const struct err *
begin(struct shop *shop, struct arena *a, const struct address_owner *o, struct db **db)
{
	const struct user *u;
	const struct err *e = member_find(shop, a, &o->user_id, &o->caller, o->caller_role, &u);

	return e != NULL ? e : db_borrow(shop->pool, a, db);
}

/* What came of it, and all there is then. */
static const struct err *
end(struct shop *shop, struct db *db, struct arena *a, const struct address_owner *o, const struct err *e, struct addresses *out)
{
	if (e == NULL)
		e = address_store_of_user(db, a, &o->user_id, out);
	db_return(shop->pool, db);
	return e;
}

const struct err *
addresses_of(struct shop *shop, struct arena *a, const struct address_owner *o, struct addresses *out)
{
	struct db *db;
	const struct err *e;

	if ((e = begin(shop, a, o, &db)) != NULL)
		return e;
	return end(shop, db, a, o, NULL, out);
}

const struct err *
address_add(struct shop *shop, struct arena *a, const struct address_owner *o, const struct address_wish *w, struct uuid *id, struct addresses *out)
{
	const struct user_address ad = { .id = uuid_new(), .what = *w, .created_at = clock_now() };
	bool added = false;
	struct db *db;
	const struct err *e;

	if ((e = begin(shop, a, o, &db)) != NULL)
		return e;
	if ((e = address_store_add(db, a, &o->user_id, &ad, ADDRESSES_MAX, &added)) == NULL && !added)
		e = err_fault(a, "/address", "too_many");
	*id = ad.id;
	return end(shop, db, a, o, e, out);
}

const struct err *
address_change(struct shop *shop, struct arena *a, const struct address_owner *o, const struct uuid *id, const struct address_wish *w,
    struct addresses *out)
{
	bool found = false;
	struct db *db;
	const struct err *e;

	if ((e = begin(shop, a, o, &db)) != NULL)
		return e;
	if ((e = address_store_change(db, a, &o->user_id, id, w, &found)) == NULL && !found)
		e = err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	return end(shop, db, a, o, e, out);
}

const struct err *
address_drop(struct shop *shop, struct arena *a, const struct address_owner *o, const struct uuid *id, struct addresses *out)
{
	bool found = false;
	struct db *db;
	const struct err *e;

	if ((e = begin(shop, a, o, &db)) != NULL)
		return e;
	if ((e = address_store_drop(db, a, &o->user_id, id, &found)) == NULL && !found)
		e = err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	return end(shop, db, a, o, e, out);
}
