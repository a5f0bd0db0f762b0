/*
 * order_state: what can happen to an order as a whole.
 *
 * An order follows its items and its payment: order_state_follow() says which
 * events are due, order_move_find() is the only way from state to state.
 */
#ifndef DOMAIN_ORDER_STATE_H
#define DOMAIN_ORDER_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/item_state.h"

struct buf;

enum order_state {
#define ORDER_STATE(name) ORDER_##name,
#define ORDER_MOVE(...)
#include "domain/order_state.def"
#undef ORDER_STATE
#undef ORDER_MOVE
	ORDER__MAX
};

struct order_move { enum order_state from, to; const char *event; };
extern const struct order_move order_moves[];
extern const size_t order_moves_n;
extern const char *const order_state_names[];	/* NULL-terminated, in the enum's order */

int order_state_parse(const char *);		/* -1 when there is no such state */

/* The row of an event in a state, NULL when it can not happen there. */
const struct order_move *order_move_find(enum order_state from, const char *event);

/* The next event the order owes to its items and payment, NULL when it has
 * caught up.  Asked again after each move until NULL: an order delivered
 * against cash goes PENDING_PAYMENT -PAY-> PAID -COMPLETE-> COMPLETED. `part` = pieces of lines that go on are gone;
 * `paid` = a payment of it succeeded. */
const char *order_state_follow(enum order_state, const enum item_state *items, size_t n, bool part, bool paid);

void order_state_draw(struct buf *);		/* Graphviz */

#endif
