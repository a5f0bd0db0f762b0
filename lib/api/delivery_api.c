/* delivery_api: the rows, and where an item's history has brought its delivery. */
#include "api/delivery_api.h"

#include "api/store_order_api.h"
#include "base/arena.h"
#include "domain/delivery.h"

static const struct model_field step_rows[] = {
	{ FIELD_STR(struct item_delivery_step_view, status), .flags = MODEL_REQUIRED, .choices = delivery_names },
	{ FIELD_TIME(struct item_delivery_step_view, at), .flags = MODEL_REQUIRED },
};
static const struct model step_model = MODEL(struct item_delivery_step_view, "DeliveryStep", step_rows);

static const struct model_field delivery_rows[] = {
	{ FIELD_AS(struct item_delivery_view, delivery_id, "deliveryId", MODEL_STR, const char *), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct item_delivery_view, item_id, "itemId", MODEL_STR, const char *), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct item_delivery_view, status), .flags = MODEL_REQUIRED, .choices = delivery_names },
	{ FIELD_STR(struct item_delivery_view, carrier), .flags = MODEL_NULLABLE, .doc = "null: the shop's own courier, or not known yet" },
	{ FIELD_AS(struct item_delivery_view, tracking_number, "trackingNumber", MODEL_STR, const char *), .flags = MODEL_NULLABLE, .doc = "The carrier's" },
	{ FIELD_LIST(struct item_delivery_view, history, &step_model), .doc = "Oldest first" },
};
const struct model item_delivery_model = MODEL(struct item_delivery_view, "Delivery", delivery_rows);

static const struct model_field deliveries_rows[] = {
	{ FIELD_LIST(struct deliveries_answer, deliveries, &item_delivery_model), .doc = "One for each item" },
};
const struct model deliveries_model = MODEL(struct deliveries_answer, "DeliveryList", deliveries_rows);

static const struct model_field request_rows[] = {
	{ FIELD_ENUM(struct item_delivery_request, status, delivery_names), .def = -1, .doc = "Moves its item; left out: where it is", .label_ko = "배송 상태",
	  .label_en = "Status" },
	{ FIELD_STR(struct item_delivery_request, carrier), .flags = MODEL_NULLABLE | MODEL_FREE, .min = 1, .max = 50,
	  .doc = "Left out: as it is; with its number", .label_ko = "택배사", .label_en = "Carrier" },
	{ FIELD_AS(struct item_delivery_request, tracking_number, "trackingNumber", MODEL_STR, const char *), .flags = MODEL_NULLABLE, .max = 40,
	  .doc = "4 to 40 letters, digits and dashes", .label_ko = "운송장 번호", .label_en = "Tracking number" },
};
const struct model item_delivery_request_model = MODEL(struct item_delivery_request, "DeliveryRequest", request_rows);

static int
state_named(const char *item_state)
{
	int s = item_state_parse(item_state);

	return s < 0 ? -1 : delivery_of((enum item_state)s);
}

/* Each time its item's history brought it somewhere else. */
static bool
put_steps(struct arena *a, const struct order *o, size_t index, struct list *out)
{
	struct item_delivery_step_view *v = ARENA_ARRAY(a, struct item_delivery_step_view, o->nhistory + 1);
	size_t n = 0;
	int last = -1;

	if (v == NULL)
		return false;
	for (size_t i = 0; i < o->nhistory; i++) {
		const struct history_entry *h = &o->history[i];
		int state = h->item_index == (int)index ? state_named(h->to) : -1;
		if (state < 0 || state == last)
			continue;
		v[n++] = (struct item_delivery_step_view){ delivery_names[state], h->at };
		last = state;
	}
	*out = (struct list){ v, n };
	return true;
}

bool
delivery_views(struct arena *a, const struct order *o, const struct order_actor *actor, struct list *out)
{
	struct item_delivery_view *v = ARENA_ARRAY(a, struct item_delivery_view, o->nitems + 1);
	size_t n = 0;

	if (v == NULL)
		return false;
	for (size_t i = 0; i < o->nitems && o->type == ORDER_DELIVERY; i++) {
		const struct order_item *it = &o->items[i];
		int state = delivery_of(it->status);
		char id[STORE_ITEM_ID];
		if (state < 0 || !order_item_seen(o, it, actor))
			continue;
		v[n] = (struct item_delivery_view){ .delivery_id = arena_strdup(a, store_item_id(&o->id, (int)i, id)), .status = delivery_names[state],
		    .carrier = it->carrier, .tracking_number = it->tracking_number };
		v[n].item_id = v[n].delivery_id;
		if (v[n].delivery_id == NULL || !put_steps(a, o, i, &v[n].history))
			return false;
		n++;
	}
	*out = (struct list){ v, n };
	return true;
}
