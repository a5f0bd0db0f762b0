/*
 * stock_store: figures of stock, locked for the desk or just read.
 */
#ifndef STORE_STOCK_STORE_H
#define STORE_STOCK_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/money.h"

struct arena;
struct db;
struct err;
struct stock_book;

/* Locks the rows of these SKUs (sorted, distinct) until the transaction ends. */
const struct err *stock_store_lock(struct db *, struct arena *, const uint32_t *sku_ids, size_t n, struct stock_book *);
/* Writes the changes of a book in one round trip. */
const struct err *stock_store_write(struct db *, struct arena *, const struct stock_book *);
/* The figures of what is on the menu, not locked. */
const struct err *stock_store_read(struct db *, struct arena *, struct stock_book *);
/* Books a receipt (delta > 0) or a write-off for the SKU of that code, in a transaction of its own. */
const struct err *stock_store_receive(struct db *, struct arena *, const char *code, qty_t delta, const char *reason);

#endif
