/* order_answer: the models of what the order endpoints answer. */
#include "api/order_answer.h"

static const char *const change_types[] = { "INCREASE", "DECREASE", NULL };
/* As payment_status_shown() says them; of refunds also that there is none. */
const char *const payment_words[] = { "PENDING", "SUCCESS", "FAILED", "PARTIALLY_REFUNDED", "REFUNDED", NULL };
static const char *const refund_words[] = { "NONE", "PENDING", "SUCCESS", "FAILED", "PARTIALLY_REFUNDED", "REFUNDED", NULL };

static const struct model_field pricing_rows[] = {
	{ FIELD_INT(struct pricing, base_price_total), .doc = "Dinners before customisation, won" },
	{ FIELD_INT(struct pricing, customization_cost), .doc = "Negative = credit" },
	{ FIELD_INT(struct pricing, side_dish_total) },
	{ FIELD_INT(struct pricing, cake_total) },
	{ FIELD_INT(struct pricing, discount_total) },
	{ FIELD_INT(struct pricing, delivery_fee) },
	{ FIELD_INT(struct pricing, final_price), .doc = "What is to be paid" },
};
const struct model pricing_model = MODEL(struct pricing, "Pricing", pricing_rows);

static const struct model_field item_rows[] = {
	{ FIELD_INT(struct item_view, item_index) },
	{ FIELD_STR(struct item_view, kind), .flags = MODEL_REQUIRED, .choices = product_kind_names },
	{ FIELD_STR(struct item_view, code), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct item_view, variant), .flags = MODEL_REQUIRED, .doc = "A dinner's style, a cake's flavor/size" },
	{ FIELD_STR(struct item_view, name), .flags = MODEL_REQUIRED },
	{ FIELD_INT(struct item_view, quantity) },
	{ FIELD_INT(struct item_view, cancelled_quantity) },
	{ FIELD_INT(struct item_view, unit_price) },
	{ FIELD_INT(struct item_view, customization_cost) },
	{ FIELD_INT(struct item_view, discount) },
	{ FIELD_INT(struct item_view, total) },
	{ FIELD_STR(struct item_view, status), .flags = MODEL_REQUIRED, .choices = item_state_names },
};
static const struct model item_model = MODEL(struct item_view, "OrderItem", item_rows);

static const struct model_field side_rows[] = {
	{ FIELD_STR(struct side_dish_view, code), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct side_dish_view, name), .flags = MODEL_REQUIRED },
	{ FIELD_INT(struct side_dish_view, quantity) },
	{ FIELD_INT(struct side_dish_view, unit_price) },
	{ FIELD_INT(struct side_dish_view, total) },
	{ FIELD_STR(struct side_dish_view, flavor) },
	{ FIELD_STR(struct side_dish_view, size) },
};
static const struct model side_model = MODEL(struct side_dish_view, "OrderedSideDish", side_rows);

static const struct model_field cake_rows[] = {
	{ FIELD_STR(struct cake_wish, image_path), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct cake_wish, message), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct cake_wish, flavor), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct cake_wish, size), .flags = MODEL_NULLABLE },
};
static const struct model cake_model = MODEL(struct cake_wish, "OrderedCake", cake_rows);

static const struct model_field change_rows[] = {
	{ FIELD_STR(struct change_view, ingredient_code), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct change_view, name), .flags = MODEL_REQUIRED },
	{ FIELD_QTY(struct change_view, base_quantity), .doc = "By the recipe, whole line" },
	{ FIELD_QTY(struct change_view, quantity), .doc = "As wished, whole line" },
	{ FIELD_STR(struct change_view, change_type), .flags = MODEL_REQUIRED, .choices = change_types },
	{ FIELD_QTY(struct change_view, quantity_change) },
	{ FIELD_INT(struct change_view, price_change), .doc = "Won; negative = credit" },
};
static const struct model change_model = MODEL(struct change_view, "CustomizationChange", change_rows);

static const struct model_field history_rows[] = {
	{ FIELD_INT(struct history_view, item_index), .doc = "-1 = the order as a whole" },
	{ FIELD_STR(struct history_view, event), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct history_view, from), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct history_view, to), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct history_view, actor), .flags = MODEL_REQUIRED, .choices = actor_names },
	{ FIELD_UUID(struct history_view, actor_id), .flags = MODEL_NULLABLE },
	{ FIELD_TIME(struct history_view, at), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct history_view, reason), .flags = MODEL_NULLABLE },
};
static const struct model history_model = MODEL(struct history_view, "OrderHistory", history_rows);

static const struct model_field payment_rows[] = {
	{ FIELD_UUID(struct payment_view, payment_id), .flags = MODEL_REQUIRED },
	{ FIELD_UUID(struct payment_view, order_id), .flags = MODEL_NULLABLE, .doc = "null: paid into the member's balance" },
	{ FIELD_INT(struct payment_view, amount) },
	{ FIELD_INT(struct payment_view, refunded_amount) },
	{ FIELD_INT(struct payment_view, refunding_amount), .doc = "Won that are to go back and have not yet; 0 in lists" },
	{ FIELD_STR(struct payment_view, refund_status), .flags = MODEL_NULLABLE, .choices = refund_words,
	    .doc = "PENDING: on its way; FAILED: not given back yet, and somebody of the shop sees to it; null in lists" },
	{ FIELD_STR(struct payment_view, status), .flags = MODEL_REQUIRED, .choices = payment_words },
	{ FIELD_STR(struct payment_view, method), .flags = MODEL_REQUIRED, .choices = payment_method_names },
	{ FIELD_STR(struct payment_view, masked_card_number), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct payment_view, card_brand), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct payment_view, transaction_id), .flags = MODEL_NULLABLE },
	{ FIELD_TIME(struct payment_view, created_at), .flags = MODEL_REQUIRED, .doc = "When it was tried" },
	{ FIELD_TIME(struct payment_view, paid_at), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct payment_view, failure_code), .flags = MODEL_NULLABLE },
};
const struct model payment_info_model = MODEL(struct payment_view, "PaymentInfo", payment_rows);

/* What every order shows, in lists too. */
#define ORDER_ROWS \
	{ FIELD_UUID(struct order_view, id), .flags = MODEL_REQUIRED }, \
	{ FIELD_STR(struct order_view, order_number), .flags = MODEL_REQUIRED, .doc = "For people" }, \
	{ FIELD_UUID(struct order_view, user_id), .flags = MODEL_NULLABLE }, \
	{ FIELD_STR(struct order_view, status), .flags = MODEL_REQUIRED, .choices = item_state_names, .doc = "Of its least advanced live item" }, \
	{ FIELD_STR(struct order_view, order_status), .flags = MODEL_REQUIRED, .choices = order_state_names, .doc = "Of the sale; status is that of the kitchen and the road" }, \
	{ FIELD_STR(struct order_view, payment_status), .flags = MODEL_REQUIRED, .choices = payment_words }, \
	{ FIELD_STR(struct order_view, order_type), .flags = MODEL_REQUIRED, .choices = order_type_names }, \
	{ FIELD_STR(struct order_view, menu_code), .flags = MODEL_NULLABLE, .doc = "null: an order of goods, without a dinner" }, \
	{ FIELD_STR(struct order_view, menu_name), .flags = MODEL_NULLABLE }, \
	{ FIELD_STR(struct order_view, style), .flags = MODEL_NULLABLE, .choices = order_styles }, \
	{ FIELD_INT(struct order_view, quantity) }, \
	{ FIELD_INT(struct order_view, unit_price) }, \
	{ FIELD_INT(struct order_view, total_price), .doc = "What is to be paid, won" }, \
	{ FIELD_OBJECT(struct order_view, pricing, struct pricing, &pricing_model), .flags = MODEL_REQUIRED }, \
	{ FIELD_STR(struct order_view, delivery_address), .flags = MODEL_NULLABLE }, \
	{ FIELD_STR(struct order_view, notes), .flags = MODEL_NULLABLE }, \
	{ FIELD_STR(struct order_view, recipient_name), .flags = MODEL_NULLABLE }, \
	{ FIELD_STR(struct order_view, recipient_phone), .flags = MODEL_NULLABLE }, \
	{ FIELD_STR(struct order_view, delivery_notes), .flags = MODEL_NULLABLE }, \
	{ FIELD_STR(struct order_view, scheduled_date), .flags = MODEL_NULLABLE, .doc = "The day it is wanted; null: as soon as can be" }, \
	{ FIELD_STR(struct order_view, scheduled_time_slot), .flags = MODEL_NULLABLE }, \
	{ FIELD_LIST(struct order_view, side_dishes, &side_model) }, \
	{ FIELD_OBJECT(struct order_view, cake_customization, struct cake_wish, &cake_model), .flags = MODEL_NULLABLE }, \
	{ FIELD_MAP(struct order_view, customizations), .doc = "Ingredient code: pieces wanted, where it differs from the recipe" }, \
	{ FIELD_UUID(struct order_view, reordered_from), .flags = MODEL_NULLABLE }, \
	{ FIELD_TIME(struct order_view, created_at), .flags = MODEL_REQUIRED }, \
	{ FIELD_TIME(struct order_view, order_date), .flags = MODEL_REQUIRED }, \
	{ FIELD_TIME(struct order_view, estimated_delivery_time), .flags = MODEL_REQUIRED }, \
	{ FIELD_BOOL(struct order_view, can_cancel), .doc = "The caller may cancel it now" }, \
	{ FIELD_STRS(struct order_view, next_statuses), .doc = "Where the caller may move it now" }, \
	{ FIELD_UUID(struct order_view, cook_id), .doc = "Who cooks it; shown to staff" }, \
	{ FIELD_UUID(struct order_view, courier_id), .doc = "Who delivers it; shown to staff" }

static const struct model_field order_summary_rows[] = { ORDER_ROWS };
const struct model order_model = MODEL(struct order_view, "Order", order_summary_rows);

static const struct model_field order_detail_rows[] = {
	ORDER_ROWS,
	{ FIELD_LIST(struct order_view, items, &item_model) },
	{ FIELD_LIST(struct order_view, history, &history_model), .doc = "Oldest first" },
	{ FIELD_OBJECT(struct order_view, payment, struct payment_view, &payment_info_model), .flags = MODEL_NULLABLE },
};
const struct model order_detail_model = MODEL(struct order_view, "OrderDetail", order_detail_rows);

static const struct model_field created_rows[] = {
	{ FIELD_OBJECT(struct order_created, order, struct order_view, &order_model), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct order_created, order_token), .doc = "Opens a guest's order; told once" },
	{ FIELD_UUID(struct order_created, reordered_from), .doc = "Of a reorder" },
	{ FIELD_STR(struct order_created, message), .flags = MODEL_REQUIRED },
};
const struct model order_created_model = MODEL(struct order_created, "OrderCreated", created_rows);

static const struct model_field answer_rows[] = {
	{ FIELD_OBJECT(struct order_answer, order, struct order_view, &order_detail_model), .flags = MODEL_REQUIRED },
};
const struct model order_answer_model = MODEL(struct order_answer, "OrderAnswer", answer_rows);

static const struct model_field moved_rows[] = {
	{ FIELD_OBJECT(struct order_answer, order, struct order_view, &order_model), .flags = MODEL_REQUIRED },
};
const struct model order_moved_model = MODEL(struct order_answer, "OrderMoved", moved_rows);

static const struct model_field refund_rows[] = {
	{ FIELD_INT(struct refund_view, amount), .doc = "Won" },
	{ FIELD_STR(struct refund_view, status), .flags = MODEL_REQUIRED, .choices = refund_words, .doc = "NONE where nothing had been paid" },
};
static const struct model refund_model = MODEL(struct refund_view, "Refund", refund_rows);

static const struct model_field cancelled_rows[] = {
	{ FIELD_OBJECT(struct order_cancelled, order, struct order_view, &order_model), .flags = MODEL_REQUIRED },
	{ FIELD_OBJECT(struct order_cancelled, refund, struct refund_view, &refund_model), .flags = MODEL_REQUIRED },
};
const struct model order_cancelled_model = MODEL(struct order_cancelled, "OrderCancelled", cancelled_rows);

static const struct model_field list_rows[] = {
	{ FIELD_LIST(struct order_list, orders, &order_model) },
	{ FIELD_INT(struct order_list, total_count) },
	{ FIELD_UUID(struct order_list, next_cursor), .flags = MODEL_NULLABLE },
};
const struct model order_list_model = MODEL(struct order_list, "OrderList", list_rows);

static const struct model_field board_rows[] = {
	{ FIELD_LIST(struct order_list, orders, &order_model) },
	{ FIELD_UUID(struct order_list, next_cursor), .flags = MODEL_NULLABLE },
};
const struct model order_board_model = MODEL(struct order_list, "OrderBoard", board_rows);

static const struct model_field changes_rows[] = {
	{ FIELD_LIST(struct order_changes_answer, customizations, &change_model) },
	{ FIELD_OBJECT(struct order_changes_answer, cake_customization, struct cake_wish, &cake_model), .flags = MODEL_NULLABLE },
};
const struct model order_changes_model = MODEL(struct order_changes_answer, "OrderCustomizations", changes_rows);
