/* catalog_store: rows of five tables, tied together by their keys. */
#include "store/catalog_store.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/menu.h"
#include "store/stmts.h"

#define TRIES 5		/* at reading all tables while nothing changes them */

const struct err *
catalog_store_version(struct db *db, struct arena *a, int64_t *out)
{
	struct rows r;
	const struct err *e;

	if ((e = stmt_run(db, a, STMT_CATALOG_VERSION, NULL, 0, &r)) != NULL)
		return e;
	if (r.n != 1)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "the catalogue has no version");
	*out = row_int(&r, 0, 0);
	return NULL;
}

static int
sku_by_code(const void *x, const void *y)
{
	return strcmp((*(const struct sku *const *)x)->code, (*(const struct sku *const *)y)->code);
}

static bool
load_skus(struct arena *a, const struct rows *r, struct menu *m)
{
	struct sku *sku = ARENA_ARRAY(a, struct sku, r->n + 1);
	const struct sku **by_code = ARENA_ARRAY(a, const struct sku *, r->n + 1);

	if (sku == NULL || by_code == NULL)
		return false;
	for (size_t i = 0; i < r->n; i++) {
		sku[i] = (struct sku){
			.id = (uint32_t)row_int(r, i, 0), .code = row_str(r, i, 1), .name = row_str(r, i, 2),
			.name_en = row_str(r, i, 3), .ingredient = row_int(r, i, 4) != 0,
			.unit_price = row_int(r, i, 5), .removal_credit = row_int(r, i, 6)
		};
		by_code[i] = &sku[i];
	}
	qsort(by_code, r->n, sizeof(*by_code), sku_by_code);
	m->skus = sku;
	m->by_code = by_code;
	m->nskus = r->n;
	return true;
}

static bool
load_names(struct arena *a, const struct rows *r, const char *kind, const struct variant_name **out, size_t *n)
{
	struct variant_name *v = ARENA_ARRAY(a, struct variant_name, r->n + 1);

	if (v == NULL)
		return false;
	*n = 0;
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(row_str(r, i, 0), kind) == 0)
			v[(*n)++] = (struct variant_name){ row_str(r, i, 1), row_str(r, i, 2), row_str(r, i, 3) };
	*out = v;
	return true;
}

static bool
load_hours(struct arena *a, const struct rows *r, struct menu *m)
{
	struct slot_hours *h = ARENA_ARRAY(a, struct slot_hours, r->n + 1);

	if (h == NULL)
		return false;
	for (size_t i = 0; i < r->n; i++)
		h[i] = (struct slot_hours){ (uint32_t)row_int(r, i, 0), row_int(r, i, 1) };
	m->hours = h;
	m->nhours = r->n;
	return true;
}

/* The recipe rows of one variant. */
static bool
load_recipe(struct arena *a, const struct rows *r, const struct menu *m, uint32_t product_id, struct variant *v)
{
	struct recipe_line *line;
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += row_int(r, i, 0) == product_id && strcmp(row_str(r, i, 1), v->code) == 0;
	if ((line = ARENA_ARRAY(a, struct recipe_line, n + 1)) == NULL)
		return false;
	v->recipe = line;
	for (size_t i = 0; i < r->n; i++) {
		if (row_int(r, i, 0) != product_id || strcmp(row_str(r, i, 1), v->code) != 0)
			continue;
		line[v->nrecipe++] = (struct recipe_line){
			menu_sku_by_id(m, (uint32_t)row_int(r, i, 2)), row_int(r, i, 3)
		};
	}
	return true;
}

static bool
load_variants(struct arena *a, const struct rows *vr, const struct rows *rr, const struct menu *m,
    const struct variant_name *styles, size_t nstyles, struct product *p)
{
	struct variant *v = ARENA_ARRAY(a, struct variant, vr->n + 1);

	if (v == NULL)
		return false;
	p->variants = v;
	for (size_t i = 0; i < vr->n; i++) {
		if (row_int(vr, i, 0) != p->id)
			continue;
		struct variant *one = &v[p->nvariants++];
		one->code = row_str(vr, i, 1);
		one->price = row_int(vr, i, 2);
		for (size_t s = 0; s < nstyles; s++)
			if (strcmp(styles[s].code, one->code) == 0) {
				one->name = styles[s].name;
				one->name_en = styles[s].name_en;
			}
	}
	if (p->nvariants == 0)
		v[p->nvariants++].code = "";
	for (size_t i = 0; i < p->nvariants; i++)
		if (!load_recipe(a, rr, m, p->id, &v[i]))
			return false;
	return true;
}

static bool
load_products(struct arena *a, const struct rows *pr, const struct rows *vr, const struct rows *rr,
    const struct variant_name *styles, size_t nstyles, struct menu *m)
{
	struct product *p = ARENA_ARRAY(a, struct product, pr->n + 1);

	if (p == NULL)
		return false;
	for (size_t i = 0; i < pr->n; i++) {
		int kind = product_kind_parse(row_str(pr, i, 1));
		p[i] = (struct product){
			.id = (uint32_t)row_int(pr, i, 0), .kind = (enum product_kind)kind, .code = row_str(pr, i, 2),
			.name = row_str(pr, i, 3), .name_en = row_str(pr, i, 4),
			.description = row_str(pr, i, 5), .description_en = row_str(pr, i, 6),
			.on_sale = strcmp(row_str(pr, i, 7), "ON_SALE") == 0,
			.price = row_int(pr, i, 8), .decorated = row_int(pr, i, 9) != 0
		};
		if (!load_variants(a, vr, rr, m, styles, nstyles, &p[i]))
			return false;
	}
	m->products = p;
	m->nproducts = pr->n;
	return true;
}

const struct err *
catalog_store_load(struct db *db, struct arena *a, const struct menu **out)
{
	static const int reads[] = { STMT_CATALOG_SKUS, STMT_CATALOG_PRODUCTS, STMT_CATALOG_VARIANTS,
	    STMT_CATALOG_VARIANT_NAMES, STMT_CATALOG_RECIPES, STMT_CATALOG_SLOT_HOURS };
	enum { SKUS, PRODUCTS, VARIANTS, NAMES, RECIPES, HOURS, READS };
	struct rows r[READS];
	const struct variant_name *styles;
	size_t nstyles;
	struct menu *m = ARENA_NEW(a, struct menu);
	int64_t before, after;
	int tries = 0;
	const struct err *e;

	if (m == NULL)
		goto full;
	/* Read between two equal versions, the tables are of one moment; rows of several need not even fit together. */
	do {
		if (tries++ == TRIES)
			return err_new(a, ERR_UNAVAILABLE, "the catalogue is changing all the time");
		if ((e = catalog_store_version(db, a, &before)) != NULL)
			return e;
		for (int i = 0; i < READS; i++)
			if ((e = stmt_run(db, a, reads[i], NULL, 0, &r[i])) != NULL)
				return e;
		if ((e = catalog_store_version(db, a, &after)) != NULL)
			return e;
	} while (before != after);
	m->version = before;
	if (!load_skus(a, &r[SKUS], m) ||
	    !load_names(a, &r[NAMES], "FLAVOR", &m->flavors, &m->nflavors) ||
	    !load_names(a, &r[NAMES], "SIZE", &m->sizes, &m->nsizes) ||
	    !load_names(a, &r[NAMES], "STYLE", &styles, &nstyles) ||
	    !load_products(a, &r[PRODUCTS], &r[VARIANTS], &r[RECIPES], styles, nstyles, m) ||
	    !load_hours(a, &r[HOURS], m))
		goto full;
	*out = m;
	return NULL;
full:
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "the catalogue does not fit into its arena");
}
