/* order_state: the table of order_state.def, and how an order follows its items. */
#include "domain/order_state.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

const char *const order_state_names[] = {
#define ORDER_STATE(name) [ORDER_##name] = #name,
#define ORDER_MOVE(...)
#include "domain/order_state.def"
#undef ORDER_STATE
#undef ORDER_MOVE
	[ORDER__MAX] = NULL
};

const struct order_move order_moves[] = {
#define ORDER_STATE(name)
#define ORDER_MOVE(from, event, to) { ORDER_##from, ORDER_##to, #event },
#include "domain/order_state.def"
#undef ORDER_STATE
#undef ORDER_MOVE
};
const size_t order_moves_n = sizeof(order_moves) / sizeof(order_moves[0]);

int
order_state_parse(const char *name)
{
	return text_among(order_state_names, name);
}

const struct order_move *
order_move_find(enum order_state from, const char *event)
{
	for (size_t i = 0; i < order_moves_n; i++)
		if (order_moves[i].from == from && strcmp(order_moves[i].event, event) == 0)
			return &order_moves[i];
	return NULL;
}

/* Received by the buyer, for good or until they return it. */
static bool
arrived(enum item_state s)
{
	return s == ITEM_DELIVERED || s == ITEM_PICKED_UP || s == ITEM_CONFIRMED || s == ITEM_EXCHANGED;
}

const char *
order_state_follow(enum order_state state, const enum item_state *item, size_t n, bool part, bool paid)
{
	size_t live = 0, there = 0;

	for (size_t i = 0; i < n; i++) {
		live += item_state_live(item[i]);
		there += arrived(item[i]);
	}
	switch (state) {
	case ORDER_CREATED:
		return live == 0 ? "CANCEL" : NULL;
	case ORDER_PENDING_PAYMENT:
		return paid ? "PAY" : live == 0 ? "CANCEL" : NULL;
	case ORDER_PAID:
	case ORDER_PARTIALLY_CANCELLED:
		if (live == 0)
			return "REFUND";
		if (there == live)
			return "COMPLETE";
		return (live < n || part) && state == ORDER_PAID ? "CANCEL_PART" : NULL;
	case ORDER_COMPLETED:
		return live == 0 ? "REFUND" : NULL;
	default:
		return NULL;
	}
}

void
order_state_draw(struct buf *out)
{
	buf_puts(out, "digraph order {\n");
	for (size_t i = 0; i < order_moves_n; i++)
		buf_printf(out, "  %s -> %s [label=\"%s\"];\n", order_state_names[order_moves[i].from],
		    order_state_names[order_moves[i].to], order_moves[i].event);
	buf_puts(out, "}\n");
}
