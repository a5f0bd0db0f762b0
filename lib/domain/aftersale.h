/*
 * aftersale: what is asked of lines that were bought: to cancel, return, exchange or keep them, or pieces of them.
 *
 * A line moves as item_state.def says; aftersale.def says which of its events a wish means and what the step does to its pieces.  A request is
 * about a number of pieces, which the line keeps until it is decided.  Where others are left the line goes on as before: two of three
 * mugs cancelled leave one that is sent.  What the pieces give back is refund_split.h's.
 *
 * What was confirmed is kept: its buyer can ask for nothing more.  Its seller may take pieces back all the same, and the others stay confirmed.
 *
 * Cancelled pieces never left the house and go back on sale.  Returned ones do not: somebody has to look at them first, and books them as
 * received if they can be sold.  Pieces to exchange for are taken from the stock when the exchange is agreed to; those that came back for them are
 * treated like returned ones.
 * Pieces are whole ones.  Only goods can be cancelled, returned or exchanged by the line: what is cooked goes with its order.
 * Source: the item states and the cancel, return and exchange rules of the store requirements.
 */
#ifndef DOMAIN_AFTERSALE_H
#define DOMAIN_AFTERSALE_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/item_state.h"
#include "domain/order.h"
#include "domain/refund_split.h"

struct arena;
struct err;

enum after_wish {
#define AFTER_WISH(name, ...) AFTER_##name,
#include "domain/aftersale.def"
	AFTER_WISH__MAX
};

enum after_effect {
	PIECES_STAY,
	PIECES_ASKED,		/* for as long as nobody has decided */
	PIECES_CANCELLED,	/* gone before they left */
	PIECES_RETURNED,	/* gone after they had come */
	PIECES_REPLACED,	/* as many are taken from the stock */
	PIECES_SETTLED		/* what was asked is decided: they stay, or are others now */
};
enum after_effect after_effect_of(const char *event);

/* A step that a line may take. */
struct after_step { const struct item_move *move; enum after_effect effect; int64_t pieces; };

/* A dinner, or another order as a whole, can be moved so: nothing cooked comes back, and parts are of lines. */
bool after_moves_orders(const struct item_move *);

/* Pieces that are neither cancelled nor returned. */
int64_t after_left(const struct order_item *);

/* Whether line i can be asked that now, by one who is that to it (bits of enum mover): what pages offer, and no more. */
bool after_may(const struct order *, size_t i, enum after_wish, unsigned movers);
/* The step a wish means, for so many pieces (0 = all that are left), asked by one who is that to the line (bits of enum mover).
 * ORDER_STATE_CONFLICT: nothing leads there from where the line is; pieces_not_left; goes_with_its_order. */
const struct err *after_ask(struct arena *, const struct order_item *, enum order_type, enum after_wish, int64_t pieces, unsigned movers,
    struct after_step *);
/* The step that brings a line to a state: for the pieces a request is about, else for all that are left.
 * ORDER_STATE_CONFLICT as above; FORBIDDEN when it is somebody else's step. */
const struct err *after_move(struct arena *, const struct order_item *, enum order_type, enum item_state to, unsigned movers,
    struct after_step *);
/* The line has taken it. */
void after_take(struct order_item *, const struct after_step *);

/* What a step of line i gives back of an order as it stands: nothing for one that takes no pieces out.  False when the order's own
 * figures do not allow it. */
bool after_refund(const struct order *, size_t i, const struct after_step *, struct refund *);
/* Nothing of it is left, and nothing ever left the house. */
bool after_all_cancelled(const struct order *);

#endif
