/* sales_api: the rows. */
#include "api/sales_api.h"

#include "base/arena.h"
#include "domain/menu.h"

static const struct model_field product_rows[] = {
	{ FIELD_INT(struct popular_product_view, rank), .doc = "1: sold most" },
	{ FIELD_AS(struct popular_product_view, product_id, "productId", MODEL_INT, int64_t) },
	{ FIELD_STR(struct popular_product_view, name), .flags = MODEL_REQUIRED },
	{ FIELD_INT(struct popular_product_view, price), .doc = "Won" },
	{ FIELD_AS(struct popular_product_view, quantity_sold, "quantitySold", MODEL_INT, int64_t), .doc = "Pieces, less those cancelled or returned" },
};
static const struct model product_model = MODEL(struct popular_product_view, "PopularProduct", product_rows);

static const struct model_field popular_rows[] = {
	{ FIELD_LIST(struct popular_answer, products, &product_model) },
	{ FIELD_STR(struct popular_answer, from), .flags = MODEL_REQUIRED, .doc = "The first day counted, YYYY-MM-DD" },
	{ FIELD_STR(struct popular_answer, to), .flags = MODEL_REQUIRED, .doc = "The last: today" },
};
const struct model popular_model = MODEL(struct popular_answer, "PopularProducts", popular_rows);

static const struct model_field query_rows[] = {
	{ FIELD_STR(struct sales_query, from), .max = 10, .doc = "The first day, YYYY-MM-DD; left out: six days before the last" },
	{ FIELD_STR(struct sales_query, to), .max = 10, .doc = "The last day; left out: today" },
	{ FIELD_INT(struct sales_query, limit), .min = 1, .max = 100, .def = 20, .doc = "Entries on a page" },
	{ FIELD_STR(struct sales_query, cursor), .max = 24, .doc = "nextCursor of the page before" },
};
const struct model sales_query_model = MODEL(struct sales_query, "SalesQuery", query_rows);

static const struct model_field sale_rows[] = {
	{ FIELD_STR(struct sale_view, day), .flags = MODEL_REQUIRED, .doc = "YYYY-MM-DD, in the shop's zone: when it was paid" },
	{ FIELD_AS(struct sale_view, product_id, "productId", MODEL_INT, int64_t) },
	{ FIELD_AS(struct sale_view, seller_id, "sellerId", MODEL_INT, int64_t), .doc = "0: the shop itself" },
	{ FIELD_STR(struct sale_view, name), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct sale_view, kind), .flags = MODEL_REQUIRED, .choices = product_kind_names },
	{ FIELD_AS(struct sale_view, quantity_sold, "quantitySold", MODEL_INT, int64_t), .doc = "Pieces, less those cancelled or returned" },
	{ FIELD_INT(struct sale_view, amount), .doc = "Won those cost, after discounts" },
};
static const struct model sale_model = MODEL(struct sale_view, "SaleOfDay", sale_rows);

static const struct model_field sales_rows[] = {
	{ FIELD_STR(struct sales_answer, from), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct sales_answer, to), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct sales_answer, quantity_sold, "quantitySold", MODEL_INT, int64_t), .doc = "Of all these days" },
	{ FIELD_INT(struct sales_answer, amount), .doc = "Won, of all these days" },
	{ FIELD_LIST(struct sales_answer, sales, &sale_model), .doc = "The latest day first" },
	{ FIELD_AS(struct sales_answer, next_cursor, "nextCursor", MODEL_STR, const char *), .flags = MODEL_NULLABLE,
	  .doc = "For the next page; null at the end" },
};
const struct model sales_model = MODEL(struct sales_answer, "Sales", sales_rows);

static const char *
named(const char *ko, const char *en, bool english)
{
	return english && en != NULL ? en : ko;
}

bool
popular_view(struct arena *a, const struct list *l, const char *from, const char *to, bool english, struct popular_answer *out)
{
	struct popular_product_view *v = ARENA_ARRAY(a, struct popular_product_view, l->n + 1);

	if (v == NULL)
		return false;
	for (size_t i = 0; i < l->n; i++) {
		const struct sale_popular *p = LIST_AT(*l, struct sale_popular, i);
		v[i] = (struct popular_product_view){ (int64_t)i + 1, p->product_id, named(p->name, p->name_en, english), p->price, p->quantity };
	}
	*out = (struct popular_answer){ { v, l->n }, from, to };
	return true;
}

struct sale_view
sale_view(const struct sale_of_day *s, bool english)
{
	return (struct sale_view){ s->day, s->product_id, s->seller_id, named(s->name, s->name_en, english), s->kind, s->quantity, s->amount };
}
