/* seller_page: the rows. */
#include "api/seller_page.h"

#include <string.h>

#include "base/arena.h"
#include "domain/delivery.h"
#include "domain/line_moves.h"
#include "domain/payment.h"
#include "domain/seller.h"

/* --- goods ------------------------------------------------------------------- */

static const struct model_field goods_query_rows[] = {
	{ FIELD_STR(struct seller_goods_query, q), .max = 100 },
	{ FIELD_AS(struct seller_goods_query, seller_id, "seller", MODEL_INT, int64_t), .min = 0, .max = UINT32_MAX },
	{ FIELD_INT(struct seller_goods_query, cursor), .min = 0, .max = UINT32_MAX },
	{ FIELD_STR(struct seller_goods_query, done), .max = 20 },
};
const struct model seller_goods_query_model = MODEL(struct seller_goods_query, "SellerGoodsQuery", goods_query_rows);

static const struct model_field goods_form_rows[] = {
	{ FIELD_AS(struct seller_goods_form, offer.name, "name", MODEL_STR, const char *), .flags = MODEL_REQUIRED | MODEL_FREE, .min = 1, .max = 100,
	  .label_ko = "상품명", .label_en = "Name" },
	{ FIELD_AS(struct seller_goods_form, offer.name_en, "nameEn", MODEL_STR, const char *), .flags = MODEL_NULLABLE | MODEL_FREE, .min = 1, .max = 100,
	  .label_ko = "영어 상품명", .label_en = "English name" },
	{ FIELD_AS(struct seller_goods_form, offer.description, "description", MODEL_STR, const char *),
	  .flags = MODEL_NULLABLE | MODEL_FREE | MODEL_MULTILINE, .max = 2000, .label_ko = "설명", .label_en = "Description" },
	{ FIELD_AS(struct seller_goods_form, offer.description_en, "descriptionEn", MODEL_STR, const char *),
	  .flags = MODEL_NULLABLE | MODEL_FREE | MODEL_MULTILINE, .max = 2000, .label_ko = "영어 설명", .label_en = "English description" },
	{ FIELD_AS(struct seller_goods_form, offer.price, "price", MODEL_INT, int64_t), .flags = MODEL_REQUIRED, .min = 0, .max = GOODS_PRICE_MAX,
	  .label_ko = "가격", .label_en = "Price" },
	{ FIELD_AS(struct seller_goods_form, offer.category, "category", MODEL_STR, const char *), .flags = MODEL_REQUIRED | MODEL_FREE, .min = 1, .max = 50,
	  .label_ko = "카테고리", .label_en = "Category" },
	{ FIELD_INT(struct seller_goods_form, version), .flags = MODEL_REQUIRED, .min = 1, .max = UINT32_MAX, .label_ko = "버전", .label_en = "Version" },
};
const struct model seller_goods_form_model = MODEL(struct seller_goods_form, "SellerGoodsForm", goods_form_rows);

static const char *
or_empty(const char *text)
{
	return text == NULL ? "" : text;
}

struct goods_change
seller_goods_change(const struct seller_goods_form *f)
{
	const struct goods_offer *o = &f->offer;

	return (struct goods_change){ .name = o->name, .name_en = or_empty(o->name_en), .description = or_empty(o->description),
	    .description_en = or_empty(o->description_en), .category = o->category, .price = o->price, .sale = -1 };
}

static bool
same(const char *a, const char *b)
{
	return strcmp(or_empty(a), or_empty(b)) == 0;
}

bool
seller_goods_same(const struct goods *g, const struct seller_goods_form *f)
{
	const struct goods_offer *o = &f->offer;

	return same(g->name, o->name) && same(g->name_en, o->name_en) && same(g->description, o->description) &&
	    same(g->description_en, o->description_en) && same(g->category, o->category) && g->price == o->price;
}

static const struct model_field sale_form_rows[] = {
	{ FIELD_AS(struct seller_sale_form, sale, "status", MODEL_ENUM, int), .choices = goods_sale_names, .flags = MODEL_REQUIRED, .def = -1,
	  .label_ko = "판매 상태", .label_en = "Status" },
	{ FIELD_INT(struct seller_sale_form, version), .flags = MODEL_REQUIRED, .min = 1, .max = UINT32_MAX, .label_ko = "버전", .label_en = "Version" },
};
const struct model seller_sale_form_model = MODEL(struct seller_sale_form, "SellerSaleForm", sale_form_rows);

static const struct model_field goods_rows[] = {
	{ FIELD_AS(struct seller_goods_view, product_id, "productId", MODEL_INT, int64_t) },
	{ FIELD_AS(struct seller_goods_view, seller_id, "sellerId", MODEL_INT, int64_t) },
	{ FIELD_STR(struct seller_goods_view, name), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct seller_goods_view, name_en, "nameEn", MODEL_STR, const char *), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct seller_goods_view, description), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct seller_goods_view, description_en, "descriptionEn", MODEL_STR, const char *), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct seller_goods_view, category), .flags = MODEL_REQUIRED },
	{ FIELD_INT(struct seller_goods_view, price) },
	{ FIELD_INT(struct seller_goods_view, stock) },
	{ FIELD_INT(struct seller_goods_view, version) },
	{ FIELD_STR(struct seller_goods_view, status), .flags = MODEL_REQUIRED, .choices = goods_status_names },
	{ FIELD_STR(struct seller_goods_view, sale), .flags = MODEL_REQUIRED, .choices = goods_sale_names },
};
const struct model seller_goods_model = MODEL(struct seller_goods_view, "SellerGoods", goods_rows);

struct seller_goods_view
seller_goods_view(const struct goods *g)
{
	return (struct seller_goods_view){
		.product_id = g->id, .seller_id = g->seller_id, .name = g->name, .name_en = g->name_en, .description = g->description,
		.description_en = g->description_en, .category = g->category, .price = g->price, .stock = goods_pieces(g), .version = g->version,
		.status = goods_status_names[goods_status(g)], .sale = goods_sale_names[g->on_sale ? GOODS_SALE_ON : GOODS_SALE_ENDED]
	};
}

static const struct model_field booking_rows[] = {
	{ FIELD_INT(struct goods_booking_view, pieces) },
	{ FIELD_STR(struct goods_booking_view, reason), .flags = MODEL_REQUIRED },
	{ FIELD_TIME(struct goods_booking_view, at), .flags = MODEL_REQUIRED },
};
static const struct model booking_model = MODEL(struct goods_booking_view, "GoodsBooking", booking_rows);

static const struct model_field bookings_rows[] = {
	{ FIELD_LIST(struct goods_bookings_view, bookings, &booking_model) },
};
const struct model goods_bookings_model = MODEL(struct goods_bookings_view, "GoodsBookings", bookings_rows);

/* --- what there is to send ----------------------------------------------------- */

static const struct model_field items_query_rows[] = {
	{ FIELD_ENUM(struct seller_items_query, status, item_state_names), .def = ITEM_PENDING },
	{ FIELD_AS(struct seller_items_query, seller_id, "seller", MODEL_INT, int64_t), .min = 0, .max = UINT32_MAX, .def = -1 },
	{ FIELD_STR(struct seller_items_query, cursor), .max = 64 },
	{ FIELD_ENUM(struct seller_items_query, moved, item_state_names), .def = -1 },
};
const struct model seller_items_query_model = MODEL(struct seller_items_query, "SellerItemsQuery", items_query_rows);

static const struct model_field move_form_rows[] = {
	{ FIELD_ENUM(struct seller_move_form, status, item_state_names), .flags = MODEL_REQUIRED, .def = -1, .label_ko = "상태", .label_en = "Status" },
	{ FIELD_ENUM(struct seller_move_form, from, item_state_names), .flags = MODEL_REQUIRED, .def = -1, .label_ko = "이전 상태", .label_en = "Status before" },
	{ FIELD_STR(struct seller_move_form, reason), .flags = MODEL_NULLABLE | MODEL_FREE, .max = 200, .label_ko = "사유", .label_en = "Reason" },
	{ FIELD_AS(struct seller_move_form, seller_id, "seller", MODEL_INT, int64_t), .min = 0, .max = UINT32_MAX, .def = -1 },
};
const struct model seller_move_form_model = MODEL(struct seller_move_form, "SellerMoveForm", move_form_rows);

static const struct model_field parcel_form_rows[] = {
	{ FIELD_AS(struct seller_parcel_form, said.status, "status", MODEL_ENUM, int), .choices = delivery_names, .def = -1, .label_ko = "배송 상태",
	  .label_en = "Status" },
	{ FIELD_AS(struct seller_parcel_form, said.carrier, "carrier", MODEL_STR, const char *), .flags = MODEL_NULLABLE | MODEL_FREE, .min = 1, .max = 50,
	  .label_ko = "택배사", .label_en = "Carrier" },
	{ FIELD_AS(struct seller_parcel_form, said.tracking_number, "trackingNumber", MODEL_STR, const char *), .flags = MODEL_NULLABLE, .max = 40,
	  .label_ko = "운송장 번호", .label_en = "Tracking number" },
	{ FIELD_ENUM(struct seller_parcel_form, from, item_state_names), .flags = MODEL_REQUIRED, .def = -1, .label_ko = "이전 상태", .label_en = "Status before" },
	{ FIELD_AS(struct seller_parcel_form, seller_id, "seller", MODEL_INT, int64_t), .min = 0, .max = UINT32_MAX, .def = -1 },
};
const struct model seller_parcel_form_model = MODEL(struct seller_parcel_form, "SellerParcelForm", parcel_form_rows);

static const struct model_field way_rows[] = {
	{ FIELD_STR(struct item_way_view, event), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct item_way_view, to), .flags = MODEL_REQUIRED, .choices = item_state_names },
	{ FIELD_BOOL(struct item_way_view, settles) },
	{ FIELD_BOOL(struct item_way_view, gives) },
};
static const struct model way_model = MODEL(struct item_way_view, "ItemWay", way_rows);

static const struct model_field ways_rows[] = {
	{ FIELD_LIST(struct item_ways_view, ways, &way_model) },
	{ FIELD_INT(struct item_ways_view, left) },
	{ FIELD_AS(struct item_ways_view, gives_money, "givesMoney", MODEL_INT, int64_t) },
	{ FIELD_AS(struct item_ways_view, gives_points, "givesPoints", MODEL_INT, int64_t) },
	{ FIELD_AS(struct item_ways_view, pay_method, "payMethod", MODEL_STR, const char *), .flags = MODEL_REQUIRED, .choices = payment_method_names },
};
const struct model item_ways_model = MODEL(struct item_ways_view, "ItemWays", ways_rows);

bool
item_ways_view(struct arena *a, const struct order *o, size_t index, unsigned movers, struct item_ways_view *out)
{
	const struct item_move **moves = ARENA_ARRAY(a, const struct item_move *, item_moves_n);
	struct item_way_view *v = ARENA_ARRAY(a, struct item_way_view, item_moves_n);
	struct refund back;
	size_t n;

	if (moves == NULL || v == NULL)
		return false;
	n = line_moves(o, index, movers, moves);
	for (size_t i = 0; i < n; i++) {
		enum after_effect e = after_effect_of(moves[i]->event);
		v[i] = (struct item_way_view){ moves[i]->event, item_state_names[moves[i]->to], e != PIECES_STAY, e == PIECES_CANCELLED || e == PIECES_RETURNED };
	}
	(void)line_gives_back(o, index, &back);	/* nothing is 0 */
	*out = (struct item_ways_view){ .ways = { v, n }, .left = after_left(&o->items[index]), .gives_money = back.money, .gives_points = back.points,
	    .pay_method = payment_method_names[o->payment.method] };
	return true;
}

/* --- who sells ------------------------------------------------------------------- */

static const struct model_field sellers_query_rows[] = {
	{ FIELD_ENUM(struct admin_sellers_query, status, seller_status_names), .def = -1 },
	{ FIELD_INT(struct admin_sellers_query, cursor), .min = 0, .max = UINT32_MAX },
};
const struct model admin_sellers_query_model = MODEL(struct admin_sellers_query, "AdminSellersQuery", sellers_query_rows);

static const struct model_field decision_rows[] = {
	{ FIELD_ENUM(struct seller_decision, status, seller_status_names), .flags = MODEL_REQUIRED, .def = -1, .label_ko = "상태", .label_en = "Status" },
};
const struct model seller_decision_model = MODEL(struct seller_decision, "SellerDecision", decision_rows);
