/* line_moves: the tables, read from where a line is. */
#include "domain/line_moves.h"

static bool
leads_on(const struct item_move *m, enum item_state from, enum order_type type)
{
	return !m->part && m->from == from && (m->types & (1u << type)) != 0;
}

static bool
takes_pieces_out(enum after_effect e)
{
	return e == PIECES_CANCELLED || e == PIECES_RETURNED;
}

size_t
line_moves(const struct order *o, size_t i, unsigned movers, const struct item_move **out)
{
	const struct order_item *it = &o->items[i];
	bool goods = it->kind == PRODUCT_GOODS;
	size_t n = 0;

	/* Goods whose payment is under way go together or not at all. */
	if (goods && !order_can_be_parted(o))
		return 0;
	for (size_t k = 0; k < item_moves_n; k++) {
		const struct item_move *m = &item_moves[k];
		if (leads_on(m, it->status, o->type) && (m->movers & movers) != 0 && (goods || after_effect_of(m->event) == PIECES_STAY))
			out[n++] = m;
	}
	return n;
}

/* The row that takes pieces out of a line in that state; `begun`: or that does so after one step more. */
static const struct item_move *
taking_out(enum item_state from, enum order_type type, bool begun)
{
	const struct item_move *later;

	for (size_t k = 0; k < item_moves_n; k++)
		if (leads_on(&item_moves[k], from, type) && takes_pieces_out(after_effect_of(item_moves[k].event)))
			return &item_moves[k];
	for (size_t k = 0; begun && k < item_moves_n; k++)
		if (leads_on(&item_moves[k], from, type) && (later = taking_out(item_moves[k].to, type, false)) != NULL)
			return later;
	return NULL;
}

bool
line_gives_back(const struct order *o, size_t i, struct refund *out)
{
	const struct order_item *it = &o->items[i];
	bool asked = it->requested_quantity > 0;
	const struct item_move *m = taking_out(it->status, o->type, asked);
	struct after_step s;

	*out = (struct refund){ 0 };
	if (m == NULL || it->kind != PRODUCT_GOODS || !order_can_be_parted(o))
		return false;
	s = (struct after_step){ m, after_effect_of(m->event), asked ? it->requested_quantity : after_left(it) };
	return s.pieces > 0 && after_refund(o, i, &s, out);
}
