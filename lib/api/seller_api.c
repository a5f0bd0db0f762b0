/* seller_api: the rows. */
#include "api/seller_api.h"

#include "base/arena.h"
#include "domain/user.h"

static const struct model_field request_rows[] = {
	{ FIELD_AS(struct seller_wish, business_name, "businessName", MODEL_STR, const char *), .flags = MODEL_REQUIRED | MODEL_FREE, .min = 1, .max = 100,
	  .doc = "The name the business is registered under", .label_ko = "사업자 명", .label_en = "Business name" },
	{ FIELD_AS(struct seller_wish, registration_number, "registrationNumber", MODEL_STR, const char *), .flags = MODEL_REQUIRED,
	  .max = 12, .check = seller_number_check,
	  .doc = "Ten digits with or without dashes; the last is a check digit", .label_ko = "사업자등록번호", .label_en = "Registration number" },
	{ FIELD_STR(struct seller_wish, phone), .flags = MODEL_REQUIRED, .max = 20, .check = user_phone_check,
	  .doc = "For customers to call", .label_ko = "고객센터 연락처", .label_en = "Phone" },
	{ FIELD_STR(struct seller_wish, address), .flags = MODEL_REQUIRED | MODEL_FREE, .min = 2, .max = 200,
	  .label_ko = "사업자 주소", .label_en = "Address" },
	{ FIELD_STR(struct seller_wish, category), .flags = MODEL_REQUIRED | MODEL_FREE, .min = 1, .max = 50,
	  .doc = "What is sold", .label_ko = "판매 카테고리", .label_en = "Category" },
};
const struct model seller_request_model = MODEL(struct seller_wish, "SellerRequest", request_rows);

static const struct model_field change_rows[] = {
	{ FIELD_STR(struct seller_change, phone), .flags = MODEL_NULLABLE, .max = 20, .check = user_phone_check,
	  .label_ko = "고객센터 연락처", .label_en = "Phone" },
	{ FIELD_STR(struct seller_change, address), .flags = MODEL_NULLABLE | MODEL_FREE, .min = 2, .max = 200,
	  .label_ko = "사업자 주소", .label_en = "Address" },
	{ FIELD_STR(struct seller_change, category), .flags = MODEL_NULLABLE | MODEL_FREE, .min = 1, .max = 50,
	  .label_ko = "판매 카테고리", .label_en = "Category" },
	{ FIELD_AS(struct seller_change, delivery_fee, "deliveryFee", MODEL_INT, int64_t), .min = 0, .max = SELLER_FEE_MAX, .def = -1,
	  .doc = "Won, once an order; left out: stays", .label_ko = "배송비", .label_en = "Delivery fee" },
	{ FIELD_AS(struct seller_change, free_delivery_from, "freeDeliveryFrom", MODEL_INT, int64_t), .min = 0, .max = INT64_C(1000000000), .def = -1,
	  .doc = "Won of this seller's goods from which delivery is free; left out: stays", .label_ko = "무료 배송 기준", .label_en = "Free delivery from" },
	{ FIELD_ENUM(struct seller_change, status, seller_status_names), .flags = MODEL_NULLABLE, .def = -1,
	  .doc = "By an admin only", .label_ko = "상태", .label_en = "Status" },
};
const struct model seller_change_model = MODEL(struct seller_change, "SellerChange", change_rows);

static const struct model_field query_rows[] = {
	{ FIELD_ENUM(struct seller_list_query, status, seller_status_names), .def = -1, .doc = "Only those of this status" },
	{ FIELD_INT(struct seller_list_query, limit), .min = 1, .max = 100, .def = 20, .doc = "Sellers on a page" },
	{ FIELD_INT(struct seller_list_query, cursor), .min = 0, .max = UINT32_MAX, .def = 0, .doc = "nextCursor of the page before" },
};
const struct model seller_list_query_model = MODEL(struct seller_list_query, "SellerListQuery", query_rows);

static const struct model_field view_rows[] = {
	{ FIELD_AS(struct seller_view, seller_id, "sellerId", MODEL_INT, int64_t) },
	{ FIELD_AS(struct seller_view, user_id, "userId", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct seller_view, business_name, "businessName", MODEL_STR, const char *), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct seller_view, registration_number, "registrationNumber", MODEL_STR, const char *), .flags = MODEL_REQUIRED,
	  .doc = "Ten digits" },
	{ FIELD_STR(struct seller_view, phone), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct seller_view, address), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct seller_view, category), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct seller_view, status), .flags = MODEL_REQUIRED, .choices = seller_status_names },
	{ FIELD_AS(struct seller_view, delivery_fee, "deliveryFee", MODEL_INT, int64_t), .doc = "Won, once an order" },
	{ FIELD_AS(struct seller_view, free_delivery_from, "freeDeliveryFrom", MODEL_INT, int64_t),
	  .doc = "Won of this seller's goods from which delivery is free" },
	{ FIELD_AS(struct seller_view, created_at, "createdAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct seller_view, updated_at, "updatedAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED },
};
const struct model seller_model = MODEL(struct seller_view, "Seller", view_rows);

static const struct model_field list_rows[] = {
	{ FIELD_LIST(struct seller_list_answer, sellers, &seller_model) },
	{ FIELD_AS(struct seller_list_answer, next_cursor, "nextCursor", MODEL_STR, const char *), .flags = MODEL_NULLABLE,
	  .doc = "For the next page; null at the end" },
};
const struct model seller_list_model = MODEL(struct seller_list_answer, "SellerList", list_rows);

struct seller_view
seller_view(const struct seller *s)
{
	return (struct seller_view){
		.seller_id = s->id, .user_id = s->user_id, .business_name = s->business_name,
		.registration_number = s->registration_number, .phone = s->phone, .address = s->address, .category = s->category,
		.status = seller_status_names[s->status], .delivery_fee = s->delivery_fee,
		.free_delivery_from = s->free_delivery_from, .created_at = s->created_at, .updated_at = s->updated_at
	};
}

bool
seller_list_view(struct arena *a, const struct seller *s, size_t n, const char *next, struct seller_list_answer *out)
{
	struct seller_view *v = ARENA_ARRAY(a, struct seller_view, n + 1);

	if (v == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		v[i] = seller_view(&s[i]);
	*out = (struct seller_list_answer){ { v, n }, next };
	return true;
}
