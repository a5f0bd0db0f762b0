/* order_page: orders as trees, with their way through the kitchen, or from the shelf to the buyer. */
#include "order_page.h"

#include <json-c/json.h>
#include <string.h>

#include "api/menu_answer.h"
#include "api/order_answer.h"
#include "api/store_order_api.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/id.h"
#include "domain/aftersale.h"
#include "domain/item_state.h"
#include "domain/order.h"
#include "http/request.h"
#include "shop/catalog.h"
#include "shop/orders.h"
#include "shop/shop.h"
#include "site.h"
#include "view.h"

static bool
english(const struct request *rq)
{
	return rq->lang == LANG_EN;
}

/* --- the steps of an order ------------------------------------------------------ */

/* The state that comes next when all goes well; -1 after the buyer has it. */
static int
next_step(enum item_state from, enum order_type type)
{
	for (size_t i = 0; i < item_moves_n; i++) {
		const struct item_move *m = &item_moves[i];

		if (m->from == from && (m->types & (1u << type)) && item_state_live(m->to)
		    && item_state_rank(m->to) > item_state_rank(from) && item_state_rank(m->to) <= item_state_rank(ITEM_DELIVERED))
			return (int)m->to;
	}
	return -1;
}

static bool
has_been(const struct order *o, enum item_state state)
{
	for (size_t i = 0; i < o->nhistory; i++) {
		if (strcmp(o->history[i].to, item_state_names[state]) == 0)
			return true;
	}
	return false;
}

static void
add_step(struct json_object *steps, enum item_state state, const char *flag)
{
	struct json_object *step = json_object_new_object();

	if (step == NULL)
		return;
	view_text(step, "code", item_state_names[state]);
	if (flag != NULL)
		view_flag(step, flag);
	if (!item_state_live(state))
		view_flag(step, "bad");
	json_object_array_add(steps, step);
}

/* Money elsewhere that is being asked for. */
static bool
being_paid(const struct order *o)
{
	return o->payment.method != PAY_ON_DELIVERY && o->payment.status == PAYMENT_PROGRESS;
}

static bool
unsettled(const struct order *o)
{
	return being_paid(o) || o->payment.refund == REFUND_DUE;
}

/* The way from the kitchen to the buyer, how far the order is on it; where it left the way, only the steps it took. */
static void
add_steps(const struct order *o, struct json_object *page, struct json_object *steps)
{
	int first = o->stage == ITEM_PENDING_PAYMENT ? ITEM_PENDING_PAYMENT : ITEM_PENDING;
	bool on_the_way = false;

	for (int s = first; s >= 0 && !on_the_way; s = next_step((enum item_state)s, o->type))
		on_the_way = s == (int)o->stage;
	for (int s = first; s >= 0; s = next_step((enum item_state)s, o->type)) {
		enum item_state state = (enum item_state)s;

		if (state == o->stage)
			add_step(steps, state, "current");
		else if (on_the_way)
			add_step(steps, state, item_state_rank(state) < item_state_rank(o->stage) ? "done" : NULL);
		else if (has_been(o, state))
			add_step(steps, state, "done");
	}
	if (!on_the_way)
		add_step(steps, o->stage, "current");
	if (unsettled(o))
		return;
	if (!item_state_live(o->stage) || (on_the_way && next_step(o->stage, o->type) < 0) || o->stage == ITEM_CONFIRMED)
		view_flag(page, "final");
}

/* --- one order --------------------------------------------------------------------- */

/* What flavors and sizes are called. */
static const struct err *
put_names(struct request *rq, struct json_object *page)
{
	struct recipes_answer recipes;
	const struct menu *menu;
	const struct err *e;

	if ((e = catalog_menu(site_shop(rq), rq->arena, &menu)) != NULL)
		return e;
	if (!recipes_view(rq->arena, menu, english(rq), &recipes))
		return site_full();
	recipes.data = "{}";
	return view_put(rq, page, "names", &recipes_answer_model, &recipes);
}

/* The order under a name, with its changes. */
static const struct err *
put_order(struct request *rq, const struct order *o, const struct model *model, struct json_object *into, const char *name)
{
	struct order_actor actor = site_actor(rq);
	const struct order_view *view = order_view(rq->arena, o, &actor, english(rq));
	struct order_changes_answer changes = { .cake_customization = NULL };
	struct json_object *tree;
	const struct err *e;

	if (view == NULL || !order_changes(rq->arena, o, english(rq), &changes.customizations))
		return site_full();
	if ((e = view_put(rq, into, name, model, view)) != NULL)
		return e;
	tree = view_member(into, name);
	if (!uuid_is_zero(&actor.user_id) && (uuid_cmp(&actor.user_id, &o->cook_id) == 0
	    || uuid_cmp(&actor.user_id, &o->courier_id) == 0))
		view_flag(tree, "mine");
	return view_put(rq, tree, "changes", &order_changes_model, &changes);
}

/* What a buyer may wish of a line, and what the template calls it. */
static const struct { enum after_wish wish; const char *flag; } line_wishes[] = {
	{ AFTER_CANCEL, "can_cancel" }, { AFTER_RETURN, "can_return" }, { AFTER_EXCHANGE, "can_exchange" }, { AFTER_CONFIRM, "can_confirm" },
};

/* The delivery of a line among those that are told. */
static struct json_object *
delivery_of_line(struct json_object *deliveries, const char *item_id)
{
	for (size_t i = 0; item_id != NULL && i < view_count(deliveries); i++) {
		struct json_object *d = json_object_array_get_idx(deliveries, i);
		const char *of = view_word(d, "itemId");
		if (of != NULL && strcmp(of, item_id) == 0)
			return d;
	}
	return NULL;
}

/* Lines go their ways one by one, and piece by piece: the history says whose step it was, of how many, and what became of those; where others went
 * on, the line's state says nothing of them. */
static void
put_step(const struct request *rq, const struct order *o, const struct history_entry *h, struct json_object *step)
{
	const enum after_effect effect = after_effect_of(h->event);
	const struct order_item *it;

	if (h->item_index < 0 || (size_t)h->item_index >= o->nitems)
		return;
	it = &o->items[h->item_index];
	view_text(step, "line", english(rq) && it->name_en != NULL ? it->name_en : it->name);
	view_text(step, "did", effect == PIECES_CANCELLED ? item_state_names[ITEM_CANCELLED] :
	    effect == PIECES_RETURNED ? item_state_names[ITEM_RETURNED] : h->to);
	if (h->pieces > 0)
		json_object_object_add(step, "pieces", json_object_new_int64(h->pieces));
}

/* An order of goods as the store face tells it, under "bought": each line with who carries it, and what its buyer may do about it. */
static const struct err *
put_bought(struct request *rq, const struct order *o, const struct order_actor *actor, struct json_object *page)
{
	struct store_order_view v;
	struct json_object *lines, *deliveries, *history = view_member(view_member(page, "order"), "history");
	const struct err *e;
	unsigned buyer = order_movers(o, actor) & (unsigned)MOVER_BUYER;

	if (!store_order_view(rq->arena, o, actor, english(rq), &v))
		return site_full();
	if ((e = view_put(rq, page, "bought", &store_order_model, &v)) != NULL)
		return e;
	json_object_object_add(page, "confirm_days", json_object_new_int64(site_shop(rq)->conf->confirm_days));
	lines = view_member(view_member(page, "bought"), "items");
	deliveries = view_member(view_member(page, "bought"), "deliveries");
	for (size_t i = 0; i < view_count(lines) && i < o->nitems; i++) {
		struct json_object *line = json_object_array_get_idx(lines, i);
		struct json_object *delivery = delivery_of_line(deliveries, view_word(line, "itemId"));

		view_text(line, "carrier", view_word(delivery, "carrier"));
		view_text(line, "tracking", view_word(delivery, "trackingNumber"));
		json_object_object_add(line, "left", json_object_new_int64(after_left(&o->items[i])));
		for (size_t w = 0; w < sizeof line_wishes / sizeof line_wishes[0]; w++) {
			if (!after_may(o, i, line_wishes[w].wish, buyer))
				continue;
			view_flag(line, line_wishes[w].flag);
			if (line_wishes[w].wish != AFTER_CONFIRM)
				view_flag(line, "can_change");
		}
	}
	for (size_t i = 0; i < o->nhistory && i < view_count(history); i++)
		put_step(rq, o, &o->history[i], json_object_array_get_idx(history, i));
	return NULL;
}

const struct err *
order_page_tree(struct request *rq, const struct order *o, struct json_object **out)
{
	struct json_object *page = view_new(rq, "order"), *steps;
	struct order_actor actor = site_actor(rq);
	char key[TOKEN_TEXT];
	const struct err *e;

	if (page == NULL || (steps = view_list(page, "steps")) == NULL)
		return site_full();
	if ((e = put_order(rq, o, &order_detail_model, page, "order")) != NULL || (e = put_names(rq, page)) != NULL)
		return e;
	if (o->nitems > 0 && o->items[0].kind == PRODUCT_GOODS && (e = put_bought(rq, o, &actor, page)) != NULL)
		return e;
	add_steps(o, page, steps);
	if ((order_movers(o, &actor) & MOVER_BUYER) && o->nitems > 0 && o->items[0].kind != PRODUCT_GOODS)
		view_flag(page, "can_reorder");	/* a dinner; goods are bought anew where they are sold */
	if (o->status == ORDER_CREATED)
		view_flag(page, "to_pay");
	if (being_paid(o))
		view_flag(page, "paying");
	if (o->payment.refund == REFUND_DUE)
		view_flag(page, "refund_due");
	if (o->payment.refund == REFUND_GIVEN_UP)
		view_flag(page, "refund_late");
	json_object_object_add(page, "refunding", json_object_new_int64(o->payment.refunding));
	if (unsettled(o))
		view_flag(page, "unsettled");
	token_new(key);
	view_text(page, "idempotency_key", key);
	*out = page;
	return NULL;
}

/* --- lists ---------------------------------------------------------------------------- */

#define GOODS_SHOWN 5	/* lines: an entry is no delivery note */

/* An order of goods has no dinner to go by: its first lines in one. */
static const char *
goods_of(struct request *rq, const struct order *o)
{
	struct buf b = { 0 };
	const char *names;

	for (size_t i = 0; i < o->nitems && i <= GOODS_SHOWN; i++) {
		const struct order_item *it = &o->items[i];
		if (i == GOODS_SHOWN)
			buf_puts(&b, " …");
		else
			buf_printf(&b, "%s%s × %lld", i == 0 ? "" : " · ", english(rq) && it->name_en != NULL ? it->name_en : it->name, (long long)it->quantity);
	}
	names = b.failed ? NULL : arena_strdup(rq->arena, buf_str(&b));
	buf_free(&b);
	return names;
}

/* An order's tree as a list entry; made under a name first, as view_put() does it. */
static const struct err *
append_order(struct request *rq, const struct order *o, struct json_object *page, struct json_object *orders)
{
	struct json_object *tree;
	const struct err *e = put_order(rq, o, &order_model, page, "entry");

	if (e != NULL)
		return e;
	tree = view_member(page, "entry");
	if (o->nitems > 0 && o->items[0].kind == PRODUCT_GOODS)
		view_text(tree, "goods", goods_of(rq, o));
	json_object_array_add(orders, json_object_get(tree));
	json_object_object_del(page, "entry");
	return NULL;
}

const struct err *
order_page_list(struct request *rq, const struct order_page *found, struct json_object *page)
{
	struct json_object *list = view_object(page, "list"), *orders;
	char next[UUID_TEXT];
	const struct err *e;

	if (list == NULL || (orders = view_list(list, "orders")) == NULL)
		return site_full();
	for (size_t i = 0; i < found->orders.n; i++) {
		if ((e = append_order(rq, &found->orders.v[i], page, orders)) != NULL)
			return e;
	}
	if (found->total >= 0)
		json_object_object_add(list, "total_count", json_object_new_int64(found->total));
	if (!uuid_is_zero(&found->next))
		view_text(list, "next_cursor", uuid_text(&found->next, next));
	return NULL;
}

static bool
is_of_goods(const struct order *o)
{
	return o->nitems > 0 && o->items[0].kind == PRODUCT_GOODS;
}

/* The orders of one stage: dinners, or goods, which are not cooked and say so in words of their own. */
static const struct err *
add_lane(struct request *rq, const struct order_page *found, enum item_state stage, bool goods, struct json_object *page, struct json_object *lanes)
{
	struct json_object *lane = NULL, *orders = NULL;
	const struct err *e;

	for (size_t i = 0; i < found->orders.n; i++) {
		const struct order *o = &found->orders.v[i];

		if (o->stage != stage || is_of_goods(o) != goods)
			continue;
		if (lane == NULL) {
			if ((lane = json_object_new_object()) == NULL)
				return site_full();
			json_object_array_add(lanes, lane);
			view_text(lane, "stage", item_state_names[stage]);
			if (goods)
				view_flag(lane, "sent");
			orders = view_list(lane, "orders");
		}
		if (orders == NULL || (e = append_order(rq, o, page, orders)) != NULL)
			return orders == NULL ? site_full() : e;
	}
	if (orders != NULL)
		json_object_object_add(lane, "count", json_object_new_int64((int64_t)json_object_array_length(orders)));
	return NULL;
}

const struct err *
order_page_board(struct request *rq, const struct order_page *found, struct json_object *page)
{
	struct json_object *lanes = view_list(page, "lanes");
	const struct err *e;

	if (lanes == NULL)
		return site_full();
	for (int stage = 0; stage < ITEM__MAX; stage++)
		if ((e = add_lane(rq, found, (enum item_state)stage, false, page, lanes)) != NULL ||
		    (e = add_lane(rq, found, (enum item_state)stage, true, page, lanes)) != NULL)
			return e;
	return put_names(rq, page);
}
