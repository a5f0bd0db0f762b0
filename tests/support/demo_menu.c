/*
 * demo_menu: see demo_menu.h.
 */
#include "support/demo_menu.h"

#include <check.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define VARIANTS_MAX 32

static struct json_object *
at(struct json_object *o, const char *key)
{
	struct json_object *v = NULL;

	ck_assert_msg(json_object_object_get_ex(o, key, &v), "menu.json: no %s", key);
	return v;
}

static const char *
text(struct arena *a, struct json_object *o, const char *key)
{
	struct json_object *v;

	return json_object_object_get_ex(o, key, &v) ? arena_strdup(a, json_object_get_string(v)) : NULL;
}

static int
by_code(const void *x, const void *y)
{
	return strcmp((*(const struct sku *const *)x)->code, (*(const struct sku *const *)y)->code);
}

static void
skus(struct arena *a, struct json_object *list, struct menu *m)
{
	size_t n = json_object_array_length(list);
	struct sku *sku = ARENA_ARRAY(a, struct sku, n);
	const struct sku **sorted = ARENA_ARRAY(a, const struct sku *, n);

	for (size_t i = 0; i < n; i++) {
		struct json_object *o = json_object_array_get_idx(list, i);
		sku[i] = (struct sku){ .id = (uint32_t)i + 1, .code = text(a, o, "code"), .name = text(a, o, "name"),
		    .name_en = text(a, o, "name_en"), .ingredient = true,
		    .unit_price = json_object_get_int64(at(o, "unit_price")),
		    .removal_credit = json_object_get_int64(at(o, "removal_credit")) };
		sorted[i] = &sku[i];
	}
	qsort(sorted, n, sizeof(*sorted), by_code);
	m->skus = sku;
	m->by_code = sorted;
	m->nskus = n;
}

static const struct variant_name *
names(struct arena *a, struct json_object *list, size_t *n)
{
	struct variant_name *v = ARENA_ARRAY(a, struct variant_name, json_object_array_length(list));

	*n = json_object_array_length(list);
	for (size_t i = 0; i < *n; i++) {
		struct json_object *o = json_object_array_get_idx(list, i);
		v[i] = (struct variant_name){ text(a, o, "code"), text(a, o, "name"), text(a, o, "name_en") };
	}
	return v;
}

static int
by_sku(const void *x, const void *y)
{
	const struct recipe_line *a = x, *b = y;

	return (a->sku->id > b->sku->id) - (a->sku->id < b->sku->id);
}

static void
recipe(struct arena *a, const struct menu *m, struct json_object *lines, struct variant *v)
{
	struct recipe_line *r = ARENA_ARRAY(a, struct recipe_line, (size_t)json_object_object_length(lines) + 1);

	v->recipe = r;
	json_object_object_foreach(lines, code, quantity) {
		r[v->nrecipe].sku = menu_sku(m, code);
		ck_assert_msg(r[v->nrecipe].sku != NULL, "menu.json: no ingredient %s", code);
		ck_assert(qty_parse(json_object_to_json_string_ext(quantity, JSON_C_TO_STRING_PLAIN), &r[v->nrecipe].quantity));
		v->nrecipe++;
	}
	qsort(r, v->nrecipe, sizeof(*r), by_sku);
}

static struct product *
product(struct arena *a, struct json_object *o, enum product_kind kind, const char *price, struct product *p)
{
	struct json_object *decorated;
	const char *about = text(a, o, "description");

	*p = (struct product){ .kind = kind, .code = text(a, o, "code"), .name = text(a, o, "name"), .name_en = text(a, o, "name_en"),
	    .description = about == NULL ? "" : about, .description_en = text(a, o, "description_en"),
	    .price = json_object_get_int64(at(o, price)), .on_sale = true,
	    .decorated = kind == PRODUCT_CAKE || (json_object_object_get_ex(o, "decorated", &decorated) &&
	    json_object_get_boolean(decorated)) };
	p->variants = ARENA_ARRAY(a, struct variant, VARIANTS_MAX);
	return p;
}

static void
styles(struct arena *a, const struct menu *m, struct json_object *doc, struct json_object *by_style, struct product *p)
{
	struct json_object *list = at(doc, "styles");
	struct variant *v = (struct variant *)p->variants;

	json_object_object_foreach(by_style, style, lines) {
		for (size_t i = 0; i < json_object_array_length(list); i++) {
			struct json_object *o = json_object_array_get_idx(list, i);
			if (strcmp(json_object_get_string(at(o, "code")), style) == 0)
				v[p->nvariants] = (struct variant){ text(a, o, "code"), text(a, o, "name"), text(a, o, "name_en"),
				    json_object_get_int64(at(o, "modifier")), NULL, 0 };
		}
		recipe(a, m, lines, &v[p->nvariants++]);
	}
}

static void
cakes(struct arena *a, const struct menu *m, struct json_object *flavors, struct product *p)
{
	struct variant *v = (struct variant *)p->variants;

	json_object_object_foreach(flavors, flavor, sizes) {
		json_object_object_foreach(sizes, size, one) {
			ck_assert_uint_lt(p->nvariants, VARIANTS_MAX);
			v[p->nvariants].code = arena_printf(a, "%s/%s", flavor, size);
			v[p->nvariants].price = json_object_get_int64(at(one, "price"));
			recipe(a, m, at(one, "ingredients"), &v[p->nvariants++]);
		}
	}
}

const struct menu *
demo_menu(struct arena *a)
{
	const char *top = getenv("srcdir");
	struct json_object *doc = json_object_from_file(arena_printf(a, "%s/sql/demo/menu.json", top != NULL ? top : "."));
	struct menu *m = ARENA_NEW(a, struct menu);
	struct product *p;

	ck_assert_msg(doc != NULL, "%s", json_util_get_last_err());
	struct json_object *dinners = at(doc, "dinners"), *sides = at(doc, "side_dishes");
	skus(a, at(doc, "ingredients"), m);
	m->flavors = names(a, at(doc, "flavors"), &m->nflavors);
	m->sizes = names(a, at(doc, "sizes"), &m->nsizes);
	m->products = p = ARENA_ARRAY(a, struct product, json_object_array_length(dinners) + json_object_array_length(sides));
	for (size_t i = 0; i < json_object_array_length(dinners); i++) {
		struct json_object *o = json_object_array_get_idx(dinners, i);
		styles(a, m, doc, at(o, "styles"), product(a, o, PRODUCT_DINNER, "base_price", &p[m->nproducts++]));
	}
	for (size_t i = 0; i < json_object_array_length(sides); i++) {
		struct json_object *o = json_object_array_get_idx(sides, i), *lines = at(o, "ingredients");
		bool cake = json_object_object_length(lines) == 0;
		struct product *side = product(a, o, cake ? PRODUCT_CAKE : PRODUCT_SIDE_DISH, "price", &p[m->nproducts++]);
		if (cake) {
			cakes(a, m, at(doc, "custom_cakes"), side);
		} else {
			struct variant *v = (struct variant *)side->variants;
			v->code = "";
			side->nvariants = 1;
			recipe(a, m, lines, v);
		}
	}
	for (size_t i = 0; i < m->nproducts; i++)
		p[i].id = (uint32_t)i + 1;
	m->version = 1;
	json_object_put(doc);
	return m;
}
