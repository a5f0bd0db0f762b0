/*
 * slot_store: delivery slots between book and rows.
 */
#ifndef STORE_SLOT_STORE_H
#define STORE_SLOT_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "domain/slot.h"

struct arena;
struct db;
struct err;

/* Locks the slots (sorted, distinct) until the transaction ends; those never booked before get their row first. */
const struct err *slot_store_lock(struct db *, struct arena *, const int64_t *slots, size_t n, struct slot_book *out);
/* Writes what changed. */
const struct err *slot_store_write(struct db *, struct arena *, const struct slot_book *);
/* The rows of one day (yyyymmdd), without locking. */
const struct err *slot_store_of_day(struct db *, struct arena *, int64_t yyyymmdd, struct slot_book *out);

#endif
