/* aftersale_api: the rows. */
#include "api/aftersale_api.h"

#include "base/arena.h"

static const struct model_field wish_rows[] = {
	{ FIELD_STR(struct item_wish_request, reason), .flags = MODEL_NULLABLE | MODEL_FREE, .max = 200, .doc = "Kept in the item's history",
	  .label_ko = "사유", .label_en = "Reason" },
	{ FIELD_INT(struct item_wish_request, quantity), .min = 1, .max = UINT32_MAX, .doc = "Pieces; left out: all that are left",
	  .label_ko = "수량", .label_en = "Quantity" },
};
const struct model item_wish_model = MODEL(struct item_wish_request, "ItemWishRequest", wish_rows);

static const struct model_field reason_rows[] = {
	{ FIELD_STR(struct item_reason_request, reason), .flags = MODEL_NULLABLE | MODEL_FREE, .max = 200, .doc = "Kept in the history",
	  .label_ko = "사유", .label_en = "Reason" },
};
const struct model item_reason_model = MODEL(struct item_reason_request, "ItemReasonRequest", reason_rows);

static const struct model_field status_rows[] = {
	{ FIELD_ENUM(struct item_status_request, status, item_state_names), .flags = MODEL_REQUIRED, .def = -1,
	  .doc = "Where it is to be; where pieces of it are asked for, it is about those, and the others stay where they were", .label_ko = "상태",
	  .label_en = "Status" },
	{ FIELD_STR(struct item_status_request, reason), .flags = MODEL_NULLABLE | MODEL_FREE, .max = 200, .doc = "Kept in the item's history, for its buyer to read",
	  .label_ko = "사유", .label_en = "Reason" },
};
const struct model item_status_model = MODEL(struct item_status_request, "ItemStatusRequest", status_rows);

static const char *const refund_words[] = { "NONE", "DONE", "PENDING", "BY_HAND", NULL };

const char *
item_refund_word(enum refund_way way, won_t money, won_t points)
{
	static const char *const words[REFUND_WAY__MAX] = {
		[REFUND_TO_BALANCE] = "DONE", [REFUND_BY_GATEWAY] = "PENDING", [REFUND_BY_HAND] = "BY_HAND"
	};

	return money > 0 ? words[way] : points > 0 ? "DONE" : "NONE";
}

static const struct model_field refund_rows[] = {
	{ FIELD_INT(struct item_refund_view, amount), .doc = "Won in money, a delivery fee with it" },
	{ FIELD_INT(struct item_refund_view, points), .doc = "Points, given back at once" },
	{ FIELD_AS(struct item_refund_view, points_taken_back, "pointsTakenBack", MODEL_INT, int64_t),
	  .doc = "Of the points that were earned with what came back, those that were still there" },
	{ FIELD_INT(struct item_refund_view, withheld), .doc = "Won that amount is less because the others had been spent" },
	{ FIELD_STR(struct item_refund_view, status), .flags = MODEL_REQUIRED, .choices = refund_words,
	  .doc = "Of the money: DONE on the balance, PENDING at who charged it" },
};
static const struct model refund_model = MODEL(struct item_refund_view, "ItemRefund", refund_rows);

static const struct model_field moved_rows[] = {
	{ FIELD_AS(struct item_moved_view, order_key, "orderKey", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct item_moved_view, status), .flags = MODEL_REQUIRED, .choices = order_state_names, .doc = "Of the order" },
	{ FIELD_OBJECT(struct item_moved_view, item, struct store_item_view, &store_item_model), .flags = MODEL_REQUIRED },
	{ FIELD_OBJECT(struct item_moved_view, refund, struct item_refund_view, &refund_model), .flags = MODEL_REQUIRED, .doc = "What this step gave back" },
};
const struct model item_moved_model = MODEL(struct item_moved_view, "ItemMoved", moved_rows);

static const struct model_field cancelled_rows[] = {
	{ FIELD_AS(struct order_cancelled_view, order_key, "orderKey", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct order_cancelled_view, status), .flags = MODEL_REQUIRED, .choices = order_state_names, .doc = "Of the order" },
	{ FIELD_LIST(struct order_cancelled_view, items, &store_item_model), .doc = "CANCELLED, or CANCEL_REQUESTED where somebody had begun" },
	{ FIELD_OBJECT(struct order_cancelled_view, refund, struct item_refund_view, &refund_model), .flags = MODEL_REQUIRED },
};
const struct model order_cancelled_view_model = MODEL(struct order_cancelled_view, "StoreOrderCancelled", cancelled_rows);

/* --- history ------------------------------------------------------------------- */

static const struct model_field step_rows[] = {
	{ FIELD_STR(struct item_step_view, event), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct item_step_view, from), .flags = MODEL_NULLABLE, .choices = item_state_names },
	{ FIELD_STR(struct item_step_view, to), .flags = MODEL_REQUIRED, .choices = item_state_names },
	{ FIELD_INT(struct item_step_view, quantity), .flags = MODEL_NULLABLE | MODEL_OPTIONAL, .doc = "Pieces the step was about; null: of before they were written down" },
	{ FIELD_STR(struct item_step_view, actor), .flags = MODEL_REQUIRED, .choices = actor_names },
	{ FIELD_AS(struct item_step_view, actor_id, "actorId", MODEL_UUID, struct uuid), .flags = MODEL_NULLABLE, .doc = "null: a guest, or the shop itself" },
	{ FIELD_TIME(struct item_step_view, at), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct item_step_view, reason), .flags = MODEL_NULLABLE },
};
static const struct model step_model = MODEL(struct item_step_view, "ItemStep", step_rows);

static const struct model_field history_rows[] = {
	{ FIELD_LIST(struct item_history_view, history, &step_model), .doc = "Oldest first" },
};
const struct model item_history_model = MODEL(struct item_history_view, "ItemHistory", history_rows);

bool
item_history_view(struct arena *a, const struct order *o, size_t index, struct item_history_view *out)
{
	struct item_step_view *v = ARENA_ARRAY(a, struct item_step_view, o->nhistory + 1);
	size_t n = 0;

	if (v == NULL)
		return false;
	for (size_t i = 0; i < o->nhistory; i++) {
		const struct history_entry *h = &o->history[i];
		if (h->item_index == (int)index)
			v[n++] = (struct item_step_view){ h->event, h->from, h->to, h->pieces > 0 ? h->pieces : -1, actor_names[h->actor], h->actor_id, h->at, h->reason };
	}
	out->history = (struct list){ v, n };
	return true;
}

/* --- what there is to do ----------------------------------------------------------- */

static const struct model_field task_rows[] = {
	{ FIELD_AS(struct item_task_view, order_key, "orderKey", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct item_task_view, order_number, "orderNumber", MODEL_STR, const char *), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct item_task_view, ordered_at, "orderedAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED },
	{ FIELD_OBJECT(struct item_task_view, item, struct store_item_view, &store_item_model), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct item_task_view, carrier), .flags = MODEL_NULLABLE },
	{ FIELD_AS(struct item_task_view, tracking_number, "trackingNumber", MODEL_STR, const char *), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct item_task_view, address), .flags = MODEL_NULLABLE, .doc = "Where it goes" },
	{ FIELD_AS(struct item_task_view, recipient_name, "recipientName", MODEL_STR, const char *), .flags = MODEL_NULLABLE },
	{ FIELD_AS(struct item_task_view, recipient_phone, "recipientPhone", MODEL_STR, const char *), .flags = MODEL_NULLABLE },
	{ FIELD_AS(struct item_task_view, delivery_notes, "deliveryNotes", MODEL_STR, const char *), .flags = MODEL_NULLABLE },
};
static const struct model task_model = MODEL(struct item_task_view, "ItemTask", task_rows);

bool
item_task_view(struct arena *a, const struct order *o, size_t index, bool english, struct item_task_view *v)
{
	const struct order_item *it;

	if (o == NULL || index >= o->nitems)
		return false;
	it = &o->items[index];
	*v = (struct item_task_view){ .order_key = o->id, .order_number = o->number, .ordered_at = o->created_at,
	    .item = store_item_view(a, o, index, english), .carrier = it->carrier, .tracking_number = it->tracking_number,
	    .address = o->delivery_address, .recipient_name = o->recipient_name, .recipient_phone = o->recipient_phone,
	    .delivery_notes = o->delivery_notes };
	return v->item != NULL;
}

static const struct model_field tasks_query_rows[] = {
	{ FIELD_ENUM(struct item_tasks_query, status, item_state_names), .def = -1, .doc = "Left out: all that somebody has to do something about" },
	{ FIELD_AS(struct item_tasks_query, seller_id, "sellerId", MODEL_INT, int64_t), .min = 0, .max = UINT32_MAX, .def = -1,
	  .doc = "For an admin: whose, 0: the shop's own; left out: the shop's own" },
	{ FIELD_INT(struct item_tasks_query, limit), .min = 1, .max = 100, .def = 20, .doc = "Items on a page" },
	{ FIELD_STR(struct item_tasks_query, cursor), .max = 64, .doc = "nextCursor of the page before" },
};
const struct model item_tasks_query_model = MODEL(struct item_tasks_query, "ItemTasksQuery", tasks_query_rows);

static const struct model_field tasks_rows[] = {
	{ FIELD_LIST(struct item_tasks_view, items, &task_model), .doc = "Oldest orders first" },
	{ FIELD_AS(struct item_tasks_view, next_cursor, "nextCursor", MODEL_STR, const char *), .flags = MODEL_NULLABLE, .doc = "null at the end" },
};
const struct model item_tasks_model = MODEL(struct item_tasks_view, "ItemTaskList", tasks_rows);
