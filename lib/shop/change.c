/* change: the desk's operation that moves an order along. */
#include "shop/change.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/aftersale.h"
#include "domain/user.h"
#include "shop/aftersale.h"
#include "shop/batch.h"
#include "shop/earn.h"
#include "shop/order_copy.h"
#include "shop/shop.h"
#include "shop/step.h"
#include "shop/ticket.h"
#include "store/member_store.h"

struct changing {
	struct ticket		 ticket;
	struct order_change	*c;
	struct order		*order;		/* a copy that outlives the batch */
	bool			 by_lines;	/* refused here: goods are cancelled line by line */
	struct uuid		 assign;	/* order_assign: who gets it */
	int			 assign_role;
};

/* Why the money goes back, and why the payment of an order cancelled before the courier came failed. */
static const char cancelled[] = "ORDER_CANCELLED";

static const struct err *
no_such_order(struct arena *a)
{
	return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
}

static bool
version_meant(const struct order_change *c, int64_t version)
{
	for (size_t i = 0; i < c->nif_versions; i++)
		if (c->if_versions[i] == version)
			return true;
	return c->if_versions == NULL;
}

/* Whether every live item may take the step, and whether this one may take it; *open = who may take it with all of them. */
static const struct err *
may_move(struct arena *a, const struct order *o, const struct order_change *c, unsigned *open)
{
	size_t moving = 0;

	*open = ~0u;
	for (size_t i = 0; i < o->nitems; i++) {
		enum item_state from = o->items[i].status;
		unsigned movers = order_item_movers(o, &o->items[i], &c->actor);
		const struct item_move *m;
		if (!item_state_live(from))
			continue;
		/* Goods go piece by piece (aftersale.h), and what was cooked does not come back. */
		if ((m = item_move_find(from, c->to, o->type)) == NULL || !after_moves_orders(m) ||
		    (o->items[i].kind == PRODUCT_GOODS && after_effect_of(m->event) != PIECES_STAY))
			return err_new(a, ERR_ORDER_STATE_CONFLICT, "%s -> %s", item_state_names[from], item_state_names[c->to]);
		if ((m->movers & movers) == 0)
			/* To a buyer the state is in the way; to staff it is somebody else's step. */
			return movers == MOVER_BUYER ?
			    err_new(a, ERR_ORDER_STATE_CONFLICT, "%s -> %s", item_state_names[from], item_state_names[c->to]) :
			    err_new(a, ERR_FORBIDDEN, "%s -> %s", item_state_names[from], item_state_names[c->to]);
		*open &= m->movers;
		moving++;
	}
	if (moving == 0)
		return err_new(a, ERR_ORDER_STATE_CONFLICT, "%s -> %s", item_state_names[o->stage], item_state_names[c->to]);
	return NULL;
}

/* Where the order keeps whose it is among those of the actor's role; NULL for roles that own none, and for its buyer as such. */
static struct uuid *
owner_of(struct order *o, const struct order_actor *actor, enum actor as)
{
	if (as == ACTOR_BUYER)
		return NULL;
	return actor->role == ROLE_COOK ? &o->cook_id : actor->role == ROLE_COURIER ? &o->courier_id : NULL;
}

static const struct err *
may_own(struct arena *a, struct order *o, const struct order_actor *actor, enum actor as)
{
	const struct uuid *owner = owner_of(o, actor, as);

	if (owner == NULL || uuid_is_zero(owner) || uuid_cmp(owner, &actor->user_id) == 0)
		return NULL;
	return err_new(a, ERR_FORBIDDEN, "anothers_order");
}

/* A cook's or courier's order is theirs from their first step on. */
static void
take_ownership(struct order *o, const struct order_actor *actor, enum actor as)
{
	struct uuid *owner = owner_of(o, actor, as);

	if (owner != NULL)
		*owner = actor->user_id;
}

/* Cash is paid when the food is handed over, and never when the order was cancelled. */
static void
settle_on_delivery(struct batch *b, struct order *o, enum item_state to)
{
	if (o->payment.method != PAY_ON_DELIVERY || o->payment.status != PAYMENT_PROGRESS)
		return;
	if (to == ITEM_DELIVERED || to == ITEM_PICKED_UP) {
		o->payment.status = PAYMENT_SUCCESS;
		o->payment.paid_at = b->now;
	} else if (to == ITEM_CANCELLED) {
		o->payment.status = PAYMENT_FAILED;
		o->payment.failure_code = cancelled;
	}
}

static bool
has_goods(const struct order *o)
{
	for (size_t i = 0; i < o->nitems; i++)
		if (o->items[i].kind == PRODUCT_GOODS)
			return true;
	return false;
}

static const struct err *
decide(struct ticket *t, struct batch *b)
{
	struct changing *ch = (struct changing *)t;
	struct order_change *c = ch->c;
	struct order *o = batch_order(b, &t->order_id);
	unsigned open;
	struct step_by by;
	enum actor as;
	const struct err *e;

	ch->by_lines = false;
	if (o == NULL || !order_visible(o, &c->actor))
		return no_such_order(t->arena);
	if (!version_meant(c, o->version))
		return err_new(t->arena, ERR_PRECONDITION_FAILED, NULL);
	if (o->stage == c->to && !c->again_is_error) {
		/* Somebody else brought it there: it is not theirs, though it is where they wanted it. */
		if ((e = may_own(t->arena, o, &c->actor, role_actor((enum role)c->actor.role))) != NULL)
			return e;
		ch->order = order_copy(t->arena, o);
		return ch->order == NULL ? err_static(ERR_INTERNAL_SERVER_ERROR) : NULL;
	}
	if ((ch->by_lines = c->to == ITEM_CANCELLED && has_goods(o)))
		return err_new(t->arena, ERR_ORDER_STATE_CONFLICT, NULL);
	if ((e = may_move(t->arena, o, c, &open)) != NULL)
		return e;
	as = order_acting(o, &c->actor, open);
	if ((e = may_own(t->arena, o, &c->actor, as)) != NULL)
		return e;
	/* All that can fail comes before the first change. */
	if ((ch->order = order_copy(t->arena, o)) == NULL)
		return err_static(ERR_INTERNAL_SERVER_ERROR);
	by = (struct step_by){ as, c->actor.user_id, c->reason };
	o->version++;
	take_ownership(o, &c->actor, as);
	if (c->to == ITEM_CANCELLED)
		step_give_back(b, o, FAILED_CANCEL, cancelled);
	step_items(b, o, c->to, &by);
	for (size_t i = 0; c->to == ITEM_CONFIRMED && i < o->nitems; i++)
		if (item_state_live(o->items[i].status))
			earn_confirmed(b, o, &o->items[i], o->items[i].cancelled_quantity + o->items[i].returned_quantity);
	settle_on_delivery(b, o, c->to);
	step_follow(b, o, &by);
	order_rows_change(&b->rows, o, c->to == ITEM_CANCELLED);
	order_copy_refresh(ch->order, o);
	return NULL;
}

static const struct err *
answer(struct ticket *t, struct kept *kept)
{
	struct changing *ch = (struct changing *)t;

	return ch->c->answer(ch->c->arg, ch->order, kept);
}

static const struct ticket_op move_op = { .name = "move", .decide = decide };
static const struct ticket_op confirm_op = { .name = "confirm", .decide = decide, .buyers_wallet = true };
static const struct ticket_op cancel_op = { .name = "cancel", .decide = decide, .gives_back = true };

const struct err *
order_move(struct shop *shop, struct arena *a, struct order_change *c)
{
	struct changing ch = {
		.ticket = { .op = c->to == ITEM_CANCELLED ? &cancel_op : c->to == ITEM_CONFIRMED ? &confirm_op : &move_op, .arena = a, .order_id = c->order_id,
		    .key = c->key, .answer = answer },
		.c = c
	};
	const struct err *e;

	if ((e = ticket_serve(shop, &ch.ticket)) != NULL)
		return ch.by_lines ? order_after_cancel(shop, a, c) : e;
	c->order = ch.ticket.replayed ? NULL : ch.order;
	c->kept = ch.ticket.kept;
	return NULL;
}

static const struct err *
decide_assign(struct ticket *t, struct batch *b)
{
	struct changing *ch = (struct changing *)t;
	struct order *o = batch_order(b, &t->order_id);

	if (o == NULL)
		return no_such_order(t->arena);
	if ((ch->order = order_copy(t->arena, o)) == NULL)
		return err_static(ERR_INTERNAL_SERVER_ERROR);
	*(ch->assign_role == ROLE_COOK ? &o->cook_id : &o->courier_id) = ch->assign;
	o->version++;
	order_rows_change(&b->rows, o, false);
	ch->order->cook_id = o->cook_id;
	ch->order->courier_id = o->courier_id;
	ch->order->version = o->version;
	return NULL;
}

static const struct ticket_op assign_op = { .name = "assign", .decide = decide_assign };

const struct err *
order_assign(struct shop *shop, struct arena *a, const struct uuid *order_id, const struct order_actor *actor,
    const struct uuid *staff_id, const struct order **out)
{
	struct changing ch = { .ticket = { .op = &assign_op, .arena = a, .order_id = *order_id }, .assign = *staff_id };
	const struct user *u = NULL;
	struct db *db;
	const struct err *e;

	if (actor->role != ROLE_ADMIN)
		return err_new(a, ERR_FORBIDDEN, NULL);
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = member_store_by_id(db, a, staff_id, &u);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	if (u == NULL || u->status != USER_ACTIVE || (u->role != ROLE_COOK && u->role != ROLE_COURIER))
		return err_fault(a, "/staff_id", "not_staff");
	ch.assign_role = u->role;
	if ((e = ticket_serve(shop, &ch.ticket)) != NULL)
		return e;
	*out = ch.order;
	return NULL;
}
