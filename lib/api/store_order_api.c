/* store_order_api: the rows, and orders seen with them. */
#include "api/store_order_api.h"

#include <stdio.h>
#include <string.h>

#include "api/delivery_api.h"
#include "base/arena.h"

static const struct model_field amounts_rows[] = {
	{ FIELD_AS(struct amounts_view, goods_total, "goodsTotal", MODEL_INT, int64_t), .doc = "Won, as listed" },
	{ FIELD_AS(struct amounts_view, product_discount, "productDiscount", MODEL_INT, int64_t), .doc = "By coupons for products" },
	{ FIELD_AS(struct amounts_view, order_discount, "orderDiscount", MODEL_INT, int64_t), .doc = "By the order's coupon" },
	{ FIELD_AS(struct amounts_view, points_used, "pointsUsed", MODEL_INT, int64_t) },
	{ FIELD_AS(struct amounts_view, delivery_fee, "deliveryFee", MODEL_INT, int64_t), .doc = "Of all sellers" },
	{ FIELD_INT(struct amounts_view, total), .doc = "What is paid in money" },
};
const struct model amounts_model = MODEL(struct amounts_view, "Amounts", amounts_rows);

struct amounts_view
amounts_of_bill(const struct amounts *m)
{
	return (struct amounts_view){ m->goods_total, m->product_discount, m->order_discount, m->points_used, m->delivery_fee, m->total };
}

struct amounts_view
amounts_of_order(const struct order *o)
{
	const struct pricing *p = &o->price;
	struct amounts_view v = { .goods_total = p->base_price_total + p->customization_cost + p->side_dish_total + p->cake_total,
	    .delivery_fee = p->delivery_fee, .total = p->final_price };

	for (size_t i = 0; i < o->nitems; i++) {
		v.product_discount += o->items[i].product_discount;
		v.order_discount += o->items[i].order_discount;
		v.points_used += o->items[i].points;
	}
	return v;
}

/* --- items --------------------------------------------------------------------- */

static const struct model_field item_rows[] = {
	{ FIELD_AS(struct store_item_view, item_id, "itemId", MODEL_STR, const char *), .doc = "Of an order: what it is called in paths" },
	{ FIELD_AS(struct store_item_view, item_index, "itemIndex", MODEL_INT, int64_t), .doc = "From 0, as ordered" },
	{ FIELD_AS(struct store_item_view, product_id, "productId", MODEL_INT, int64_t) },
	{ FIELD_AS(struct store_item_view, seller_id, "sellerId", MODEL_INT, int64_t), .doc = "0: the shop itself" },
	{ FIELD_STR(struct store_item_view, name), .flags = MODEL_REQUIRED, .doc = "As it was called then" },
	{ FIELD_INT(struct store_item_view, quantity), .doc = "Pieces" },
	{ FIELD_AS(struct store_item_view, cancelled_quantity, "cancelledQuantity", MODEL_INT, int64_t), .doc = "Of them, taken out again" },
	{ FIELD_AS(struct store_item_view, returned_quantity, "returnedQuantity", MODEL_INT, int64_t), .doc = "Of them, come back" },
	{ FIELD_AS(struct store_item_view, requested_quantity, "requestedQuantity", MODEL_INT, int64_t),
	  .doc = "Of them, what a cancel, return or exchange is about that is not decided" },
	{ FIELD_AS(struct store_item_view, unit_price, "unitPrice", MODEL_INT, int64_t), .doc = "Won, as it was then" },
	{ FIELD_INT(struct store_item_view, discount), .doc = "Of the whole line: coupons and points" },
	{ FIELD_INT(struct store_item_view, total), .doc = "Of the whole line, in money" },
	{ FIELD_AS(struct store_item_view, earned_points, "earnedPoints", MODEL_INT, int64_t), .doc = "For what was kept of it, once that is confirmed" },
	{ FIELD_AS(struct store_item_view, withheld_amount, "withheldAmount", MODEL_INT, int64_t),
	  .doc = "Won kept back of its refunds, for earned points that had been spent before it came back" },
	{ FIELD_STR(struct store_item_view, status), .choices = item_state_names, .doc = "Of an order" },
};
const struct model store_item_model = MODEL(struct store_item_view, "StoreItem", item_rows);

const char *
store_item_id(const struct uuid *key, int index, char *out)
{
	uuid_text(key, out);
	snprintf(out + UUID_TEXT - 1, STORE_ITEM_ID - UUID_TEXT + 1, ".%u", (unsigned)index & 0xff);
	return out;
}

bool
store_item_parse(const char *text, struct uuid *key, int *index)
{
	char id[UUID_TEXT];
	const char *digit = text + UUID_TEXT;
	int n = 0;

	if (strlen(text) <= UUID_TEXT || strlen(text) > UUID_TEXT + 3 || text[UUID_TEXT - 1] != '.')
		return false;
	memcpy(id, text, UUID_TEXT - 1);
	id[UUID_TEXT - 1] = '\0';
	for (; *digit >= '0' && *digit <= '9'; digit++)
		n = n * 10 + (*digit - '0');
	if (*digit != '\0' || n > UINT8_MAX || (text[UUID_TEXT] == '0' && digit > text + UUID_TEXT + 1) || !uuid_parse(id, key))
		return false;
	*index = n;
	return true;
}

static const char *
named(const char *ko, const char *en, bool english)
{
	return english && en != NULL ? en : ko;
}

static bool
put_item(struct arena *a, const struct order *o, size_t i, bool english, struct store_item_view *v)
{
	const struct order_item *it = &o->items[i];
	char id[STORE_ITEM_ID];

	*v = (struct store_item_view){
		.item_id = arena_strdup(a, store_item_id(&o->id, (int)i, id)), .item_index = (int64_t)i, .product_id = it->product_id,
		.seller_id = it->seller_id, .name = named(it->name, it->name_en, english), .quantity = it->quantity,
		.cancelled_quantity = it->cancelled_quantity, .returned_quantity = it->returned_quantity,
		.requested_quantity = it->requested_quantity, .unit_price = it->unit_price, .discount = it->discount, .total = it->total,
		.earned_points = it->earned, .withheld_amount = it->withheld, .status = item_state_names[it->status]
	};
	return v->item_id != NULL;
}

const struct store_item_view *
store_item_view(struct arena *a, const struct order *o, size_t index, bool english)
{
	struct store_item_view *v = ARENA_NEW(a, struct store_item_view);

	return v != NULL && put_item(a, o, index, english, v) ? v : NULL;
}

bool
sheet_items_view(struct arena *a, const struct sheet_lines *lines, const struct bill *bill, bool english, struct list *out)
{
	struct store_item_view *v = ARENA_ARRAY(a, struct store_item_view, lines->n + 1);

	if (v == NULL)
		return false;
	for (size_t i = 0; i < lines->n; i++) {
		const struct sheet_line *l = &lines->v[i];
		const struct bill_line *b = &bill->lines[i];
		v[i] = (struct store_item_view){ .item_index = (int64_t)i, .product_id = l->product_id, .seller_id = l->seller_id,
		    .name = named(l->name, l->name_en, english), .quantity = l->quantity, .unit_price = l->unit_price,
		    .discount = b->goods - b->total, .total = b->total };
	}
	*out = (struct list){ v, lines->n };
	return true;
}

/* --- orders ----------------------------------------------------------------------- */

static const struct model_field payment_rows[] = {
	{ FIELD_AS(struct store_payment_view, payment_id, "paymentId", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct store_payment_view, method), .flags = MODEL_REQUIRED, .choices = payment_method_names },
	{ FIELD_STR(struct store_payment_view, status), .flags = MODEL_REQUIRED, .choices = payment_status_names },
	{ FIELD_INT(struct store_payment_view, amount), .doc = "Won" },
	{ FIELD_AS(struct store_payment_view, refunded_amount, "refundedAmount", MODEL_INT, int64_t) },
	{ FIELD_AS(struct store_payment_view, refunding_amount, "refundingAmount", MODEL_INT, int64_t), .doc = "Won that are to go back and have not yet" },
	{ FIELD_AS(struct store_payment_view, masked_card_number, "maskedCardNumber", MODEL_STR, const char *), .flags = MODEL_NULLABLE },
	{ FIELD_AS(struct store_payment_view, failure_code, "failureCode", MODEL_STR, const char *), .flags = MODEL_NULLABLE },
	{ FIELD_AS(struct store_payment_view, created_at, "createdAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED, .doc = "When it was tried" },
	{ FIELD_AS(struct store_payment_view, paid_at, "paidAt", MODEL_TIME, int64_t), .flags = MODEL_NULLABLE },
};
static const struct model payment_model = MODEL(struct store_payment_view, "StorePayment", payment_rows);

static const struct model_field action_rows[] = {
	{ FIELD_AS(struct next_action_view, redirect_url, "redirectUrl", MODEL_STR, const char *), .flags = MODEL_REQUIRED,
	  .doc = "Where the buyer approves the payment" },
};
const struct model next_action_model = MODEL(struct next_action_view, "NextAction", action_rows);

static const struct model_field order_rows_[] = {
	{ FIELD_AS(struct store_order_view, order_key, "orderKey", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct store_order_view, order_number, "orderNumber", MODEL_STR, const char *), .flags = MODEL_REQUIRED, .doc = "For people" },
	{ FIELD_STR(struct store_order_view, status), .flags = MODEL_REQUIRED, .choices = order_state_names },
	{ FIELD_AS(struct store_order_view, created_at, "createdAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct store_order_view, paid_at, "paidAt", MODEL_TIME, int64_t), .flags = MODEL_NULLABLE },
	{ FIELD_LIST(struct store_order_view, items, &store_item_model) },
	{ FIELD_OBJECT(struct store_order_view, amounts, struct amounts_view, &amounts_model), .flags = MODEL_REQUIRED },
	{ FIELD_LIST(struct store_order_view, payments, &payment_model), .doc = "Oldest first: an order may be paid at the second attempt" },
	{ FIELD_LIST(struct store_order_view, deliveries, &item_delivery_model), .doc = "One for each item; in lists without their history" },
	{ FIELD_AS(struct store_order_view, next_action, "nextAction", MODEL_OBJECT, const struct next_action_view *), .sub = &next_action_model },
	{ FIELD_STR(struct store_order_view, address), .flags = MODEL_NULLABLE, .doc = "Where it goes" },
	{ FIELD_AS(struct store_order_view, recipient_name, "recipientName", MODEL_STR, const char *), .flags = MODEL_NULLABLE },
	{ FIELD_AS(struct store_order_view, recipient_phone, "recipientPhone", MODEL_STR, const char *), .flags = MODEL_NULLABLE },
	{ FIELD_AS(struct store_order_view, delivery_notes, "deliveryNotes", MODEL_STR, const char *), .flags = MODEL_NULLABLE },
};
const struct model store_order_model = MODEL(struct store_order_view, "StoreOrder", order_rows_);

static struct store_payment_view
payment_of(const struct payment *p)
{
	return (struct store_payment_view){ .payment_id = p->id, .method = payment_method_names[p->method],
	    .status = payment_status_names[p->status], .amount = p->amount, .refunded_amount = p->refunded,
	    .refunding_amount = p->refunding, .masked_card_number = p->masked_card_number, .failure_code = p->failure_code,
	    .created_at = p->created_at, .paid_at = p->paid_at };
}

bool
store_order_view(struct arena *a, const struct order *o, const struct order_actor *actor, bool english, struct store_order_view *out)
{
	struct store_item_view *items = ARENA_ARRAY(a, struct store_item_view, o->nitems + 1);
	struct store_payment_view *payments = ARENA_ARRAY(a, struct store_payment_view, o->nearlier + 1);
	struct amounts_view *amounts = ARENA_NEW(a, struct amounts_view);
	struct next_action_view *next = NULL;
	struct list deliveries;

	if (items == NULL || payments == NULL || amounts == NULL)
		return false;
	for (size_t i = 0; i < o->nitems; i++)
		if (!put_item(a, o, i, english, &items[i]))
			return false;
	for (size_t i = 0; i < o->nearlier; i++)
		payments[i] = payment_of(&o->earlier[i]);
	payments[o->nearlier] = payment_of(&o->payment);
	if (!delivery_views(a, o, actor, &deliveries))
		return false;
	if (o->payment.status == PAYMENT_PROGRESS && o->payment.redirect_url != NULL && (order_movers(o, actor) & MOVER_BUYER) != 0) {
		if ((next = ARENA_NEW(a, struct next_action_view)) == NULL)
			return false;
		next->redirect_url = o->payment.redirect_url;
	}
	*amounts = amounts_of_order(o);
	*out = (struct store_order_view){ .order_key = o->id, .order_number = o->number, .status = order_state_names[o->status],
	    .created_at = o->created_at, .paid_at = o->payment.paid_at, .items = { items, o->nitems }, .amounts = amounts,
	    .payments = { payments, o->nearlier + 1 }, .deliveries = deliveries, .next_action = next, .address = o->delivery_address, .recipient_name = o->recipient_name,
	    .recipient_phone = o->recipient_phone, .delivery_notes = o->delivery_notes };
	return true;
}

static const struct model_field query_rows[] = {
	{ FIELD_INT(struct store_orders_query, limit), .min = 1, .max = 100, .def = 20, .doc = "Orders on a page" },
	{ FIELD_UUID(struct store_orders_query, cursor), .doc = "nextCursor of the page before" },
};
const struct model store_orders_query_model = MODEL(struct store_orders_query, "StoreOrdersQuery", query_rows);

static const struct model_field list_rows[] = {
	{ FIELD_LIST(struct store_orders_answer, orders, &store_order_model), .doc = "Newest first" },
	{ FIELD_AS(struct store_orders_answer, next_cursor, "nextCursor", MODEL_UUID, struct uuid), .flags = MODEL_NULLABLE,
	  .doc = "For the next page; null at the end" },
};
const struct model store_orders_model = MODEL(struct store_orders_answer, "StoreOrderList", list_rows);
