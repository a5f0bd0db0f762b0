/*
 * item_state: what can happen to an order item, when, and by whom.
 *
 * The table is item_state.def; item_move_find() is the only way from one state
 * to another, so whatever is not a row there can not happen.
 * Source: the fifteen item states of the store requirements with the kitchen's names, and pickup.
 */
#ifndef DOMAIN_ITEM_STATE_H
#define DOMAIN_ITEM_STATE_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

enum item_state {
#define ITEM_STATE(name, ...) ITEM_##name,
#include "domain/item_state.def"
	ITEM__MAX
};
#define ITEM_BIT(s)	(1u << (s))

enum order_type { ORDER_DELIVERY, ORDER_PICKUP, ORDER_TYPE__MAX };
extern const char *const order_type_names[];

/* Who acts, for the table's roles column. */
enum mover {
	MOVER_BUYER = 1, MOVER_COOK = 2, MOVER_COURIER = 4, MOVER_SELLER = 8, MOVER_ADMIN = 16, MOVER_SYSTEM = 32
};

struct item_move {
	enum item_state	 from, to;
	const char	*event;		/* "PREPARE" */
	unsigned	 movers;	/* enum mover */
	unsigned	 types;		/* bits of enum order_type */
	bool		 part;		/* of the line alone: others of its pieces are left */
};

/* The whole table, for documents and exhaustive tests. */
extern const struct item_move item_moves[];
extern const size_t item_moves_n;
/* Names as in the database and the API; NULL-terminated, in the enum's order. */
extern const char *const item_state_names[];

/* -1 when there is no such state. */
int item_state_parse(const char *);
bool item_state_live(enum item_state);
/* Progress; lower is less advanced. */
int item_state_rank(enum item_state);
/* Nothing leads out of it for an order of that type. */
bool item_state_final(enum item_state, enum order_type);

/* The row that leads a whole line from one state to another, NULL when there is none. Whether the mover may is for the caller to ask: row->movers. */
const struct item_move *item_move_find(enum item_state from, enum item_state to, enum order_type);
/* The row of an event in a state, NULL when it can not happen there. */
const struct item_move *item_move_of(enum item_state from, const char *event, enum order_type);
/* What it is when pieces of the line are left, `kept` = of one that had been confirmed; NULL when the line always goes as a whole. */
const struct item_move *item_move_part(const struct item_move *whole, bool kept);

/* The least advanced live state of n items; all dead: the state of the last. n > 0. */
enum item_state item_stage(const enum item_state *, size_t n);

/* The table as a Graphviz digraph, for the documents; what is about a part of a line is dashed. */
void item_state_draw(struct buf *);

#endif
