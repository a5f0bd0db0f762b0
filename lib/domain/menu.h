/*
 * menu: the catalogue in memory, as of one version, never changed.
 *
 * SKUs are sorted, so that looking one up is a binary search; products and
 * their variants stand as the menu lists them.  An order is composed against
 * exactly one menu.  The store loads it; the shop keeps the current one.
 */
#ifndef DOMAIN_MENU_H
#define DOMAIN_MENU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/money.h"
#include "domain/slot.h"

enum product_kind { PRODUCT_GOODS, PRODUCT_DINNER, PRODUCT_SIDE_DISH, PRODUCT_CAKE, PRODUCT__MAX };
extern const char *const product_kind_names[];
int product_kind_parse(const char *);		/* -1 when there is none */

struct sku {
	uint32_t	 id;
	const char	*code, *name, *name_en;	/* name_en may be NULL */
	bool		 ingredient;		/* may be asked for in customizations */
	won_t		 unit_price, removal_credit;	/* won a piece */
};

struct recipe_line { const struct sku *sku; qty_t quantity; };	/* a portion's, thousandths */

struct variant {
	const char		*code;		/* "grand", "vanilla/size_1"; "" where the product has none */
	const char		*name, *name_en;	/* of a style; NULL for others */
	won_t			 price;		/* DINNER: added to the base; CAKE: the price; else 0 */
	const struct recipe_line *recipe;
	size_t			 nrecipe;
};

struct product {
	uint32_t		 id;
	enum product_kind	 kind;
	const char		*code;		/* NULL for goods */
	const char		*name, *name_en, *description, *description_en;
	won_t			 price;
	bool			 on_sale;
	bool			 decorated;	/* a cake: takes a picture and a message */
	const struct variant	*variants;	/* as the menu lists them; at least one */
	size_t			 nvariants;
};

struct variant_name { const char *code, *name, *name_en; };

struct menu {
	int64_t			 version;
	const struct sku	*skus;		/* sorted by id */
	size_t			 nskus;
	const struct sku *const	*by_code;	/* the same, sorted by code */
	const struct product	*products;	/* as the menu lists them */
	size_t			 nproducts;
	const struct variant_name *flavors, *sizes;
	size_t			 nflavors, nsizes;
	const struct slot_hours	*hours;		/* that can be booked, in their order */
	size_t			 nhours;
};

/* All lookups: NULL when there is none. */
const struct product *menu_product(const struct menu *, enum product_kind, const char *code);
/* A dish one adds to a dinner: a side dish, or the custom cake. */
const struct product *menu_side_dish(const struct menu *, const char *code);
const struct variant *menu_variant(const struct product *, const char *code);
const struct sku *menu_sku(const struct menu *, const char *code);
const struct sku *menu_sku_by_id(const struct menu *, uint32_t id);
const struct variant_name *menu_flavor(const struct menu *, const char *code);
const struct variant_name *menu_size(const struct menu *, const char *code);

/* The base ingredients of a dinner in a style: its recipe for one portion. */
const struct variant *menu_base_ingredients(const struct menu *, const char *dinner, const char *style);

/* "vanilla/size_1" into out[]; false when it does not fit. */
bool menu_cake_variant(const char *flavor, const char *size, char *out, size_t outlen);

#endif
