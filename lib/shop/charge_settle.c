/* charge_settle: the desk's operation that ends a charge. */
#include "shop/charge_settle.h"

#include "base/arena.h"
#include "base/err.h"
#include "shop/batch.h"
#include "shop/shop.h"
#include "shop/ticket.h"

struct settling {
	struct ticket			 ticket;
	struct charge_settlement	*s;
};

/* A copy whose texts outlive the batch; false without room. */
static bool
copy(struct arena *a, const struct charge *c, struct charge *out)
{
	const char **text[] = { &out->payment.masked_card_number, &out->payment.card_brand, &out->payment.transaction_id,
	    &out->payment.failure_code };

	*out = *c;
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		if (*text[i] != NULL && (*text[i] = arena_strdup(a, *text[i])) == NULL)
			return false;
	return true;
}

/* The money is there: into the wallet, with its entry.  Nothing of it where that can not be. */
static const struct err *
paid(struct ticket *t, struct batch *b, struct charge *c, struct wallet *w, const struct settlement *s)
{
	struct payment *p = &c->payment;
	struct wallet_entry en;
	const struct err *e;

	if (p->status != PAYMENT_PROGRESS && p->status != PAYMENT_FAILED)
		return NULL;	/* known already */
	if ((e = wallet_apply(t->arena, w, WALLET_CHARGE, p->amount, NULL, NULL, b->now, &en)) != NULL)
		return e;
	wallet_rows_add(&b->wallet_rows, &en);
	p->status = PAYMENT_SUCCESS;
	p->paid_at = b->now;
	p->failure_code = NULL;
	if (s->transaction_id != NULL)
		p->transaction_id = s->transaction_id;
	c->entry_id = en.id;
	charge_rows_change(&b->charge_rows, c);
	return NULL;
}

static void
failed(struct batch *b, struct charge *c, const struct settlement *s)
{
	struct payment *p = &c->payment;

	if (p->status != PAYMENT_PROGRESS)
		return;
	p->status = PAYMENT_FAILED;
	p->failure_code = s->failure_code;
	if (s->transaction_id != NULL || s->not_made)
		p->transaction_id = s->transaction_id;
	charge_rows_change(&b->charge_rows, c);
}

static const struct err *
decide(struct ticket *t, struct batch *b)
{
	struct charge_settlement *cs = ((struct settling *)t)->s;
	const struct settlement *s = &cs->found;
	struct charge *c = batch_charge(b, &t->charge_id);
	struct wallet *w = wallet_find(&b->wallets, &t->wallet_user);
	const struct err *e;

	if (c == NULL || w == NULL || uuid_cmp(&c->user_id, &t->wallet_user) != 0)
		return err_new(t->arena, ERR_ENTITY_NOT_FOUND, "no such charge of this member");
	/* Decided on the copy: of one that is refused nothing has changed. */
	if (!copy(t->arena, c, &cs->charge))
		return err_static(ERR_INTERNAL_SERVER_ERROR);
	if (s->outcome == SETTLE_PAID && (e = paid(t, b, &cs->charge, w, s)) != NULL)
		return e;
	if (s->outcome == SETTLE_FAILED)
		failed(b, &cs->charge, s);
	if (s->outcome == SETTLE_LATER || s->ask_at != 0)
		order_rows_compensate_later(&b->rows, &s->payment_id, s->ask_at, s->why);
	else
		order_rows_compensated(&b->rows, &s->payment_id, b->now, NULL);
	*c = cs->charge;
	cs->wallet = *w;
	return NULL;
}

static const struct err *
answer(struct ticket *t, struct kept *kept)
{
	struct charge_settlement *cs = ((struct settling *)t)->s;

	return cs->answer(cs->arg, &cs->charge, &cs->wallet, kept);
}

static const struct ticket_op settle_op = { .name = "charge_settle", .decide = decide };

const struct err *
charge_settle(struct shop *shop, struct arena *a, struct charge_settlement *cs)
{
	struct settling st = {
		.ticket = { .op = &settle_op, .arena = a, .charge_id = cs->found.payment_id, .compensation_id = cs->found.payment_id,
		    .wallet_user = cs->user_id, .key = cs->found.key, .key_use = cs->found.key_use, .answer = answer },
		.s = cs
	};
	const struct err *e;

	if ((e = ticket_serve(shop, &st.ticket)) != NULL)
		return e;
	cs->kept = st.ticket.kept;
	return NULL;
}
