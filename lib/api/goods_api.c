/* goods_api: the rows. */
#include "api/goods_api.h"

#include "base/arena.h"

static const struct model_field query_rows[] = {
	{ FIELD_STR(struct goods_list_query, category), .max = 50, .doc = "Only goods filed under this word" },
	{ FIELD_STR(struct goods_list_query, q), .max = 100, .doc = "Words of the name, Korean or English, in this order" },
	{ FIELD_ENUM(struct goods_list_query, sort, goods_sort_names), .def = GOODS_NEWEST, .doc = "The order of the list" },
	{ FIELD_INT(struct goods_list_query, limit), .min = 1, .max = 100, .def = 20, .doc = "Goods on a page" },
	{ FIELD_STR(struct goods_list_query, cursor), .max = 160, .doc = "nextCursor of the page before" },
};
const struct model goods_list_query_model = MODEL(struct goods_list_query, "ProductListQuery", query_rows);

static const struct model_field offer_rows[] = {
	{ FIELD_STR(struct goods_offer, name), .flags = MODEL_REQUIRED | MODEL_FREE, .min = 1, .max = 100,
	  .label_ko = "상품명", .label_en = "Name" },
	{ FIELD_AS(struct goods_offer, name_en, "nameEn", MODEL_STR, const char *), .flags = MODEL_NULLABLE | MODEL_FREE, .min = 1, .max = 100,
	  .doc = "For those who read English", .label_ko = "영어 상품명", .label_en = "English name" },
	{ FIELD_STR(struct goods_offer, description), .flags = MODEL_NULLABLE | MODEL_FREE | MODEL_MULTILINE, .max = 2000,
	  .label_ko = "설명", .label_en = "Description" },
	{ FIELD_AS(struct goods_offer, description_en, "descriptionEn", MODEL_STR, const char *),
	  .flags = MODEL_NULLABLE | MODEL_FREE | MODEL_MULTILINE, .max = 2000, .label_ko = "영어 설명", .label_en = "English description" },
	{ FIELD_INT(struct goods_offer, price), .flags = MODEL_REQUIRED, .min = 0, .max = GOODS_PRICE_MAX,
	  .doc = "Won", .label_ko = "가격", .label_en = "Price" },
	{ FIELD_INT(struct goods_offer, stock), .min = 0, .max = GOODS_STOCK_MAX, .def = 0,
	  .doc = "Pieces to begin with", .label_ko = "재고", .label_en = "Stock" },
	{ FIELD_STR(struct goods_offer, category), .flags = MODEL_REQUIRED | MODEL_FREE, .min = 1, .max = 50,
	  .doc = "Any word", .label_ko = "카테고리", .label_en = "Category" },
	{ FIELD_AS(struct goods_offer, seller_id, "sellerId", MODEL_INT, int64_t), .min = 0, .max = UINT32_MAX, .def = 0,
	  .doc = "For an admin to say; 0: the shop itself. A seller's goods are the seller's own", .label_ko = "판매자", .label_en = "Seller" },
};
const struct model goods_offer_model = MODEL(struct goods_offer, "ProductRequest", offer_rows);

static const struct model_field change_rows[] = {
	{ FIELD_STR(struct goods_change, name), .flags = MODEL_NULLABLE | MODEL_FREE, .min = 1, .max = 100,
	  .label_ko = "상품명", .label_en = "Name" },
	{ FIELD_AS(struct goods_change, name_en, "nameEn", MODEL_STR, const char *), .flags = MODEL_NULLABLE | MODEL_FREE, .min = 1, .max = 100,
	  .label_ko = "영어 상품명", .label_en = "English name" },
	{ FIELD_STR(struct goods_change, description), .flags = MODEL_NULLABLE | MODEL_FREE | MODEL_MULTILINE, .max = 2000,
	  .label_ko = "설명", .label_en = "Description" },
	{ FIELD_AS(struct goods_change, description_en, "descriptionEn", MODEL_STR, const char *),
	  .flags = MODEL_NULLABLE | MODEL_FREE | MODEL_MULTILINE, .max = 2000, .label_ko = "영어 설명", .label_en = "English description" },
	{ FIELD_INT(struct goods_change, price), .min = 0, .max = GOODS_PRICE_MAX, .def = -1,
	  .doc = "Won; left out: stays", .label_ko = "가격", .label_en = "Price" },
	{ FIELD_STR(struct goods_change, category), .flags = MODEL_NULLABLE | MODEL_FREE, .min = 1, .max = 50,
	  .label_ko = "카테고리", .label_en = "Category" },
	{ FIELD_AS(struct goods_change, sale, "status", MODEL_ENUM, int), .choices = goods_sale_names, .flags = MODEL_NULLABLE, .def = -1,
	  .doc = "SOLD_OUT is nobody's to set: it shows when there is no stock", .label_ko = "판매 상태", .label_en = "Status" },
};
const struct model goods_change_model = MODEL(struct goods_change, "ProductChange", change_rows);

static const char *
some(const void *value)
{
	return *(const int64_t *)value == 0 ? "invalid" : NULL;
}

static const struct model_field stock_rows[] = {
	{ FIELD_INT(struct stock_request, delta), .flags = MODEL_REQUIRED, .min = -GOODS_STOCK_MAX, .max = GOODS_STOCK_MAX, .check = some,
	  .doc = "Pieces that came in; negative: that are written off", .label_ko = "입고 수량", .label_en = "Pieces" },
	{ FIELD_STR(struct stock_request, reason), .flags = MODEL_REQUIRED | MODEL_FREE, .min = 1, .max = 200,
	  .doc = "Kept with the receipt", .label_ko = "사유", .label_en = "Reason" },
};
const struct model stock_request_model = MODEL(struct stock_request, "StockRequest", stock_rows);

static const struct model_field view_rows[] = {
	{ FIELD_AS(struct goods_view, product_id, "productId", MODEL_INT, int64_t) },
	{ FIELD_AS(struct goods_view, seller_id, "sellerId", MODEL_INT, int64_t), .doc = "0: the shop itself" },
	{ FIELD_STR(struct goods_view, name), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct goods_view, description), .flags = MODEL_REQUIRED },
	{ FIELD_INT(struct goods_view, price), .doc = "Won" },
	{ FIELD_INT(struct goods_view, stock), .doc = "Pieces that are there" },
	{ FIELD_STR(struct goods_view, status), .flags = MODEL_REQUIRED, .choices = goods_status_names },
	{ FIELD_STR(struct goods_view, category), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct goods_view, created_at, "createdAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct goods_view, updated_at, "updatedAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED },
};
const struct model goods_model = MODEL(struct goods_view, "Product", view_rows);

static const struct model_field list_rows[] = {
	{ FIELD_LIST(struct goods_list_answer, products, &goods_model) },
	{ FIELD_AS(struct goods_list_answer, next_cursor, "nextCursor", MODEL_STR, const char *), .flags = MODEL_NULLABLE,
	  .doc = "For the next page; null at the end" },
};
const struct model goods_list_model = MODEL(struct goods_list_answer, "ProductList", list_rows);

static const char *
named(const char *ko, const char *en, bool english)
{
	return english && en != NULL ? en : ko;
}

struct goods_view
goods_view(const struct goods *g, bool english)
{
	return (struct goods_view){
		.product_id = g->id, .seller_id = g->seller_id, .name = named(g->name, g->name_en, english),
		.description = named(g->description, g->description_en, english), .price = g->price, .stock = goods_pieces(g),
		.status = goods_status_names[goods_status(g)], .category = g->category,
		.created_at = g->created_at, .updated_at = g->updated_at
	};
}

bool
goods_list_view(struct arena *a, const struct goods_list *l, const char *next, bool english, struct goods_list_answer *out)
{
	struct goods_view *v = ARENA_ARRAY(a, struct goods_view, l->n + 1);

	if (v == NULL)
		return false;
	for (size_t i = 0; i < l->n; i++)
		v[i] = goods_view(&l->v[i], english);
	*out = (struct goods_list_answer){ { v, l->n }, next };
	return true;
}
