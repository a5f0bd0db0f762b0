/* claim: the desk's operation that gives out a coupon, and the short way for those who come too late. */
#include "shop/claim.h"

#include <stdatomic.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/batch.h"
#include "shop/shop.h"
#include "shop/ticket.h"
#include "store/coupon_store.h"

struct claim {
	struct ticket		 ticket;
	struct claiming		*c;
	struct coupon		 coupon;	/* in the waiter's memory */
	struct issued_coupon	 issued;
};

/* Coupons this program has seen the end of, by their ids.  Only a hint that a look may spare the desk a ticket: the look decides. */
#define ENDS 64
static atomic_uint_fast32_t ends[ENDS];

static const struct err *
decide(struct ticket *t, struct batch *b)
{
	struct claim *cl = (struct claim *)t;
	struct coupon *c = coupons_find(&b->coupons, t->claim.coupon_id);
	bool *has = batch_claimant(b, &t->claim);
	const char *name, *name_en;
	const struct err *e;

	if (c == NULL || has == NULL)
		return err_new(t->arena, ERR_ENTITY_NOT_FOUND, NULL);
	name = arena_strdup(t->arena, c->name);
	name_en = arena_strdup(t->arena, c->name_en);
	if (name == NULL || (name_en == NULL) != (c->name_en == NULL))
		return err_new(t->arena, ERR_INTERNAL_SERVER_ERROR, "no room for a coupon");
	if ((e = coupon_claim(t->arena, c, *has, b->now)) != NULL)
		return e;
	*has = true;
	cl->coupon = *c;
	cl->coupon.name = name;
	cl->coupon.name_en = name_en;
	cl->coupon.description = cl->coupon.description_en = NULL;
	cl->issued.coupon = &cl->coupon;
	cl->issued.issued_at = b->now;
	cl->issued.expires_at = coupon_expiry(b->now, c->valid_days);
	coupon_rows_count(&b->coupon_rows, c);
	coupon_rows_add(&b->coupon_rows, &cl->issued);
	return NULL;
}

static const struct err *
answer(struct ticket *t, struct kept *kept)
{
	struct claim *cl = (struct claim *)t;

	return cl->c->answer(cl->c->arg, &cl->issued, kept);
}

static const struct ticket_op claim_op = { .name = "claim", .decide = decide };

/* Refuses as the desk would, without it.  Who has one already and a key may be asking for the answer they had: that the desk knows. */
static const struct err *
look(struct shop *shop, struct arena *a, const struct coupon_wish *wish, bool keyed)
{
	struct coupon c;
	struct db *db;
	bool found, has;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = coupon_store_look(db, a, wish, &c, &found, &has);
	db_return(shop->pool, db);
	if (e != NULL || !found || (has && keyed))
		return e;
	return coupon_claim(a, &c, has, clock_now());
}

const struct err *
claim_make(struct shop *shop, struct arena *a, struct claiming *c)
{
	struct claim *cl = ARENA_NEW(a, struct claim);
	atomic_uint_fast32_t *end = &ends[(uint64_t)c->coupon_id % ENDS];
	const struct err *e;

	if (cl == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for a claim");
	if (c->coupon_id < 1 || c->coupon_id > UINT32_MAX)
		return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	*cl = (struct claim){
		.ticket = { .op = &claim_op, .arena = a, .claim = { (uint32_t)c->coupon_id, c->user_id }, .key = c->key, .answer = answer },
		.c = c, .issued = { .id = uuid_new(), .user_id = c->user_id, .state = COUPON_IS_ACTIVE }
	};
	if (*end == (uint_fast32_t)c->coupon_id && (e = look(shop, a, &cl->ticket.claim, c->key.present)) != NULL)
		return e;
	if ((e = ticket_serve(shop, &cl->ticket)) != NULL) {
		if (err_is(e, ERR_COUPON_SOLD_OUT))
			*end = (uint_fast32_t)c->coupon_id;
		return e;
	}
	c->issued = cl->ticket.replayed ? NULL : &cl->issued;
	c->kept = cl->ticket.kept;
	return NULL;
}
