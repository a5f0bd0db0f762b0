/* sellers: the seller's row, the member's role and the goods change together. */
#include "shop/sellers.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/seller.h"
#include "domain/staff.h"
#include "shop/shop.h"
#include "store/goods_store.h"
#include "store/seller_store.h"

static const struct err *
none(struct arena *a)
{
	return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
}

const struct err *
seller_ask(struct shop *shop, struct arena *a, const struct uuid *user, int role, const struct seller_wish *w, const struct seller **out)
{
	enum seller_asked how;
	struct db *db;
	const struct err *e;

	/* A cook who sells would be no cook any more. */
	if (role != ROLE_CUSTOMER && role != ROLE_SELLER)
		return err_new(a, ERR_FORBIDDEN, NULL);
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = seller_store_ask(db, a, user, w, &how)) == NULL && how == SELLER_ALREADY)
		e = err_new(a, ERR_SELLER_STATE_CONFLICT, NULL);
	else if (e == NULL && how == SELLER_NUMBER_TAKEN)
		e = err_fault(a, "/registrationNumber", "taken");
	if (e == NULL)
		e = seller_store_by_user(db, a, user, out);
	db_return(shop->pool, db);
	return e;
}

const struct err *
seller_find(struct shop *shop, struct arena *a, int64_t id, const struct uuid *caller, int caller_role, const struct seller **out)
{
	const struct seller *s;
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = seller_store_by_id(db, a, id, false, &s);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	if (s == NULL || (s->status != SELLER_APPROVED &&
	    (uuid_is_zero(caller) || (caller_role != ROLE_ADMIN && uuid_cmp(&s->user_id, caller) != 0))))
		return none(a);
	*out = s;
	return NULL;
}

const struct err *
seller_find_own(struct shop *shop, struct arena *a, const struct uuid *caller, const struct seller **out)
{
	const struct seller *s;
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = seller_store_by_user(db, a, caller, &s);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	if (s == NULL)
		return none(a);
	*out = s;
	return NULL;
}

const struct err *
sellers_list(struct shop *shop, struct arena *a, int status, int64_t after, int64_t limit, const struct seller **out, size_t *n)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = seller_store_list(db, a, status, after, limit, out, n);
	db_return(shop->pool, db);
	return e;
}

/* What else goes with a new status. */
static const struct err *
follow(struct db *db, struct arena *a, const struct seller *s, int status)
{
	bool changed;
	const struct err *e;

	if (status == SELLER_APPROVED) {
		if ((e = seller_store_role(db, a, &s->user_id, ROLE_CUSTOMER, ROLE_SELLER, &changed)) != NULL || changed ||
		    (e = seller_store_role(db, a, &s->user_id, ROLE_SELLER, ROLE_SELLER, &changed)) != NULL || changed)
			return e;
		/* Became staff after asking. */
		return err_new(a, ERR_SELLER_STATE_CONFLICT, "the member is no customer");
	}
	if (s->status != SELLER_APPROVED)
		return NULL;
	if ((e = seller_store_role(db, a, &s->user_id, ROLE_SELLER, ROLE_CUSTOMER, &changed)) != NULL)
		return e;
	return goods_store_end(db, a, s->id);
}

static const struct err *
decide(struct db *db, struct arena *a, int64_t id, const struct uuid *caller, int caller_role, const struct seller_change *c)
{
	const struct seller *s;
	bool taken;
	const struct err *e;

	if ((e = seller_store_by_id(db, a, id, true, &s)) != NULL)
		return e;
	if (s == NULL || (caller_role != ROLE_ADMIN && uuid_cmp(&s->user_id, caller) != 0))
		return none(a);
	if (c->status >= 0 && caller_role != ROLE_ADMIN)
		return err_new(a, ERR_FORBIDDEN, NULL);
	if (c->status >= 0 && c->status != s->status) {
		if (!seller_may_become(s->status, c->status))
			return err_new(a, ERR_SELLER_STATE_CONFLICT, "%s -> %s", seller_status_names[s->status], seller_status_names[c->status]);
		if ((e = follow(db, a, s, c->status)) != NULL)
			return e;
	}
	if ((e = seller_store_change(db, a, s->id, c, &taken)) != NULL)
		return e;
	return taken ? err_new(a, ERR_SELLER_STATE_CONFLICT, "another seller has the registration number") : NULL;
}

const struct err *
seller_decide(struct shop *shop, struct arena *a, int64_t id, const struct uuid *caller, int caller_role,
    const struct seller_change *c, const struct seller **out)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = db_begin(db, a)) == NULL && (e = decide(db, a, id, caller, caller_role, c)) == NULL)
		e = db_commit(db, a);
	else
		db_rollback(db);
	if (e == NULL)
		e = seller_store_by_id(db, a, id, false, out);
	db_return(shop->pool, db);
	return e;
}
