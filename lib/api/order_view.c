/* order_view: from an order to what the API shows of it. */
#include "api/order_answer.h"

#include <string.h>

#include "base/arena.h"
#include "domain/aftersale.h"

static const char *
named(const char *ko, const char *en, bool english)
{
	return english && en != NULL ? en : ko;
}

static bool
add_side_dish(struct arena *a, const struct order_item *it, bool english, struct side_dish_view *v)
{
	const char *slash = it->kind == PRODUCT_CAKE ? strchr(it->variant, '/') : NULL;

	*v = (struct side_dish_view){ .code = it->code, .name = named(it->name, it->name_en, english),
	    .quantity = it->quantity, .unit_price = it->unit_price, .total = it->total };
	if (slash != NULL) {
		v->flavor = arena_memdup(a, it->variant, (size_t)(slash - it->variant));
		v->size = slash + 1;
		return v->flavor != NULL;
	}
	return true;
}

/* The dinner's line to the order's own fields, the other lines to side_dishes, every line to items. */
static bool
view_items(struct arena *a, const struct order *o, bool english, struct order_view *v)
{
	struct item_view *items = ARENA_ARRAY(a, struct item_view, o->nitems + 1);
	struct side_dish_view *sides = ARENA_ARRAY(a, struct side_dish_view, o->nitems + 1);
	size_t nsides = 0;

	if (items == NULL || sides == NULL)
		return false;
	for (size_t i = 0; i < o->nitems; i++) {
		const struct order_item *it = &o->items[i];
		items[i] = (struct item_view){
			.item_index = (int64_t)i, .kind = product_kind_names[it->kind], .code = it->code, .variant = it->variant,
			.name = named(it->name, it->name_en, english), .quantity = it->quantity,
			.cancelled_quantity = it->cancelled_quantity, .unit_price = it->unit_price,
			.customization_cost = it->customization_cost, .discount = it->discount, .total = it->total,
			.status = item_state_names[it->status]
		};
		if (it->kind == PRODUCT_DINNER && v->menu_code == NULL) {
			struct pair *c = ARENA_ARRAY(a, struct pair, it->ncustomizations + 1);
			if (c == NULL)
				return false;
			for (size_t k = 0; k < it->ncustomizations; k++)
				c[k] = (struct pair){ it->customizations[k].code, it->customizations[k].quantity / QTY_ONE };
			v->menu_code = it->code;
			v->menu_name = items[i].name;
			v->style = it->variant;
			v->quantity = it->quantity;
			v->unit_price = it->unit_price;
			v->customizations = (struct list){ c, it->ncustomizations };
		} else if (it->kind != PRODUCT_GOODS && !add_side_dish(a, it, english, &sides[nsides++])) {
			return false;
		}
	}
	v->items = (struct list){ items, o->nitems };
	v->side_dishes = (struct list){ sides, nsides };
	return true;
}

static bool
view_history(struct arena *a, const struct order *o, struct order_view *v)
{
	struct history_view *h = ARENA_ARRAY(a, struct history_view, o->nhistory + 1);

	if (h == NULL)
		return false;
	for (size_t i = 0; i < o->nhistory; i++)
		h[i] = (struct history_view){
			.item_index = o->history[i].item_index, .event = o->history[i].event, .from = o->history[i].from,
			.to = o->history[i].to, .actor = actor_names[o->history[i].actor], .actor_id = o->history[i].actor_id,
			.at = o->history[i].at, .reason = o->history[i].reason
		};
	v->history = (struct list){ h, o->nhistory };
	return true;
}

struct payment_view
payment_view(const struct uuid *order_id, const struct payment *p)
{
	return (struct payment_view){
		.payment_id = p->id, .order_id = *order_id, .amount = p->amount, .refunded_amount = p->refunded, .refunding_amount = p->refunding,
		.status = payment_status_shown(p->status), .method = payment_method_names[p->method],
		.masked_card_number = p->masked_card_number, .card_brand = p->card_brand,
		.transaction_id = p->transaction_id, .created_at = p->created_at, .paid_at = p->paid_at, .failure_code = p->failure_code
	};
}

static bool
view_payment(struct arena *a, const struct order *o, struct order_view *v)
{
	struct payment_view *out = ARENA_NEW(a, struct payment_view);

	if (out == NULL)
		return false;
	*out = payment_view(&o->id, &o->payment);
	out->refund_status = refund_shown(&o->payment);
	v->payment = out;
	v->payment_status = out->status;
	return true;
}

/* Goods are cancelled line by line, and not while they are being paid: all of the order goes, or none of it. */
static bool
goods_can_go(const struct order *o, const struct order_actor *actor)
{
	if (o->status == ORDER_CREATED)
		return true;	/* its payment failed: there is nothing to give back */
	for (size_t i = 0; i < o->nitems; i++) {
		const struct order_item *it = &o->items[i];
		if (it->kind == PRODUCT_GOODS && item_state_live(it->status) && it->status != ITEM_CANCEL_REQUESTED &&
		    it->status != ITEM_CANCEL_PROCESSING && !after_may(o, i, AFTER_CANCEL, order_item_movers(o, it, actor)))
			return false;
	}
	return true;
}

/* Whether every line goes along: an order is moved as a whole, and one with another seller's goods not by the kitchen. */
static bool
all_go_along(const struct order *o, enum item_state to, const struct order_actor *actor)
{
	for (size_t i = 0; i < o->nitems; i++) {
		const struct order_item *it = &o->items[i];
		const struct item_move *m = item_move_find(it->status, to, o->type);
		if (item_state_live(it->status) && (m == NULL || (m->movers & order_item_movers(o, it, actor)) == 0 ||
		    (it->kind == PRODUCT_GOODS && after_effect_of(m->event) != PIECES_STAY)))
			return false;
	}
	return true;
}

/* What the state table lets this caller do from the order's stage. */
static bool
view_moves(struct arena *a, const struct order *o, const struct order_actor *actor, struct order_view *v)
{
	const char **next = ARENA_ARRAY(a, const char *, item_moves_n);
	unsigned movers = order_movers(o, actor);
	size_t n = 0;

	if (next == NULL)
		return false;
	for (size_t i = 0; i < item_moves_n; i++) {
		const struct item_move *m = &item_moves[i];
		if (m->from != o->stage || (m->types & (1u << o->type)) == 0 || (m->movers & movers) == 0 || !after_moves_orders(m))
			continue;
		if (m->to == ITEM_CANCELLED)
			v->can_cancel = goods_can_go(o, actor);
		else if ((movers & ~(unsigned)MOVER_BUYER) != 0 && all_go_along(o, m->to, actor))
			next[n++] = item_state_names[m->to];
	}
	v->next_statuses = (struct list){ next, n };
	return true;
}

const struct order_view *
order_view(struct arena *a, const struct order *o, const struct order_actor *actor, bool english)
{
	struct order_view *v = ARENA_NEW(a, struct order_view);

	if (v == NULL)
		return NULL;
	*v = (struct order_view){
		.id = o->id, .order_number = o->number, .user_id = o->user_id,
		.status = item_state_names[o->stage], .order_status = order_state_names[o->status],
		.order_type = order_type_names[o->type], .total_price = o->price.final_price, .pricing = &o->price,
		.delivery_address = o->delivery_address, .notes = o->notes, .cake_customization = o->cake,
		.reordered_from = o->reordered_from, .created_at = o->created_at, .order_date = o->created_at,
		.estimated_delivery_time = o->estimated_at, .recipient_name = o->recipient_name,
		.recipient_phone = o->recipient_phone, .delivery_notes = o->delivery_notes
	};
	if (o->slot != 0) {
		char date[SLOT_DATE_TEXT], hours[SLOT_HOURS_TEXT];
		v->scheduled_date = arena_strdup(a, slot_date(o->slot, date));
		v->scheduled_time_slot = arena_strdup(a, slot_hours(o->slot, hours));
	}
	if (!uuid_is_zero(&actor->user_id) && (ROLES_STAFF & ROLE_BIT(actor->role)) != 0) {
		v->cook_id = o->cook_id;
		v->courier_id = o->courier_id;
	}
	if (!view_items(a, o, english, v) || !view_history(a, o, v) || !view_payment(a, o, v) || !view_moves(a, o, actor, v))
		return NULL;
	return v;
}

bool
order_changes(struct arena *a, const struct order *o, bool english, struct list *out)
{
	size_t n = 0, k = 0;
	struct change_view *v;

	for (size_t i = 0; i < o->nitems; i++)
		n += o->items[i].ncustomizations;
	if ((v = ARENA_ARRAY(a, struct change_view, n + 1)) == NULL)
		return false;
	for (size_t i = 0; i < o->nitems; i++)
		for (size_t j = 0; j < o->items[i].ncustomizations; j++) {
			const struct customization *c = &o->items[i].customizations[j];
			v[k++] = (struct change_view){
				.ingredient_code = c->code, .name = named(c->name, c->name_en, english),
				.base_quantity = c->base_quantity, .quantity = c->quantity,
				.change_type = c->quantity > c->base_quantity ? "INCREASE" : "DECREASE",
				.quantity_change = c->quantity - c->base_quantity, .price_change = c->price_change
			};
		}
	*out = (struct list){ v, n };
	return true;
}
