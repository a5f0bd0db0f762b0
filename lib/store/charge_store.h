/*
 * charge_store: payments into members' balances, locked for the desk or just read.
 *
 * They lie among the payments, as those of no order; charge_rows hold what is new and what changed until it is written, each in one
 * round trip.
 */
#ifndef STORE_CHARGE_STORE_H
#define STORE_CHARGE_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "db/stmt.h"
#include "domain/payment.h"

struct arena;
struct db;
struct err;

struct charges { struct charge *v; size_t n; };
struct charge_rows { struct bulk adds, changes; };

/* Locks those of the ids (sorted, distinct) that there are, until the transaction ends. */
const struct err *charge_store_lock(struct db *, struct arena *, const struct uuid *ids, size_t n, struct charges *);
/* *out = NULL when there is none of that id. */
const struct err *charge_store_get(struct db *, struct arena *, const struct uuid *id, const struct charge **out);

void charge_rows_start(struct charge_rows *, struct arena *);
void charge_rows_add(struct charge_rows *, const struct charge *);
/* Its status, the gateway's name for it, why it failed, when it was paid and its entry. */
void charge_rows_change(struct charge_rows *, const struct charge *);
/* With nothing in them they cost no round trip. */
const struct err *charge_rows_write(struct db *, struct charge_rows *);

#endif
