/* coupon_store: rows of coupons and of who holds them, to structs and back. */
#include "store/coupon_store.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "db/db.h"
#include "store/keys.h"
#include "store/stmts.h"

static const struct err *
full(struct arena *a, size_t n)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for %zu rows of coupons", n);
}

static const struct err *
strange(struct arena *a, const char *word)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "there is nothing of coupons called %s", word);
}

/* --- coupons ------------------------------------------------------------------- */

static const struct err *
to_coupons(struct arena *a, const struct rows *r, struct coupons *out)
{
	struct coupon *v = ARENA_ARRAY(a, struct coupon, r->n + 1);

	if (v == NULL)
		return full(a, r->n);
	for (size_t i = 0; i < r->n; i++) {
		int kind = coupon_kind_parse(row_str(r, i, 5)), scope = coupon_scope_parse(row_str(r, i, 6));
		if (kind < 0 || scope < 0)
			return strange(a, row_str(r, i, kind < 0 ? 5 : 6));
		v[i] = (struct coupon){ .id = (uint32_t)row_int(r, i, 0), .name = row_str(r, i, 1), .name_en = row_str(r, i, 2),
		    .description = row_str(r, i, 3), .description_en = row_str(r, i, 4),
		    .kind = (enum coupon_kind)kind, .scope = (enum coupon_scope)scope, .value = row_int(r, i, 7),
		    .min_order_amount = row_int(r, i, 8), .quantity = row_int(r, i, 9), .issued = row_int(r, i, 10),
		    .issue_from = row_int(r, i, 11), .issue_to = row_int(r, i, 12), .valid_days = row_int(r, i, 13),
		    .created_at = row_int(r, i, 14) };
	}
	*out = (struct coupons){ v, r->n };
	return NULL;
}

/* Gives each of the coupons its products. */
static const struct err *
add_products(struct db *db, struct arena *a, struct coupons *c)
{
	uint32_t *ids = ARENA_ARRAY(a, uint32_t, c->n + 1);
	struct rows r;
	const struct err *e;

	if (ids == NULL || c->n == 0)
		return ids == NULL ? full(a, c->n) : NULL;
	for (size_t i = 0; i < c->n; i++)
		ids[i] = c->v[i].id;
	if ((e = keys_run_numbers(db, a, STMT_COUPON_PRODUCTS_OF, ids, c->n, &r)) != NULL)
		return e;
	uint32_t *products = ARENA_ARRAY(a, uint32_t, r.n + 1);
	if (products == NULL)
		return full(a, r.n);
	for (size_t i = 0; i < r.n; i++)
		products[i] = (uint32_t)row_int(&r, i, 1);
	for (size_t i = 0; i < c->n; i++)
		for (size_t p = 0; p < r.n; p++)
			if ((uint32_t)row_int(&r, p, 0) == c->v[i].id) {
				if (c->v[i].nproducts++ == 0)
					c->v[i].product_ids = &products[p];
			}
	return NULL;
}

const struct err *
coupon_store_add(struct db *db, struct arena *a, struct coupon *c)
{
	struct bulk products;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_COUPON_ADD, NULL, DB_S(c->name), DB_S(c->name_en), DB_S(c->description), DB_S(c->description_en),
	    DB_S(coupon_kind_names[c->kind]), DB_S(coupon_scope_names[c->scope]), DB_I(c->value), DB_I(c->min_order_amount), DB_I(c->quantity), DB_T(c->issue_from),
	    DB_T(c->issue_to), DB_I(c->valid_days), DB_T(c->created_at))) != NULL ||
	    (e = stmt_run(db, a, STMT_COUPON_ADDED, NULL, 0, &r)) != NULL)
		return e;
	uint32_t id = (uint32_t)row_int(&r, 0, 0);
	bulk_start(&products, a, STMT_COUPON_PRODUCT_ADD, 2);
	for (size_t i = 0; i < c->nproducts; i++)
		BULK_ADD(&products, DB_I(id), DB_I(c->product_ids[i]));
	if ((e = bulk_run(db, &products)) == NULL)
		c->id = id;
	return e;
}

const struct err *
coupon_store_named(struct db *db, struct arena *a, const char *name, uint32_t *id)
{
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_COUPON_NAMED, &r, DB_S(name))) != NULL)
		return e;
	*id = r.n > 0 ? (uint32_t)row_int(&r, 0, 0) : 0;
	return NULL;
}

/* Coupons by a statement that takes a list of ids; one of none is no round trip. */
static const struct err *
coupons_of(struct db *db, struct arena *a, int id, const uint32_t *ids, size_t n, struct coupons *out)
{
	struct rows r;
	const struct err *e = keys_run_numbers(db, a, id, ids, n, &r);

	return e != NULL ? e : to_coupons(a, &r, out);
}

const struct err *
coupon_store_read(struct db *db, struct arena *a, const uint32_t *ids, size_t n, struct coupons *out)
{
	struct coupons c;
	const struct err *e;

	if ((e = coupons_of(db, a, STMT_COUPONS_BY_ID, ids, n, &c)) != NULL || (e = add_products(db, a, &c)) != NULL)
		return e;
	*out = c;
	return NULL;
}

const struct err *
coupon_store_offered(struct db *db, struct arena *a, int64_t now, uint32_t before, int64_t limit, struct coupons *out)
{
	struct coupons c;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_COUPONS_OFFERED, &r, DB_T(now), DB_I(before), DB_I(limit))) != NULL ||
	    (e = to_coupons(a, &r, &c)) != NULL || (e = add_products(db, a, &c)) != NULL)
		return e;
	*out = c;
	return NULL;
}

static int
by_id(const void *key, const void *element)
{
	uint32_t id = *(const uint32_t *)key, other = ((const struct coupon *)element)->id;

	return id < other ? -1 : id > other;
}

struct coupon *
coupons_find(const struct coupons *c, uint32_t id)
{
	return c->n == 0 ? NULL : (struct coupon *)bsearch(&id, c->v, c->n, sizeof(*c->v), by_id);
}

/* --- giving out ------------------------------------------------------------------- */

const struct err *
coupon_store_lock(struct db *db, struct arena *a, const uint32_t *ids, size_t n, struct coupons *out)
{
	return coupons_of(db, a, STMT_COUPONS_LOCK, ids, n, out);
}

const struct err *
coupon_store_held(struct db *db, struct arena *a, const struct coupon_wish *wish, size_t n, bool *has)
{
	struct buf text = { 0 };
	struct rows r = { 0 };
	const struct err *e;

	for (size_t i = 0; i < n; i++)
		has[i] = false;
	if (n == 0)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		char id[UUID_TEXT];
		buf_printf(&text, "%s{\"c\":%u,\"u\":\"%s\"}", i == 0 ? "[" : ",", wish[i].coupon_id, uuid_text(&wish[i].user_id, id));
	}
	buf_puts(&text, "]");
	e = text.failed ? full(a, n) : STMT_RUN(db, a, STMT_ISSUED_HELD, &r, DB_S(buf_str(&text)));
	buf_free(&text);
	if (e != NULL)
		return e;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < r.n && !has[i]; k++) {
			struct uuid user = row_uuid(&r, k, 1);
			has[i] = (uint32_t)row_int(&r, k, 0) == wish[i].coupon_id && uuid_cmp(&user, &wish[i].user_id) == 0;
		}
	return NULL;
}

const struct err *
coupon_store_look(struct db *db, struct arena *a, const struct coupon_wish *wish, struct coupon *out, bool *found, bool *has)
{
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_COUPON_LOOK, &r, DB_U(wish->user_id), DB_I(wish->coupon_id))) != NULL)
		return e;
	*found = r.n > 0;
	if (!*found)
		return NULL;
	*out = (struct coupon){ .id = wish->coupon_id, .quantity = row_int(&r, 0, 0), .issued = row_int(&r, 0, 1),
	    .issue_from = row_int(&r, 0, 2), .issue_to = row_int(&r, 0, 3) };
	*has = row_int(&r, 0, 4) != 0;
	return NULL;
}

/* --- issued ones --------------------------------------------------------------------- */

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* The coupons that the rows speak of, each once. */
static const struct err *
coupons_named(struct db *db, struct arena *a, const struct rows *r, struct coupons *out)
{
	uint32_t *ids = ARENA_ARRAY(a, uint32_t, r->n + 1);
	size_t n = 0;

	if (ids == NULL)
		return full(a, r->n);
	for (size_t i = 0; i < r->n; i++)
		ids[i] = (uint32_t)row_int(r, i, 1);
	qsort(ids, r->n, sizeof(*ids), by_number);
	for (size_t i = 0; i < r->n; i++)
		if (n == 0 || ids[n - 1] != ids[i])
			ids[n++] = ids[i];
	return coupon_store_read(db, a, ids, n, out);
}

static const struct err *
to_issued(struct db *db, struct arena *a, const struct rows *r, struct issued_coupons *out)
{
	struct issued_coupon *v = ARENA_ARRAY(a, struct issued_coupon, r->n + 1);
	struct coupons c = { 0 };
	const struct err *e;

	if (v == NULL)
		return full(a, r->n);
	if ((e = coupons_named(db, a, r, &c)) != NULL)
		return e;
	for (size_t i = 0; i < r->n; i++) {
		int state = coupon_state_parse(row_str(r, i, 3));
		const struct coupon *of = coupons_find(&c, (uint32_t)row_int(r, i, 1));
		if (state < 0)
			return strange(a, row_str(r, i, 3));
		if (of == NULL)
			return err_new(a, ERR_INTERNAL_SERVER_ERROR, "an issued coupon without its coupon %d", (int)row_int(r, i, 1));
		v[i] = (struct issued_coupon){ .id = row_uuid(r, i, 0), .coupon = of, .user_id = row_uuid(r, i, 2),
		    .state = (enum coupon_state)state, .order_id = row_uuid(r, i, 4), .issued_at = row_int(r, i, 5),
		    .expires_at = row_int(r, i, 6), .used_at = row_int(r, i, 7) };
	}
	*out = (struct issued_coupons){ v, r->n };
	return NULL;
}

static const struct err *
issued_of(struct db *db, struct arena *a, int id, const struct uuid *ids, size_t n, struct issued_coupons *out)
{
	struct rows r;
	const struct err *e = keys_run_uuids(db, a, id, ids, n, &r);

	return e != NULL ? e : to_issued(db, a, &r, out);
}

const struct err *
coupon_store_lock_issued(struct db *db, struct arena *a, const struct uuid *ids, size_t n, struct issued_coupons *out)
{
	return issued_of(db, a, STMT_ISSUED_LOCK, ids, n, out);
}

const struct err *
coupon_store_issued(struct db *db, struct arena *a, const struct uuid *ids, size_t n, struct issued_coupons *out)
{
	return issued_of(db, a, STMT_ISSUED_BY_ID, ids, n, out);
}

const struct err *
coupon_store_of_orders(struct db *db, struct arena *a, const struct uuid *order_ids, size_t n, struct uuid **ids, size_t *nids)
{
	struct rows r;
	struct uuid *v;
	const struct err *e;

	if ((e = keys_run_uuids(db, a, STMT_ISSUED_OF_ORDERS, order_ids, n, &r)) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct uuid, r.n + 1)) == NULL)
		return full(a, r.n);
	for (size_t i = 0; i < r.n; i++)
		v[i] = row_uuid(&r, i, 0);
	*ids = v;
	*nids = r.n;
	return NULL;
}

const struct err *
coupon_store_of_user(struct db *db, struct arena *a, const struct uuid *user_id, int state, int64_t now, const struct uuid *before,
    int64_t limit, struct issued_coupons *out)
{
	struct uuid last;
	struct rows r;
	const struct err *e;

	memset(&last, 0xff, sizeof(last));
	if ((e = STMT_RUN(db, a, STMT_ISSUED_OF_USER, &r, DB_U(*user_id), DB_U(before != NULL ? *before : last), DB_T(now),
	    DB_S(state < 0 ? NULL : coupon_state_names[state]), DB_I(limit))) != NULL)
		return e;
	return to_issued(db, a, &r, out);
}

const struct err *
coupon_store_usable(struct db *db, struct arena *a, const struct uuid *user_id, int64_t now, int64_t limit, struct issued_coupons *out)
{
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_ISSUED_USABLE, &r, DB_U(*user_id), DB_T(now), DB_I(limit))) != NULL)
		return e;
	return to_issued(db, a, &r, out);
}

const struct err *
coupon_store_expire(struct db *db, struct arena *a, int64_t now, int64_t limit, int64_t *n)
{
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_ISSUED_EXPIRE, NULL, DB_T(now), DB_I(limit))) != NULL)
		return e;
	*n = stmt_changed(db);
	return NULL;
}

/* --- what the desk writes --------------------------------------------------------------- */

void
coupon_rows_start(struct coupon_rows *r, struct arena *a)
{
	bulk_start(&r->coupons, a, STMT_COUPON_CHANGE, 2);
	bulk_start(&r->issued, a, STMT_ISSUED_ADD, 8);
	bulk_start(&r->changes, a, STMT_ISSUED_CHANGE, 4);
}

void
coupon_rows_count(struct coupon_rows *r, const struct coupon *c)
{
	struct bulk *b = &r->coupons;

	for (size_t i = 0; i < b->n; i++)
		if (b->v[i * b->columns + 1].i == (int64_t)c->id) {
			b->v[i * b->columns].i = c->issued;
			return;
		}
	BULK_ADD(b, DB_I(c->issued), DB_I(c->id));
}

void
coupon_rows_add(struct coupon_rows *r, const struct issued_coupon *c)
{
	BULK_ADD(&r->issued, DB_U(c->id), DB_I(c->coupon->id), DB_U(c->user_id), DB_S(coupon_state_names[c->state]),
	    db_u_or_null(&c->order_id), DB_T(c->issued_at), DB_T(c->expires_at), db_t_or_null(c->used_at));
}

void
coupon_rows_change(struct coupon_rows *r, const struct issued_coupon *c)
{
	BULK_ADD(&r->changes, DB_S(coupon_state_names[c->state]), db_u_or_null(&c->order_id), db_t_or_null(c->used_at), DB_U(c->id));
}

const struct err *
coupon_rows_write(struct db *db, struct coupon_rows *r)
{
	const struct err *e;

	if ((e = bulk_run(db, &r->coupons)) != NULL || (e = bulk_run(db, &r->issued)) != NULL)
		return e;
	return bulk_run(db, &r->changes);
}
