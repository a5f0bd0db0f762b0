/* aftersale: plan every line's step, refuse what can not be, then do all of it. */
#include "shop/aftersale.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/fault.h"
#include "db/db.h"
#include "domain/delivery.h"
#include "domain/goods.h"
#include "shop/batch.h"
#include "shop/change.h"
#include "shop/earn.h"
#include "shop/items.h"
#include "shop/order_copy.h"
#include "shop/purse.h"
#include "shop/shop.h"
#include "shop/shortage.h"
#include "shop/step.h"
#include "shop/tell.h"
#include "shop/ticket.h"
#include "store/goods_store.h"

struct planned { size_t index; struct after_step step; struct refund refund; };

struct moving {
	struct ticket		 ticket;
	struct aftersale	*as;
	struct goods_list	 goods;		/* of the order's lines; what a piece of each takes never changes */
	struct order		*order;		/* a copy that outlives the batch */
	struct planned		*plan;		/* room for each line */
	size_t			 nplan;
};

/* Why money and points go back. */
static const char cancelled[] = "ORDER_CANCELLED", returned[] = "ITEM_RETURNED";

static const struct err *
no_such(struct arena *a)
{
	return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
}

/* What the actor is to a line in this request. */
static unsigned
movers_of(const struct aftersale *as, const struct order *o, size_t i)
{
	unsigned m = order_item_movers(o, &o->items[i], &as->actor);

	return as->by_system ? MOVER_SYSTEM : as->serves ? m & ~(unsigned)MOVER_BUYER : m;
}

/* --- planning: nothing is changed ---------------------------------------------------------- */

static const struct err *
plan_all(struct moving *mv, struct arena *a, const struct order *o)
{
	const struct aftersale *as = mv->as;
	const struct err *e;

	for (size_t i = 0; i < o->nitems; i++) {
		const struct order_item *it = &o->items[i];
		if (!item_state_live(it->status) || it->status == ITEM_CANCEL_REQUESTED || it->status == ITEM_CANCEL_PROCESSING)
			continue;
		mv->plan[mv->nplan].index = i;
		if ((e = after_ask(a, it, o->type, AFTER_CANCEL, 0, movers_of(as, o, i), &mv->plan[mv->nplan].step)) != NULL)
			return e;
		mv->nplan++;
	}
	if (mv->nplan == 0)
		return err_new(a, ERR_ORDER_STATE_CONFLICT, "CANCEL in %s", item_state_names[o->stage]);
	return NULL;
}

static const struct err *
plan_line(struct moving *mv, struct arena *a, const struct order *o)
{
	const struct aftersale *as = mv->as;
	const struct order_item *it = &o->items[as->index];
	const unsigned movers = movers_of(as, o, as->index);
	struct planned *p = &mv->plan[0];
	const struct err *e;

	if (as->tracks && (movers & ~(unsigned)MOVER_BUYER) == 0)
		return err_new(a, ERR_FORBIDDEN, NULL);
	if (as->to_state && it->status == as->to)
		return NULL;
	if (as->from_state && it->status != as->from)
		return err_new(a, ERR_PRECONDITION_FAILED, NULL);
	if (!order_can_be_parted(o) && it->kind == PRODUCT_GOODS)
		return err_new(a, ERR_ORDER_STATE_CONFLICT, "%s", order_state_names[o->status]);
	p->index = as->index;
	e = as->to_state ? after_move(a, it, o->type, as->to, movers, &p->step) :
	    after_ask(a, it, o->type, as->wish, as->pieces, movers, &p->step);
	mv->nplan = e == NULL;
	return e;
}

/* What each step gives back, one after the other. */
static const struct err *
plan_refunds(struct moving *mv, struct arena *a, const struct order *o)
{
	struct order then = *o;

	then.items = (struct order_item *)arena_memdup(a, o->items, o->nitems * sizeof(*o->items));
	if (then.items == NULL)
		return err_static(ERR_INTERNAL_SERVER_ERROR);
	for (size_t i = 0; i < mv->nplan; i++) {
		struct planned *p = &mv->plan[i];
		if (!after_refund(&then, p->index, &p->step, &p->refund))
			return err_new(a, ERR_INTERNAL_SERVER_ERROR, "item %zu: its pieces do not add up", p->index);
		after_take(&then.items[p->index], &p->step);
	}
	return NULL;
}

static const struct err *
check_tracking(const struct aftersale *as, struct arena *a, const struct order *o)
{
	const struct order_item *it = &o->items[as->index];
	int state = delivery_of(it->status);
	struct faults f = { .arena = a };

	if (!as->tracks)
		return NULL;
	if (state < 0 || o->type != ORDER_DELIVERY)
		return no_such(a);
	delivery_check(&(struct delivery){ (enum delivery_state)state, it->carrier, it->tracking_number }, as->carrier, as->tracking_number, &f);
	return faults_err(&f);
}

/* --- stock ---------------------------------------------------------------------------------- */

/* What of the order's uses a line's pieces are; NULL when it took nothing of that kind. */
static struct stock_use *
use_of(const struct moving *mv, struct order *o, size_t i, const struct goods **goods)
{
	for (size_t g = 0; g < mv->goods.n; g++)
		for (size_t u = 0; u < o->nuses && mv->goods.v[g].id == o->items[i].product_id; u++)
			if (o->uses[u].sku_id == mv->goods.v[g].sku_id) {
				*goods = &mv->goods.v[g];
				return &o->uses[u];
			}
	return NULL;
}

/* Whether what is cancelled can be given back: every line of it, before the first is. */
static const struct err *
plan_stock(const struct moving *mv, struct arena *a, const struct batch *b, const struct order *o)
{
	struct order then = *o;
	const struct goods *g;

	if ((then.uses = (struct stock_use *)arena_memdup(a, o->uses, o->nuses * sizeof(*o->uses))) == NULL && o->nuses > 0)
		return err_static(ERR_INTERNAL_SERVER_ERROR);
	for (size_t i = 0; i < mv->nplan; i++) {
		const struct planned *p = &mv->plan[i];
		struct stock_use *use = p->step.effect == PIECES_CANCELLED ? use_of(mv, &then, p->index, &g) : NULL;
		if (p->step.effect != PIECES_CANCELLED)
			continue;
		if (use == NULL || (use->returned += p->step.pieces * QTY_ONE) > use->quantity || stock_find(&b->stock, use->sku_id) == NULL)
			return err_new(a, ERR_INTERNAL_SERVER_ERROR, "item %zu did not take what it gives back", p->index);
	}
	return NULL;
}

/* What a line is exchanged for. */
static const struct err *
replace(struct moving *mv, struct batch *b, struct order *o, const struct planned *p)
{
	struct shortage *s = ARENA_NEW(mv->ticket.arena, struct shortage);
	const struct goods *g = NULL;
	struct stock_use *use = use_of(mv, o, p->index, &g);
	qty_t q = p->step.pieces * QTY_ONE;
	size_t n;

	if (s == NULL || use == NULL)
		return err_new(mv->ticket.arena, ERR_INTERNAL_SERVER_ERROR, "item %zu took nothing", p->index);
	if (!stock_take(&b->stock, &(struct stock_use){ .sku_id = use->sku_id, .quantity = q }, 1, s, &n)) {
		s->code = g->sku;
		s->name = mv->as->english && g->name_en != NULL ? g->name_en : g->name;
		return shortage_err(mv->ticket.arena, s, 1);
	}
	use->quantity += q;
	return NULL;
}

/* --- doing it --------------------------------------------------------------------------------- */

/* The points that were earned with what came back, after what is due to the buyer is there: as little as can be is kept back of the money. */
static void
take_earned(const struct moving *mv, struct batch *b, struct order *o, struct after_refunded *r)
{
	for (size_t i = 0; i < mv->nplan; i++) {
		const struct planned *p = &mv->plan[i];
		struct order_item *it = &o->items[p->index];
		struct earn_back back;
		if (p->step.effect != PIECES_RETURNED)
			continue;
		back = earn_take_back(b, o, it, it->quantity - after_left(it) - p->step.pieces, p->refund.money - p->refund.fee);
		r->taken += back.taken;
		r->withheld += back.withheld;
	}
}

static void
give_back(struct moving *mv, struct batch *b, struct order *o)
{
	struct after_refunded *r = &mv->as->refunded;
	bool back = false;
	won_t points = 0, money = 0;

	for (size_t i = 0; i < mv->nplan; i++) {
		points += mv->plan[i].refund.points;
		money += mv->plan[i].refund.money;
		back |= mv->plan[i].step.effect == PIECES_RETURNED;
	}
	purse_return_points(b, o, points, back ? returned : cancelled);
	*r = (struct after_refunded){ .points = points, .way = refund_way(o->payment.method) };
	take_earned(mv, b, o, r);
	r->money = step_refund(b, o, &o->payment, money - r->withheld, back ? returned : cancelled);
	if (after_all_cancelled(o))
		purse_return_coupons(b, o);
}

/* What others hear: that pieces are gone, also where the order's state says nothing of it. */
static void
follow(struct batch *b, struct order *o, const struct step_by *by, bool gone)
{
	enum order_state before = o->status;

	step_follow(b, o, by);
	if (gone && o->status != ORDER_REFUNDED && o->status != ORDER_CANCELLED &&
	    !(o->status == ORDER_PARTIALLY_CANCELLED && before != ORDER_PARTIALLY_CANCELLED))
		event_tell(b, o, EVENT_ORDER_PARTIALLY_CANCELLED);
}

static void
carry_out(struct moving *mv, struct batch *b, struct order *o)
{
	const struct aftersale *as = mv->as;
	struct step_by by = { .actor = ACTOR_SYSTEM, .reason = as->reason };
	bool gone = false;

	o->version++;
	for (size_t i = 0; i < mv->nplan; i++) {
		const struct planned *p = &mv->plan[i];
		const struct goods *g;
		unsigned open = p->step.move->movers & movers_of(as, o, p->index);
		by.actor = as->by_system ? ACTOR_SYSTEM : order_acting(o, &as->actor, open);
		by.actor_id = as->actor.user_id;
		step_line(b, o, p->index, &p->step, &by);
		if (p->step.effect == PIECES_CANCELLED)
			(void)stock_return(&b->stock, use_of(mv, o, p->index, &g), p->step.pieces * QTY_ONE);
		if (p->step.move->to == ITEM_CONFIRMED)
			earn_confirmed(b, o, &o->items[p->index], o->items[p->index].quantity - after_left(&o->items[p->index]));
		gone |= p->step.effect == PIECES_CANCELLED || p->step.effect == PIECES_RETURNED;
	}
	if (as->tracks) {
		o->items[as->index].carrier = as->carrier;
		o->items[as->index].tracking_number = as->tracking_number;
	}
	give_back(mv, b, o);
	follow(b, o, &by, gone);
	order_rows_change(&b->rows, o, true);
}

/* An order that waits for a payment, or for another, lets go of all that it holds. */
static void
cancel_whole(struct moving *mv, struct batch *b, struct order *o)
{
	const struct aftersale *as = mv->as;
	const struct step_by by = { order_acting(o, &as->actor, order_movers(o, &as->actor)), as->actor.user_id, as->reason };

	mv->as->refunded = (struct after_refunded){ .points = o->status == ORDER_CREATED ? 0 : order_points(o), .way = refund_way(o->payment.method) };
	o->version++;
	step_give_back(b, o, FAILED_CANCEL, cancelled);
	step_items(b, o, ITEM_CANCELLED, &by);
	step_follow(b, o, &by);
	order_rows_change(&b->rows, o, true);
	if (o->payable_until != 0)
		sheet_rows_expired(&b->sheet_rows, &o->id, b->now);
}

static bool
version_meant(const struct aftersale *as, int64_t version)
{
	for (size_t i = 0; i < as->nif_versions; i++)
		if (as->if_versions[i] == version)
			return true;
	return as->if_versions == NULL;
}

static const struct err *
may_ask(const struct aftersale *as, struct arena *a, const struct order *o)
{
	if (o == NULL || (!as->by_system && !order_visible(o, &as->actor)))
		return no_such(a);
	if (as->index == AFTER_ALL_LINES) {
		if ((order_movers(o, &as->actor) & (MOVER_BUYER | MOVER_ADMIN)) == 0)
			return err_new(a, ERR_FORBIDDEN, NULL);
	} else if (as->index >= o->nitems || movers_of(as, o, as->index) == 0)
		return no_such(a);
	return version_meant(as, o->version) ? NULL : err_new(a, ERR_PRECONDITION_FAILED, NULL);
}

static bool
tracked_already(const struct aftersale *as, const struct order_item *it)
{
	return !as->tracks || (delivery_same(as->carrier, it->carrier) && delivery_same(as->tracking_number, it->tracking_number));
}

static const struct err *
decide(struct ticket *t, struct batch *b)
{
	struct moving *mv = (struct moving *)t;
	struct aftersale *as = mv->as;
	struct order *o = batch_order(b, &t->order_id);
	const struct err *e;

	mv->nplan = 0;
	as->refunded = (struct after_refunded){ 0 };
	if ((e = may_ask(as, t->arena, o)) != NULL)
		return e;
	if ((mv->plan = ARENA_ARRAY(b->arena, struct planned, o->nitems)) == NULL || (mv->order = order_copy(t->arena, o)) == NULL)
		return err_static(ERR_INTERNAL_SERVER_ERROR);
	e = as->index == AFTER_ALL_LINES ? plan_all(mv, t->arena, o) : plan_line(mv, t->arena, o);
	if (e == NULL && as->index == AFTER_ALL_LINES && !order_can_be_parted(o)) {
		cancel_whole(mv, b, o);
		order_copy_refresh(mv->order, o);
		return NULL;
	}
	if (e != NULL || (e = plan_refunds(mv, t->arena, o)) != NULL || (as->tracks && (e = check_tracking(as, t->arena, o)) != NULL))
		return e;
	if (mv->nplan == 0 && tracked_already(as, &o->items[as->index]))
		return NULL;
	if ((e = plan_stock(mv, t->arena, b, o)) != NULL)
		return e;
	/* Lines are exchanged one at a time: nothing was changed before, and nothing is refused after. */
	for (size_t i = 0; i < mv->nplan; i++)
		if (mv->plan[i].step.effect == PIECES_REPLACED && (e = replace(mv, b, o, &mv->plan[i])) != NULL)
			return e;
	carry_out(mv, b, o);
	order_copy_refresh(mv->order, o);
	return NULL;
}

static const struct err *
answer(struct ticket *t, struct kept *kept)
{
	struct moving *mv = (struct moving *)t;

	return mv->as->answer(mv->as->arg, mv->order, &mv->as->refunded, kept);
}

/* What a request can come to need: stock, coupons and the wallet; the wallet alone, for what is earned; or nothing. */
static const struct ticket_op back_op = { .name = "after-back", .decide = decide, .gives_back = true, .buyers_wallet = true };
static const struct ticket_op keep_op = { .name = "after-keep", .decide = decide, .buyers_wallet = true };
static const struct ticket_op move_op = { .name = "after-move", .decide = decide };

static const struct ticket_op *
op_of(const struct aftersale *as)
{
	if (as->to_state)
		return as->to == ITEM_CANCELLED || as->to == ITEM_RETURNED || as->to == ITEM_EXCHANGE_PROCESSING ? &back_op :
		    as->to == ITEM_CONFIRMED ? &keep_op : &move_op;
	return as->wish == AFTER_CANCEL ? &back_op : as->wish == AFTER_CONFIRM ? &keep_op : &move_op;
}

/* --- handing it in --------------------------------------------------------------------------- */

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static const struct err *
goods_of(struct db *db, struct arena *a, const struct order *o, struct goods_list *out)
{
	uint32_t *ids = ARENA_ARRAY(a, uint32_t, o->nitems + 1);
	size_t n = 0, distinct = 0;

	if (ids == NULL)
		return err_static(ERR_INTERNAL_SERVER_ERROR);
	for (size_t i = 0; i < o->nitems; i++)
		if (o->items[i].kind == PRODUCT_GOODS)
			ids[n++] = o->items[i].product_id;
	qsort(ids, n, sizeof(*ids), by_number);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || ids[i] != ids[distinct - 1])
			ids[distinct++] = ids[i];
	return goods_store_get(db, a, ids, distinct, out);
}

/* What never changes and is needed to decide: what goods the lines are, and whose seller the actor is.  found->n is 0 when there is no such order. */
static const struct err *
look(struct shop *shop, struct arena *a, const struct uuid *id, struct order_actor *actor, struct orders *found, struct goods_list *goods)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = order_store_get(db, a, id, 1, false, ORDER_ITEMS, found)) == NULL && found->n > 0)
		e = goods_of(db, a, found->v, goods);
	if (e == NULL)
		e = items_actor(db, a, actor);
	db_return(shop->pool, db);
	return e;
}

static const struct err *
answer_moved(void *arg, const struct order *o, struct kept *kept)
{
	struct aftersale *as = arg;

	as->refunded = (struct after_refunded){ .money = o->payment.refunding, .way = refund_way(o->payment.method) };
	return as->answer(as->arg, o, &as->refunded, kept);
}

/* What was cooked goes as a whole, as the dinner face has it. */
static const struct err *
cancel_dinner(struct shop *shop, struct arena *a, struct aftersale *as)
{
	struct order_change c = { .order_id = as->order_id, .actor = as->actor, .to = ITEM_CANCELLED, .again_is_error = true, .reason = as->reason,
	    .if_versions = as->if_versions, .nif_versions = as->nif_versions, .key = as->key, .answer = answer_moved, .arg = as };
	const struct err *e;

	if ((e = order_move(shop, a, &c)) != NULL)
		return e;
	as->order = c.order;
	as->kept = c.kept;
	if (c.order != NULL)
		as->refunded = (struct after_refunded){ .money = c.order->payment.refunding, .way = refund_way(c.order->payment.method) };
	return NULL;
}

const struct err *
order_after(struct shop *shop, struct arena *a, struct aftersale *as)
{
	struct moving mv = { .ticket = { .op = op_of(as), .arena = a, .order_id = as->order_id, .key = as->key, .answer = answer }, .as = as };
	struct orders found;
	const struct err *e;

	if ((e = look(shop, a, &as->order_id, &as->actor, &found, &mv.goods)) != NULL)
		return e;
	if (found.n == 0)
		return no_such(a);
	if (as->index == AFTER_ALL_LINES && mv.goods.n == 0)
		return cancel_dinner(shop, a, as);
	if (as->index == AFTER_ALL_LINES)
		mv.ticket.sheet_key = as->order_id;	/* which may have to end with it */
	if ((e = ticket_serve(shop, &mv.ticket)) != NULL)
		return e;
	as->order = mv.ticket.replayed ? NULL : mv.order;
	as->kept = mv.ticket.kept;
	return NULL;
}

static const struct err *
answer_change(void *arg, const struct order *o, const struct after_refunded *r, struct kept *kept)
{
	const struct order_change *c = arg;

	(void)r;
	return c->answer(c->arg, o, kept);
}

const struct err *
order_after_cancel(struct shop *shop, struct arena *a, struct order_change *c)
{
	struct aftersale as = { .order_id = c->order_id, .index = AFTER_ALL_LINES, .actor = c->actor, .wish = AFTER_CANCEL, .reason = c->reason,
	    .if_versions = c->if_versions, .nif_versions = c->nif_versions, .key = c->key, .answer = answer_change, .arg = c };
	const struct err *e;

	if ((e = order_after(shop, a, &as)) != NULL)
		return e;
	c->order = as.order;
	c->kept = as.kept;
	return NULL;
}
