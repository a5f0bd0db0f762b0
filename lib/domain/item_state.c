/* item_state: the table of item_state.def, and the questions asked of it. */
#include "domain/item_state.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

const char *const order_type_names[] = {
	[ORDER_DELIVERY] = "DELIVERY",
	[ORDER_PICKUP] = "PICKUP",
	[ORDER_TYPE__MAX] = NULL
};

const char *const item_state_names[] = {
#define ITEM_STATE(name, ...) [ITEM_##name] = #name,
#include "domain/item_state.def"
	[ITEM__MAX] = NULL
};

static const struct { int rank; bool live; } states[ITEM__MAX] = {
#define ITEM_STATE(name, rank, live) [ITEM_##name] = { rank, live },
#include "domain/item_state.def"
};

#define BUYER		MOVER_BUYER
#define COOK		MOVER_COOK
#define COURIER		MOVER_COURIER
#define SELLER		MOVER_SELLER
#define ADMIN		MOVER_ADMIN
#define SYSTEM		MOVER_SYSTEM
#define DELIVERY	(1u << ORDER_DELIVERY)
#define PICKUP		(1u << ORDER_PICKUP)
#define ANY		(DELIVERY | PICKUP)
const struct item_move item_moves[] = {
#define ITEM_MOVE(from, event, to, movers, types) { ITEM_##from, ITEM_##to, #event, (movers), (types), false },
#define ITEM_PART(from, event, to, movers, types) { ITEM_##from, ITEM_##to, #event, (movers), (types), true },
#include "domain/item_state.def"
};
const size_t item_moves_n = sizeof(item_moves) / sizeof(item_moves[0]);

int
item_state_parse(const char *name)
{
	return text_among(item_state_names, name);
}

bool
item_state_live(enum item_state s)
{
	return states[s].live;
}

int
item_state_rank(enum item_state s)
{
	return states[s].rank;
}

bool
item_state_final(enum item_state s, enum order_type type)
{
	for (size_t i = 0; i < item_moves_n; i++)
		if (item_moves[i].from == s && (item_moves[i].types & (1u << type)) != 0)
			return false;
	return true;
}

const struct item_move *
item_move_find(enum item_state from, enum item_state to, enum order_type type)
{
	for (size_t i = 0; i < item_moves_n; i++)
		if (item_moves[i].from == from && item_moves[i].to == to && !item_moves[i].part &&
		    (item_moves[i].types & (1u << type)) != 0)
			return &item_moves[i];
	return NULL;
}

const struct item_move *
item_move_of(enum item_state from, const char *event, enum order_type type)
{
	for (size_t i = 0; i < item_moves_n; i++)
		if (item_moves[i].from == from && strcmp(item_moves[i].event, event) == 0 && (item_moves[i].types & (1u << type)) != 0)
			return &item_moves[i];
	return NULL;
}

static const struct item_move *
part_called(const struct item_move *whole, const char *suffix)
{
	size_t n = strlen(whole->event);

	for (size_t i = 0; i < item_moves_n; i++)
		if (item_moves[i].part && item_moves[i].from == whole->from && strncmp(item_moves[i].event, whole->event, n) == 0 &&
		    strcmp(item_moves[i].event + n, suffix) == 0)
			return &item_moves[i];
	return NULL;
}

const struct item_move *
item_move_part(const struct item_move *whole, bool kept)
{
	const struct item_move *of_kept = kept ? part_called(whole, "_OF_KEPT") : NULL;

	return of_kept != NULL ? of_kept : part_called(whole, "_PART");
}

enum item_state
item_stage(const enum item_state *item, size_t n)
{
	enum item_state least = item[n - 1];
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		if (!states[item[i]].live)
			continue;
		if (!found || states[item[i]].rank < states[least].rank)
			least = item[i];
		found = true;
	}
	return least;
}

void
item_state_draw(struct buf *out)
{
	buf_puts(out, "digraph item {\n");
	for (size_t i = 0; i < item_moves_n; i++)
		buf_printf(out, "  %s -> %s [label=\"%s\"%s];\n", item_state_names[item_moves[i].from],
		    item_state_names[item_moves[i].to], item_moves[i].event, item_moves[i].part ? ",style=dashed" : "");
	buf_puts(out, "}\n");
}
