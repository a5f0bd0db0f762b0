/* coupon_api: the rows. */
#include "api/coupon_api.h"

#include "base/arena.h"

#define PRODUCTS_MAX 100	/* that one coupon names */

bool
coupon_of_request(struct arena *a, const struct coupon_request *r, struct coupon *out)
{
	const int64_t *wanted = r->product_ids.v;
	uint32_t *ids = ARENA_ARRAY(a, uint32_t, r->product_ids.n + 1);

	if (ids == NULL)
		return false;
	for (size_t i = 0; i < r->product_ids.n; i++)
		ids[i] = (uint32_t)wanted[i];	/* the row has their limits */
	*out = (struct coupon){
		.name = r->name, .name_en = r->name_en, .description = r->description, .description_en = r->description_en,
		.kind = (enum coupon_kind)r->kind, .scope = (enum coupon_scope)r->scope,
		.value = r->value, .min_order_amount = r->min_order_amount, .product_ids = ids, .nproducts = r->product_ids.n,
		.quantity = r->quantity, .issue_from = r->issue_from, .issue_to = r->issue_to, .valid_days = r->valid_days
	};
	return true;
}

/* What the domain says of it as a whole. */
static void
request_rule(const void *in, struct faults *f)
{
	struct coupon c;

	if (coupon_of_request(f->arena, in, &c))
		coupon_check(&c, f);
	else
		f->failed = true;
}

static const struct model_field request_rows[] = {
	{ FIELD_STR(struct coupon_request, name), .flags = MODEL_REQUIRED | MODEL_FREE, .min = 1, .max = 100,
	  .label_ko = "쿠폰 이름", .label_en = "Name" },
	{ FIELD_AS(struct coupon_request, name_en, "nameEn", MODEL_STR, const char *), .flags = MODEL_NULLABLE | MODEL_FREE, .min = 1, .max = 100,
	  .doc = "For those who read English", .label_ko = "영어 쿠폰 이름", .label_en = "English name" },
	{ FIELD_STR(struct coupon_request, description), .flags = MODEL_NULLABLE | MODEL_FREE, .max = 500,
	  .label_ko = "설명", .label_en = "Description" },
	{ FIELD_AS(struct coupon_request, description_en, "descriptionEn", MODEL_STR, const char *), .flags = MODEL_NULLABLE | MODEL_FREE, .max = 500,
	  .label_ko = "영어 설명", .label_en = "English description" },
	{ FIELD_ENUM(struct coupon_request, kind, coupon_kind_names), .flags = MODEL_REQUIRED,
	  .doc = "FIXED takes off won, PERCENT per cent rounded down, FREE_DELIVERY the delivery fees", .label_ko = "종류", .label_en = "Kind" },
	{ FIELD_INT(struct coupon_request, value), .min = 0, .max = INT64_C(99999999), .def = 0,
	  .doc = "FIXED: won; PERCENT: 1 to 100; FREE_DELIVERY: left out", .label_ko = "할인 값", .label_en = "Value" },
	{ FIELD_ENUM(struct coupon_request, scope, coupon_scope_names), .def = COUPON_FOR_ORDER,
	  .doc = "The goods of the order together, or one line of one of the products", .label_ko = "적용 대상", .label_en = "Scope" },
	{ FIELD_AS(struct coupon_request, product_ids, "productIds", MODEL_INTS, struct list), .max = PRODUCTS_MAX, .vmin = 1, .vmax = UINT32_MAX,
	  .doc = "For scope PRODUCT: a line of one of these can have it", .label_ko = "대상 상품", .label_en = "Products" },
	{ FIELD_AS(struct coupon_request, min_order_amount, "minOrderAmount", MODEL_INT, int64_t), .min = 0, .max = INT64_C(1000000000000), .def = 0,
	  .doc = "Won of goods it takes to use one; 0: any", .label_ko = "최소 주문 금액", .label_en = "Least amount" },
	{ FIELD_INT(struct coupon_request, quantity), .flags = MODEL_REQUIRED, .min = 1, .max = COUPON_QUANTITY_MAX,
	  .doc = "How many are given out, first come, first served, one a member", .label_ko = "수량", .label_en = "Quantity" },
	{ FIELD_AS(struct coupon_request, issue_from, "issueFrom", MODEL_TIME, int64_t), .flags = MODEL_NULLABLE,
	  .doc = "Given out from then; left out: at once", .label_ko = "발급 시작", .label_en = "Given out from" },
	{ FIELD_AS(struct coupon_request, issue_to, "issueTo", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED,
	  .doc = "Given out until before then", .label_ko = "발급 끝", .label_en = "Given out until" },
	{ FIELD_AS(struct coupon_request, valid_days, "validDays", MODEL_INT, int64_t), .flags = MODEL_REQUIRED, .min = 1, .max = COUPON_VALID_DAYS_MAX,
	  .doc = "Days one can be used, the day it was given out not counted", .label_ko = "유효 일수", .label_en = "Days it is valid" },
};
const struct model coupon_request_model = { .name = "CouponRequest", .size = sizeof(struct coupon_request),
    .fields = request_rows, .nfields = sizeof(request_rows) / sizeof(request_rows[0]), .rule = request_rule };

static const struct model_field list_query_rows[] = {
	{ FIELD_INT(struct coupon_list_query, limit), .min = 1, .max = 100, .def = 20, .doc = "Coupons on a page" },
	{ FIELD_INT(struct coupon_list_query, cursor), .min = 0, .max = UINT32_MAX, .def = 0, .doc = "nextCursor of the page before" },
};
const struct model coupon_list_query_model = MODEL(struct coupon_list_query, "CouponListQuery", list_query_rows);

static const struct model_field holdings_query_rows[] = {
	{ FIELD_ENUM(struct holdings_query, status, coupon_state_names), .def = -1, .doc = "Only those of this status" },
	{ FIELD_INT(struct holdings_query, limit), .min = 1, .max = 100, .def = 20, .doc = "Coupons on a page" },
	{ FIELD_UUID(struct holdings_query, cursor), .doc = "nextCursor of the page before" },
};
const struct model holdings_query_model = MODEL(struct holdings_query, "IssuedCouponListQuery", holdings_query_rows);

static const struct model_field view_rows[] = {
	{ FIELD_AS(struct coupon_view, coupon_id, "couponId", MODEL_INT, int64_t) },
	{ FIELD_STR(struct coupon_view, name), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct coupon_view, description), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct coupon_view, kind), .flags = MODEL_REQUIRED, .choices = coupon_kind_names },
	{ FIELD_INT(struct coupon_view, value), .doc = "FIXED: won; PERCENT: per cent; FREE_DELIVERY: 0" },
	{ FIELD_STR(struct coupon_view, scope), .flags = MODEL_REQUIRED, .choices = coupon_scope_names },
	{ FIELD_AS(struct coupon_view, product_ids, "productIds", MODEL_INTS, struct list), .doc = "Of scope PRODUCT" },
	{ FIELD_AS(struct coupon_view, min_order_amount, "minOrderAmount", MODEL_INT, int64_t), .doc = "Won of goods it takes to use one" },
	{ FIELD_INT(struct coupon_view, quantity), .doc = "How many are given out in all" },
	{ FIELD_INT(struct coupon_view, remaining), .doc = "How many are left" },
	{ FIELD_AS(struct coupon_view, issue_from, "issueFrom", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct coupon_view, issue_to, "issueTo", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct coupon_view, valid_days, "validDays", MODEL_INT, int64_t), .doc = "Days one can be used" },
};
const struct model coupon_model = MODEL(struct coupon_view, "Coupon", view_rows);

static const struct model_field issued_rows[] = {
	{ FIELD_AS(struct issued_view, issued_coupon_id, "issuedCouponId", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct issued_view, coupon_id, "couponId", MODEL_INT, int64_t) },
	{ FIELD_STR(struct issued_view, name), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct issued_view, kind), .flags = MODEL_REQUIRED, .choices = coupon_kind_names },
	{ FIELD_INT(struct issued_view, value), .doc = "FIXED: won; PERCENT: per cent; FREE_DELIVERY: 0" },
	{ FIELD_STR(struct issued_view, scope), .flags = MODEL_REQUIRED, .choices = coupon_scope_names },
	{ FIELD_AS(struct issued_view, min_order_amount, "minOrderAmount", MODEL_INT, int64_t), .doc = "Won of goods it takes to use it" },
	{ FIELD_STR(struct issued_view, status), .flags = MODEL_REQUIRED, .choices = coupon_state_names },
	{ FIELD_AS(struct issued_view, issued_at, "issuedAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct issued_view, expires_at, "expiresAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED, .doc = "Usable before then" },
	{ FIELD_AS(struct issued_view, order_key, "orderKey", MODEL_UUID, struct uuid), .flags = MODEL_NULLABLE, .doc = "The order it is used by" },
};
const struct model issued_model = MODEL(struct issued_view, "IssuedCoupon", issued_rows);

static const struct model_field list_rows[] = {
	{ FIELD_LIST(struct coupon_list_answer, coupons, &coupon_model), .doc = "Newest first" },
	{ FIELD_AS(struct coupon_list_answer, next_cursor, "nextCursor", MODEL_STR, const char *), .flags = MODEL_NULLABLE,
	  .doc = "For the next page; null at the end" },
};
const struct model coupon_list_model = MODEL(struct coupon_list_answer, "CouponList", list_rows);

static const struct model_field holdings_rows[] = {
	{ FIELD_LIST(struct holdings_answer, coupons, &issued_model), .doc = "Newest first" },
	{ FIELD_AS(struct holdings_answer, next_cursor, "nextCursor", MODEL_UUID, struct uuid), .flags = MODEL_NULLABLE,
	  .doc = "For the next page; null at the end" },
};
const struct model holdings_model = MODEL(struct holdings_answer, "IssuedCouponList", holdings_rows);

bool
coupon_view(struct arena *a, const struct coupon *c, bool english, struct coupon_view *out)
{
	int64_t *ids = ARENA_ARRAY(a, int64_t, c->nproducts + 1);

	if (ids == NULL)
		return false;
	for (size_t i = 0; i < c->nproducts; i++)
		ids[i] = c->product_ids[i];
	*out = (struct coupon_view){
		.coupon_id = c->id, .name = coupon_name(c, english),
		.description = english && c->description_en != NULL ? c->description_en : c->description, .kind = coupon_kind_names[c->kind], .value = c->value,
		.scope = coupon_scope_names[c->scope], .product_ids = { ids, c->nproducts }, .min_order_amount = c->min_order_amount,
		.quantity = c->quantity, .remaining = coupon_remaining(c), .issue_from = c->issue_from, .issue_to = c->issue_to,
		.valid_days = c->valid_days
	};
	return true;
}

bool
coupon_list_view(struct arena *a, const struct coupon *c, size_t n, const char *next, bool english, struct coupon_list_answer *out)
{
	struct coupon_view *v = ARENA_ARRAY(a, struct coupon_view, n + 1);

	if (v == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!coupon_view(a, &c[i], english, &v[i]))
			return false;
	*out = (struct coupon_list_answer){ { v, n }, next };
	return true;
}

struct issued_view
issued_view(const struct issued_coupon *c, int64_t now, bool english)
{
	return (struct issued_view){
		.issued_coupon_id = c->id, .coupon_id = c->coupon->id, .name = coupon_name(c->coupon, english), .kind = coupon_kind_names[c->coupon->kind],
		.value = c->coupon->value, .scope = coupon_scope_names[c->coupon->scope], .min_order_amount = c->coupon->min_order_amount,
		.status = coupon_state_names[coupon_state_now(c, now)], .issued_at = c->issued_at, .expires_at = c->expires_at,
		.order_key = c->order_id
	};
}

bool
holdings_view(struct arena *a, const struct issued_coupon *c, size_t n, const struct uuid *next, int64_t now, bool english,
    struct holdings_answer *out)
{
	struct issued_view *v = ARENA_ARRAY(a, struct issued_view, n + 1);

	if (v == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		v[i] = issued_view(&c[i], now, english);
	*out = (struct holdings_answer){ { v, n }, *next };
	return true;
}
