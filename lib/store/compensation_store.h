/*
 * compensation_store: what is to be settled or undone, between structs and rows.
 *
 * The desk adds and ends rows in its transactions (through order_rows); the worker claims those that are due, one lease
 * at a time, so that many workers do each thing once and a dead one's work is taken up by the next.
 */
#ifndef STORE_COMPENSATION_STORE_H
#define STORE_COMPENSATION_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "domain/compensation.h"

struct arena;
struct db;
struct err;

struct compensations { struct compensation *v; size_t n; };

/* Locks those of the ids (sorted, distinct) that there are, until the transaction ends. */
const struct err *compensation_store_lock(struct db *, struct arena *, const struct uuid *ids, size_t n, struct compensations *out);
/* Claims at most `limit` rows that are due at `now`: each counts one attempt more and is not due again for lease_ms. */
const struct err *compensation_store_claim(struct db *, struct arena *, int64_t now, int64_t lease_ms, int64_t limit,
    struct compensations *out);
/* An attempt failed: open again at due_at, or given up (COMPENSATION_DEAD).  What is done stays so. */
const struct err *compensation_store_failed(struct db *, struct arena *, const struct uuid *id, enum compensation_state,
    int64_t due_at, const char *why);
/* A dead one is open again, due at once, with attempts as if new; *found = it was dead. */
const struct err *compensation_store_retry(struct db *, struct arena *, const struct uuid *id, int64_t now, bool *found);
/* Due at `now` at the latest, unless there were so many attempts already; *hurried = it is, now or before. */
const struct err *compensation_store_hurry(struct db *, struct arena *, const struct uuid *id, int64_t now, int64_t attempts, bool *hurried);
/* *out = NULL when there is none of that id. */
const struct err *compensation_store_get(struct db *, struct arena *, const struct uuid *id, const struct compensation **out);
/* Dead ones, oldest first, after that id. */
const struct err *compensation_store_dead(struct db *, struct arena *, const struct uuid *after, int64_t limit,
    struct compensations *out);
const struct err *compensation_store_of_order(struct db *, struct arena *, const struct uuid *order_id, struct compensations *out);

#endif
