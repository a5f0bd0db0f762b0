/*
 * wares: the goods that somebody asks for, priced inside a batch.
 *
 * Prices are those of the transaction: the batch reads all goods its tickets name in one (struct batch: offers), and each ticket
 * takes its own from there.  The same product asked for twice is one line.
 */
#ifndef SHOP_WARES_H
#define SHOP_WARES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "domain/sheet.h"
#include "domain/stock.h"

struct arena;
struct batch;
struct err;
struct ticket;

/* What is asked for: pieces of a product. */
struct ware_wish { int64_t product_id, quantity; int64_t cart_item_id; };	/* 0 = from no cart */

#define WARES_PIECES 1000	/* of one product in an order, at the most */

struct wares {
	struct sheet_lines	 lines;		/* as they are offered, once priced; in the order asked for */
	uint32_t		*products;	/* sorted */
	struct stock_use	*uses;		/* sorted by SKU, once priced */
	size_t			 nuses;
};

/* Lines of those wishes (struct ware_wish); INVALID_REQUEST at /items/…/quantity beyond WARES_PIECES. */
const struct err *wares_of_wishes(struct arena *, const struct list *, struct wares *);
/* The same goods as those lines. */
const struct err *wares_of_lines(struct arena *, const struct sheet_lines *, struct wares *);
/* The ticket names them. */
void wares_name(const struct wares *, struct ticket *);

/* For the ticket's prepare: prices the lines, and tells the ticket what to lock.  ENTITY_NOT_FOUND for a product that there is not, INVALID_REQUEST
 * for one that is not sold any more, both with the pointer of its line. */
const struct err *wares_price(struct ticket *, struct wares *, const struct batch *);

/* STOCK_NOT_ENOUGH that names what is short. */
const struct err *wares_short(struct arena *, const struct wares *, struct shortage *, size_t n, bool english);
/* What would be short of now, though nobody has locked it; NULL = nothing. */
const struct err *wares_check_stock(struct arena *, const struct wares *, bool english);

#endif
