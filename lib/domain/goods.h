/*
 * goods: what the store face sells: ordinary products with a price and a stock of their own.
 *
 * A piece of goods takes one piece of its own SKU.  There may be any number of them, so they are
 * never part of the menu in memory: they are read from the store where they are needed.
 */
#ifndef DOMAIN_GOODS_H
#define DOMAIN_GOODS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/money.h"

struct arena;

/* As shown: what is on sale and has run out is SOLD_OUT. */
enum goods_status { GOODS_ON_SALE, GOODS_SOLD_OUT, GOODS_DISCONTINUED, GOODS_STATUS__MAX };
extern const char *const goods_status_names[];	/* NULL-terminated, in the enum's order */
/* As set: running out is the stock's doing, nobody's decision. */
enum goods_sale { GOODS_SALE_ON, GOODS_SALE_ENDED, GOODS_SALE__MAX };
extern const char *const goods_sale_names[];	/* NULL-terminated, in the enum's order; as in the database */

#define GOODS_PRICE_MAX		INT64_C(1000000000)	/* won */
#define GOODS_STOCK_MAX		INT64_C(100000000)	/* pieces of one product */

struct goods {
	uint32_t	 id;
	uint32_t	 seller_id;		/* 0 = the shop itself */
	uint32_t	 sku_id;
	const char	*sku;			/* its code */
	const char	*name, *name_en, *description, *description_en;	/* the English ones may be NULL */
	const char	*category;
	won_t		 price;
	bool		 on_sale;
	qty_t		 available;		/* a moment ago */
	int64_t		 version;		/* goes up at each change */
	int64_t		 created_at, updated_at;	/* ms */
};
struct goods_list { const struct goods *v; size_t n; };

enum goods_status goods_status(const struct goods *);
/* Whole pieces that are there. */
int64_t goods_pieces(const struct goods *);

/* What one offers. */
struct goods_offer {
	const char	*name, *name_en, *description, *description_en, *category;
	int64_t		 price;			/* won */
	int64_t		 stock;			/* pieces to begin with */
	int64_t		 seller_id;		/* for an admin to say; 0 = the shop itself */
};
/* What is to be changed; NULL, -1 = stays as it is; "" takes an English text or a description away. */
struct goods_change {
	const char	*name, *name_en, *description, *description_en, *category;
	int64_t		 price;
	int		 sale;			/* enum goods_sale */
};

/* The orders goods are listed in; equal ones by their number. */
enum goods_sort { GOODS_NEWEST, GOODS_PRICE_ASC, GOODS_PRICE_DESC, GOODS_BY_NAME, GOODS_SORT__MAX };
extern const char *const goods_sort_names[];	/* NULL-terminated, in the enum's order */

/* Where a page of a list ended: the last entry's number, and what the list is sorted by. */
struct goods_place { bool set; int64_t id; won_t price; const char *name; };
/* As text for clients to hand back, in the arena; NULL when it is full. */
const char *goods_place_text(struct arena *, enum goods_sort, const struct goods *last);
/* False when the text is none of that order's. NULL = the beginning. */
bool goods_place_parse(enum goods_sort, const char *text, struct goods_place *);

/* The words somebody searches for, as a pattern of LIKE that finds them in this order, anywhere; NULL when
 * there are none, or the arena is full. */
const char *goods_pattern(struct arena *, const char *words);

#endif
