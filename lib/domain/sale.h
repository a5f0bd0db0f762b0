/*
 * sale: what of an order counts as sold.
 *
 * An order that was paid is a sale of the day it was paid on, in the shop's zone; pieces that are
 * cancelled or come back later are taken off that same day, and of the money what they were worth
 * (refund_split.h).  Money is won; days are YYYY-MM-DD.
 * Source: popular products and sales of the store requirements.
 */
#ifndef DOMAIN_SALE_H
#define DOMAIN_SALE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/id.h"
#include "base/money.h"
#include "domain/item_state.h"
#include "domain/order_state.h"

/* What an order sold of one product. */
struct sale {
	struct uuid	 order_id;
	uint32_t	 product_id;
	char		 day[CLOCK_TEXT];
	int64_t		 quantity;
	won_t		 amount;
};

/* A line as it was bought and what has become of its pieces. */
struct sale_line { int64_t quantity, cancelled, returned; won_t total; enum item_state status; };

/* It is paid, or was before it was given back. */
bool sale_counts(enum order_state);
/* What is left sold of a line; a line whose figures make no sense sold nothing. */
void sale_left(const struct sale_line *, int64_t *quantity, won_t *amount);

/* The first day of a stretch of so many that ends with the day of that moment. */
const char *sale_day_before(int64_t now, int days, char out[CLOCK_TEXT]);

#define SALE_POPULAR_DAYS	3	/* today and the two days before */
#define SALE_POPULAR_MAX	5

/* Goods, and how many pieces of them were sold. */
struct sale_popular { int64_t product_id; const char *name, *name_en; won_t price; int64_t quantity; };	/* name_en may be NULL */

/* One day's sales of one product, with its name. */
struct sale_of_day {
	const char	*day, *kind, *code, *name, *name_en;	/* code NULL for goods; name_en may be NULL */
	int64_t		 product_id, seller_id, quantity;
	won_t		 amount;
};

#endif
