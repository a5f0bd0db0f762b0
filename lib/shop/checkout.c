/* checkout: hold, charge, settle. */
#include "shop/checkout.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crash.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/card.h"
#include "remote/gateway.h"
#include "shop/paying.h"
#include "shop/place.h"
#include "shop/purchase.h"
#include "shop/settle.h"
#include "shop/shop.h"
#include "store/order_store.h"

/* One checkout under way. */
struct run {
	struct shop		*shop;
	struct arena		*arena;
	struct checkout		*c;
	enum checkout_result	 result;	/* what is being answered */
	char			 mask[CARD_MASK];
	struct card_hold	 hold;
	struct gateway_charge	 charge;
};

static const struct err *
answer_held(void *arg, const struct order *o, struct kept *kept)
{
	struct run *r = arg;
	char id[UUID_TEXT];
	const struct err *e = r->c->answer(r->c->arg, o, CHECKOUT_HELD, kept);

	/* An order may be paid many times: which of them this was. */
	if (e == NULL && (kept->json = arena_strdup(r->arena, uuid_text(&o->payment.id, id))) == NULL)
		e = err_static(ERR_INTERNAL_SERVER_ERROR);
	return e;
}

static const struct err *
answer_settled(void *arg, const struct order *o, struct kept *kept)
{
	struct run *r = arg;

	return r->c->answer(r->c->arg, o, r->result, kept);
}

/* --- a request that was cut off --------------------------------------------------------- */

static const struct err *
read_order(struct run *r, const struct uuid *id, struct orders *out)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(r->shop->pool, r->arena, &db)) != NULL)
		return e;
	e = order_store_get(db, r->arena, id, 1, false, ORDER_SUMMARY, out);
	db_return(r->shop->pool, db);
	return e;
}

/* The key was opened earlier and not closed: by a twin that is still at it, or by one that died.  Of that one's order the order itself
 * says what became of it. */
static const struct err *
answer_from_order(struct run *r, const struct kept *held, const struct err *in_flight)
{
	const char *slash = held->location == NULL ? NULL : strrchr(held->location, '/');
	struct kept *kept = ARENA_NEW(r->arena, struct kept);
	struct payment *paid;
	struct orders found;
	struct uuid id;
	const struct err *e;

	if (kept == NULL || slash == NULL || !uuid_parse(slash + 1, &id))
		return in_flight;
	if ((e = read_order(r, &id, &found)) != NULL)
		return e;
	if (found.n > 0 && held->json != NULL && uuid_parse(held->json, &id) && (paid = order_payment(&found.v[0], &id)) != NULL)
		found.v[0].payment = *paid;
	if (found.n == 0 || clock_now() < found.v[0].payment.created_at + paying_may_take(r->shop->conf))
		return in_flight;	/* a twin's answer is as good as there */
	switch (found.v[0].payment.status) {
	case PAYMENT_PROGRESS:
		r->result = CHECKOUT_PENDING;
		break;
	case PAYMENT_FAILED:
		r->result = CHECKOUT_DECLINED;
		break;
	default:
		r->result = CHECKOUT_PAID;
	}
	kept->guest_token = held->guest_token;
	if ((e = answer_settled(r, &found.v[0], kept)) != NULL)
		return e;
	r->c->kept = kept;
	return NULL;
}

/* Who approves on a page of theirs has given no card. */
static const struct err *
check_means(struct run *r)
{
	const struct checkout *c = r->c;
	int wait = gateway_down_for(r->shop->gateway);
	struct err *e;

	if (c->wallet == NULL)
		return paying_check(r->shop, r->arena, c->card, c->token);
	if (gateway_needs_token(r->shop->gateway))
		return err_fault(r->arena, "/payment/method", "method_not_offered");
	if (wait == 0)
		return NULL;
	e = err_new(r->arena, ERR_UNAVAILABLE, "the payment gateway does not answer");
	e->retry_after = wait;
	return e;
}

/* --- the three steps ------------------------------------------------------------------------ */

static const struct err *
hold_goods(struct run *r, const struct order **order)
{
	struct purchase *p = r->c->purchase;
	const struct err *e;

	p->hold = &r->hold;
	p->key = r->c->key;
	p->answer = answer_held;
	p->arg = r;
	e = purchase_make(r->shop, r->arena, p);
	*order = p->order;
	if (err_is(e, ERR_IDEMPOTENCY_IN_FLIGHT) && p->kept != NULL)
		return answer_from_order(r, p->kept, e);
	if (e == NULL && p->order == NULL)
		r->c->kept = p->kept;
	return e;
}

static const struct err *
hold_dinner(struct run *r, const struct order **order)
{
	struct checkout *c = r->c;
	struct placement p = { .wish = c->wish, .user_id = c->user_id, .guest = c->guest, .visitor = c->visitor, .card = &r->hold,
	    .save_default = c->save_default, .english = c->english, .key = c->key, .answer = answer_held, .arg = r };
	const struct err *e = order_create(r->shop, r->arena, &p);

	*order = p.order;
	if (err_is(e, ERR_IDEMPOTENCY_IN_FLIGHT) && p.kept != NULL)
		return answer_from_order(r, p.kept, e);
	if (e == NULL && p.order == NULL)
		c->kept = p.kept;
	return e;
}

static const struct err *
settle(struct run *r, const struct order *o, const struct gateway_payment *got)
{
	struct settlement s = { .order_id = o->id, .payment_id = r->hold.payment_id, .key = r->c->key,
	    .answer = answer_settled, .arg = r };
	struct kept *kept;
	const struct err *e;

	r->result = paying_understand(got, &s);
	if (got->result == GATEWAY_PENDING)
		r->c->redirect_url = got->redirect_url;
	if ((e = order_settle(r->shop, r->arena, &s)) != NULL)
		return e;
	if (got->result == GATEWAY_NOT_DONE)
		return paying_not_made(r->arena, got);
	/* Without a key nobody has made it yet. */
	if ((r->c->kept = s.kept) == NULL) {
		if ((kept = ARENA_NEW(r->arena, struct kept)) == NULL)
			return err_static(ERR_INTERNAL_SERVER_ERROR);
		if ((e = answer_settled(r, s.order, kept)) != NULL)
			return e;
		r->c->kept = kept;
	}
	return NULL;
}

const struct err *
checkout_run(struct shop *shop, struct arena *a, struct checkout *c)
{
	struct run r = { .shop = shop, .arena = a, .c = c };
	struct gateway_payment got;
	const struct order *o;
	const struct err *e;

	c->kept = NULL;
	c->redirect_url = NULL;
	r.hold = (struct card_hold){ .payment_id = uuid_new(), .ask_after_ms = paying_may_take(shop->conf) };
	if (c->card != NULL) {
		r.hold.masked_number = card_mask(c->card->number, r.mask);
		r.hold.brand = card_brand_names[card_brand(c->card->number)];
	}
	r.charge = (struct gateway_charge){ .payment_id = r.hold.payment_id, .method = c->wallet != NULL ? c->wallet : "CARD",
	    .card = c->card, .token = c->token, .callback_url = c->callback_url };
	if ((e = check_means(&r)) != NULL)
		return e;
	r.hold.known_as = gateway_known_as(shop->gateway, a, &r.charge);
	if ((e = c->purchase != NULL ? hold_goods(&r, &o) : hold_dinner(&r, &o)) != NULL || c->kept != NULL)
		return e;
	crash_at(CRASH_CHECKOUT_HELD);
	r.charge.amount = o->payment.amount;
	r.charge.order_number = o->number;
	if (c->return_url != NULL) {
		char id[UUID_TEXT];
		r.charge.return_url = arena_printf(a, "%s%s", c->return_url, uuid_text(&o->id, id));
	}
	gateway_charge(shop->gateway, a, &r.charge, &got);
	crash_at(CRASH_CHECKOUT_CHARGED);
	e = settle(&r, o, &got);
	crash_at(CRASH_CHECKOUT_SETTLED);
	return e;
}
