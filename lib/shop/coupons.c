/* coupons: plain queries; taking one back is the desk's operation. */
#include "shop/coupons.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fault.h"
#include "db/db.h"
#include "domain/staff.h"
#include "shop/batch.h"
#include "shop/keyed.h"
#include "shop/purse.h"
#include "shop/shop.h"
#include "shop/ticket.h"
#include "store/goods_store.h"

static const struct err *
none(struct arena *a)
{
	return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
}

/* --- offering ------------------------------------------------------------------------ */

/* Products that are no goods are faults, each at its place. */
static const struct err *
check_products(struct db *db, struct arena *a, const struct coupon *c, struct faults *f)
{
	for (size_t i = 0; i < c->nproducts; i++) {
		const struct goods *g;
		const struct err *e = goods_store_by_id(db, a, c->product_ids[i], &g);
		if (e != NULL)
			return e;
		if (g == NULL)
			fault_add(f, arena_printf(a, "/productIds/%zu", i), "unknown");
	}
	return NULL;
}

/* The ticket is keyed_run()'s. */
struct offering { struct ticket ticket; struct coupon_offering *o; };

static const struct err *
answer(struct ticket *t, struct kept *kept)
{
	struct coupon_offering *o = ((struct offering *)t)->o;

	return o->answer(o->arg, &o->coupon, kept);
}

static const struct err *
offer(struct db *db, struct ticket *t)
{
	struct coupon *c = &((struct offering *)t)->o->coupon;
	struct faults f = { .arena = t->arena };
	const struct err *e;

	c->created_at = clock_now();
	if (c->issue_from == 0)
		c->issue_from = c->created_at;
	if (c->issue_to <= c->created_at)
		fault_add(&f, "/issueTo", "in_the_past");
	if ((e = check_products(db, t->arena, c, &f)) != NULL || (e = faults_err(&f)) != NULL)
		return e;
	return coupon_store_add(db, t->arena, c);
}

const struct err *
coupon_offer(struct shop *shop, struct arena *a, struct coupon_offering *o)
{
	struct offering of = { .ticket = { .arena = a, .key = o->key, .answer = answer }, .o = o };
	const struct err *e;

	if ((e = keyed_run(shop, &of.ticket, offer)) != NULL)
		return e;
	o->replayed = of.ticket.replayed;
	o->kept = of.ticket.kept;
	return NULL;
}

/* --- looking --------------------------------------------------------------------------- */

const struct err *
coupon_get(struct shop *shop, struct arena *a, int64_t id, const struct coupon **out)
{
	uint32_t number = (uint32_t)id;
	struct coupons c;
	struct db *db;
	const struct err *e;

	if (id < 1 || id > UINT32_MAX)
		return none(a);
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = coupon_store_read(db, a, &number, 1, &c);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	if (c.n == 0)
		return none(a);
	*out = c.v;
	return NULL;
}

const struct err *
coupon_offered(struct shop *shop, struct arena *a, uint32_t cursor, int64_t limit, struct coupon_page *out)
{
	struct coupons c;
	uint32_t next = 0;
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	/* One more tells whether there are more. */
	e = coupon_store_offered(db, a, clock_now(), cursor == 0 ? UINT32_MAX : cursor, limit + 1, &c);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	if (c.n > (size_t)limit)
		next = c.v[--c.n - 1].id;
	*out = (struct coupon_page){ c, next };
	return NULL;
}

const struct err *
coupon_holdings(struct shop *shop, struct arena *a, const struct uuid *user, int state, const struct uuid *cursor, int64_t limit,
    struct issued_page *out)
{
	struct issued_coupons c;
	struct uuid next = { { 0 } };
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = coupon_store_of_user(db, a, user, state, clock_now(), uuid_is_zero(cursor) ? NULL : cursor, limit + 1, &c);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	if (c.n > (size_t)limit)
		next = c.v[--c.n - 1].id;
	*out = (struct issued_page){ c, next };
	return NULL;
}

const struct err *
coupon_had(struct shop *shop, struct arena *a, const struct uuid *user, const struct coupons *c, bool *has)
{
	struct coupon_wish *wish = ARENA_ARRAY(a, struct coupon_wish, c->n + 1);
	struct db *db;
	const struct err *e;

	if (wish == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for %zu coupons", c->n);
	for (size_t i = 0; i < c->n; i++)
		wish[i] = (struct coupon_wish){ c->v[i].id, *user };
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = coupon_store_held(db, a, wish, c->n, has);
	db_return(shop->pool, db);
	return e;
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

const struct err *
coupon_goods(struct shop *shop, struct arena *a, const struct coupons *c, size_t each, struct goods_list *out)
{
	uint32_t *ids = ARENA_ARRAY(a, uint32_t, c->n * each + 1);
	size_t n = 0, distinct = 0;
	struct db *db;
	const struct err *e;

	if (ids == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the goods of %zu coupons", c->n);
	for (size_t i = 0; i < c->n; i++)
		for (size_t k = 0; k < c->v[i].nproducts && k < each; k++)
			ids[n++] = c->v[i].product_ids[k];
	*out = (struct goods_list){ 0 };
	if (n == 0)
		return NULL;
	qsort(ids, n, sizeof(*ids), by_number);
	for (size_t i = 0; i < n; i++)
		if (distinct == 0 || ids[distinct - 1] != ids[i])
			ids[distinct++] = ids[i];
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = goods_store_get(db, a, ids, distinct, out);
	db_return(shop->pool, db);
	return e;
}

const struct err *
coupon_issued(struct shop *shop, struct arena *a, const struct uuid *id, const struct uuid *caller, int role,
    const struct issued_coupon **out)
{
	struct issued_coupons c;
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = coupon_store_issued(db, a, id, 1, &c);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	if (c.n == 0 || (role != ROLE_ADMIN && uuid_cmp(&c.v[0].user_id, caller) != 0))
		return none(a);
	*out = c.v;
	return NULL;
}

/* --- taking back -------------------------------------------------------------------------- */

/* At the desk, where an order may be using it. */
static const struct err *
decide(struct ticket *t, struct batch *b)
{
	struct issued_coupon *c = purse_coupon(b, t->issued);
	const struct coupon_move *move;

	if (c == NULL)
		return none(t->arena);
	if (c->state == COUPON_IS_REVOKED)
		return NULL;
	if ((move = coupon_move_find(coupon_state_now(c, b->now), "REVOKE")) == NULL)
		return err_new(t->arena, ERR_COUPON_NOT_USABLE, "%s", coupon_refusal(c, b->now));
	c->state = move->to;
	coupon_rows_change(&b->coupon_rows, c);
	return NULL;
}

static const struct ticket_op revoke_op = { .name = "revoke", .decide = decide };

const struct err *
coupon_revoke(struct shop *shop, struct arena *a, const struct uuid *id, const struct issued_coupon **out)
{
	struct ticket t = { .op = &revoke_op, .arena = a, .issued = id, .nissued = 1 };
	const struct err *e;

	if ((e = ticket_serve(shop, &t)) != NULL)
		return e;
	return coupon_issued(shop, a, id, NULL, ROLE_ADMIN, out);
}
