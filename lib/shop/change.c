/* change: the desk's operation that moves an order along. */
#include "shop/change.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/user.h"
#include "shop/batch.h"
#include "shop/shop.h"
#include "shop/tell.h"
#include "shop/ticket.h"
#include "store/member_store.h"

struct changing {
	struct ticket		 ticket;
	struct order_change	*c;
	struct order		*order;		/* a copy that outlives the batch */
	struct uuid		 assign;	/* order_assign: who gets it */
	int			 assign_role;
};

/* Why the payment of an order cancelled before the courier came failed. */
static const char unpaid[] = "ORDER_CANCELLED";

static const struct err *
no_such_order(struct arena *a)
{
	return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
}

/* A copy; notes in *full when there was a text and no room for it. */
static const char *
keep_text(struct arena *a, bool *full, const char *text)
{
	const char *copy = arena_strdup(a, text);

	*full |= copy == NULL && text != NULL;
	return copy;
}

static void
copy_customizations(struct arena *a, bool *full, struct order_item *it)
{
	if (it->ncustomizations == 0)
		return;
	it->customizations = (struct customization *)arena_memdup(a, it->customizations, it->ncustomizations * sizeof(*it->customizations));
	for (size_t i = 0; it->customizations != NULL && i < it->ncustomizations; i++) {
		struct customization *c = &it->customizations[i];
		c->code = keep_text(a, full, c->code);
		c->name = keep_text(a, full, c->name);
		c->name_en = keep_text(a, full, c->name_en);
	}
	*full |= it->customizations == NULL;
}

static const struct cake_wish *
copy_cake(struct arena *a, bool *full, const struct cake_wish *cake)
{
	struct cake_wish *c = ARENA_NEW(a, struct cake_wish);

	if (c != NULL)
		*c = (struct cake_wish){ .image_path = keep_text(a, full, cake->image_path), .message = keep_text(a, full, cake->message),
		    .flavor = keep_text(a, full, cake->flavor), .size = keep_text(a, full, cake->size) };
	*full |= c == NULL;
	return c;
}

/* The batch's memory goes with the batch: what the answer needs is copied. */
static struct order *
copy_order(struct arena *a, const struct order *o)
{
	struct order *c = ARENA_NEW(a, struct order);
	bool full = false;

	if (c == NULL)
		return NULL;
	*c = *o;
	c->items = (struct order_item *)arena_memdup(a, o->items, o->nitems * sizeof(*o->items));
	c->uses = NULL;
	c->nuses = 0;
	c->history = NULL;
	c->nhistory = 0;
	c->delivery_address = keep_text(a, &full, o->delivery_address);
	c->notes = keep_text(a, &full, o->notes);
	for (size_t i = 0; c->items != NULL && i < c->nitems; i++) {
		struct order_item *it = &c->items[i];
		it->code = keep_text(a, &full, it->code);
		it->variant = keep_text(a, &full, it->variant);
		it->name = keep_text(a, &full, it->name);
		it->name_en = keep_text(a, &full, it->name_en);
		copy_customizations(a, &full, it);
	}
	if (o->cake != NULL)
		c->cake = copy_cake(a, &full, o->cake);
	const char **text[] = { &c->payment.masked_card_number, &c->payment.card_brand, &c->payment.transaction_id,
	    &c->payment.failure_code };
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		*text[i] = keep_text(a, &full, *text[i]);
	return full || c->items == NULL ? NULL : c;
}

/* What a move changes, laid over an earlier copy. */
static void
bring_up(struct order *copy, const struct order *o)
{
	copy->status = o->status;
	copy->stage = o->stage;
	copy->version = o->version;
	copy->cook_id = o->cook_id;
	copy->courier_id = o->courier_id;
	copy->payment.status = o->payment.status;
	copy->payment.paid_at = o->payment.paid_at;
	if (o->payment.failure_code == unpaid)
		copy->payment.failure_code = unpaid;
	for (size_t i = 0; i < o->nitems; i++) {
		copy->items[i].status = o->items[i].status;
		copy->items[i].cancelled_quantity = o->items[i].cancelled_quantity;
	}
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
	unsigned movers = order_movers(o, &c->actor);
	size_t moving = 0;

	*open = ~0u;
	for (size_t i = 0; i < o->nitems; i++) {
		enum item_state from = o->items[i].status;
		const struct item_move *m;
		if (!item_state_live(from))
			continue;
		if ((m = item_move_find(from, c->to, o->type)) == NULL)
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

static void
tell(struct batch *b, const struct order *o, const struct order_change *c, int item, const char *event,
    const char *from, const char *to, enum actor as)
{
	order_rows_history(&b->rows, &o->id, &(struct history_entry){
		.id = uuid_new(), .item_index = item, .event = event, .from = from, .to = to,
		.actor = as, .actor_id = as == ACTOR_SYSTEM ? (struct uuid){ { 0 } } : c->actor.user_id,
		.at = b->now, .reason = c->reason });
}

static void
move_items(struct batch *b, struct order *o, const struct order_change *c, enum actor as)
{
	for (size_t i = 0; i < o->nitems; i++) {
		struct order_item *it = &o->items[i];
		const struct item_move *m = item_move_find(it->status, c->to, o->type);
		if (m == NULL)
			continue;
		tell(b, o, c, (int)i, m->event, item_state_names[m->from], item_state_names[m->to], as);
		it->status = m->to;
		if (m->to == ITEM_CANCELLED)
			it->cancelled_quantity = it->quantity;
	}
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
		o->payment.failure_code = unpaid;
	}
}

/* The order as a whole catches up with its items and payment. */
static void
follow(struct batch *b, struct order *o, const struct order_change *c)
{
	enum item_state item[UINT8_MAX + 1];	/* as many as an item_index can number */
	const char *event;
	bool told = false;

	for (size_t i = 0; i < o->nitems; i++)
		item[i] = o->items[i].status;
	o->stage = item_stage(item, o->nitems);
	while ((event = order_state_follow(o->status, item, o->nitems, o->payment.status == PAYMENT_SUCCESS)) != NULL) {
		const struct order_move *m = order_move_find(o->status, event);
		if (m == NULL)
			break;
		tell(b, o, c, -1, event, order_state_names[m->from], order_state_names[m->to], ACTOR_SYSTEM);
		o->status = m->to;
		if (event_of_move(event) != -1) {
			event_tell(b, o, (enum event_type)event_of_move(event));
			told = true;
		}
	}
	if (!told)
		event_tell(b, o, EVENT_ORDER_MOVED);
}

static const struct err *
decide(struct ticket *t, struct batch *b)
{
	struct changing *ch = (struct changing *)t;
	struct order_change *c = ch->c;
	struct order *o = batch_order(b, &t->order_id);
	unsigned open;
	enum actor as;
	const struct err *e;

	if (o == NULL || !order_visible(o, &c->actor))
		return no_such_order(t->arena);
	if (!version_meant(c, o->version))
		return err_new(t->arena, ERR_PRECONDITION_FAILED, NULL);
	if (o->stage == c->to && !c->again_is_error) {
		/* Somebody else brought it there: it is not theirs, though it is where they wanted it. */
		if ((e = may_own(t->arena, o, &c->actor, role_actor((enum role)c->actor.role))) != NULL)
			return e;
		ch->order = copy_order(t->arena, o);
		return ch->order == NULL ? err_static(ERR_INTERNAL_SERVER_ERROR) : NULL;
	}
	if ((e = may_move(t->arena, o, c, &open)) != NULL)
		return e;
	as = order_acting(o, &c->actor, open);
	if ((e = may_own(t->arena, o, &c->actor, as)) != NULL)
		return e;
	/* All that can fail comes before the first change. */
	if ((ch->order = copy_order(t->arena, o)) == NULL)
		return err_static(ERR_INTERNAL_SERVER_ERROR);
	o->version++;
	take_ownership(o, &c->actor, as);
	move_items(b, o, c, as);
	settle_on_delivery(b, o, c->to);
	if (c->to == ITEM_CANCELLED)
		stock_give_back(&b->stock, o->uses, o->nuses);
	follow(b, o, c);
	order_rows_change(&b->rows, o, c->to == ITEM_CANCELLED);
	bring_up(ch->order, o);
	return NULL;
}

static const struct err *
answer(struct ticket *t, struct kept *kept)
{
	struct changing *ch = (struct changing *)t;

	return ch->c->answer(ch->c->arg, ch->order, kept);
}

static const struct ticket_op move_op = { .name = "move", .decide = decide };
static const struct ticket_op cancel_op = { .name = "cancel", .decide = decide, .gives_back = true };

const struct err *
order_move(struct shop *shop, struct arena *a, struct order_change *c)
{
	struct changing ch = {
		.ticket = { .op = c->to == ITEM_CANCELLED ? &cancel_op : &move_op, .arena = a, .order_id = c->order_id,
		    .key = c->key, .answer = answer },
		.c = c
	};
	const struct err *e;

	if ((e = ticket_serve(shop, &ch.ticket)) != NULL)
		return e;
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
	if ((ch->order = copy_order(t->arena, o)) == NULL)
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
