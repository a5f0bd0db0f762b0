/* menu_view: from the catalogue and the stock to what the API shows of them. */
#include "api/menu_answer.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/jsonw.h"

static const char *
named(const char *ko, const char *en, bool english)
{
	return english && en != NULL ? en : ko;
}

/* One portion could be made of what is there. */
static bool
can_make(const struct variant *v, const struct stock_book *stock)
{
	for (size_t i = 0; i < v->nrecipe; i++) {
		const struct stock_row *row = stock_find(stock, v->recipe[i].sku->id);
		if (row == NULL || row->available < v->recipe[i].quantity)
			return false;
	}
	return true;
}

static bool
ingredients(struct arena *a, const struct variant *v, bool english, struct list *out)
{
	struct ingredient_view *in = ARENA_ARRAY(a, struct ingredient_view, v->nrecipe + 1);

	if (in == NULL)
		return false;
	for (size_t i = 0; i < v->nrecipe; i++) {
		const struct sku *s = v->recipe[i].sku;
		in[i] = (struct ingredient_view){ s->code, named(s->name, s->name_en, english), v->recipe[i].quantity,
		    s->unit_price, s->removal_credit };
	}
	*out = (struct list){ in, v->nrecipe };
	return true;
}

static bool
dinner(struct arena *a, const struct product *p, const struct stock_book *stock, bool english, struct dinner_view *out)
{
	struct style_view *styles = ARENA_ARRAY(a, struct style_view, p->nvariants + 1);

	if (styles == NULL)
		return false;
	*out = (struct dinner_view){ .code = p->code, .name = named(p->name, p->name_en, english),
	    .description = named(p->description, p->description_en, english), .base_price = p->price,
	    .is_cake = p->decorated };
	for (size_t i = 0; i < p->nvariants; i++) {
		const struct variant *v = &p->variants[i];
		styles[i] = (struct style_view){ .code = v->code, .name = named(v->name, v->name_en, english),
		    .price = p->price + v->price, .is_available = p->on_sale && can_make(v, stock) };
		out->is_available |= styles[i].is_available;
		if (!ingredients(a, v, english, &styles[i].ingredients))
			return false;
	}
	out->styles = (struct list){ styles, p->nvariants };
	return true;
}

bool
menu_view(struct arena *a, const struct menu *m, const struct stock_book *stock, bool english, struct menu_answer *out)
{
	struct dinner_view *d = ARENA_ARRAY(a, struct dinner_view, m->nproducts + 1);
	size_t n = 0;

	if (d == NULL)
		return false;
	for (size_t i = 0; i < m->nproducts; i++)
		if (m->products[i].kind == PRODUCT_DINNER && m->products[i].on_sale &&
		    !dinner(a, &m->products[i], stock, english, &d[n++]))
			return false;
	out->data = (struct list){ d, n };
	return true;
}

const struct dinner_view *
dinner_view(struct arena *a, const struct product *p, const struct stock_book *stock, bool english)
{
	struct dinner_view *d = ARENA_NEW(a, struct dinner_view);

	return d != NULL && dinner(a, p, stock, english, d) ? d : NULL;
}

bool
sides_view(struct arena *a, const struct menu *m, const struct stock_book *stock, bool english, struct sides_answer *out)
{
	struct side_view *s = ARENA_ARRAY(a, struct side_view, m->nproducts + 1);
	size_t n = 0;

	if (s == NULL)
		return false;
	for (size_t i = 0; i < m->nproducts; i++) {
		const struct product *p = &m->products[i];
		if ((p->kind != PRODUCT_SIDE_DISH && p->kind != PRODUCT_CAKE) || !p->on_sale)
			continue;
		s[n] = (struct side_view){ .side_dish_id = p->id, .code = p->code, .name = named(p->name, p->name_en, english),
		    .description = named(p->description, p->description_en, english), .base_price = p->price };
		for (size_t v = 0; v < p->nvariants; v++)
			s[n].is_available |= can_make(&p->variants[v], stock);
		/* A cake's recipe depends on flavor and size: it has its own list. */
		if (p->kind == PRODUCT_SIDE_DISH && !ingredients(a, &p->variants[0], english, &s[n].ingredients))
			return false;
		n++;
	}
	out->data = (struct list){ s, n };
	return true;
}

static void
write_recipe(struct jsonw *w, const struct variant *v)
{
	json_open(w, '{');
	json_key(w, "price");
	json_int(w, v->price);
	json_key(w, "ingredients");
	json_open(w, '[');
	for (size_t i = 0; i < v->nrecipe; i++) {
		json_open(w, '{');
		json_key(w, "ingredient_code");
		json_str(w, v->recipe[i].sku->code);
		json_key(w, "quantity");
		json_qty(w, v->recipe[i].quantity);
		json_close(w, '}');
	}
	json_close(w, ']');
	json_close(w, '}');
}

static void
write_recipes(struct jsonw *w, const struct menu *m, const struct product *cake)
{
	char code[64];

	json_open(w, '{');
	for (size_t f = 0; cake != NULL && f < m->nflavors; f++) {
		json_key(w, m->flavors[f].code);
		json_open(w, '{');
		for (size_t s = 0; s < m->nsizes; s++) {
			const struct variant *v = menu_cake_variant(m->flavors[f].code, m->sizes[s].code, code, sizeof(code)) ?
			    menu_variant(cake, code) : NULL;
			if (v == NULL)
				continue;
			json_key(w, m->sizes[s].code);
			write_recipe(w, v);
		}
		json_close(w, '}');
	}
	json_close(w, '}');
}

/* What was written, moved to the arena. */
static const char *
settle(struct arena *a, struct buf *b)
{
	const char *s = b->failed ? NULL : arena_strdup(a, buf_str(b));

	buf_free(b);
	return s;
}

static const char *
names(struct arena *a, const struct variant_name *v, size_t n, bool english)
{
	struct buf b = { 0 };
	struct jsonw w = { &b, false };

	json_open(&w, '{');
	for (size_t i = 0; i < n; i++) {
		json_key(&w, v[i].code);
		json_str(&w, named(v[i].name, v[i].name_en, english));
	}
	json_close(&w, '}');
	return settle(a, &b);
}

bool
recipes_view(struct arena *a, const struct menu *m, bool english, struct recipes_answer *out)
{
	const struct product *cake = NULL;
	struct buf b = { 0 };
	struct jsonw w = { &b, false };

	for (size_t i = 0; i < m->nproducts && cake == NULL; i++)
		if (m->products[i].kind == PRODUCT_CAKE && m->products[i].on_sale)
			cake = &m->products[i];
	write_recipes(&w, m, cake);
	out->data = settle(a, &b);
	out->flavors = names(a, m->flavors, m->nflavors, english);
	out->sizes = names(a, m->sizes, m->nsizes, english);
	return out->data != NULL && out->flavors != NULL && out->sizes != NULL;
}
