/*
 * goods_store: goods between tables and structs.
 */
#ifndef STORE_GOODS_STORE_H
#define STORE_GOODS_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "db/stmt.h"
#include "domain/goods.h"

struct arena;
struct db;
struct err;
struct uuid;

/* What a list is asked for. */
struct goods_query {
	const char		*category;	/* NULL = all */
	const char		*pattern;	/* of goods_pattern(); NULL = all */
	enum goods_sort		 sort;
	struct goods_place	 after;
	int64_t			 limit;
};
/* Goods on sale, sold out ones too, in the order asked for. */
const struct err *goods_store_list(struct db *, struct arena *, const struct goods_query *, struct goods_list *);
/* What a seller (0 = the shop itself) offers and has offered, newest first, older than `before`; pattern of goods_pattern(), NULL = all. */
const struct err *goods_store_of_seller(struct db *, struct arena *, uint32_t seller_id, const char *pattern, int64_t before, int64_t limit,
    struct goods_list *);
/* Pieces that came in or were written off. */
struct goods_booking { qty_t delta; const char *reason; int64_t at; };	/* ms */
/* Of a SKU, the latest first: struct goods_booking. */
const struct err *goods_store_bookings(struct db *, struct arena *, uint32_t sku_id, int64_t limit, struct list *);
/* Words goods on sale are filed under: const char *. */
const struct err *goods_store_categories(struct db *, struct arena *, struct list *);

/* *out = NULL when there are no goods of that number; those no longer sold are found. */
const struct err *goods_store_by_id(struct db *, struct arena *, int64_t id, const struct goods **out);
const struct err *goods_store_by_sku(struct db *, struct arena *, const char *code, const struct goods **out);
/* Those of the numbers (sorted, distinct) that are goods, by number. */
const struct err *goods_store_get(struct db *, struct arena *, const uint32_t *ids, size_t n, struct goods_list *);

/* Adds goods with a SKU of that code and its row of stock; the pieces to begin with are booked by that user (NULL = the system).
 * Several statements: in a transaction of the caller's. */
const struct err *goods_store_add(struct db *, struct arena *, const struct goods_offer *, uint32_t seller_id, const char *sku,
    const struct uuid *by);
/* Writes what is not NULL or negative, "" taking an English text away; *changed = false when the goods are not of that version (-1 = any) or not there.
 * Two statements: in a transaction of the caller's. */
const struct err *goods_store_change(struct db *, struct arena *, uint32_t id, const struct goods_change *, int64_t version, bool *changed);
/* None of the seller's goods are on sale any more. */
const struct err *goods_store_end(struct db *, struct arena *, uint32_t seller_id);

/* One row of a result whose columns from `at` on are GOODS_COLUMNS. */
struct goods goods_store_row(const struct rows *, size_t row, size_t at);

#endif
