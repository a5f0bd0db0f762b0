/* place: the desk's operation that takes a new order. */
#include "shop/place.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "domain/compose.h"
#include "domain/menu.h"
#include "shop/batch.h"
#include "shop/catalog.h"
#include "shop/images.h"
#include "shop/shop.h"
#include "shop/shortage.h"
#include "shop/tell.h"
#include "shop/ticket.h"

struct placing {
	struct ticket		 ticket;
	struct placement	*p;
	const struct menu	*menu;
	struct order		*order;
};

/* Composes the order against a menu and tells the ticket what it needs. */
static const struct err *
compose(struct placing *pl, const struct menu *menu)
{
	struct faults faults = { .arena = pl->ticket.arena };
	struct order *o = ARENA_NEW(pl->ticket.arena, struct order);
	const char *why;
	const struct err *e;

	if (o == NULL)
		return err_new(pl->ticket.arena, ERR_INTERNAL_SERVER_ERROR, "no room for the order");
	order_compose(menu, pl->p->wish, o, &faults);
	order_schedule(menu, pl->p->wish, clock_now(), o, &faults);
	if (pl->p->card != NULL && faults.n == 0 && (why = payment_elsewhere_check(o->price.final_price)) != NULL)
		fault_add(&faults, "", why);
	if ((e = faults_err(&faults)) != NULL)
		return e;
	o->user_id = pl->p->user_id;
	o->guest = pl->p->guest;
	o->reordered_from = pl->p->reordered_from;
	o->version = 1;
	pl->menu = menu;
	pl->order = o;
	pl->ticket.menu_version = menu->version;
	pl->ticket.uses = o->uses;
	pl->ticket.nuses = o->nuses;
	pl->ticket.slot = o->slot;
	return NULL;
}

static const struct err *
remake(struct ticket *t, const struct menu *menu)
{
	struct placing *pl = (struct placing *)t;

	/* The batch's menu goes with the batch; this order outlives it. */
	if ((menu = catalog_share(menu, t->arena)) == NULL)
		return err_new(t->arena, ERR_UNAVAILABLE, "no room to hold the menu");
	return compose(pl, menu);
}

/* STOCK_NOT_ENOUGH that names what is short. */
static const struct err *
too_little(struct arena *a, const struct menu *menu, bool english, struct shortage *shorts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct sku *sku = menu_sku_by_id(menu, shorts[i].sku_id);
		shorts[i].code = sku == NULL ? "" : sku->code;
		shorts[i].name = sku == NULL ? "" : english && sku->name_en != NULL ? sku->name_en : sku->name;
	}
	return shortage_err(a, shorts, n);
}

/* Takes what the order needs from the locked stock, all of it or nothing. */
static const struct err *
order_consume_inventory(struct arena *a, const struct menu *menu, bool english, struct stock_book *stock, const struct order *o)
{
	struct shortage *shorts = ARENA_ARRAY(a, struct shortage, o->nuses + 1);
	size_t n;

	if (shorts == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room to count the stock");
	if (!stock_take(stock, o->uses, o->nuses, shorts, &n))
		return too_little(a, menu, english, shorts, n);
	return NULL;
}

/* The order's beginning, a line of history an item. */
static bool
begin_history(struct arena *a, struct order *o, int64_t now)
{
	if ((o->history = ARENA_ARRAY(a, struct history_entry, o->nitems)) == NULL)
		return false;
	o->nhistory = o->nitems;
	for (size_t i = 0; i < o->nitems; i++)
		o->history[i] = (struct history_entry){
			.id = uuid_new(), .item_index = (int)i, .event = "ORDER", .to = item_state_names[o->items[i].status],
			.actor = ACTOR_BUYER, .actor_id = o->user_id, .at = now, .pieces = o->items[i].quantity
		};
	return true;
}

/* Paid at the door: the kitchen begins at once. */
static void
begin_on_delivery(struct order *o, int64_t now)
{
	o->payment = (struct payment){ .id = uuid_new(), .method = PAY_ON_DELIVERY, .status = PAYMENT_PROGRESS,
	    .amount = o->price.final_price, .created_at = now };
}

/* By card: everything waits for the gateway, and what is held is known to the worker, should nobody else see it through. */
static void
begin_by_card(struct batch *b, struct order *o, const struct card_hold *card)
{
	o->payment = (struct payment){ .id = card->payment_id, .method = PAY_CARD, .status = PAYMENT_PROGRESS,
	    .amount = o->price.final_price, .masked_card_number = card->masked_number, .card_brand = card->brand,
	    .transaction_id = card->known_as, .created_at = b->now };
	order_rows_compensation(&b->rows, &(struct compensation){ .id = card->payment_id, .kind = COMPENSATE_SETTLE, .order_id = o->id,
	    .payment_id = card->payment_id, .amount = o->price.final_price, .state = COMPENSATION_OPEN,
	    .due_at = b->now + card->ask_after_ms, .created_at = b->now, .reason = "PAYMENT" });
}

static const struct err *
decide(struct ticket *t, struct batch *b)
{
	struct placing *pl = (struct placing *)t;
	const struct card_hold *card = pl->p->card;
	struct order *o = pl->order;
	const struct err *e;

	o->stage = card != NULL ? ITEM_PENDING_PAYMENT : ITEM_PENDING;
	for (size_t i = 0; i < o->nitems; i++)
		o->items[i].status = o->stage;
	if (!begin_history(t->arena, o, b->now))
		return err_new(t->arena, ERR_INTERNAL_SERVER_ERROR, "no room for the order's history");
	if ((e = order_consume_inventory(t->arena, pl->menu, pl->p->english, &b->stock, o)) != NULL)
		return e;
	if (!slot_take(&b->slots, o->slot)) {
		stock_give_back(&b->stock, o->uses, o->nuses);
		for (size_t i = 0; i < o->nuses; i++)
			o->uses[i].returned = 0;	/* it is another ticket's to take, and this one may be decided again */
		return err_new(t->arena, ERR_SLOT_FULL, NULL);
	}
	o->id = uuid_new();
	order_number_new(b->now, o->number);
	o->created_at = b->now;
	if (o->slot == 0)
		o->estimated_at = b->now + (int64_t)order_minutes(o->type) * 60 * 1000;
	if (card != NULL)
		begin_by_card(b, o, card);
	else
		begin_on_delivery(o, b->now);
	if (pl->p->save_default != NULL)
		order_rows_default(&b->rows, &o->user_id, pl->p->save_default, b->now);
	order_rows_add(&b->rows, o);
	event_tell(b, o, EVENT_ORDER_PLACED);
	return NULL;
}

static const struct err *
answer(struct ticket *t, struct kept *kept)
{
	struct placing *pl = (struct placing *)t;

	return pl->p->answer(pl->p->arg, pl->order, kept);
}

static const struct ticket_op place_op = { .name = "place", .remake = remake, .decide = decide };

const struct err *
order_create(struct shop *shop, struct arena *a, struct placement *p)
{
	struct placing pl = {
		.ticket = { .op = &place_op, .arena = a, .key = p->key, .key_use = p->card != NULL ? KEY_OPEN : KEY_KEEP, .answer = answer,
		    .charged_as = p->card != NULL ? p->card->known_as : NULL },
		.p = p
	};
	const struct cake_wish *cake = p->wish->cake_customization;
	const struct image_owner owner = { p->user_id, uuid_is_zero(&p->user_id) ? p->guest : p->visitor };
	const struct menu *menu;
	const struct err *e;

	if ((e = catalog_menu(shop, a, &menu)) != NULL || (e = compose(&pl, menu)) != NULL ||
	    (e = images_claim(shop, a, &owner, cake == NULL ? NULL : cake->image_path, "/cake_customization/image_path")) != NULL)
		return e;
	e = ticket_serve(shop, &pl.ticket);
	p->order = e != NULL || pl.ticket.replayed ? NULL : pl.order;
	p->kept = pl.ticket.kept;
	return e;
}
