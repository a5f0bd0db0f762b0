/* cart_api: the rows. */
#include "api/cart_api.h"

#include "base/arena.h"

static const struct model_field add_rows[] = {
	{ FIELD_AS(struct cart_add_request, product_id, "productId", MODEL_INT, int64_t), .flags = MODEL_REQUIRED, .min = 1, .max = UINT32_MAX,
	  .label_ko = "상품", .label_en = "Product" },
	{ FIELD_INT(struct cart_add_request, quantity), .min = 1, .max = CART_PIECES, .def = 1,
	  .doc = "Pieces to add; at most 99 of one product lie in a cart", .label_ko = "수량", .label_en = "Quantity" },
};
const struct model cart_add_model = MODEL(struct cart_add_request, "CartItemRequest", add_rows);

static const struct model_field set_rows[] = {
	{ FIELD_INT(struct cart_set_request, quantity), .flags = MODEL_REQUIRED, .min = 1, .max = CART_PIECES,
	  .doc = "Pieces the line has then", .label_ko = "수량", .label_en = "Quantity" },
};
const struct model cart_set_model = MODEL(struct cart_set_request, "CartItemChange", set_rows);

static const struct model_field line_rows[] = {
	{ FIELD_AS(struct cart_line_view, cart_item_id, "cartItemId", MODEL_INT, int64_t) },
	{ FIELD_AS(struct cart_line_view, product_id, "productId", MODEL_INT, int64_t) },
	{ FIELD_STR(struct cart_line_view, name), .flags = MODEL_REQUIRED },
	{ FIELD_INT(struct cart_line_view, quantity) },
	{ FIELD_AS(struct cart_line_view, unit_price, "unitPrice", MODEL_INT, int64_t), .doc = "Won, as of now" },
	{ FIELD_INT(struct cart_line_view, total), .doc = "unitPrice * quantity" },
	{ FIELD_INT(struct cart_line_view, stock), .doc = "Pieces that are there" },
	{ FIELD_STR(struct cart_line_view, status), .flags = MODEL_REQUIRED, .choices = goods_status_names },
};
static const struct model line_model = MODEL(struct cart_line_view, "CartItem", line_rows);

#define CART_ROWS(S) \
	{ FIELD_LIST(S, items, &line_model), .doc = "As they were added" }, \
	{ FIELD_INT(S, total), .doc = "Won; of the lines that are ON_SALE" }

static const struct model_field cart_rows[] = { CART_ROWS(struct cart_view) };
const struct model cart_model = MODEL(struct cart_view, "Cart", cart_rows);

static const struct model_field added_rows[] = {
	{ FIELD_AS(struct cart_added_view, cart_item_id, "cartItemId", MODEL_INT, int64_t), .doc = "The line the pieces lie in" },
	CART_ROWS(struct cart_added_view),
};
const struct model cart_added_model = MODEL(struct cart_added_view, "CartWithItem", added_rows);

bool
cart_view(struct arena *a, const struct cart *c, bool english, struct cart_view *out)
{
	struct cart_line_view *v = ARENA_ARRAY(a, struct cart_line_view, c->n + 1);

	if (v == NULL)
		return false;
	for (size_t i = 0; i < c->n; i++) {
		const struct cart_line *l = &c->line[i];
		const struct goods *g = &l->goods;
		v[i] = (struct cart_line_view){
			.cart_item_id = l->id, .product_id = g->id, .name = english && g->name_en != NULL ? g->name_en : g->name,
			.quantity = l->quantity, .unit_price = g->price, .total = cart_line_total(l), .stock = goods_pieces(g),
			.status = goods_status_names[goods_status(g)]
		};
	}
	*out = (struct cart_view){ { v, c->n }, cart_total(c) };
	return true;
}
