/*
 * batch: one transaction for many tickets: lock, decide, write.
 *
 * Rules that make it safe: all locks are taken in one order (batch_lock.c: sheets, orders, compensations, charges, coupons, issued coupons, wallets,
 * slots, stock, each by key; keys of answers last, by key); each ticket is decided in turn against the locked
 * figures, so who is refused takes nothing; ids are made before the transaction, and its first row is the batch's own
 * id, so that a transaction whose commit was cut off is repeated under the same id and finds out whether it
 * had happened; deadlock, lock timeout and a lost connection are repeated within the desk's patience; a batch that fails
 * for another reason is taken apart, so that one bad ticket spoils no other.
 */
#ifndef SHOP_BATCH_H
#define SHOP_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/slot.h"
#include "domain/stock.h"
#include "store/charge_store.h"
#include "store/compensation_store.h"
#include "store/coupon_store.h"
#include "store/delivery_store.h"
#include "store/order_store.h"
#include "store/sheet_store.h"
#include "store/wallet_store.h"

struct arena;
struct db;
struct desk_ticket;
struct menu;
struct shop;

/* Who wants which coupon, and has had it: in the database, or from this batch. */
struct claimants { const struct coupon_wish *wish; bool *has; size_t n; };

struct batch {
	struct shop		*shop;
	struct db		*db;
	struct arena		*arena;		/* the leader's: gone when the batch is done */
	const struct menu	*menu;		/* as of this transaction */
	struct usual_deliveries	 usual;		/* of members that tickets name: not locked */
	struct sheet_lines	 offers;	/* goods that tickets name, as they are offered now: not locked */
	struct orders		 orders;	/* locked, with items, uses and payment */
	struct sheet_locks	 sheets;	/* locked; the order of one, if there is any, says more */
	struct compensations	 compensations;	/* locked */
	struct charges		 charges;	/* locked */
	struct coupons		 coupons;	/* locked, without their products */
	struct claimants	 claimants;	/* of these coupons */
	struct issued_coupons	 issued;	/* locked; purse.h moves them */
	struct wallet_book	 wallets;	/* locked; likewise */
	struct slot_book	 slots;		/* locked */
	struct stock_book	 stock;		/* locked */
	struct order_rows	 rows;		/* to be written */
	struct coupon_rows	 coupon_rows;	/* likewise; with nothing in them they cost no round trip */
	struct wallet_rows	 wallet_rows;
	struct charge_rows	 charge_rows;
	struct sheet_rows	 sheet_rows;
	struct uuid		*begun;		/* keys of sheets that became orders in this batch: there is no row of them yet */
	size_t			 nbegun;
	int64_t			 now;		/* ms; one moment for the batch */
};

/* The locked order of that id, NULL when there is none. */
struct order *batch_order(const struct batch *, const struct uuid *);

/* The locked sheet of that key, NULL when there is none. */
struct sheet_lock *batch_sheet(const struct batch *, const struct uuid *);

/* The locked compensation of that id, NULL when there is none. */
struct compensation *batch_compensation(const struct batch *, const struct uuid *);

/* The locked charge of that payment's id, NULL when there is none. */
struct charge *batch_charge(const struct batch *, const struct uuid *);

/* Whether who wishes that has had it; to be set when they get it now.  NULL when no ticket of the batch named the wish. */
bool *batch_claimant(const struct batch *, const struct coupon_wish *);

/* What the desk runs; arg is the struct shop. */
void batch_run(void *arg, struct desk_ticket **, size_t n);

/* How batches went in this process, for metrics. */
struct batch_counts { uint64_t committed, repeated, unsure, taken_apart, gave_up; };
struct batch_counts batch_counts(void);

#endif
