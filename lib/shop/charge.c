/* charge: hold, charge, settle. */
#include "shop/charge.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crash.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/card.h"
#include "remote/gateway.h"
#include "shop/batch.h"
#include "shop/callback.h"
#include "shop/charge_settle.h"
#include "shop/members.h"
#include "shop/paying.h"
#include "shop/shop.h"
#include "shop/ticket.h"
#include "store/charge_store.h"
#include "store/wallet_store.h"

/* One charge under way. */
struct run {
	struct ticket		 ticket;	/* of the hold */
	struct shop		*shop;
	struct arena		*arena;
	struct charging		*c;
	enum checkout_result	 result;	/* what is being answered */
	char			 mask[CARD_MASK];
	struct charge		 charge;
	struct gateway_charge	 ask;
};

/* --- hold -------------------------------------------------------------------------- */

static const struct err *
decide(struct ticket *t, struct batch *b)
{
	struct run *r = (struct run *)t;
	struct payment *p = &r->charge.payment;

	p->created_at = b->now;
	charge_rows_add(&b->charge_rows, &r->charge);
	/* Should nobody else see it through, the worker knows. */
	order_rows_compensation(&b->rows, &(struct compensation){ .id = p->id, .kind = COMPENSATE_SETTLE, .payment_id = p->id,
	    .amount = p->amount, .state = COMPENSATION_OPEN, .due_at = b->now + paying_may_take(b->shop->conf), .created_at = b->now,
	    .reason = "CHARGE" });
	return NULL;
}

static const struct err *
answer_held(struct ticket *t, struct kept *kept)
{
	struct run *r = (struct run *)t;

	return r->c->answer(r->c->arg, &r->charge, NULL, CHECKOUT_HELD, kept);
}

static const struct ticket_op hold_op = { .name = "charge", .decide = decide };

/* --- a request that was cut off ------------------------------------------------------- */

static const struct err *
read_charge(struct run *r, const struct uuid *id, const struct charge **charge, struct wallet *wallet)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(r->shop->pool, r->arena, &db)) != NULL)
		return e;
	if ((e = charge_store_get(db, r->arena, id, charge)) == NULL)
		e = wallet_store_read(db, r->arena, &r->c->user_id, wallet);
	db_return(r->shop->pool, db);
	return e;
}

/* The key was opened earlier and not closed: by a twin that is still at it, or by one that died.  What became of that one's charge its
 * payment says. */
static const struct err *
answer_from_charge(struct run *r, const struct kept *held, const struct err *in_flight)
{
	const char *slash = held == NULL || held->location == NULL ? NULL : strrchr(held->location, '/');
	struct kept *kept = ARENA_NEW(r->arena, struct kept);
	const struct charge *found;
	struct wallet wallet;
	struct uuid id;
	const struct err *e;

	if (kept == NULL || slash == NULL || !uuid_parse(slash + 1, &id))
		return in_flight;
	if ((e = read_charge(r, &id, &found, &wallet)) != NULL)
		return e;
	if (found == NULL || clock_now() < found->payment.created_at + paying_may_take(r->shop->conf))
		return in_flight;	/* a twin's answer is as good as there */
	r->result = found->payment.status == PAYMENT_PROGRESS ? CHECKOUT_PENDING :
	    found->payment.status == PAYMENT_FAILED ? CHECKOUT_DECLINED : CHECKOUT_PAID;
	if ((e = r->c->answer(r->c->arg, found, &wallet, r->result, kept)) != NULL)
		return e;
	r->c->kept = kept;
	return NULL;
}

/* --- the steps -------------------------------------------------------------------------- */

static const struct err *
hold(struct run *r)
{
	const struct err *e = ticket_serve(r->shop, &r->ticket);

	if (err_is(e, ERR_IDEMPOTENCY_IN_FLIGHT))
		return answer_from_charge(r, r->ticket.kept, e);
	if (e == NULL && r->ticket.replayed)
		r->c->kept = r->ticket.kept;
	return e;
}

static const struct err *
answer_settled(void *arg, const struct charge *charge, const struct wallet *wallet, struct kept *kept)
{
	struct run *r = arg;

	return r->c->answer(r->c->arg, charge, wallet, r->result, kept);
}

static const struct err *
settle(struct run *r, const struct gateway_payment *got)
{
	struct charge_settlement s = { .found = { .payment_id = r->charge.payment.id, .key = r->c->key }, .user_id = r->c->user_id,
	    .answer = answer_settled, .arg = r };
	struct kept *kept;
	const struct err *e;

	r->result = paying_understand(got, &s.found);
	if ((e = charge_settle(r->shop, r->arena, &s)) != NULL)
		return e;
	if (got->result == GATEWAY_NOT_DONE)
		return paying_not_made(r->arena, got);
	/* Without a key nobody has made it yet. */
	if ((r->c->kept = s.kept) == NULL) {
		if ((kept = ARENA_NEW(r->arena, struct kept)) == NULL)
			return err_static(ERR_INTERNAL_SERVER_ERROR);
		if ((e = answer_settled(r, &s.charge, &s.wallet, kept)) != NULL)
			return e;
		r->c->kept = kept;
	}
	return NULL;
}

static void
begin(struct run *r)
{
	const struct charging *c = r->c;
	struct payment *p = &r->charge.payment;

	r->charge.user_id = c->user_id;
	*p = (struct payment){ .id = uuid_new(), .method = PAY_CARD, .status = PAYMENT_PROGRESS, .amount = c->amount };
	if (c->card != NULL) {
		p->masked_card_number = card_mask(c->card->number, r->mask);
		p->card_brand = card_brand_names[card_brand(c->card->number)];
	}
	r->ask = (struct gateway_charge){ .payment_id = p->id, .amount = c->amount, .method = payment_method_names[PAY_CARD], .card = c->card,
	    .token = c->token, .callback_url = callback_address(r->shop->conf, r->arena) };
	r->ticket = (struct ticket){ .op = &hold_op, .arena = r->arena, .key = c->key, .key_use = KEY_OPEN, .answer = answer_held };
}

const struct err *
charge_run(struct shop *shop, struct arena *a, struct charging *c)
{
	struct run *r = ARENA_NEW(a, struct run);
	const char *wrong = wallet_charge_check(&c->amount);
	struct gateway_payment got;
	const struct err *e;

	c->kept = NULL;
	if (r == NULL)
		return err_static(ERR_INTERNAL_SERVER_ERROR);
	r->shop = shop;
	r->arena = a;
	r->c = c;
	begin(r);
	if (wrong != NULL)
		return err_fault(a, "/amount", wrong);
	if ((e = paying_check(shop, a, c->card, c->token)) != NULL)
		return e;
	r->ticket.charged_as = r->charge.payment.transaction_id = gateway_known_as(shop->gateway, a, &r->ask);
	if ((e = hold(r)) != NULL || c->kept != NULL)
		return e;
	crash_at(CRASH_CHARGE_HELD);
	gateway_charge(shop->gateway, a, &r->ask, &got);
	crash_at(CRASH_CHARGE_CHARGED);
	e = settle(r, &got);
	crash_at(CRASH_CHARGE_SETTLED);
	return e;
}

const struct err *
charge_find(struct shop *shop, struct arena *a, const struct uuid *user, const struct uuid *payment, const struct uuid *caller,
    int caller_role, const struct charge **out)
{
	const struct charge *c = NULL;
	const struct user *u;
	struct db *db;
	const struct err *e;

	if ((e = member_find(shop, a, user, caller, caller_role, &u)) != NULL || (e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = charge_store_get(db, a, payment, &c);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	if (c == NULL || uuid_cmp(&c->user_id, user) != 0)
		return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	*out = c;
	return NULL;
}
