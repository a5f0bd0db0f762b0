/* settle: the desk's operations that end a payment or a refund. */
#include "shop/settle.h"

#include "base/arena.h"
#include "base/err.h"
#include "shop/batch.h"
#include "shop/order_copy.h"
#include "shop/shop.h"
#include "shop/step.h"
#include "shop/tell.h"

static const char too_late[] = "PAID_TOO_LATE";
static const struct step_by by_gateway = { .actor = ACTOR_SYSTEM };

struct settling {
	struct ticket		 ticket;
	struct settlement	*s;
	struct order		*order;		/* a copy that outlives the batch */
};

static void
paid(struct batch *b, struct order *o, const struct settlement *s)
{
	struct payment *p = &o->payment;

	if (p->status != PAYMENT_PROGRESS && p->status != PAYMENT_FAILED)
		return;		/* known already */
	o->version++;
	p->status = PAYMENT_SUCCESS;
	p->paid_at = b->now;
	p->failure_code = NULL;
	if (s->transaction_id != NULL)
		p->transaction_id = s->transaction_id;
	if (o->status == ORDER_PENDING_PAYMENT) {
		step_items(b, o, ITEM_PENDING, &by_gateway);
		if (o->payable_until != 0)
			sheet_rows_paid(&b->sheet_rows, &o->id, b->now);
	} else {
		step_give_back(b, o, FAILED_ORDER, too_late);
	}
	step_follow(b, o, &by_gateway);
	order_rows_change(&b->rows, o, false);
}

static void
failed(struct batch *b, struct order *o, const struct settlement *s)
{
	struct payment *p = &o->payment;
	bool holds = o->status == ORDER_PENDING_PAYMENT;

	if (p->status != PAYMENT_PROGRESS)
		return;
	o->version++;
	p->status = PAYMENT_FAILED;
	p->failure_code = s->failure_code;
	if (s->transaction_id != NULL || s->not_made)
		p->transaction_id = s->transaction_id;
	if (holds && o->payable_until != 0) {
		step_give_back(b, o, FAILED_PAYMENT, p->failure_code);
		step_decline(b, o, &by_gateway);
		order_rows_change(&b->rows, o, true);
		return;
	}
	event_tell(b, o, EVENT_PAYMENT_FAILED);
	if (holds) {
		step_give_back(b, o, FAILED_PAYMENT, p->failure_code);
		step_items(b, o, ITEM_CANCELLED, &by_gateway);
		step_follow(b, o, &by_gateway);
	}
	order_rows_change(&b->rows, o, holds);
}

/* It waits for its buyer: where, they may want to know again. */
static void
waits(struct batch *b, struct order *o, const struct settlement *s)
{
	if (o->payment.status != PAYMENT_PROGRESS || s->redirect_url == NULL)
		return;
	o->version++;
	o->payment.redirect_url = s->redirect_url;
	order_rows_change(&b->rows, o, false);
}

/* An earlier payment of an order that was paid anew since, or is to be: what it brought goes back, and nothing else changes. */
static void
paid_before(struct batch *b, struct order *o, struct payment *p, const struct settlement *s)
{
	if (p->status != PAYMENT_FAILED)
		return;
	o->version++;
	p->status = PAYMENT_SUCCESS;
	p->paid_at = b->now;
	p->failure_code = NULL;
	if (s->transaction_id != NULL)
		p->transaction_id = s->transaction_id;
	(void)step_refund(b, o, p, step_refundable(p), too_late);
	order_rows_payment(&b->rows, p);
	order_rows_change(&b->rows, o, false);
}

static const struct err *
decide(struct ticket *t, struct batch *b)
{
	struct settling *st = (struct settling *)t;
	const struct settlement *s = st->s;
	struct order *o = batch_order(b, &t->order_id);
	struct payment *p = o == NULL ? NULL : order_payment(o, &s->payment_id);

	if (p == NULL)
		return err_new(t->arena, ERR_ENTITY_NOT_FOUND, "no such payment of this order");
	/* All that can fail comes before the first change. */
	if ((st->order = order_copy(t->arena, o)) == NULL)
		return err_static(ERR_INTERNAL_SERVER_ERROR);
	if (p != &o->payment) {
		if (s->outcome == SETTLE_PAID)
			paid_before(b, o, p, s);
	} else if (s->outcome == SETTLE_PAID)
		paid(b, o, s);
	else if (s->outcome == SETTLE_FAILED)
		failed(b, o, s);
	else
		waits(b, o, s);
	if (s->outcome == SETTLE_LATER || s->ask_at != 0)
		order_rows_compensate_later(&b->rows, &s->payment_id, s->ask_at, s->why);
	else
		order_rows_compensated(&b->rows, &s->payment_id, b->now, NULL);
	order_copy_refresh(st->order, o);
	return NULL;
}

static const struct err *
answer(struct ticket *t, struct kept *kept)
{
	struct settling *st = (struct settling *)t;

	return st->s->answer(st->s->arg, st->order, kept);
}

static const struct ticket_op settle_op = { .name = "settle", .decide = decide, .gives_back = true };

const struct err *
order_settle(struct shop *shop, struct arena *a, struct settlement *s)
{
	struct settling st = {
		.ticket = { .op = &settle_op, .arena = a, .order_id = s->order_id, .compensation_id = s->payment_id,
		    .key = s->key, .key_use = s->key_use, .answer = answer },
		.s = s
	};
	const struct err *e;

	if ((e = ticket_serve(shop, &st.ticket)) != NULL)
		return e;
	s->order = st.order;
	s->kept = st.ticket.kept;
	return NULL;
}

struct refunding {
	struct ticket			 ticket;
	const struct compensation	*c;
	const char			*transaction_id;
};

static const struct err *
decide_refund(struct ticket *t, struct batch *b)
{
	struct refunding *r = (struct refunding *)t;
	struct order *o = batch_order(b, &t->order_id);
	struct compensation *c = batch_compensation(b, &t->compensation_id);
	struct payment *p = o == NULL || c == NULL ? NULL : order_payment(o, &c->payment_id);

	if (c != NULL && c->state == COMPENSATION_DONE)
		return NULL;	/* another worker was faster */
	if (p == NULL || p->refunded + c->amount > p->amount)
		return err_new(t->arena, ERR_ENTITY_NOT_FOUND, "no such refund of this order");
	c->state = COMPENSATION_DONE;
	o->version++;
	p->refunded += c->amount;
	p->refunding -= c->amount;
	p->status = p->refunded == p->amount ? PAYMENT_REFUNDED : PAYMENT_PARTIALLY_REFUNDED;
	order_rows_payment(&b->rows, p);
	order_rows_change(&b->rows, o, false);
	order_rows_compensated(&b->rows, &c->id, b->now, r->transaction_id);
	event_tell(b, o, EVENT_PAYMENT_REFUNDED);
	return NULL;
}

static const struct ticket_op refund_op = { .name = "refund", .decide = decide_refund };

const struct err *
order_refunded(struct shop *shop, struct arena *a, const struct compensation *c, const char *transaction_id)
{
	struct refunding r = {
		.ticket = { .op = &refund_op, .arena = a, .order_id = c->order_id, .compensation_id = c->id },
		.c = c, .transaction_id = transaction_id
	};

	return ticket_serve(shop, &r.ticket);
}
