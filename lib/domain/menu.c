/* menu: lookups in the catalogue. */
#include "domain/menu.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

const char *const product_kind_names[] = {
	[PRODUCT_GOODS] = "GOODS",
	[PRODUCT_DINNER] = "DINNER",
	[PRODUCT_SIDE_DISH] = "SIDE_DISH",
	[PRODUCT_CAKE] = "CAKE",
	[PRODUCT__MAX] = NULL
};

int
product_kind_parse(const char *name)
{
	return text_among(product_kind_names, name);
}

const struct product *
menu_product(const struct menu *m, enum product_kind kind, const char *code)
{
	for (size_t i = 0; code != NULL && i < m->nproducts; i++)
		if (m->products[i].kind == kind && m->products[i].code != NULL &&
		    strcmp(m->products[i].code, code) == 0)
			return &m->products[i];
	return NULL;
}

const struct product *
menu_side_dish(const struct menu *m, const char *code)
{
	const struct product *p = menu_product(m, PRODUCT_SIDE_DISH, code);

	return p != NULL ? p : menu_product(m, PRODUCT_CAKE, code);
}

const struct variant *
menu_variant(const struct product *p, const char *code)
{
	for (size_t i = 0; code != NULL && i < p->nvariants; i++)
		if (strcmp(p->variants[i].code, code) == 0)
			return &p->variants[i];
	return NULL;
}

const struct sku *
menu_sku(const struct menu *m, const char *code)
{
	size_t lo = 0, hi = m->nskus;

	while (code != NULL && lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = strcmp(code, m->by_code[mid]->code);
		if (c == 0)
			return m->by_code[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

const struct sku *
menu_sku_by_id(const struct menu *m, uint32_t id)
{
	size_t lo = 0, hi = m->nskus;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (m->skus[mid].id == id)
			return &m->skus[mid];
		if (id < m->skus[mid].id)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

static const struct variant_name *
name_find(const struct variant_name *v, size_t n, const char *code)
{
	for (size_t i = 0; code != NULL && i < n; i++)
		if (strcmp(v[i].code, code) == 0)
			return &v[i];
	return NULL;
}

const struct variant_name *
menu_flavor(const struct menu *m, const char *code)
{
	return name_find(m->flavors, m->nflavors, code);
}

const struct variant_name *
menu_size(const struct menu *m, const char *code)
{
	return name_find(m->sizes, m->nsizes, code);
}

const struct variant *
menu_base_ingredients(const struct menu *m, const char *dinner, const char *style)
{
	const struct product *p = menu_product(m, PRODUCT_DINNER, dinner);

	return p == NULL ? NULL : menu_variant(p, style);
}

bool
menu_cake_variant(const char *flavor, const char *size, char *out, size_t outlen)
{
	int n = snprintf(out, outlen, "%s/%s", flavor, size);

	return n > 0 && (size_t)n < outlen;
}
