/*
 * goods_api: what the product endpoints of the store face are asked and answer.
 */
#ifndef API_GOODS_API_H
#define API_GOODS_API_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/goods.h"
#include "http/model.h"

struct arena;

struct goods_list_query { const char *category, *q; int sort; int64_t limit; const char *cursor; };
extern const struct model goods_list_query_model;

/* struct goods_offer, struct goods_change */
extern const struct model goods_offer_model, goods_change_model;

struct stock_request { int64_t delta; const char *reason; };
extern const struct model stock_request_model;

struct goods_view {
	int64_t			 product_id;
	int64_t			 seller_id;	/* 0 = the shop itself */
	const char		*name, *description;
	int64_t			 price, stock;
	const char		*status, *category;
	int64_t			 created_at, updated_at;
};
extern const struct model goods_model;

struct goods_list_answer { struct list products; const char *next_cursor; };	/* struct goods_view */
extern const struct model goods_list_model;

struct goods_view goods_view(const struct goods *, bool english);
/* False when the arena is full. */
bool goods_list_view(struct arena *, const struct goods_list *, const char *next, bool english, struct goods_list_answer *);

#endif
