/* store_items: from a request to a step of a line, and to what it gave back. */
#include "store_items.h"

#include <string.h>

#include "api/aftersale_api.h"
#include "api/delivery_api.h"
#include "base/arena.h"
#include "shop/aftersale.h"
#include "shop/change.h"
#include "shop/items.h"
#include "shop/parcel.h"
#include "shop/sheets.h"
#include "site.h"

static bool
english(const struct request *rq)
{
	return rq->lang == LANG_EN;
}

/* --- which line ----------------------------------------------------------------------- */

/* The line that a path parameter names; 404 for one that is none, or is another order's than the path's. */
static const struct err *
line(struct request *rq, const char *name, struct uuid *order_id, size_t *index)
{
	struct uuid key;
	int i;
	const struct err *e;

	if (!store_item_parse(request_param(rq, name), order_id, &i))
		return err_new(rq->arena, ERR_ENTITY_NOT_FOUND, NULL);
	*index = (size_t)i;
	if (strstr(rq->match.route->path, "{orderKey}") == NULL)
		return NULL;
	if ((e = site_uuid(rq, "orderKey", &key)) != NULL)
		return e;
	return uuid_cmp(&key, order_id) == 0 ? NULL : err_new(rq->arena, ERR_ENTITY_NOT_FOUND, NULL);
}

static const char *
page_of(struct arena *a, const struct uuid *order_id)
{
	char id[UUID_TEXT];

	return arena_printf(a, "/orders/%s", uuid_text(order_id, id));
}

/* --- answers ---------------------------------------------------------------------------- */

static const struct item_refund_view *
refund_view(struct arena *a, const struct after_refunded *r)
{
	struct item_refund_view *v = ARENA_NEW(a, struct item_refund_view);

	if (v != NULL)
		*v = (struct item_refund_view){ r->money, r->points, r->taken, r->withheld, item_refund_word(r->way, r->money, r->points) };
	return v;
}

/* What an answer is made of, beside the order. */
struct answering { struct request *rq; size_t index; };

static const struct err *
keep_item(void *arg, const struct order *o, const struct after_refunded *r, struct kept *kept)
{
	struct answering *an = arg;
	struct arena *a = an->rq->arena;
	struct item_moved_view v = { o->id, order_state_names[o->status], store_item_view(a, o, an->index, english(an->rq)), refund_view(a, r) };

	if (v.item == NULL || v.refund == NULL)
		return site_full();
	kept->status = 200;
	kept->json = site_written(a, &item_moved_model, &v);
	kept->page = page_of(a, &o->id);
	return kept->json == NULL || kept->page == NULL ? site_full() : NULL;
}

static const struct err *
keep_order(void *arg, const struct order *o, const struct after_refunded *r, struct kept *kept)
{
	struct answering *an = arg;
	struct arena *a = an->rq->arena;
	struct store_item_view *items = ARENA_ARRAY(a, struct store_item_view, o->nitems + 1);
	struct order_cancelled_view v = { o->id, order_state_names[o->status], { items, o->nitems }, refund_view(a, r) };

	if (items == NULL || v.refund == NULL)
		return site_full();
	for (size_t i = 0; i < o->nitems; i++) {
		const struct store_item_view *one = store_item_view(a, o, i, english(an->rq));
		if (one == NULL)
			return site_full();
		items[i] = *one;
	}
	kept->status = 200;
	kept->json = site_written(a, &order_cancelled_view_model, &v);
	kept->page = page_of(a, &o->id);
	return kept->json == NULL || kept->page == NULL ? site_full() : NULL;
}

/* A sheet that nobody began to pay has nothing to give back, and no items of an order. */
static const struct err *
keep_sheet(void *arg, const struct sheet_shown *s, struct kept *kept)
{
	static const struct after_refunded nothing;
	struct answering *an = arg;
	struct arena *a = an->rq->arena;
	struct order_cancelled_view v = { .order_key = s->sheet.order_key, .status = order_state_names[ORDER_CANCELLED], .refund = refund_view(a, &nothing) };

	if (v.refund == NULL || !sheet_items_view(a, &s->lines, &s->bill, english(an->rq), &v.items))
		return site_full();
	kept->status = 200;
	kept->json = site_written(a, &order_cancelled_view_model, &v);
	kept->page = "/cart";
	return kept->json == NULL ? site_full() : NULL;
}

/* Takes the step, and answers it now or as it was answered under the key. */
static const struct err *
carry_out(struct request *rq, struct response *rs, struct aftersale *as,
    const struct err *(*keep)(void *, const struct order *, const struct after_refunded *, struct kept *))
{
	struct answering *an = ARENA_NEW(rq->arena, struct answering);
	struct kept kept = { 0 };
	const struct err *e;

	if (an == NULL)
		return site_full();
	*an = (struct answering){ rq, as->index };
	as->actor = site_actor(rq);
	as->english = english(rq);
	as->key = site_idem(rq);
	as->answer = keep;
	as->arg = an;
	if ((e = order_after(site_shop(rq), rq->arena, as)) != NULL)
		return e;
	if (as->kept == NULL) {
		if ((e = keep(an, as->order, &as->refunded, &kept)) != NULL)
			return e;
	}
	site_answer_again(rq, rs, as->kept == NULL ? &kept : as->kept);
	return NULL;
}

/* --- the buyer's wishes -------------------------------------------------------------------- */

static const struct err *
wish(struct request *rq, struct response *rs, enum after_wish w, const char *reason, int64_t pieces)
{
	struct aftersale as = { .wish = w, .pieces = pieces, .reason = reason };
	const struct err *e;

	if ((e = line(rq, "itemId", &as.order_id, &as.index)) != NULL)
		return e;
	return carry_out(rq, rs, &as, keep_item);
}

const struct err *
item_cancel_post(struct request *rq, struct response *rs)
{
	const struct item_wish_request *in = rq->in;

	return wish(rq, rs, AFTER_CANCEL, in->reason, in->quantity);
}

const struct err *
item_return_post(struct request *rq, struct response *rs)
{
	const struct item_wish_request *in = rq->in;

	return wish(rq, rs, AFTER_RETURN, in->reason, in->quantity);
}

const struct err *
item_exchange_post(struct request *rq, struct response *rs)
{
	const struct item_wish_request *in = rq->in;

	return wish(rq, rs, AFTER_EXCHANGE, in->reason, in->quantity);
}

const struct err *
item_confirm_post(struct request *rq, struct response *rs)
{
	const struct item_reason_request *in = rq->in;

	return wish(rq, rs, AFTER_CONFIRM, in->reason, 0);
}

/* What is no order yet may be a sheet of the caller's. */
static const struct err *
give_up_sheet(struct request *rq, struct response *rs, const struct uuid *key)
{
	struct answering an = { rq, 0 };
	struct sheet_giving_up g = { .order_key = *key, .user_id = rq->caller.user_id, .key = site_idem(rq), .answer = keep_sheet, .arg = &an };
	struct kept kept = { 0 };
	const struct err *e;

	if ((e = sheet_give_up(site_shop(rq), rq->arena, &g)) != NULL || (g.kept == NULL && (e = keep_sheet(&an, &g.shown, &kept)) != NULL))
		return e;
	site_answer_again(rq, rs, g.kept == NULL ? &kept : g.kept);
	return NULL;
}

const struct err *
store_cancel_post(struct request *rq, struct response *rs)
{
	const struct item_reason_request *in = rq->in;
	struct aftersale as = { .index = AFTER_ALL_LINES, .wish = AFTER_CANCEL, .reason = in->reason };
	const struct err *e;

	if ((e = site_uuid(rq, "orderKey", &as.order_id)) != NULL)
		return e;
	e = carry_out(rq, rs, &as, keep_order);
	return err_is(e, ERR_ENTITY_NOT_FOUND) ? give_up_sheet(rq, rs, &as.order_id) : e;
}

/* --- who sells, and who serves -------------------------------------------------------------- */

const struct err *
item_status_patch(struct request *rq, struct response *rs)
{
	const struct item_status_request *in = rq->in;
	struct aftersale as = { .to_state = true, .to = (enum item_state)in->status, .serves = true, .reason = in->reason };
	const struct err *e;

	if ((e = line(rq, "itemId", &as.order_id, &as.index)) != NULL || (e = site_if_match(rq, &as.if_versions, &as.nif_versions)) != NULL)
		return e;
	return carry_out(rq, rs, &as, keep_item);
}

/* The line's delivery as it is now; 404 for one that is picked up. */
static const struct err *
show_delivery(struct request *rq, struct response *rs, const struct uuid *order_id, size_t index)
{
	struct order_actor actor = site_actor(rq);
	const struct item_delivery_view *v;
	const struct order *o;
	struct list all;
	char id[STORE_ITEM_ID];
	const struct err *e;

	if ((e = item_find(site_shop(rq), rq->arena, order_id, index, &actor, &o)) != NULL)
		return e;
	if (!delivery_views(rq->arena, o, &actor, &all))
		return site_full();
	v = all.v;
	for (size_t i = 0; i < all.n; i++)
		if (strcmp(v[i].delivery_id, store_item_id(order_id, (int)index, id)) == 0) {
			rs->answer = &v[i];
			rs->page = page_of(rq->arena, order_id);
			return NULL;
		}
	return err_new(rq->arena, ERR_ENTITY_NOT_FOUND, NULL);
}

const struct err *
delivery_patch(struct request *rq, struct response *rs)
{
	const struct item_delivery_request *in = rq->in;
	struct aftersale as = { .actor = site_actor(rq) };
	const struct err *e;

	if ((e = line(rq, "deliveryId", &as.order_id, &as.index)) != NULL || (e = site_if_match(rq, &as.if_versions, &as.nif_versions)) != NULL ||
	    (e = parcel_say(site_shop(rq), rq->arena, &as, &(struct parcel){ in->status, in->carrier, in->tracking_number })) != NULL)
		return e;
	return show_delivery(rq, rs, &as.order_id, as.index);
}

/* --- looking ------------------------------------------------------------------------------------ */

const struct err *
item_history_get(struct request *rq, struct response *rs)
{
	struct item_history_view *v = ARENA_NEW(rq->arena, struct item_history_view);
	struct order_actor actor = site_actor(rq);
	const struct order *o;
	struct uuid id;
	size_t index;
	const struct err *e;

	if ((e = line(rq, "itemId", &id, &index)) != NULL || (e = item_find(site_shop(rq), rq->arena, &id, index, &actor, &o)) != NULL)
		return e;
	if (v == NULL || !item_history_view(rq->arena, o, index, v))
		return site_full();
	rs->answer = v;
	return NULL;
}

const struct err *
deliveries_get(struct request *rq, struct response *rs)
{
	struct deliveries_answer *v = ARENA_NEW(rq->arena, struct deliveries_answer);
	struct order_actor actor = site_actor(rq);
	const struct order *o;
	struct uuid id;
	const struct err *e;

	if ((e = site_uuid(rq, "orderKey", &id)) != NULL || (e = item_find(site_shop(rq), rq->arena, &id, ITEMS_ANY, &actor, &o)) != NULL)
		return e;
	if (v == NULL || !delivery_views(rq->arena, o, &actor, &v->deliveries))
		return site_full();
	rs->answer = v;
	return NULL;
}

const struct err *
item_tasks_get(struct request *rq, struct response *rs)
{
	const struct item_tasks_query *q = rq->params;
	struct item_tasks_view *answer = ARENA_NEW(rq->arena, struct item_tasks_view);
	struct items_ask ask = { .state = q->status, .seller_id = q->seller_id, .limit = q->limit };
	struct order_actor actor = site_actor(rq);
	const char *whose = q->seller_id < 0 ? "" : arena_printf(rq->arena, "sellerId=%lld&", (long long)q->seller_id);
	struct item_task_view *v;
	struct items_page p;
	struct item_ref after;
	int index = 0;
	const struct err *e;

	if (q->cursor != NULL && !store_item_parse(q->cursor, &after.order_id, &index))
		return err_fault(rq->arena, "?cursor", "not_a_cursor");
	after.index = index;
	ask.after = q->cursor == NULL ? NULL : &after;
	if ((e = items_to_do(site_shop(rq), rq->arena, &actor, &ask, &p)) != NULL)
		return e;
	if (answer == NULL || whose == NULL || (v = ARENA_ARRAY(rq->arena, struct item_task_view, p.n + 1)) == NULL)
		return site_full();
	for (size_t i = 0; i < p.n; i++)
		if (!item_task_view(rq->arena, items_order(&p, i), (size_t)p.ref[i].index, english(rq), &v[i]))
			return site_full();
	*answer = (struct item_tasks_view){ { v, p.n }, p.more ? v[p.n - 1].item->item_id : NULL };
	if (p.more)
		rs->link_next = arena_printf(rq->arena, "%s%s%s%slimit=%lld&cursor=%s", q->status < 0 ? "" : "status=",
		    q->status < 0 ? "" : item_state_names[q->status], q->status < 0 ? "" : "&", whose, (long long)q->limit, answer->next_cursor);
	rs->answer = answer;
	return NULL;
}
