/* purse: coupons, points and balance of those who order. */
#include "shop/purse.h"

#include "base/arena.h"
#include "base/err.h"
#include "shop/batch.h"

struct issued_coupon *
purse_coupon(const struct batch *b, const struct uuid *id)
{
	for (size_t i = 0; i < b->issued.n; i++)
		if (uuid_cmp(&b->issued.v[i].id, id) == 0)
			return &b->issued.v[i];
	return NULL;
}

static const struct err *
wallet_of(struct arena *a, const struct batch *b, const struct uuid *user, struct wallet **out)
{
	*out = wallet_find(&b->wallets, user);
	return *out != NULL ? NULL : err_new(a, ERR_INTERNAL_SERVER_ERROR, "a wallet that is not locked");
}

const struct err *
purse_move(struct arena *a, struct batch *b, const struct uuid *user, enum wallet_kind kind, won_t amount,
    const struct uuid *order_id, const char *reason)
{
	struct wallet_entry en;
	struct wallet *w;
	const struct err *e;

	if ((e = wallet_of(a, b, user, &w)) != NULL || (e = wallet_apply(a, w, kind, amount, order_id, reason, b->now, &en)) != NULL)
		return e;
	wallet_rows_add(&b->wallet_rows, &en);
	return NULL;
}

/* --- taking ------------------------------------------------------------------ */

/* Both entries or none. */
static const struct err *
spend(struct arena *a, struct batch *b, const struct order *o)
{
	const bool balance = o->payment.method == PAY_BALANCE && o->payment.amount > 0;
	won_t points = order_points(o);
	struct wallet_entry spent, paid;
	struct wallet *w, before;
	const struct err *e;

	if (points == 0 && !balance)
		return NULL;
	if ((e = wallet_of(a, b, &o->user_id, &w)) != NULL)
		return e;
	before = *w;
	if (points > 0 && (e = wallet_apply(a, w, WALLET_SPEND_POINTS, points, &o->id, NULL, b->now, &spent)) != NULL)
		return e;
	if (balance && (e = wallet_apply(a, w, WALLET_PAY, o->payment.amount, &o->id, NULL, b->now, &paid)) != NULL) {
		*w = before;
		return e;
	}
	if (points > 0)
		wallet_rows_add(&b->wallet_rows, &spent);
	if (balance)
		wallet_rows_add(&b->wallet_rows, &paid);
	return NULL;
}

/* The one place where a coupon changes from state to state. */
static bool
move_coupon(struct batch *b, struct issued_coupon *c, const char *event, const struct uuid *order_id)
{
	const struct coupon_move *m = coupon_move_find(c->state, event);

	if (m == NULL)
		return false;
	c->state = m->to;
	c->order_id = order_id == NULL ? (struct uuid){ { 0 } } : *order_id;
	c->used_at = order_id == NULL ? 0 : b->now;
	coupon_rows_change(&b->coupon_rows, c);
	return true;
}

const struct err *
purse_take(struct arena *a, struct batch *b, const struct order *o, const struct uuid *issued, size_t nissued)
{
	const struct err *e;

	/* The bill has refused what can not be used; this only guards it. */
	for (size_t i = 0; i < nissued; i++) {
		const struct issued_coupon *c = purse_coupon(b, &issued[i]);
		if (c == NULL || uuid_cmp(&c->user_id, &o->user_id) != 0 || coupon_refusal(c, b->now) != NULL)
			return err_new(a, ERR_COUPON_NOT_USABLE, NULL);
	}
	if ((e = spend(a, b, o)) != NULL)
		return e;
	for (size_t i = 0; i < nissued; i++)
		(void)move_coupon(b, purse_coupon(b, &issued[i]), "USE", &o->id);
	return NULL;
}

/* --- giving back --------------------------------------------------------------- */

/* What is due to a buyer can not be refused: then none of the batch is written. */
static void
give(struct batch *b, const struct order *o, enum wallet_kind kind, won_t amount, const char *reason)
{
	if (amount > 0 && purse_move(b->arena, b, &o->user_id, kind, amount, &o->id, reason) != NULL)
		b->wallet_rows.entries.failed = true;
}

void
purse_return_coupons(struct batch *b, const struct order *o)
{
	for (size_t i = 0; i < b->issued.n; i++) {
		struct issued_coupon *c = &b->issued.v[i];
		if (c->state == COUPON_IS_USED && uuid_cmp(&c->order_id, &o->id) == 0)
			(void)move_coupon(b, c, "GIVE_BACK", NULL);
	}
}

void
purse_return_points(struct batch *b, const struct order *o, won_t points, const char *reason)
{
	give(b, o, WALLET_RETURN_POINTS, points, reason);
}

void
purse_refund(struct batch *b, struct order *o, won_t amount, const char *reason)
{
	struct payment *p = &o->payment;

	if (amount <= 0)
		return;
	give(b, o, WALLET_REFUND, amount, reason);
	p->refunded += amount;
	p->status = p->refunded == p->amount ? PAYMENT_REFUNDED : PAYMENT_PARTIALLY_REFUNDED;
}
