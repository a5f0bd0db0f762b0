/* seller_items_page: see seller_items_page.h. */
#include "seller_items_page.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <string.h>

#include "admin_sellers_page.h"
#include "api/aftersale_api.h"
#include "api/seller_page.h"
#include "base/arena.h"
#include "base/id.h"
#include "domain/staff.h"
#include "http/request.h"
#include "shop/items.h"
#include "shop/parcel.h"
#include "site.h"
#include "view.h"

#define ON_A_PAGE 20
/* Where it is packed or under way: who carries it, and under which number, is asked for there. */
#define TRACKED (ITEM_BIT(ITEM_PREPARING) | ITEM_BIT(ITEM_READY_FOR_DELIVERY) | ITEM_BIT(ITEM_IN_DELIVERY))

/* The states goods are in, in the order somebody works through them. */
static const struct { const char *name; bool seldom; enum item_state state[6]; size_t n; } lanes[] = {
	{ "send", false, { ITEM_PENDING, ITEM_PREPARING, ITEM_READY_FOR_DELIVERY, ITEM_IN_DELIVERY }, 4 },
	/* Shown where there is something. */
	{ "decide", true, { ITEM_CANCEL_REQUESTED, ITEM_CANCEL_PROCESSING, ITEM_RETURN_REQUESTED, ITEM_RETURN_PROCESSING, ITEM_EXCHANGE_REQUESTED,
	    ITEM_EXCHANGE_PROCESSING }, 6 },
	{ "over", false, { ITEM_DELIVERED, ITEM_CONFIRMED, ITEM_CANCELLED, ITEM_RETURNED, ITEM_EXCHANGED }, 5 },
};

/* Which list is looked at. */
struct which { int state; int64_t seller_id; const struct item_ref *after; };

/* --- the tree ------------------------------------------------------------------------ */

static const struct err *
put_lanes(struct request *rq, const struct items_page *p, int state, struct json_object *page)
{
	struct json_object *all = view_list(page, "lanes");

	for (size_t l = 0; all != NULL && l < sizeof(lanes) / sizeof(lanes[0]); l++) {
		struct json_object *lane = json_object_new_object(), *states;
		if (lane == NULL)
			return site_full();
		json_object_array_add(all, lane);
		view_text(lane, "name", lanes[l].name);
		if ((states = view_list(lane, "states")) == NULL)
			return site_full();
		for (size_t s = 0; s < lanes[l].n; s++) {
			int64_t n = p->waiting[lanes[l].state[s]];
			struct json_object *one;
			if (lanes[l].seldom && n == 0 && (int)lanes[l].state[s] != state)
				continue;
			if ((one = json_object_new_object()) == NULL)
				return site_full();
			json_object_array_add(states, one);
			view_text(one, "code", item_state_names[lanes[l].state[s]]);
			if ((int)lanes[l].state[s] == state)
				view_flag(one, "current");
			if (n > 0)
				view_text(one, "count", n >= ITEMS_COUNTED ? "99+" : arena_printf(rq->arena, "%" PRId64, n));
		}
	}
	return all == NULL ? site_full() : NULL;
}

/* Why it was last asked for, or moved: what its history says. */
static const char *
last_reason(const struct order *o, int64_t index)
{
	for (size_t i = o->nhistory; i > 0; i--)
		if (o->history[i - 1].item_index == index)
			return o->history[i - 1].reason;
	return NULL;
}

/* What the caller is to a line of the list; never its buyer. */
static unsigned
movers_of(const struct request *rq, const struct order *o, const struct order_item *it)
{
	struct order_actor actor = site_actor(rq);

	actor.seller_id = actor.role == ROLE_SELLER ? it->seller_id : 0;
	return order_item_movers(o, it, &actor) & ~(unsigned)MOVER_BUYER;
}

/* Beside what the API tells of a line: what can be done about it. */
static const struct err *
put_ways(struct request *rq, const struct order *o, int64_t index, struct json_object *entry)
{
	const struct order_item *it = &o->items[index];
	struct item_ways_view ways;
	const struct err *e;

	if (!item_ways_view(rq->arena, o, (size_t)index, movers_of(rq, o, it), &ways))
		return site_full();
	if ((e = view_put(rq, entry, "can", &item_ways_model, &ways)) != NULL)
		return e;
	view_text(entry, "reason", last_reason(o, index));
	if (it->earned > 0)
		view_flag(entry, "earned");
	if (o->type == ORDER_DELIVERY && (TRACKED & ITEM_BIT(it->status)) != 0 && movers_of(rq, o, it) != 0)
		view_flag(entry, "tracked");
	/* Who sets out says the number at the same time. */
	for (size_t i = 0; i < ways.ways.n; i++)
		if (strcmp(LIST_AT(ways.ways, struct item_way_view, i)->to, item_state_names[ITEM_IN_DELIVERY]) == 0)
			view_flag(entry, "departs");
	return NULL;
}

static const struct err *
put_items(struct request *rq, const struct items_page *p, struct json_object *page)
{
	struct item_task_view *v = ARENA_ARRAY(rq->arena, struct item_task_view, p->n + 1);
	struct item_tasks_view view = { { v, p->n }, NULL };
	struct json_object *items;
	const struct err *e;

	if (v == NULL)
		return site_full();
	for (size_t i = 0; i < p->n; i++)
		if (!item_task_view(rq->arena, items_order(p, i), (size_t)p->ref[i].index, rq->lang == LANG_EN, &v[i]))
			return site_full();
	view.next_cursor = p->more ? v[p->n - 1].item->item_id : NULL;
	if ((e = view_put(rq, page, "list", &item_tasks_model, &view)) != NULL)
		return e;
	items = view_member(view_member(page, "list"), "items");
	for (size_t i = 0; i < p->n && i < view_count(items); i++)
		if ((e = put_ways(rq, items_order(p, i), p->ref[i].index, json_object_array_get_idx(items, i))) != NULL)
			return e;
	return NULL;
}

static const struct err *
tree(struct request *rq, const struct which *w, struct json_object **out)
{
	struct json_object *page = view_new(rq, ROLES_STAFF & ROLE_BIT(rq->caller.role) ? "staff" : "seller");
	struct items_ask ask = { .state = w->state, .seller_id = w->seller_id, .after = w->after, .limit = ON_A_PAGE, .board = true };
	struct order_actor actor = site_actor(rq);
	struct items_page p;
	char key[TOKEN_TEXT];
	const struct err *e;

	if (page == NULL)
		return site_full();
	if ((e = items_to_do(site_shop(rq), rq->arena, &actor, &ask, &p)) != NULL ||
	    (e = put_lanes(rq, &p, w->state, page)) != NULL || (e = put_items(rq, &p, page)) != NULL ||
	    (rq->caller.role == ROLE_ADMIN && (e = admin_sellers_name(rq, w->seller_id, page)) != NULL))
		return e;
	view_text(page, "place", "items");
	view_text(page, "status", item_state_names[w->state]);
	if (w->seller_id >= 0)
		view_text(page, "seller", arena_printf(rq->arena, "%" PRId64, w->seller_id));
	if (w->after != NULL)
		view_flag(page, "cursor");
	token_new(key);
	view_text(page, "idempotency_key", key);
	*out = page;
	return NULL;
}

const struct err *
seller_items_get(struct request *rq, struct response *rs)
{
	const struct seller_items_query *q = rq->params;
	struct item_ref after;
	int index = 0;
	struct json_object *page;
	const struct err *e;

	if (q->cursor != NULL && !store_item_parse(q->cursor, &after.order_id, &index))
		return err_fault(rq->arena, "?cursor", "not_a_cursor");
	after.index = index;
	if ((e = tree(rq, &(struct which){ q->status, q->seller_id, q->cursor == NULL ? NULL : &after }, &page)) != NULL)
		return e;
	if (q->moved >= 0)
		view_text(page, "moved", item_state_names[q->moved]);
	return view_answer(rq, rs, "seller_items", page);
}

/* --- what is done ------------------------------------------------------------------------ */

/* Where a form came from, and which line it is about. */
struct sending { struct request *rq; size_t index; int from; int64_t seller_id; };

/* Back to the list it was in, with what became of it. */
static const struct err *
keep(void *arg, const struct order *o, const struct after_refunded *r, struct kept *kept)
{
	const struct sending *s = arg;
	struct arena *a = s->rq->arena;
	const char *whose = s->seller_id < 0 ? "" : arena_printf(a, "&seller=%" PRId64, s->seller_id);

	(void)r;
	if (whose == NULL)
		return site_full();
	*kept = (struct kept){ .status = 303, .json = "", .page = arena_printf(a, "/seller/items?status=%s&moved=%s%s", item_state_names[s->from],
	    item_state_names[o->items[s->index].status], whose) };
	return kept->page == NULL ? site_full() : NULL;
}

/* A step of the line a form names: `parcel` NULL = the one that is in `as` already. */
static const struct err *
carry_out(struct request *rq, struct response *rs, struct aftersale *as, const struct parcel *parcel, int64_t seller_id)
{
	struct sending *s = ARENA_NEW(rq->arena, struct sending);
	struct kept kept = { 0 };
	int index;
	const struct err *e;

	if (s == NULL)
		return site_full();
	if (!store_item_parse(request_param(rq, "itemId"), &as->order_id, &index))
		return err_new(rq->arena, ERR_ENTITY_NOT_FOUND, NULL);
	as->index = (size_t)index;
	*s = (struct sending){ rq, as->index, (int)as->from, seller_id };
	as->actor = site_actor(rq);
	as->serves = as->from_state = true;
	as->english = rq->lang == LANG_EN;
	as->key = site_idem(rq);
	as->answer = keep;
	as->arg = s;
	e = parcel == NULL ? order_after(site_shop(rq), rq->arena, as) : parcel_say(site_shop(rq), rq->arena, as, parcel);
	if (e != NULL || (as->kept == NULL && (e = keep(s, as->order, &as->refunded, &kept)) != NULL))
		return e;
	site_answer_again(rq, rs, as->kept == NULL ? &kept : as->kept);
	return NULL;
}

const struct err *
seller_items_move_post(struct request *rq, struct response *rs)
{
	const struct seller_move_form *in = rq->in;
	struct aftersale as = { .to_state = true, .to = (enum item_state)in->status, .from = (enum item_state)in->from, .reason = in->reason };

	return carry_out(rq, rs, &as, NULL, in->seller_id);
}

const struct err *
seller_items_parcel_post(struct request *rq, struct response *rs)
{
	const struct seller_parcel_form *in = rq->in;
	const struct parcel said = { in->said.status, in->said.carrier, in->said.tracking_number };
	struct aftersale as = { .from = (enum item_state)in->from };

	return carry_out(rq, rs, &as, &said, in->seller_id);
}

/* --- refused --------------------------------------------------------------------------------- */

bool
seller_items_page_form(handler *handle)
{
	return handle == seller_items_move_post || handle == seller_items_parcel_post;
}

/* The list the form was in, as far as it says so. */
static struct which
which_of(const struct request *rq)
{
	const char *from = view_word(rq->body_tree.tree, "from"), *seller = view_word(rq->body_tree.tree, "seller");
	struct which w = { from == NULL ? -1 : item_state_parse(from), -1, NULL };
	size_t digits = seller == NULL ? 0 : strspn(seller, "0123456789");

	if (w.state < 0)
		w.state = ITEM_PENDING;
	if (digits > 0 && digits < 10 && seller[digits] == '\0')
		for (w.seller_id = 0; *seller != '\0'; seller++)
			w.seller_id = w.seller_id * 10 + (*seller - '0');
	return w;
}

/* The line the form was for says what is wrong, and holds what was typed. */
static void
mark_line(struct request *rq, const struct err *e, struct json_object *page)
{
	static const struct { const char *name, *pointer, *fault, *typed; } fields[] = {
		{ "carrier", "/carrier", "carrier_fault", "carrier_typed" },
		{ "trackingNumber", "/trackingNumber", "number_fault", "number_typed" },
		{ "reason", "/reason", "reason_fault", "reason_typed" },
	};
	struct json_object *items = view_member(view_member(page, "list"), "items");

	for (size_t i = 0; i < view_count(items); i++) {
		struct json_object *entry = json_object_array_get_idx(items, i), *item = view_member(entry, "item");
		const char *id = view_word(item, "itemId");
		if (id == NULL || strcmp(id, request_param(rq, "itemId")) != 0)
			continue;
		view_flag(entry, "refused");
		for (size_t f = 0; f < sizeof(fields) / sizeof(fields[0]); f++) {
			view_text(entry, fields[f].fault, view_fault(rq, e, fields[f].pointer, page, view_word(item, "name")));
			view_text(entry, fields[f].typed, view_word(rq->body_tree.tree, fields[f].name));
		}
	}
}

/* Where the line is now, for who thought it elsewhere. */
static void
tell_where(struct request *rq, struct json_object *page)
{
	struct order_actor actor = site_actor(rq);
	const struct order *o;
	struct uuid id;
	int index;

	if (store_item_parse(request_param(rq, "itemId"), &id, &index) &&
	    item_find(site_shop(rq), rq->arena, &id, (size_t)index, &actor, &o) == NULL)
		view_text(page, "where_now", item_state_names[o->items[index].status]);
}

const struct err *
seller_items_page_refused(struct request *rq, const struct err *e, const char **template, struct json_object **page)
{
	struct which w = which_of(rq);
	const struct err *failed;

	*template = "seller_items";
	if ((failed = tree(rq, &w, page)) != NULL || (failed = view_problem(rq, *page, e)) != NULL)
		return failed;
	mark_line(rq, e, *page);
	if (err_is(e, ERR_PRECONDITION_FAILED) || err_is(e, ERR_ORDER_STATE_CONFLICT))
		tell_where(rq, *page);
	return NULL;
}
