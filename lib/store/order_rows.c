/* order_rows: the writing half of order_store. */
#include "store/order_store.h"

#include "base/err.h"
#include "store/stmts.h"

void
order_rows_start(struct order_rows *r, struct arena *a)
{
	bulk_start(&r->orders, a, STMT_ORDER_ADD, 27);
	bulk_start(&r->items, a, STMT_ITEM_ADD, 19);
	bulk_start(&r->fees, a, STMT_FEE_ADD, 4);
	bulk_start(&r->customizations, a, STMT_CUSTOMIZATION_ADD, 9);
	bulk_start(&r->takes, a, STMT_TAKE_ADD, 4);
	bulk_start(&r->cakes, a, STMT_CAKE_ADD, 5);
	bulk_start(&r->payments, a, STMT_PAYMENT_ADD, 13);
	bulk_start(&r->history, a, STMT_HISTORY_ADD, 11);
	bulk_start(&r->events, a, STMT_EVENT_ADD, 6);
	bulk_start(&r->receipts, a, STMT_STOCK_RECEIPT_ROW, 6);
	bulk_start(&r->order_changes, a, STMT_ORDER_CHANGE, 6);
	bulk_start(&r->item_changes, a, STMT_ITEM_CHANGE, 10);
	bulk_start(&r->arrivals, a, STMT_ARRIVAL_PUT, 3);
	bulk_start(&r->arrivals_past, a, STMT_ARRIVAL_DROP, 3);
	bulk_start(&r->take_changes, a, STMT_TAKE_CHANGE, 4);
	bulk_start(&r->payment_changes, a, STMT_PAYMENT_CHANGE, 7);
	bulk_start(&r->order_renewals, a, STMT_ORDER_RENEW, 8);
	bulk_start(&r->item_renewals, a, STMT_ITEM_RENEW, 7);
	bulk_start(&r->compensations, a, STMT_COMPENSATION_ADD, 13);
	bulk_start(&r->compensation_ends, a, STMT_COMPENSATION_END, 3);
	bulk_start(&r->compensation_delays, a, STMT_COMPENSATION_LATER, 3);
	bulk_start(&r->defaults, a, STMT_DELIVERY_DEFAULT_PUT, 6);
}

static struct db_value
hash_or_null(const struct hash *h)
{
	static const struct hash none;

	return hash_equal(h, &none) ? DB_NULL : db_b(h->b, sizeof(h->b));
}

static void
add_item(struct order_rows *r, const struct order *o, size_t index)
{
	const struct order_item *it = &o->items[index];

	BULK_ADD(&r->items, DB_U(o->id), DB_I(index), DB_I(it->product_id), DB_S(product_kind_names[it->kind]),
	    DB_S(it->code), DB_S(it->variant), DB_S(it->name), DB_S(it->name_en),
	    DB_I(it->quantity), DB_I(it->cancelled_quantity), DB_I(it->unit_price), DB_I(it->customization_cost),
	    DB_I(it->discount), DB_I(it->total), DB_I(it->seller_id), DB_I(it->product_discount), DB_I(it->order_discount),
	    DB_I(it->points), DB_S(item_state_names[it->status]));
	for (size_t i = 0; i < it->ncustomizations; i++) {
		const struct customization *c = &it->customizations[i];
		BULK_ADD(&r->customizations, DB_U(o->id), DB_I(index), DB_I(c->sku_id), DB_S(c->code), DB_S(c->name),
		    DB_S(c->name_en), DB_Q(c->base_quantity), DB_Q(c->quantity), DB_I(c->price_change));
	}
}

static void
add_fees(struct order_rows *r, const struct order *o)
{
	for (size_t i = 0; i < o->nfees; i++)
		BULK_ADD(&r->fees, DB_U(o->id), DB_I(o->fees[i].seller_id), DB_I(o->fees[i].charged), DB_I(o->fees[i].waived));
}

static void
add_payment(struct order_rows *r, const struct order *o)
{
	const struct payment *pay = &o->payment;

	BULK_ADD(&r->payments, DB_U(pay->id), DB_U(o->id), db_u_or_null(&o->user_id),
	    DB_S(payment_method_names[pay->method]), DB_S(payment_status_names[pay->status]),
	    DB_I(pay->amount), DB_I(pay->refunded), DB_S(pay->masked_card_number), DB_S(pay->card_brand),
	    DB_S(pay->transaction_id), DB_S(pay->failure_code), DB_T(pay->created_at), db_t_or_null(pay->paid_at));
}

void
order_rows_renew(struct order_rows *r, const struct order *o)
{
	const struct pricing *p = &o->price;

	BULK_ADD(&r->order_renewals, DB_I(p->discount_total), DB_I(p->delivery_fee), DB_I(p->final_price), DB_S(o->delivery_address),
	    DB_S(o->recipient_name), DB_S(o->recipient_phone), DB_S(o->delivery_notes), DB_U(o->id));
	for (size_t i = 0; i < o->nitems; i++) {
		const struct order_item *it = &o->items[i];
		BULK_ADD(&r->item_renewals, DB_I(it->discount), DB_I(it->total), DB_I(it->product_discount), DB_I(it->order_discount),
		    DB_I(it->points), DB_U(o->id), DB_I(i));
	}
	add_fees(r, o);
	add_payment(r, o);
}

void
order_rows_add(struct order_rows *r, const struct order *o)
{
	const struct pricing *p = &o->price;

	BULK_ADD(&r->orders, DB_U(o->id), DB_S(o->number), db_u_or_null(&o->user_id), hash_or_null(&o->guest),
	    DB_S(order_state_names[o->status]), DB_S(item_state_names[o->stage]), DB_S(order_type_names[o->type]),
	    DB_I(p->base_price_total), DB_I(p->customization_cost), DB_I(p->side_dish_total), DB_I(p->cake_total),
	    DB_I(p->discount_total), DB_I(p->delivery_fee), DB_I(p->final_price),
	    DB_S(o->delivery_address), DB_S(o->notes), db_u_or_null(&o->cook_id), db_u_or_null(&o->courier_id),
	    db_u_or_null(&o->reordered_from), DB_I(o->version), DB_T(o->created_at), DB_T(o->estimated_at),
	    DB_S(o->recipient_name), DB_S(o->recipient_phone), DB_S(o->delivery_notes), o->slot == 0 ? DB_NULL : DB_I(o->slot),
	    db_t_or_null(o->payable_until));
	for (size_t i = 0; i < o->nitems; i++)
		add_item(r, o, i);
	add_fees(r, o);
	for (size_t i = 0; i < o->nuses; i++)
		BULK_ADD(&r->takes, DB_U(o->id), DB_I(o->uses[i].sku_id), DB_Q(o->uses[i].quantity), DB_Q(o->uses[i].returned));
	if (o->cake != NULL)
		BULK_ADD(&r->cakes, DB_U(o->id), DB_S(o->cake->image_path), DB_S(o->cake->message),
		    DB_S(o->cake->flavor), DB_S(o->cake->size));
	add_payment(r, o);
	for (size_t i = 0; i < o->nhistory; i++)
		order_rows_history(r, &o->id, &o->history[i]);
}

void
order_rows_history(struct order_rows *r, const struct uuid *order_id, const struct history_entry *h)
{
	BULK_ADD(&r->history, DB_U(*order_id), DB_U(h->id), h->item_index < 0 ? DB_NULL : DB_I(h->item_index),
	    DB_S(h->event), DB_S(h->from), DB_S(h->to), DB_S(actor_names[h->actor]), db_u_or_null(&h->actor_id),
	    DB_T(h->at), DB_S(h->reason), h->pieces > 0 ? DB_I(h->pieces) : DB_NULL);
}

void
order_rows_arrived(struct order_rows *r, const struct arrival *v)
{
	BULK_ADD(&r->arrivals, DB_U(v->order_id), DB_I(v->index), DB_T(v->at));
}

void
order_rows_arrival_past(struct order_rows *r, const struct arrival *v)
{
	BULK_ADD(&r->arrivals_past, DB_U(v->order_id), DB_I(v->index), DB_T(v->at));
}

void
order_rows_event(struct order_rows *r, const struct order_event *ev)
{
	if (ev->snapshot == NULL)
		r->events.failed = true;
	else
		BULK_ADD(&r->events, DB_U(ev->id), DB_U(ev->order_id), DB_I(ev->order_version), DB_S(event_type_names[ev->type]),
		    DB_S(ev->snapshot), DB_T(ev->at));
}

void
order_rows_receipt(struct order_rows *r, uint32_t sku_id, qty_t delta, const char *reason, const struct uuid *actor, int64_t at)
{
	BULK_ADD(&r->receipts, DB_U(uuid_new()), DB_I(sku_id), DB_Q(delta), DB_S(reason), db_u_or_null(actor), DB_T(at));
}

void
order_rows_change(struct order_rows *r, const struct order *o, bool uses_too)
{
	const struct payment *p = &o->payment;

	BULK_ADD(&r->order_changes, DB_S(order_state_names[o->status]), DB_S(item_state_names[o->stage]),
	    db_u_or_null(&o->cook_id), db_u_or_null(&o->courier_id), DB_I(o->version), DB_U(o->id));
	for (size_t i = 0; i < o->nitems; i++) {
		const struct order_item *it = &o->items[i];
		BULK_ADD(&r->item_changes, DB_S(item_state_names[it->status]), DB_I(it->cancelled_quantity), DB_I(it->returned_quantity),
		    DB_I(it->requested_quantity), DB_S(it->carrier), DB_S(it->tracking_number), it->confirmed ? DB_I(it->earned) : DB_NULL,
		    DB_I(it->withheld), DB_U(o->id), DB_I(i));
	}
	for (size_t i = 0; uses_too && i < o->nuses; i++)
		BULK_ADD(&r->take_changes, DB_Q(o->uses[i].quantity), DB_Q(o->uses[i].returned), DB_U(o->id), DB_I(o->uses[i].sku_id));
	order_rows_payment(r, p);
}

void
order_rows_payment(struct order_rows *r, const struct payment *p)
{
	BULK_ADD(&r->payment_changes, DB_S(payment_status_names[p->status]), DB_I(p->refunded),
	    DB_S(p->transaction_id), DB_S(p->failure_code), db_t_or_null(p->paid_at), DB_S(p->redirect_url), DB_U(p->id));
}

void
order_rows_compensation(struct order_rows *r, const struct compensation *c)
{
	BULK_ADD(&r->compensations, DB_U(c->id), DB_S(compensation_kind_names[c->kind]), db_u_or_null(&c->order_id), DB_U(c->payment_id),
	    DB_I(c->amount), DB_S(compensation_state_names[c->state]), DB_I(c->attempts), DB_T(c->due_at), DB_S(c->reason),
	    DB_S(c->last_error), DB_S(c->transaction_id), DB_T(c->created_at), db_t_or_null(c->ended_at));
}

void
order_rows_compensated(struct order_rows *r, const struct uuid *id, int64_t at, const char *transaction_id)
{
	BULK_ADD(&r->compensation_ends, DB_T(at), DB_S(transaction_id), DB_U(*id));
}

void
order_rows_compensate_later(struct order_rows *r, const struct uuid *id, int64_t due_at, const char *why)
{
	BULK_ADD(&r->compensation_delays, DB_T(due_at), DB_S(why), DB_U(*id));
}

void
order_rows_default(struct order_rows *r, const struct uuid *user, const struct delivery_default *d, int64_t at)
{
	BULK_ADD(&r->defaults, DB_U(*user), DB_S(d->address), DB_S(d->recipient_name), DB_S(d->recipient_phone),
	    DB_S(d->delivery_notes), DB_T(at));
}

const struct err *
order_rows_write(struct db *db, struct order_rows *r)
{
	struct bulk *each[] = { &r->orders, &r->items, &r->fees, &r->customizations, &r->takes, &r->cakes, &r->payments,
	    &r->history, &r->events, &r->receipts, &r->order_renewals, &r->item_renewals, &r->order_changes, &r->item_changes,
	    &r->arrivals, &r->arrivals_past, &r->take_changes, &r->payment_changes,
	    &r->compensations, &r->compensation_ends, &r->compensation_delays, &r->defaults };
	const struct err *e;

	for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++)
		if ((e = bulk_run(db, each[i])) != NULL)
			return e;
	return NULL;
}
