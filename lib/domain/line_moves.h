/*
 * line_moves: where a line of an order can be brought now, by whom, and what that would give back.
 *
 * What pages offer, and no more: read from the rows of item_state.def and aftersale.def, so that a button is never one that would be
 * refused, and no way there is has no button.  Whether a step really happens after_move() and after_ask() decide at the desk.
 */
#ifndef DOMAIN_LINE_MOVES_H
#define DOMAIN_LINE_MOVES_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/aftersale.h"

/* The rows that lead line i of the order somewhere, to one who is that to it (bits of enum mover), as the table has them.  Needs room for
 * item_moves_n. */
size_t line_moves(const struct order *, size_t i, unsigned movers, const struct item_move **);

/* What line i gives back when what was asked of it is granted, or, where nothing was asked, when it is cancelled now.  False when nothing comes
 * back so. */
bool line_gives_back(const struct order *, size_t i, struct refund *);

#endif
