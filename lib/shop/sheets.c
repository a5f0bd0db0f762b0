/* sheets: the desk's operations that write one and end it, and reading. */
#include "shop/sheets.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/cart.h"
#include "shop/batch.h"
#include "shop/carts.h"
#include "shop/shop.h"
#include "shop/ticket.h"
#include "shop/wares.h"
#include "store/wallet_store.h"

#define COUPONS_SHOWN 200	/* a member's usable ones that are looked at */

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the order sheet");
}

/* --- making one ---------------------------------------------------------------- */

struct making {
	struct ticket		 ticket;
	struct sheet_making	*m;
	struct wares		 wares;
	int64_t			 minutes;	/* it can be paid for */
	struct sheet_shown	 shown;
};

static const struct err *
prepare(struct ticket *t, struct batch *b)
{
	struct making *mk = (struct making *)t;
	const struct err *e;

	if ((e = wares_price(t, &mk->wares, b)) != NULL || (e = wares_check_stock(t->arena, &mk->wares, mk->m->english)) != NULL)
		return e;
	t->nuses = 0;	/* nothing is taken: nothing is locked */
	return NULL;
}

static const struct err *
decide(struct ticket *t, struct batch *b)
{
	struct making *mk = (struct making *)t;
	struct sheet_shown *s = &mk->shown;
	const struct err *e;

	s->lines = mk->wares.lines;
	if (!sheet_bill(t->arena, &s->lines, 0, &s->bill))
		return full(t->arena);
	if ((e = discount_compute(t->arena, &s->bill, b->now)) != NULL)
		return e;
	s->sheet = (struct sheet){ .order_key = uuid_new(), .user_id = mk->m->user_id, .status = ORDER_CREATED, .created_at = b->now,
	    .expires_at = sheet_expiry(b->now, mk->minutes) };
	sheet_rows_add(&b->sheet_rows, &s->sheet, &s->lines);
	return NULL;
}

static const struct err *
answer(struct ticket *t, struct kept *kept)
{
	struct making *mk = (struct making *)t;

	return mk->m->answer(mk->m->arg, &mk->shown, kept);
}

static const struct ticket_op sheet_op = { .name = "sheet", .prepare = prepare, .decide = decide };

/* The chosen lines of the member's cart, in the order of the cart. */
static const struct err *
wishes_of_cart(struct shop *shop, struct arena *a, const struct sheet_making *m, struct list *out)
{
	struct ware_wish *wish = ARENA_ARRAY(a, struct ware_wish, m->ncart_items + 1);
	struct cart cart;
	size_t n = 0;
	const struct err *e;

	if (wish == NULL)
		return full(a);
	if ((e = cart_read(shop, a, &m->user_id, &cart)) != NULL)
		return e;
	for (size_t i = 0; i < m->ncart_items; i++) {
		const struct cart_line *line = NULL;
		for (size_t k = 0; k < cart.n; k++)
			if (cart.line[k].id == m->cart_items[i])
				line = &cart.line[k];
		for (size_t k = 0; k < i; k++)
			if (m->cart_items[k] == m->cart_items[i])
				return err_fault(a, arena_printf(a, "/cartItemIds/%zu", i), "duplicate_field");
		if (line == NULL)
			return err_new(a, ERR_ENTITY_NOT_FOUND, "There is no line %lld in the cart.", (long long)m->cart_items[i]);
		wish[n++] = (struct ware_wish){ line->goods.id, line->quantity, line->id };
	}
	*out = (struct list){ wish, n };
	return NULL;
}

const struct err *
sheet_make(struct shop *shop, struct arena *a, struct sheet_making *m)
{
	struct making mk = { .ticket = { .op = &sheet_op, .arena = a, .key = m->key, .answer = answer }, .m = m,
	    .minutes = shop->conf->sheet_minutes };
	struct list of_cart;
	const struct err *e;

	if (m->items == NULL && (e = wishes_of_cart(shop, a, m, &of_cart)) != NULL)
		return e;
	if ((e = wares_of_wishes(a, m->items != NULL ? m->items : &of_cart, &mk.wares)) != NULL)
		return e;
	wares_name(&mk.wares, &mk.ticket);
	if ((e = ticket_serve(shop, &mk.ticket)) != NULL)
		return e;
	m->kept = mk.ticket.kept;
	m->shown = NULL;
	if (!mk.ticket.replayed) {
		struct sheet_shown *s = (struct sheet_shown *)arena_memdup(a, &mk.shown, sizeof(mk.shown));
		if (s == NULL)
			return full(a);
		m->shown = s;
	}
	return NULL;
}

/* --- reading ------------------------------------------------------------------------ */

/* Over a connection that is there. */
static const struct err *
find(struct db *db, struct arena *a, const struct uuid *key, const struct uuid *user, struct sheet_shown *s)
{
	bool found;
	const struct err *e;

	if ((e = sheet_store_get(db, a, key, &found, &s->sheet, &s->lines)) != NULL)
		return e;
	if (!found || uuid_cmp(&s->sheet.user_id, user) != 0)
		return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	if (!sheet_bill(a, &s->lines, 0, &s->bill))
		return full(a);
	return discount_compute(a, &s->bill, clock_now());
}

const struct err *
sheet_find(struct shop *shop, struct arena *a, const struct uuid *key, const struct uuid *user, struct sheet_shown *out)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = find(db, a, key, user, out);
	db_return(shop->pool, db);
	return e;
}

static const struct err *
means_of(struct arena *a, const struct bill *bill, const struct issued_coupons *held, struct sheet_means *out)
{
	const int64_t now = clock_now();

	if ((out->coupons = ARENA_ARRAY(a, struct sheet_coupon, held->n + 1)) == NULL)
		return full(a);
	out->ncoupons = 0;
	for (size_t i = 0; i < held->n; i++) {
		struct sheet_coupon *c = &out->coupons[out->ncoupons];
		c->issued = &held->v[i];
		if (discount_preview(bill, c->issued, now, &c->saves, &c->line) == NULL)
			out->ncoupons++;
	}
	return NULL;
}

const struct err *
sheet_checkout(struct shop *shop, struct arena *a, const struct uuid *key, const struct uuid *user, struct sheet_shown *s,
    struct sheet_means *out)
{
	struct issued_coupons held;
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = find(db, a, key, user, s)) == NULL && (e = sheet_refusal(a, &s->sheet, clock_now())) == NULL &&
	    (e = coupon_store_usable(db, a, user, clock_now(), COUPONS_SHOWN, &held)) == NULL)
		e = wallet_store_read(db, a, user, &out->wallet);
	db_return(shop->pool, db);
	return e != NULL ? e : means_of(a, &s->bill, &held, out);
}

/* --- giving one up --------------------------------------------------------------------- */

struct giving_up { struct ticket ticket; struct sheet_giving_up *g; };

static const struct err *
decide_end(struct ticket *t, struct batch *b)
{
	struct giving_up *gu = (struct giving_up *)t;
	struct sheet now = gu->g->shown.sheet;
	const struct order *o = batch_order(b, &now.order_key);
	struct sheet_lock *s = batch_sheet(b, &now.order_key);
	const struct err *e;

	now.status = o != NULL ? o->status : s == NULL ? ORDER_CANCELLED : s->status;
	for (size_t i = 0; i < b->nbegun; i++)
		if (uuid_cmp(&b->begun[i], &now.order_key) == 0)
			now.status = ORDER_PENDING_PAYMENT;
	if ((e = sheet_refusal(t->arena, &now, b->now)) != NULL)
		return e;
	if (o != NULL || s == NULL)	/* its payment has failed since it was looked for */
		return err_new(t->arena, ERR_ORDER_STATE_CONFLICT, "sheet_being_paid");
	s->status = ORDER_CANCELLED;
	sheet_rows_expired(&b->sheet_rows, &now.order_key, b->now);
	return NULL;
}

static const struct err *
answer_end(struct ticket *t, struct kept *kept)
{
	struct giving_up *gu = (struct giving_up *)t;

	return gu->g->answer(gu->g->arg, &gu->g->shown, kept);
}

static const struct ticket_op end_op = { .name = "give-up-sheet", .decide = decide_end };

const struct err *
sheet_give_up(struct shop *shop, struct arena *a, struct sheet_giving_up *g)
{
	struct giving_up gu = { .ticket = { .op = &end_op, .arena = a, .order_id = g->order_key, .sheet_key = g->order_key, .key = g->key,
	    .answer = answer_end }, .g = g };
	const struct err *e;

	if ((e = sheet_find(shop, a, &g->order_key, &g->user_id, &g->shown)) != NULL || (e = ticket_serve(shop, &gu.ticket)) != NULL)
		return e;
	g->kept = gu.ticket.kept;
	return NULL;
}
