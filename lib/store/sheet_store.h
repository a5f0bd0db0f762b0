/*
 * sheet_store: order sheets between structs and rows, and goods as they are offered.
 */
#ifndef STORE_SHEET_STORE_H
#define STORE_SHEET_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "db/stmt.h"
#include "domain/sheet.h"

struct arena;
struct db;
struct err;

/* Goods of these numbers (sorted, distinct) that there are, sorted by them: at today's price, without pieces. */
const struct err *sheet_store_offers(struct db *, struct arena *, const uint32_t *products, size_t n, struct sheet_lines *);

/* --- what the desk locks and writes -------------------------------------------------------- */

/* A sheet as far as sheets know: CREATED, PAID, or CANCELLED when it is over; not whether an order of it is being paid. */
struct sheet_lock { struct uuid order_key; enum order_state status; };
struct sheet_locks { struct sheet_lock *v; size_t n; };
/* Those of these keys (sorted, distinct) that there are, until the transaction ends. */
const struct err *sheet_store_lock(struct db *, struct arena *, const struct uuid *keys, size_t n, struct sheet_locks *);

struct sheet_rows { struct bulk sheets, lines, ends; struct uuid *paid; size_t npaid, room; };
void sheet_rows_start(struct sheet_rows *, struct arena *);
void sheet_rows_add(struct sheet_rows *, const struct sheet *, const struct sheet_lines *);
/* It was paid then: what of it came from a cart leaves that. */
void sheet_rows_paid(struct sheet_rows *, const struct uuid *order_key, int64_t at);
/* Its time was over then, or its buyer gave it up. */
void sheet_rows_expired(struct sheet_rows *, const struct uuid *order_key, int64_t at);
const struct err *sheet_rows_write(struct db *, struct sheet_rows *);

/* --- reading and sweeping ------------------------------------------------------------------ */

/* *found = false when there is no such sheet. Its status is its order's, once there is one. */
const struct err *sheet_store_get(struct db *, struct arena *, const struct uuid *order_key, bool *found, struct sheet *, struct sheet_lines *);

/* Sheets whose time was over before that moment and whose order, if a payment had begun, waits for another. */
struct sheet_due { struct uuid order_key; int64_t expires_at; bool has_order; };
struct sheets_due { struct sheet_due *v; size_t n; };
const struct err *sheet_store_due(struct db *, struct arena *, int64_t before, int64_t limit, struct sheets_due *);
/* Writes down that these have expired. */
const struct err *sheet_store_expire(struct db *, struct arena *, const struct sheets_due *);
/* Deletes at most `limit` sheets that ended before that moment; *n = how many. */
const struct err *sheet_store_drop(struct db *, struct arena *, int64_t before, int64_t limit, size_t *n);

#endif
