/* step: items, order, and what is given back. */
#include "shop/step.h"

#include "shop/batch.h"
#include "shop/purse.h"
#include "shop/tell.h"

static void
tell(struct batch *b, const struct order *o, int item, int64_t pieces, const char *event, const char *from, const char *to, const struct step_by *by)
{
	order_rows_history(&b->rows, &o->id, &(struct history_entry){
		.id = uuid_new(), .item_index = item, .event = event, .from = from, .to = to,
		.actor = by->actor, .actor_id = by->actor == ACTOR_SYSTEM ? (struct uuid){ { 0 } } : by->actor_id,
		.at = b->now, .reason = by->reason, .pieces = pieces });
}

/* An item comes to a state: what its buyer then has, and has not kept for good, is looked at again some days later. */
static void
come_to(struct batch *b, const struct order *o, size_t i, enum item_state to)
{
	const struct item_move *kept = item_move_of(to, "CONFIRM", o->type);

	if (kept != NULL && (kept->movers & MOVER_SYSTEM) != 0)
		order_rows_arrived(&b->rows, &(struct arrival){ .order_id = o->id, .index = (int64_t)i, .at = b->now });
}

void
step_items(struct batch *b, struct order *o, enum item_state to, const struct step_by *by)
{
	for (size_t i = 0; i < o->nitems; i++) {
		struct order_item *it = &o->items[i];
		const struct item_move *m = item_move_find(it->status, to, o->type);
		if (m == NULL)
			continue;
		tell(b, o, (int)i, after_left(it), m->event, item_state_names[m->from], item_state_names[m->to], by);
		it->status = m->to;
		come_to(b, o, i, m->to);
		if (m->to == ITEM_CANCELLED) {
			it->cancelled_quantity = it->quantity - it->returned_quantity;
			it->requested_quantity = 0;
		}
	}
}

void
step_line(struct batch *b, struct order *o, size_t i, const struct after_step *s, const struct step_by *by)
{
	tell(b, o, (int)i, s->pieces, s->move->event, item_state_names[s->move->from], item_state_names[s->move->to], by);
	after_take(&o->items[i], s);
	come_to(b, o, i, s->move->to);
}

won_t
step_refundable(const struct payment *p)
{
	if (p->method == PAY_ON_DELIVERY || (p->status != PAYMENT_SUCCESS && p->status != PAYMENT_PARTIALLY_REFUNDED))
		return 0;
	return p->amount - p->refunded - p->refunding;
}

won_t
step_refund(struct batch *b, struct order *o, struct payment *p, won_t amount, const char *reason)
{
	won_t left = step_refundable(p);

	if (amount > left)
		amount = left;
	if (amount <= 0)
		return 0;
	if (p->method == PAY_BALANCE) {
		purse_refund(b, o, amount, reason);
		event_tell(b, o, EVENT_PAYMENT_REFUNDED);
		return amount;
	}
	p->refunding += amount;
	order_rows_compensation(&b->rows, &(struct compensation){ .id = uuid_new(), .kind = COMPENSATE_REFUND, .order_id = o->id,
	    .payment_id = p->id, .amount = amount, .state = COMPENSATION_OPEN, .due_at = b->now, .created_at = b->now, .reason = reason });
	return amount;
}

/* A step of the order as a whole that its items do not lead. */
static void
go(struct batch *b, struct order *o, const char *event, const struct step_by *by)
{
	const struct order_move *m = order_move_find(o->status, event);

	if (m == NULL)
		return;
	tell(b, o, -1, 0, event, order_state_names[m->from], order_state_names[m->to], by);
	o->status = m->to;
	if (event_of_move(event) != -1)
		event_tell(b, o, (enum event_type)event_of_move(event));
}

void
step_begin_payment(struct batch *b, struct order *o, const struct step_by *by)
{
	o->status = ORDER_CREATED;
	go(b, o, "START_PAYMENT", by);
}

void
step_decline(struct batch *b, struct order *o, const struct step_by *by)
{
	go(b, o, "DECLINE", by);
}

void
step_give_back(struct batch *b, struct order *o, enum failure f, const char *reason)
{
	unsigned undo = compensation_of(f);

	/* A cancelled order has given its slot back; of stock each use knows what came back. */
	if ((undo & UNDO_SLOT) != 0 && o->stage != ITEM_CANCELLED)
		slot_give_back(&b->slots, o->slot);
	if ((undo & UNDO_STOCK) != 0)
		stock_give_back(&b->stock, o->uses, o->nuses);
	if ((undo & UNDO_COUPON) != 0)
		purse_return_coupons(b, o);
	/* An order whose payment failed, and can be paid anew, has given its points back. */
	if ((undo & UNDO_POINTS) != 0 && o->status != ORDER_CREATED)
		purse_return_points(b, o, order_points(o), reason);
	if ((undo & UNDO_MONEY) != 0)
		(void)step_refund(b, o, &o->payment, step_refundable(&o->payment), reason);
}

void
step_follow(struct batch *b, struct order *o, const struct step_by *by)
{
	enum item_state item[UINT8_MAX + 1];	/* as many as an item_index can number */
	const struct step_by system = { .actor = ACTOR_SYSTEM, .reason = by->reason };
	const char *event;
	bool told = false, part = false;

	for (size_t i = 0; i < o->nitems; i++) {
		item[i] = o->items[i].status;
		part |= o->items[i].cancelled_quantity + o->items[i].returned_quantity > 0;
	}
	o->stage = item_stage(item, o->nitems);
	while ((event = order_state_follow(o->status, item, o->nitems, part, o->payment.status == PAYMENT_SUCCESS)) != NULL) {
		const struct order_move *m = order_move_find(o->status, event);
		if (m == NULL)
			break;
		tell(b, o, -1, 0, event, order_state_names[m->from], order_state_names[m->to], &system);
		o->status = m->to;
		if (event_of_move(event) != -1) {
			event_tell(b, o, (enum event_type)event_of_move(event));
			told = true;
		}
	}
	if (!told)
		event_tell(b, o, EVENT_ORDER_MOVED);
}
