/*
 * wallet_store: wallets and their ledger, locked for the desk or just read.
 *
 * Wallets change together with their entries: wallet_rows hold both until they are written in one round trip each.
 */
#ifndef STORE_WALLET_STORE_H
#define STORE_WALLET_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "db/stmt.h"
#include "domain/wallet.h"

struct arena;
struct db;
struct err;

struct wallet_rows { struct bulk entries; };
struct wallet_entries { struct wallet_entry *v; size_t n; };

/* Locks the wallets of these members (sorted, distinct) until the transaction ends; who has none yet gets an empty one first. */
const struct err *wallet_store_lock(struct db *, struct arena *, const struct uuid *user_ids, size_t n, struct wallet_book *);
void wallet_rows_start(struct wallet_rows *, struct arena *);
void wallet_rows_add(struct wallet_rows *, const struct wallet_entry *);
/* Writes the entries, and the figures of the book's wallets that changed. */
const struct err *wallet_rows_write(struct db *, struct arena *, struct wallet_rows *, const struct wallet_book *);

/* A member's wallet, not locked; an empty one when there is none. */
const struct err *wallet_store_read(struct db *, struct arena *, const struct uuid *user_id, struct wallet *);
/* The ledger, newest first: at most `limit` entries before that one (NULL = the newest). */
const struct err *wallet_store_entries(struct db *, struct arena *, const struct uuid *user_id, const struct uuid *before, int64_t limit,
    struct wallet_entries *);

/* One entry in a transaction of its own: an admin's, and the demo shop's. */
const struct err *wallet_store_book(struct db *, struct arena *, const struct uuid *user_id, enum wallet_kind, won_t amount, const char *reason);

#endif
