/* batch_lock: the rows a batch decides on, locked in one order. */
#include "shop/batch_work.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/coupon_store.h"
#include "store/slot_store.h"
#include "store/stock_store.h"

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the batch");
}

static int
uuid_order(const void *a, const void *b)
{
	return uuid_cmp(a, b);
}

static int
slot_order(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int
number_order(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Sorts numbers and leaves each once; how many. */
static size_t
distinct_numbers(uint32_t *ids, size_t n)
{
	size_t distinct = 0;

	qsort(ids, n, sizeof(*ids), number_order);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || ids[i] != ids[distinct - 1])
			ids[distinct++] = ids[i];
	return distinct;
}

/* Sorts ids and leaves each once; how many. */
static size_t
distinct_of(struct uuid *ids, size_t n)
{
	size_t distinct = 0;

	qsort(ids, n, sizeof(*ids), uuid_order);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || uuid_cmp(&ids[i], &ids[distinct - 1]) != 0)
			ids[distinct++] = ids[i];
	return distinct;
}

/* The ids that tickets name at `offset`, sorted and distinct, to ids[]; how many. */
static size_t
named(const struct work *w, size_t offset, struct uuid *ids)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++) {
		const struct uuid *id = (const struct uuid *)((const char *)w->ticket[i] + offset);
		if (open_still(w->ticket[i]) && !uuid_is_zero(id))
			ids[n++] = *id;
	}
	return distinct_of(ids, n);
}

/* First: whoever waited for one finds the order that was made of it meanwhile. */
static const struct err *
lock_sheets(struct work *w)
{
	struct uuid *keys = ARENA_ARRAY(w->batch.arena, struct uuid, w->n);

	if (keys == NULL)
		return full(w->batch.arena);
	return sheet_store_lock(w->batch.db, w->batch.arena, keys, named(w, offsetof(struct ticket, sheet_key), keys), &w->batch.sheets);
}

static const struct err *
lock_compensations(struct work *w)
{
	struct uuid *ids = ARENA_ARRAY(w->batch.arena, struct uuid, w->n);

	if (ids == NULL)
		return full(w->batch.arena);
	return compensation_store_lock(w->batch.db, w->batch.arena, ids, named(w, offsetof(struct ticket, compensation_id), ids),
	    &w->batch.compensations);
}

static const struct err *
lock_charges(struct work *w)
{
	struct uuid *ids = ARENA_ARRAY(w->batch.arena, struct uuid, w->n);

	if (ids == NULL)
		return full(w->batch.arena);
	return charge_store_lock(w->batch.db, w->batch.arena, ids, named(w, offsetof(struct ticket, charge_id), ids), &w->batch.charges);
}

static const struct err *
lock_orders(struct work *w)
{
	struct uuid *ids = ARENA_ARRAY(w->batch.arena, struct uuid, w->n);
	size_t distinct;

	if (ids == NULL)
		return full(w->batch.arena);
	distinct = named(w, offsetof(struct ticket, order_id), ids);
	return order_store_get(w->batch.db, w->batch.arena, ids, distinct, true,
	    ORDER_SUMMARY | ORDER_USES, &w->batch.orders);	/* a summary, for the answer */
}

/* The coupons that are claimed; and, now that nobody else can give them out, who has had theirs. */
static const struct err *
lock_coupons(struct work *w)
{
	struct batch *b = &w->batch;
	struct coupon_wish *wish = ARENA_ARRAY(b->arena, struct coupon_wish, w->n);
	uint32_t *ids = ARENA_ARRAY(b->arena, uint32_t, w->n);
	bool *has = ARENA_ARRAY(b->arena, bool, w->n);
	size_t n = 0;
	const struct err *e;

	if (wish == NULL || ids == NULL || has == NULL)
		return full(b->arena);
	b->claimants = (struct claimants){ wish, has, 0 };
	for (size_t i = 0; i < w->n; i++) {
		const struct ticket *t = w->ticket[i];
		if (!open_still(t) || t->claim.coupon_id == 0)
			continue;
		ids[n++] = t->claim.coupon_id;
		if (batch_claimant(b, &t->claim) == NULL)
			wish[b->claimants.n++] = t->claim;
	}
	if ((e = coupon_store_lock(b->db, b->arena, ids, distinct_numbers(ids, n), &b->coupons)) != NULL)
		return e;
	return coupon_store_held(b->db, b->arena, wish, b->claimants.n, has);
}

/* The order of which a ticket may give back what it took; NULL when it gives none. */
static const struct order *
giver(const struct work *w, const struct ticket *t)
{
	return t->op->gives_back && open_still(t) ? batch_order(&w->batch, &t->order_id) : NULL;
}

/* The coupons that orders which may give back use, to *ids; asked only of those that had any. */
static const struct err *
coupons_of_givers(struct work *w, struct uuid **ids, size_t *n)
{
	struct uuid *orders = ARENA_ARRAY(w->batch.arena, struct uuid, w->n);
	size_t norders = 0;

	if (orders == NULL)
		return full(w->batch.arena);
	for (size_t i = 0; i < w->n; i++) {
		const struct order *o = giver(w, w->ticket[i]);
		if (o != NULL && order_uses_coupons(o))
			orders[norders++] = o->id;
	}
	return coupon_store_of_orders(w->batch.db, w->batch.arena, orders, distinct_of(orders, norders), ids, n);
}

static const struct err *
lock_issued(struct work *w)
{
	struct uuid *given = NULL, *ids;
	size_t n = 0, room = 0;
	const struct err *e;

	if ((e = coupons_of_givers(w, &given, &room)) != NULL)
		return e;
	const size_t ngiven = room;
	for (size_t i = 0; i < w->n; i++)
		room += w->ticket[i]->nissued;
	if ((ids = ARENA_ARRAY(w->batch.arena, struct uuid, room + 1)) == NULL)
		return full(w->batch.arena);
	for (size_t i = 0; i < ngiven; i++)
		ids[n++] = given[i];
	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; open_still(w->ticket[i]) && k < w->ticket[i]->nissued; k++)
			ids[n++] = w->ticket[i]->issued[k];
	return coupon_store_lock_issued(w->batch.db, w->batch.arena, ids, distinct_of(ids, n), &w->batch.issued);
}

/* Whether the order's buyer may get points or money back at once. */
static bool
filled_from_wallet(const struct order *o)
{
	return !uuid_is_zero(&o->user_id) && (o->payment.method == PAY_BALANCE || order_points(o) > 0);
}

static const struct err *
lock_wallets(struct work *w)
{
	struct uuid *ids = ARENA_ARRAY(w->batch.arena, struct uuid, 2 * w->n);
	size_t n = 0;

	if (ids == NULL)
		return full(w->batch.arena);
	for (size_t i = 0; i < w->n; i++) {
		const struct ticket *t = w->ticket[i];
		const struct order *gives = giver(w, t), *o;
		if (!open_still(t))
			continue;
		if (!uuid_is_zero(&t->wallet_user))
			ids[n++] = t->wallet_user;
		if (t->op->buyers_wallet && (o = batch_order(&w->batch, &t->order_id)) != NULL && !uuid_is_zero(&o->user_id))
			ids[n++] = o->user_id;
		else if (gives != NULL && filled_from_wallet(gives))
			ids[n++] = gives->user_id;
	}
	return wallet_store_lock(w->batch.db, w->batch.arena, ids, distinct_of(ids, n), &w->batch.wallets);
}

static const struct err *
lock_slots(struct work *w)
{
	int64_t *slots = ARENA_ARRAY(w->batch.arena, int64_t, 2 * w->n);
	size_t n = 0, distinct = 0;

	if (slots == NULL)
		return full(w->batch.arena);
	for (size_t i = 0; i < w->n; i++) {
		const struct ticket *t = w->ticket[i];
		const struct order *o = giver(w, t);
		if (open_still(t) && slot_is_counted(t->slot))
			slots[n++] = t->slot;
		if (o != NULL && slot_is_counted(o->slot))
			slots[n++] = o->slot;
	}
	qsort(slots, n, sizeof(*slots), slot_order);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || slots[i] != slots[distinct - 1])
			slots[distinct++] = slots[i];
	return slot_store_lock(w->batch.db, w->batch.arena, slots, distinct, &w->batch.slots);
}

const struct err *
batch_read_offers(struct work *w)
{
	struct uuid *users = ARENA_ARRAY(w->batch.arena, struct uuid, w->n);
	size_t room = 0, n = 0;
	uint32_t *ids;
	const struct err *e;

	if (users == NULL)
		return full(w->batch.arena);
	if ((e = delivery_store_usual(w->batch.db, w->batch.arena, users, named(w, offsetof(struct ticket, usual_of), users),
	    &w->batch.usual)) != NULL)
		return e;

	for (size_t i = 0; i < w->n; i++)
		room += w->ticket[i]->nproducts;
	if ((ids = ARENA_ARRAY(w->batch.arena, uint32_t, room + 1)) == NULL)
		return full(w->batch.arena);
	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; open_still(w->ticket[i]) && k < w->ticket[i]->nproducts; k++)
			ids[n++] = w->ticket[i]->products[k];
	return sheet_store_offers(w->batch.db, w->batch.arena, ids, distinct_numbers(ids, n), &w->batch.offers);
}

static const struct err *
lock_stock(struct work *w)
{
	size_t room = 0, n = 0;
	uint32_t *ids;

	for (size_t i = 0; i < w->n; i++) {
		const struct order *o = giver(w, w->ticket[i]);
		room += w->ticket[i]->nuses + (o == NULL ? 0 : o->nuses);
	}
	if ((ids = ARENA_ARRAY(w->batch.arena, uint32_t, room + 1)) == NULL)
		return full(w->batch.arena);
	for (size_t i = 0; i < w->n; i++) {
		const struct ticket *t = w->ticket[i];
		const struct order *o = giver(w, t);
		if (!open_still(t))
			continue;
		for (size_t k = 0; k < t->nuses; k++)
			ids[n++] = t->uses[k].sku_id;
		for (size_t k = 0; o != NULL && k < o->nuses; k++)
			ids[n++] = o->uses[k].sku_id;
	}
	return stock_store_lock(w->batch.db, w->batch.arena, ids, distinct_numbers(ids, n), &w->batch.stock);
}

const struct err *
batch_lock(struct work *w)
{
	const struct err *e;

	if ((e = lock_sheets(w)) != NULL || (e = lock_orders(w)) != NULL || (e = lock_compensations(w)) != NULL || (e = lock_charges(w)) != NULL ||
	    (e = lock_coupons(w)) != NULL || (e = lock_issued(w)) != NULL || (e = lock_wallets(w)) != NULL || (e = lock_slots(w)) != NULL)
		return e;
	return lock_stock(w);
}
