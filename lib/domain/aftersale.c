/* aftersale: the tables of aftersale.def, and pieces of lines. */
#include "domain/aftersale.h"

#include <string.h>

#include "base/err.h"

#define EVENTS 2
static const char *const wishes[AFTER_WISH__MAX][EVENTS] = {
#define AFTER_WISH(name, ...) [AFTER_##name] = { __VA_ARGS__ },
#include "domain/aftersale.def"
};

static const struct { const char *event; enum after_effect effect; } effects[] = {
#define AFTER_EFFECT(event, effect) { #event, PIECES_##effect },
#include "domain/aftersale.def"
};

enum after_effect
after_effect_of(const char *event)
{
	for (size_t i = 0; i < sizeof(effects) / sizeof(effects[0]); i++)
		if (strcmp(effects[i].event, event) == 0)
			return effects[i].effect;
	return PIECES_STAY;
}

bool
after_moves_orders(const struct item_move *m)
{
	return !m->part && m->to != ITEM_RETURN_REQUESTED && m->to != ITEM_EXCHANGE_REQUESTED;
}

int64_t
after_left(const struct order_item *it)
{
	return it->quantity - it->cancelled_quantity - it->returned_quantity;
}

static const struct err *
conflict(struct arena *a, const char *detail)
{
	return err_new(a, ERR_ORDER_STATE_CONFLICT, "%s", detail);
}

/* The step by that row, for so many pieces: the whole line, or a part of it. */
static const struct err *
step_by(struct arena *a, const struct order_item *it, const struct item_move *m, int64_t pieces, struct after_step *out)
{
	struct after_step s = { m, after_effect_of(m->event), pieces };

	if (s.effect != PIECES_STAY && it->kind != PRODUCT_GOODS)
		return conflict(a, "goes_with_its_order");
	if (pieces > after_left(it))
		return conflict(a, "pieces_not_left");
	if ((s.effect == PIECES_CANCELLED || s.effect == PIECES_RETURNED) && pieces < after_left(it) &&
	    (s.move = item_move_part(m, it->confirmed)) == NULL)
		return conflict(a, "pieces_not_left");
	*out = s;
	return NULL;
}

/* The row a wish means where the line is, to one who is that to it; NULL when it means none. */
static const struct item_move *
meant(const struct order_item *it, enum order_type type, enum after_wish wish, unsigned movers)
{
	for (int i = 0; i < EVENTS && wishes[wish][i] != NULL; i++) {
		const struct item_move *m = item_move_of(it->status, wishes[wish][i], type);
		if (m != NULL && (m->movers & movers) != 0)
			return m;
	}
	return NULL;
}

bool
after_may(const struct order *o, size_t i, enum after_wish wish, unsigned movers)
{
	const struct order_item *it = &o->items[i];
	const struct item_move *m = meant(it, o->type, wish, movers);

	if (m == NULL)
		return false;
	return it->kind == PRODUCT_GOODS ? order_can_be_parted(o) : after_effect_of(m->event) == PIECES_STAY;
}

const struct err *
after_ask(struct arena *a, const struct order_item *it, enum order_type type, enum after_wish wish, int64_t pieces, unsigned movers,
    struct after_step *out)
{
	const struct item_move *m = meant(it, type, wish, movers);

	if (m == NULL)
		return err_new(a, ERR_ORDER_STATE_CONFLICT, "%s in %s", wishes[wish][0], item_state_names[it->status]);
	if (pieces == 0 || after_effect_of(m->event) == PIECES_STAY)
		pieces = after_left(it);
	return step_by(a, it, m, pieces, out);
}

const struct err *
after_move(struct arena *a, const struct order_item *it, enum order_type type, enum item_state to, unsigned movers, struct after_step *out)
{
	const struct item_move *m = item_move_find(it->status, to, type);

	if (m == NULL)
		return err_new(a, ERR_ORDER_STATE_CONFLICT, "%s -> %s", item_state_names[it->status], item_state_names[to]);
	if ((m->movers & movers) == 0)
		return err_new(a, ERR_FORBIDDEN, "%s -> %s", item_state_names[it->status], item_state_names[to]);
	return step_by(a, it, m, it->requested_quantity > 0 ? it->requested_quantity : after_left(it), out);
}

void
after_take(struct order_item *it, const struct after_step *s)
{
	if (s->effect == PIECES_CANCELLED)
		it->cancelled_quantity += s->pieces;
	else if (s->effect == PIECES_RETURNED)
		it->returned_quantity += s->pieces;
	if (s->effect == PIECES_ASKED)
		it->requested_quantity = s->pieces;
	else if (s->effect != PIECES_STAY && s->effect != PIECES_REPLACED)
		it->requested_quantity = 0;
	it->status = s->move->to;
}

#define LINES_MAX 256		/* as many as an item_index can number */

static size_t
lines_of(const struct order *o, struct refund_line *v)
{
	for (size_t i = 0; i < o->nitems && i < LINES_MAX; i++) {
		const struct order_item *it = &o->items[i];
		v[i] = (struct refund_line){ .seller_id = it->seller_id, .quantity = it->quantity, .money = it->total, .points = it->points,
		    .cancelled = it->cancelled_quantity, .returned = it->returned_quantity };
	}
	return o->nitems < LINES_MAX ? o->nitems : LINES_MAX;
}

bool
after_refund(const struct order *o, size_t i, const struct after_step *s, struct refund *out)
{
	struct refund_line line[LINES_MAX];
	struct refund_fee fee[LINES_MAX];
	size_t n = lines_of(o, line), nfees = o->nfees < LINES_MAX ? o->nfees : LINES_MAX;

	*out = (struct refund){ 0 };
	if (s->effect != PIECES_CANCELLED && s->effect != PIECES_RETURNED)
		return true;
	for (size_t k = 0; k < nfees; k++)
		fee[k] = (struct refund_fee){ o->fees[k].seller_id, o->fees[k].charged };
	return refund_take(line, n, i, s->pieces, s->effect == PIECES_CANCELLED, fee, nfees, out);
}

bool
after_all_cancelled(const struct order *o)
{
	struct refund_line line[LINES_MAX];

	return refund_gives_coupons_back(line, lines_of(o, line));
}
