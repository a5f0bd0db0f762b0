/* goods: reading goes by plain queries; offering and changing are small transactions, which take no row an order waits for. */
#include "shop/goods.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/seller.h"
#include "domain/staff.h"
#include "shop/keyed.h"
#include "shop/shop.h"
#include "shop/ticket.h"
#include "store/goods_store.h"
#include "store/seller_store.h"

/* --- reading ---------------------------------------------------------------------- */

const struct err *
goods_find_page(struct shop *shop, struct arena *a, const struct goods_search *s, struct goods_page *out)
{
	struct goods_query q = { .category = s->category, .pattern = goods_pattern(a, s->words), .sort = (enum goods_sort)s->sort,
	    .limit = s->limit + 1 };	/* one more tells whether there are more */
	struct goods_list l;
	const char *next = NULL;
	struct db *db;
	const struct err *e;

	if (!goods_place_parse(q.sort, s->cursor, &q.after))
		return err_fault(a, "?cursor", "not_a_cursor");
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = goods_store_list(db, a, &q, &l);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	if (l.n > (size_t)s->limit) {
		l.n--;
		if ((next = goods_place_text(a, q.sort, &l.v[l.n - 1])) == NULL)
			return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for a cursor");
	}
	*out = (struct goods_page){ l, next };
	return NULL;
}

const struct err *
goods_categories(struct shop *shop, struct arena *a, struct list *out)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = goods_store_categories(db, a, out);
	db_return(shop->pool, db);
	return e;
}

static const struct err *
find(struct db *db, struct arena *a, int64_t id, const struct goods **out)
{
	const struct err *e = goods_store_by_id(db, a, id, out);

	if (e == NULL && *out == NULL)
		e = err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	return e;
}

const struct err *
goods_find(struct shop *shop, struct arena *a, int64_t id, const struct goods **out)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = find(db, a, id, out);
	db_return(shop->pool, db);
	return e;
}

/* --- who may ------------------------------------------------------------------------ */

const struct err *
goods_seller(struct db *db, struct arena *a, const struct goods_actor *actor, uint32_t *seller_id)
{
	const struct seller *s;
	const struct err *e;

	*seller_id = 0;
	if (actor->role == ROLE_ADMIN)
		return NULL;
	if (actor->role != ROLE_SELLER)
		return err_new(a, ERR_FORBIDDEN, "not_a_seller");
	if ((e = seller_store_by_user(db, a, &actor->user_id, &s)) != NULL)
		return e;
	if (s == NULL || s->status != SELLER_APPROVED)
		return err_new(a, ERR_FORBIDDEN, "not_a_seller");
	*seller_id = s->id;
	return NULL;
}

const struct err *
goods_of(struct db *db, struct arena *a, const struct goods_actor *actor, int64_t id, const struct goods **out)
{
	const struct goods *g;
	uint32_t seller_id = 0;
	const struct err *e;

	if ((e = goods_seller(db, a, actor, &seller_id)) != NULL || (e = find(db, a, id, &g)) != NULL)
		return e;
	if (actor->role != ROLE_ADMIN && g->seller_id != seller_id)
		return err_new(a, ERR_FORBIDDEN, "anothers_goods");
	*out = g;
	return NULL;
}

/* --- offering ------------------------------------------------------------------------- */

struct offering { struct ticket ticket; struct goods_offering *o; };

static const struct err *
answer(struct ticket *t, struct kept *kept)
{
	struct offering *of = (struct offering *)t;

	return of->o->answer(of->o->arg, of->o->goods, kept);
}

/* Whose the goods will be: a seller's own; an admin says it. */
static const struct err *
choose_seller(struct db *db, struct arena *a, const struct goods_offering *o, uint32_t *seller_id)
{
	const struct seller *s;
	const struct err *e;

	if ((e = goods_seller(db, a, &o->actor, seller_id)) != NULL || o->offer->seller_id == 0)
		return e;
	if (o->actor.role != ROLE_ADMIN)
		return o->offer->seller_id == *seller_id ? NULL : err_new(a, ERR_FORBIDDEN, "anothers_goods");
	if ((e = seller_store_by_id(db, a, o->offer->seller_id, false, &s)) != NULL)
		return e;
	if (s == NULL || s->status != SELLER_APPROVED)
		return err_fault(a, "/sellerId", "unknown");
	*seller_id = s->id;
	return NULL;
}

static const struct err *
offer(struct db *db, struct ticket *t)
{
	struct goods_offering *o = ((struct offering *)t)->o;
	struct arena *a = t->arena;
	char token[TOKEN_TEXT];
	const char *sku;
	uint32_t seller_id;
	const struct err *e;

	token_new(token);
	if ((sku = arena_printf(a, "goods_%s", token)) == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for goods");
	if ((e = choose_seller(db, a, o, &seller_id)) != NULL ||
	    (e = goods_store_add(db, a, o->offer, seller_id, sku, &o->actor.user_id)) != NULL)
		return e;
	return goods_store_by_sku(db, a, sku, &o->goods);
}

const struct err *
goods_offer(struct shop *shop, struct arena *a, struct goods_offering *o)
{
	struct offering of = { .ticket = { .arena = a, .key = o->key, .answer = answer }, .o = o };
	const struct err *e;

	if ((e = keyed_run(shop, &of.ticket, offer)) != NULL)
		return e;
	if (of.ticket.replayed)
		o->goods = NULL;
	o->kept = of.ticket.kept;
	return NULL;
}

/* --- changing --------------------------------------------------------------------------- */

static bool
meant(int64_t version, const int64_t *versions, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (versions[i] == version)
			return true;
	return versions == NULL;
}

/* Whoever changed them between our look and our writing changed the version. */
static const struct err *
change(struct db *db, struct arena *a, const struct goods *g, const struct goods_change *c, bool any)
{
	bool changed;
	const struct err *e;

	if ((e = db_begin(db, a)) != NULL)
		return e;
	if ((e = goods_store_change(db, a, g->id, c, any ? -1 : g->version, &changed)) == NULL && !changed)
		e = err_new(a, ERR_PRECONDITION_FAILED, NULL);
	if (e == NULL)
		return db_commit(db, a);
	db_rollback(db);
	return e;
}

const struct err *
goods_change(struct shop *shop, struct arena *a, const struct goods_actor *actor, int64_t id, const struct goods_change *c,
    const int64_t *versions, size_t nversions, const struct goods **out)
{
	const struct goods *g;
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = goods_of(db, a, actor, id, &g)) != NULL)
		goto done;
	if (!meant(g->version, versions, nversions)) {
		e = err_new(a, ERR_PRECONDITION_FAILED, NULL);
		goto done;
	}
	if ((e = change(db, a, g, c, versions == NULL)) == NULL)
		e = find(db, a, id, out);
done:
	db_return(shop->pool, db);
	return e;
}
