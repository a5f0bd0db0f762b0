/* goods_store: rows of products with their SKU and stock. */
#include "store/goods_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "store/keys.h"
#include "store/stmts.h"

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for goods");
}

struct goods
goods_store_row(const struct rows *r, size_t i, size_t at)
{
	return (struct goods){
		.id = (uint32_t)row_int(r, i, at), .seller_id = (uint32_t)row_int(r, i, at + 1),
		.sku_id = (uint32_t)row_int(r, i, at + 2), .sku = row_str(r, i, at + 3),
		.name = row_str(r, i, at + 4), .name_en = row_str(r, i, at + 5),
		.description = row_str(r, i, at + 6), .description_en = row_str(r, i, at + 7),
		.category = row_str(r, i, at + 8), .price = row_int(r, i, at + 9),
		.on_sale = strcmp(row_str(r, i, at + 10), goods_sale_names[GOODS_SALE_ON]) == 0,
		.version = row_int(r, i, at + 11), .created_at = row_int(r, i, at + 12), .updated_at = row_int(r, i, at + 13),
		.available = row_int(r, i, at + 14)
	};
}

static const struct err *
to_list(struct arena *a, const struct rows *r, struct goods_list *out)
{
	struct goods *g = ARENA_ARRAY(a, struct goods, r->n + 1);

	if (g == NULL)
		return full(a);
	for (size_t i = 0; i < r->n; i++)
		g[i] = goods_store_row(r, i, 0);
	*out = (struct goods_list){ g, r->n };
	return NULL;
}

static const struct err *
one(struct arena *a, const struct rows *r, const struct goods **out)
{
	struct goods_list l = { NULL, 0 };
	const struct err *e;

	if ((e = to_list(a, r, &l)) == NULL)
		*out = l.n == 0 ? NULL : l.v;
	return e;
}

/* How a page of each order is asked for: the values after category and pattern. */
static size_t
place_values(const struct goods_query *q, struct db_value v[3], int *stmt)
{
	const struct goods_place *p = &q->after;

	switch (q->sort) {
	case GOODS_PRICE_ASC:
		*stmt = STMT_GOODS_PRICE_ASC;
		v[0] = v[1] = DB_I(p->set ? p->price : -1);
		v[2] = DB_I(p->id);
		return 3;
	case GOODS_PRICE_DESC:
		*stmt = STMT_GOODS_PRICE_DESC;
		v[0] = v[1] = DB_I(p->set ? p->price : INT64_MAX);
		v[2] = DB_I(p->id);
		return 3;
	case GOODS_BY_NAME:
		*stmt = STMT_GOODS_BY_NAME;
		v[0] = v[1] = DB_S(p->set ? p->name : "");
		v[2] = DB_I(p->id);
		return 3;
	default:
		*stmt = STMT_GOODS_NEWEST;
		v[0] = DB_I(p->set ? p->id : INT64_MAX);
		return 1;
	}
}

const struct err *
goods_store_list(struct db *db, struct arena *a, const struct goods_query *q, struct goods_list *out)
{
	struct db_value v[8] = { DB_S(q->category), DB_S(q->category), DB_S(q->pattern), DB_S(q->pattern) };
	struct rows r;
	int stmt;
	size_t n = 4 + place_values(q, &v[4], &stmt);
	const struct err *e;

	v[n++] = DB_I(q->limit);
	if ((e = stmt_run(db, a, stmt, v, n, &r)) != NULL)
		return e;
	return to_list(a, &r, out);
}

const struct err *
goods_store_of_seller(struct db *db, struct arena *a, uint32_t seller_id, const char *pattern, int64_t before, int64_t limit, struct goods_list *out)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_GOODS_OF_SELLER, &r, seller_id == 0 ? DB_NULL : DB_I(seller_id), DB_S(pattern), DB_S(pattern),
	    DB_I(before), DB_I(limit));

	return e != NULL ? e : to_list(a, &r, out);
}

const struct err *
goods_store_bookings(struct db *db, struct arena *a, uint32_t sku_id, int64_t limit, struct list *out)
{
	struct goods_booking *v;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_GOODS_RECEIPTS, &r, DB_I(sku_id), DB_I(limit))) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct goods_booking, r.n + 1)) == NULL)
		return full(a);
	for (size_t i = 0; i < r.n; i++)
		v[i] = (struct goods_booking){ row_int(&r, i, 0), row_str(&r, i, 1), row_int(&r, i, 2) };
	*out = (struct list){ v, r.n };
	return NULL;
}

const struct err *
goods_store_categories(struct db *db, struct arena *a, struct list *out)
{
	const char **word;
	struct rows r;
	const struct err *e;

	if ((e = stmt_run(db, a, STMT_GOODS_CATEGORIES, NULL, 0, &r)) != NULL)
		return e;
	if ((word = ARENA_ARRAY(a, const char *, r.n + 1)) == NULL)
		return full(a);
	for (size_t i = 0; i < r.n; i++)
		word[i] = row_str(&r, i, 0);
	*out = (struct list){ word, r.n };
	return NULL;
}

const struct err *
goods_store_by_id(struct db *db, struct arena *a, int64_t id, const struct goods **out)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_GOODS_BY_ID, &r, DB_I(id));

	return e != NULL ? e : one(a, &r, out);
}

const struct err *
goods_store_by_sku(struct db *db, struct arena *a, const char *code, const struct goods **out)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_GOODS_BY_SKU, &r, DB_S(code));

	return e != NULL ? e : one(a, &r, out);
}

const struct err *
goods_store_get(struct db *db, struct arena *a, const uint32_t *ids, size_t n, struct goods_list *out)
{
	struct rows r;
	const struct err *e = keys_run_numbers(db, a, STMT_GOODS_BY_IDS, ids, n, &r);

	return e != NULL ? e : to_list(a, &r, out);
}

const struct err *
goods_store_add(struct db *db, struct arena *a, const struct goods_offer *o, uint32_t seller_id, const char *sku,
    const struct uuid *by)
{
	int64_t now = clock_now();
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_GOODS_SKU_ADD, NULL, DB_S(sku), DB_S(o->name), DB_S(o->name_en))) != NULL ||
	    (e = STMT_RUN(db, a, STMT_GOODS_ADD, NULL, seller_id == 0 ? DB_NULL : DB_I(seller_id), DB_S(o->name), DB_S(o->name_en),
	    DB_S(o->description == NULL ? "" : o->description), DB_S(o->description_en), DB_I(o->price), DB_S(o->category),
	    DB_T(now), DB_T(now), DB_S(sku))) != NULL ||
	    (e = STMT_RUN(db, a, STMT_STOCK_OPEN, NULL, DB_S(sku))) != NULL || o->stock == 0)
		return e;
	if ((e = STMT_RUN(db, a, STMT_STOCK_RECEIVE, NULL, DB_Q(o->stock * QTY_ONE), DB_S(sku))) != NULL)
		return e;
	return STMT_RUN(db, a, STMT_STOCK_RECEIPT_ADD, NULL, DB_U(uuid_new()), DB_Q(o->stock * QTY_ONE), DB_S("opening stock"),
	    db_u_or_null(by), DB_T(now), DB_S(sku));
}

const struct err *
goods_store_change(struct db *db, struct arena *a, uint32_t id, const struct goods_change *c, int64_t version, bool *changed)
{
	struct db_value v = version < 0 ? DB_NULL : DB_I(version);
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_GOODS_CHANGE, NULL, DB_S(c->name), DB_S(c->name_en), DB_S(c->description),
	    DB_S(c->description_en), c->price < 0 ? DB_NULL : DB_I(c->price), DB_S(c->category),
	    DB_S(c->sale < 0 ? NULL : goods_sale_names[c->sale]), DB_T(clock_now()), DB_I(id), v, v)) != NULL)
		return e;
	*changed = stmt_changed(db) == 1;
	return !*changed ? NULL : STMT_RUN(db, a, STMT_GOODS_SKU_NAME, NULL, DB_I(id));
}

const struct err *
goods_store_end(struct db *db, struct arena *a, uint32_t seller_id)
{
	return STMT_RUN(db, a, STMT_GOODS_END_OF_SELLER, NULL, DB_T(clock_now()), DB_I(seller_id));
}
