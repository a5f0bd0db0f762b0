/*
 * stock: taking pieces and giving them back, decided in memory against locked
 * figures.
 *
 * A stock_book holds the figures of the SKUs one transaction has locked.
 * stock_take() is all or nothing: who is short takes nothing and is told every
 * SKU that is short.  Nobody else changes a figure.
 */
#ifndef DOMAIN_STOCK_H
#define DOMAIN_STOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/money.h"

struct arena;
struct buf;

struct stock_row {
	uint32_t	 sku_id;
	qty_t		 available;	/* now, decisions included */
	qty_t		 change;	/* of this transaction; what is to be written */
};
struct stock_book { struct stock_row *row; size_t n; };	/* sorted by sku_id */

/* What an order takes of one SKU, and what of it came back. */
struct stock_use { uint32_t sku_id; qty_t quantity, returned; };

struct shortage { uint32_t sku_id; const char *code, *name; qty_t wanted, available; };

/* Takes all of use[0..n), distinct SKUs; true.  Or takes nothing, writes the short ones
 * (sku_id, wanted, available) to shorts[] (room for n), their count to *nshorts; false.  A SKU that is not in the book counts as 0 available. */
bool stock_take(struct stock_book *, const struct stock_use *, size_t n, struct shortage *shorts, size_t *nshorts);

/* Gives back what of each use has not come back yet, and marks it returned.  Returns how many SKUs changed. */
size_t stock_give_back(struct stock_book *, struct stock_use *, size_t n);

/* Gives back so much of one use, and marks it returned.  False, and nothing changed, when that much is not out, or its SKU not in the book. */
bool stock_return(struct stock_book *, struct stock_use *, qty_t);

/* Books pieces received, or (negative) written off.  False, and nothing changed, when fewer are there than are to be
 * written off, when more than `most` would be there, or when the SKU is not in the book. */
bool stock_receive(struct stock_book *, uint32_t sku_id, qty_t delta, qty_t most);

/* The book's row of a SKU, NULL when it is not there. */
struct stock_row *stock_find(const struct stock_book *, uint32_t sku_id);

/* Adds a quantity to the use of a SKU, keeping use[] sorted and distinct; false when it would pass room or overflow. */
bool stock_need(struct stock_use *, size_t *n, size_t room, uint32_t sku_id, qty_t);

#endif
