/*
 * sales_api: what is popular, and what an admin sees of sales.
 */
#ifndef API_SALES_API_H
#define API_SALES_API_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/sale.h"
#include "http/model.h"

struct arena;

struct arena;

struct popular_product_view { int64_t rank, product_id; const char *name; int64_t price, quantity_sold; };
struct popular_answer { struct list products; const char *from, *to; };	/* struct popular_product_view */
extern const struct model popular_model;

struct sales_query { const char *from, *to; int64_t limit; const char *cursor; };
extern const struct model sales_query_model;

struct sale_view { const char *day; int64_t product_id, seller_id; const char *name, *kind; int64_t quantity_sold, amount; };
struct sales_answer {
	const char	*from, *to;
	int64_t		 quantity_sold, amount;
	struct list	 sales;		/* struct sale_view */
	const char	*next_cursor;
};
extern const struct model sales_model;

/* Of struct sale_popular, the most sold first; false when the arena is full. */
bool popular_view(struct arena *, const struct list *, const char *from, const char *to, bool english, struct popular_answer *);
struct sale_view sale_view(const struct sale_of_day *, bool english);

#endif
