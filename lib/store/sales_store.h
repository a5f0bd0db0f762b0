/*
 * sales_store: what was sold on which day.
 *
 * Days are YYYY-MM-DD of the shop's zone.  Errors live in the arena; what is written wants a transaction of the caller's.
 */
#ifndef STORE_SALES_STORE_H
#define STORE_SALES_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "domain/sale.h"

struct arena;
struct db;
struct err;

/* What orders are known to have sold, by order and product. */
const struct err *sales_store_of(struct db *, struct arena *, const struct uuid *orders, size_t n, struct sale **out, size_t *nout);
/* Sets what orders sold; the day stays the first that was said. */
const struct err *sales_store_put(struct db *, struct arena *, const struct sale *, size_t n);
/* Adds to the sums of the days; order_id is not looked at, quantity and amount may be negative. */
const struct err *sales_store_add(struct db *, struct arena *, const struct sale *, size_t n);
const struct err *sales_store_forget(struct db *, struct arena *);

/* The goods most sold from that day to that: struct sale_popular. */
const struct err *sales_store_popular(struct db *, struct arena *, const char *from, const char *to, int64_t max, struct list *);

/* struct sale_of_day, the latest day first, within it by product; after that place, or from the beginning (after_day NULL). */
const struct err *sales_store_days(struct db *, struct arena *, const char *from, const char *to, const char *after_day,
    int64_t after_product, int64_t max, struct list *);
const struct err *sales_store_sum(struct db *, struct arena *, const char *from, const char *to, int64_t *quantity, won_t *amount);

#endif
