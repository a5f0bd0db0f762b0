/* order_request: the rows. */
#include "api/order_request.h"

#include <string.h>

static const struct model_field side_dish_rows[] = {
	{ FIELD_STR(struct side_dish_wish, code), .flags = MODEL_REQUIRED, .min = 1, .max = 64,
	  .doc = "Code of the side dish", .label_ko = "곁들임", .label_en = "Side dish" },
	{ FIELD_INT(struct side_dish_wish, quantity), .min = 0, .max = 99, .def = 1,
	  .doc = "Portions; 0 leaves it out", .label_ko = "수량", .label_en = "Quantity" },
	{ FIELD_STR(struct side_dish_wish, flavor), .flags = MODEL_NULLABLE, .min = 1, .max = 32,
	  .doc = "Of a custom cake; left out: the one of cake_customization", .label_ko = "맛", .label_en = "Flavor" },
	{ FIELD_STR(struct side_dish_wish, size), .flags = MODEL_NULLABLE, .min = 1, .max = 32,
	  .doc = "Of a custom cake; left out: the one of cake_customization", .label_ko = "크기", .label_en = "Size" },
};
const struct model side_dish_order_model = MODEL(struct side_dish_wish, "SideDishOrder", side_dish_rows);

/* A picture of ours, by the path the upload answered. */
static const char *
image_path_check(const void *value)
{
	static const char prefix[] = "/api/cake/customizations/image/";
	const char *s = *(const char *const *)value;

	if (strncmp(s, prefix, sizeof(prefix) - 1) != 0)
		return "not_an_image_path";
	s += sizeof(prefix) - 1;
	if (*s == '\0' || *s == '.' ||
	    s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")] != '\0')
		return "not_an_image_path";
	return NULL;
}

static const struct model_field cake_rows[] = {
	{ FIELD_STR(struct cake_wish, image_path), .flags = MODEL_NULLABLE, .max = 200, .check = image_path_check,
	  .doc = "Path of a picture as the upload answered it", .label_ko = "케이크 이미지", .label_en = "Cake picture" },
	{ FIELD_STR(struct cake_wish, message), .flags = MODEL_NULLABLE | MODEL_FREE, .max = 60,
	  .doc = "Written on the cake", .label_ko = "케이크 문구", .label_en = "Message on the cake" },
	{ FIELD_STR(struct cake_wish, flavor), .flags = MODEL_NULLABLE, .max = 32, .label_ko = "맛", .label_en = "Flavor" },
	{ FIELD_STR(struct cake_wish, size), .flags = MODEL_NULLABLE, .max = 32, .label_ko = "크기", .label_en = "Size" },
	{ FIELD_STR(struct cake_wish, status), .flags = MODEL_IGNORED, .doc = "Accepted from older clients, and not looked at" },
};
const struct model cake_order_model = MODEL(struct cake_wish, "CakeCustomization", cake_rows);

/* What is brought needs a place to be brought to. */
static bool
is_delivered(const void *in)
{
	return ((const struct order_wish *)in)->order_type == ORDER_DELIVERY;
}

static const struct model_field order_rows[] = {
	{ FIELD_STR(struct order_wish, dinner_code), .flags = MODEL_REQUIRED, .min = 1, .max = 64,
	  .doc = "Code of the dinner", .label_ko = "디너", .label_en = "Dinner" },
	{ FIELD_ENUM(struct order_wish, style, order_styles), .flags = MODEL_REQUIRED, .def = -1,
	  .doc = "How it is served", .label_ko = "차림", .label_en = "Style" },
	{ FIELD_INT(struct order_wish, quantity), .min = 1, .max = 10, .def = 1,
	  .doc = "Portions", .label_ko = "수량", .label_en = "Quantity" },
	{ FIELD_STR(struct order_wish, delivery_address), .flags = MODEL_NULLABLE | MODEL_FREE, .min = 2, .max = 200,
	  .needed = is_delivered, .doc = "Required for DELIVERY", .label_ko = "배달 주소", .label_en = "Delivery address" },
	{ FIELD_UUID(struct order_wish, user_id), .flags = MODEL_NULLABLE,
	  .doc = "The caller; null or left out for a guest", .label_ko = "회원", .label_en = "Member" },
	{ FIELD_MAP(struct order_wish, customizations), .max = 40, .vmin = 0, .vmax = 99,
	  .doc = "Ingredient code: pieces wanted for the whole line; 0 leaves it out", .label_ko = "재료 변경", .label_en = "Customisation" },
	{ FIELD_STR(struct order_wish, notes), .flags = MODEL_NULLABLE | MODEL_FREE | MODEL_MULTILINE, .max = 500,
	  .doc = "Wishes to the kitchen or courier", .label_ko = "요청 사항", .label_en = "Notes" },
	{ FIELD_ENUM(struct order_wish, order_type, order_type_names), .flags = MODEL_NULLABLE, .def = ORDER_DELIVERY,
	  .doc = "How it gets to the buyer", .label_ko = "받는 방법", .label_en = "Delivery or pickup" },
	{ FIELD_LIST(struct order_wish, side_dishes, &side_dish_order_model), .max = 20,
	  .doc = "What is added to the dinner", .label_ko = "곁들임", .label_en = "Side dishes" },
	{ FIELD_OBJECT(struct order_wish, cake_customization, struct cake_wish, &cake_order_model), .flags = MODEL_NULLABLE,
	  .doc = "How the cake should look, where one is ordered", .label_ko = "케이크", .label_en = "Cake" },
};
const struct model order_request_model = MODEL(struct order_wish, "OrderRequest", order_rows);

static const struct model_field reorder_rows[] = {
	{ FIELD_STR(struct reorder_request, delivery_address), .flags = MODEL_NULLABLE | MODEL_FREE, .min = 2, .max = 200,
	  .doc = "Left out: as in the order repeated", .label_ko = "배달 주소", .label_en = "Delivery address" },
	{ FIELD_STR(struct reorder_request, notes), .flags = MODEL_NULLABLE | MODEL_FREE | MODEL_MULTILINE, .max = 500,
	  .doc = "Left out: as in the order repeated", .label_ko = "요청 사항", .label_en = "Notes" },
	{ FIELD_ENUM(struct reorder_request, order_type, order_type_names), .flags = MODEL_NULLABLE, .def = -1,
	  .doc = "Left out: as in the order repeated", .label_ko = "받는 방법", .label_en = "Delivery or pickup" },
};
const struct model reorder_request_model = MODEL(struct reorder_request, "ReorderRequest", reorder_rows);

static const struct model_field update_status_rows[] = {
	{ FIELD_ENUM(struct update_status_request, new_status, item_state_names), .flags = MODEL_REQUIRED, .def = -1,
	  .doc = "The state to move to", .label_ko = "변경할 상태", .label_en = "New status" },
};
const struct model update_status_request_model =
    MODEL(struct update_status_request, "UpdateOrderStatusRequest", update_status_rows);

static const struct model_field cancel_rows[] = {
	{ FIELD_STR(struct cancel_request, reason), .flags = MODEL_NULLABLE | MODEL_FREE, .max = 200,
	  .doc = "Kept in the order's history", .label_ko = "취소 사유", .label_en = "Reason" },
};
const struct model cancel_request_model = MODEL(struct cancel_request, "CancelRequest", cancel_rows);

static const struct model_field assign_rows[] = {
	{ FIELD_UUID(struct assign_request, staff_id), .flags = MODEL_REQUIRED,
	  .doc = "A cook or courier", .label_ko = "담당 직원", .label_en = "Member of staff" },
};
const struct model assign_request_model = MODEL(struct assign_request, "AssignRequest", assign_rows);

static const struct model_field list_rows[] = {
	{ FIELD_ENUM(struct order_list_query, status, item_state_names), .def = -1, .doc = "Only orders in this state" },
	{ FIELD_INT(struct order_list_query, limit), .min = 1, .max = 100, .def = 20, .doc = "Orders on a page" },
	{ FIELD_UUID(struct order_list_query, cursor), .doc = "next_cursor of the page before" },
};
const struct model order_list_query_model = MODEL(struct order_list_query, "OrderListQuery", list_rows);

static const struct model_field token_rows[] = {
	{ FIELD_STR(struct token_query, token), .flags = MODEL_SECRET, .max = 64,
	  .doc = "order_token of a guest's order; also taken from the header X-Order-Token and the cookie" },
};
const struct model token_query_model = MODEL(struct token_query, "TokenQuery", token_rows);
