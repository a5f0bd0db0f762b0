/* wares: lines of goods, and their prices of the moment. */
#include "shop/wares.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/err.h"
#include "shop/batch.h"
#include "shop/shortage.h"
#include "shop/ticket.h"

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the goods of an order");
}

static int
number_order(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static bool
room_for(struct arena *a, size_t n, struct wares *w)
{
	*w = (struct wares){ .lines.v = ARENA_ARRAY(a, struct sheet_line, n + 1), .products = ARENA_ARRAY(a, uint32_t, n + 1),
	    .uses = ARENA_ARRAY(a, struct stock_use, n + 1) };
	return w->lines.v != NULL && w->products != NULL && w->uses != NULL;
}

static struct sheet_line *
line_of(const struct wares *w, uint32_t product)
{
	for (size_t i = 0; i < w->lines.n; i++)
		if (w->lines.v[i].product_id == product)
			return &w->lines.v[i];
	return NULL;
}

static void
sort_products(struct wares *w)
{
	for (size_t i = 0; i < w->lines.n; i++)
		w->products[i] = w->lines.v[i].product_id;
	qsort(w->products, w->lines.n, sizeof(*w->products), number_order);
}

const struct err *
wares_of_wishes(struct arena *a, const struct list *wishes, struct wares *out)
{
	const struct ware_wish *wish = wishes->v;
	struct wares w;

	if (!room_for(a, wishes->n, &w))
		return full(a);
	for (size_t i = 0; i < wishes->n; i++) {
		struct sheet_line *l = line_of(&w, (uint32_t)wish[i].product_id);
		if (l == NULL) {
			l = &w.lines.v[w.lines.n++];
			*l = (struct sheet_line){ .product_id = (uint32_t)wish[i].product_id, .cart_item_id = wish[i].cart_item_id };
		}
		l->quantity += wish[i].quantity;
		if (l->quantity > WARES_PIECES)
			return err_fault(a, arena_printf(a, "/items/%zu/quantity", i), "too_large");
	}
	sort_products(&w);
	*out = w;
	return NULL;
}

const struct err *
wares_of_lines(struct arena *a, const struct sheet_lines *lines, struct wares *out)
{
	struct wares w;

	if (!room_for(a, lines->n, &w))
		return full(a);
	for (size_t i = 0; i < lines->n; i++)
		w.lines.v[w.lines.n++] = lines->v[i];
	sort_products(&w);
	*out = w;
	return NULL;
}

void
wares_name(const struct wares *w, struct ticket *t)
{
	t->products = w->products;
	t->nproducts = w->lines.n;
}

static const struct sheet_line *
offer_of(const struct batch *b, uint32_t product)
{
	size_t lo = 0, hi = b->offers.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (b->offers.v[mid].product_id == product)
			return &b->offers.v[mid];
		if (b->offers.v[mid].product_id < product)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

/* The batch's texts go with it; these stay. */
static bool
keep(struct arena *a, const struct sheet_line *offer, struct sheet_line *l)
{
	const int64_t quantity = l->quantity, cart_item = l->cart_item_id;

	*l = *offer;
	l->quantity = quantity;
	l->cart_item_id = cart_item;
	l->sku = arena_strdup(a, offer->sku);
	l->name = arena_strdup(a, offer->name);
	l->name_en = arena_strdup(a, offer->name_en);
	return l->sku != NULL && l->name != NULL && (l->name_en != NULL || offer->name_en == NULL);
}

const struct err *
wares_price(struct ticket *t, struct wares *w, const struct batch *b)
{
	struct arena *a = t->arena;

	w->nuses = 0;
	for (size_t i = 0; i < w->lines.n; i++) {
		struct sheet_line *l = &w->lines.v[i];
		const struct sheet_line *offer = offer_of(b, l->product_id);
		if (offer == NULL)
			return err_new(a, ERR_ENTITY_NOT_FOUND, "There is no product %u.", l->product_id);
		if (!offer->on_sale)
			return err_fault(a, arena_printf(a, "/items/%zu/productId", i), "not_on_sale");
		if (!keep(a, offer, l) || !stock_need(w->uses, &w->nuses, w->lines.n, l->sku_id, l->quantity * QTY_ONE))
			return full(a);
	}
	t->uses = w->uses;
	t->nuses = w->nuses;
	return NULL;
}

const struct err *
wares_short(struct arena *a, const struct wares *w, struct shortage *shorts, size_t n, bool english)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < w->lines.n; k++) {
			const struct sheet_line *l = &w->lines.v[k];
			if (l->sku_id != shorts[i].sku_id)
				continue;
			shorts[i].code = l->sku;
			shorts[i].name = english && l->name_en != NULL ? l->name_en : l->name;
		}
	return shortage_err(a, shorts, n);
}

const struct err *
wares_check_stock(struct arena *a, const struct wares *w, bool english)
{
	struct shortage *shorts = ARENA_ARRAY(a, struct shortage, w->lines.n + 1);
	size_t n = 0;

	if (shorts == NULL)
		return full(a);
	for (size_t i = 0; i < w->lines.n; i++) {
		const struct sheet_line *l = &w->lines.v[i];
		if (l->quantity * QTY_ONE > l->available)
			shorts[n++] = (struct shortage){ .sku_id = l->sku_id, .wanted = l->quantity * QTY_ONE, .available = l->available };
	}
	return n == 0 ? NULL : wares_short(a, w, shorts, n, english);
}
