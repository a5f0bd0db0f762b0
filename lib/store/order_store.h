/*
 * order_store: orders between structs and rows.
 *
 * Writing gathers the rows of many orders and changes and sends each kind in
 * one round trip; reading fetches what belongs to a whole set of orders in one round trip a table.
 */
#ifndef STORE_ORDER_STORE_H
#define STORE_ORDER_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "db/stmt.h"
#include "domain/compensation.h"
#include "domain/event.h"
#include "domain/order.h"
#include "store/delivery_store.h"

struct arena;
struct db;
struct err;

/* --- writing -------------------------------------------------------------- */

/* Rows to be written by one transaction, a bulk a kind.  They point to the texts of what was added: that stays where it is until then. */
struct order_rows {
	struct bulk	 orders, items, fees, customizations, takes, cakes, payments, history, events, receipts;
	struct bulk	 order_renewals, item_renewals, order_changes, item_changes, arrivals, arrivals_past, take_changes, payment_changes;
	struct bulk	 compensations, compensation_ends, compensation_delays, defaults;
};
void order_rows_start(struct order_rows *, struct arena *);
/* A new order with its items, customisations, fees, uses, cake and payment; its history too, if there is any. */
void order_rows_add(struct order_rows *, const struct order *);
/* One more line of history. */
void order_rows_history(struct order_rows *, const struct uuid *order_id, const struct history_entry *);
/* A line that came to its buyer at that moment: the worker looks at it some days later; and it has, and nothing has come since. */
struct arrival {
	struct uuid	order_id;
	int64_t		index, at;
	int		status;		/* of the line when it was read (enum item_state); -1: there is none */
	int64_t		returned;	/* and its pieces that had come back */
};
void order_rows_arrived(struct order_rows *, const struct arrival *);
void order_rows_arrival_past(struct order_rows *, const struct arrival *);
/* What is told of an order; one without a snapshot spoils the rows. */
void order_rows_event(struct order_rows *, const struct order_event *);
/* Stock received or written off: what accounts for the change of a figure that is no order's. */
void order_rows_receipt(struct order_rows *, uint32_t sku_id, qty_t delta, const char *reason, const struct uuid *actor, int64_t at);
/* The changed state of an order: its row, all its items, its payment; its uses when uses_too. */
void order_rows_change(struct order_rows *, const struct order *, bool uses_too);
/* The changed state of one of its earlier payments. */
void order_rows_payment(struct order_rows *, const struct payment *);
/* An order that is paid anew: prices, fees and address of this time, and the new payment; its state is written beside (order_rows_change). */
void order_rows_renew(struct order_rows *, const struct order *);
/* Something that is to be settled or undone; that it is, at that time, as the gateway calls it (NULL = it does not); or that it is to
 * be tried (again) at that time, and why. */
void order_rows_compensation(struct order_rows *, const struct compensation *);
void order_rows_compensated(struct order_rows *, const struct uuid *id, int64_t at, const char *transaction_id);
void order_rows_compensate_later(struct order_rows *, const struct uuid *id, int64_t due_at, const char *why);
/* Where a member usually wants it. */
void order_rows_default(struct order_rows *, const struct uuid *user, const struct delivery_default *, int64_t at);
/* Sends everything gathered, in a fixed order of tables. */
const struct err *order_rows_write(struct db *, struct order_rows *);

/* --- reading -------------------------------------------------------------- */

/* What to load beside the orders' own rows. */
enum order_part {
	ORDER_ITEMS = 1, ORDER_CUSTOMIZATIONS = 2, ORDER_USES = 4, ORDER_CAKE = 8, ORDER_PAYMENT = 16, ORDER_HISTORY = 32,
	ORDER_FEES = 64,	/* with items: asked for only where a seller delivers */
	ORDER_SUMMARY = ORDER_ITEMS | ORDER_CUSTOMIZATIONS | ORDER_CAKE | ORDER_PAYMENT | ORDER_FEES,
	ORDER_DETAIL = ORDER_SUMMARY | ORDER_HISTORY
};
struct orders { struct order *v; size_t n; };

/* The orders of these ids that exist, in the order of the ids.  `lock`: until the transaction ends (ids sorted and distinct). */
const struct err *order_store_get(struct db *, struct arena *, const struct uuid *ids, size_t n, bool lock,
    unsigned parts, struct orders *);
/* A member's orders, newest first, older than `before` (zero = from the newest); stage -1 = all. */
const struct err *order_store_of_user(struct db *, struct arena *, const struct uuid *user, int stage,
    const struct uuid *before, int64_t limit, unsigned parts, struct orders *);
/* Those of them that were paid, whatever became of them since. */
const struct err *order_store_paid_of(struct db *, struct arena *, const struct uuid *user, const struct uuid *before, int64_t limit,
    unsigned parts, struct orders *);
const struct err *order_store_count(struct db *, struct arena *, const struct uuid *user, int stage, int64_t *);
/* Items, each by its order and place. */
struct item_ref { struct uuid order_id; int64_t index; };
#define ORDER_STATES_TO_DO 8
/* Goods of a seller (0 = the shop itself) in any of these states (bits of enum item_state, at most ORDER_STATES_TO_DO), after that one, by order. */
const struct err *order_store_to_do(struct db *, struct arena *, uint32_t seller_id, unsigned states, const struct item_ref *after, int64_t limit,
    struct item_ref **, size_t *n);
/* At most so many lines that came to their buyers until then, the longest ago first: of one moment by order. */
struct arrivals { struct arrival *v; size_t n; };
const struct err *order_store_arrivals(struct db *, struct arena *, int64_t until, int64_t limit, struct arrivals *);
/* How many of them are in each state that somebody works on, 100 for as many or more; 0 for the other states. */
const struct err *order_store_waiting(struct db *, struct arena *, uint32_t seller_id, int64_t waiting[ITEM__MAX]);
/* Orders in any of these stages (bits of enum item_state), oldest first, younger than `after`; those of other cooks and couriers
 * than the given ones (zero = of all) left out, and, with `own`, those that are sellers' goods alone: no line is the shop's own. */
const struct err *order_store_on_board(struct db *, struct arena *, unsigned stages, const struct uuid *cook,
    const struct uuid *courier, bool own, const struct uuid *after, int64_t limit, unsigned parts, struct orders *);

#endif
