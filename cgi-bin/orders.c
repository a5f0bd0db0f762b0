/*
 * orders.fcgi: placing dinner orders, looking at them, moving them along.
 *
 * Source: the OrderRouter of the dinner requirements.
 */
#include <string.h>

#include "api/aftersale_api.h"
#include "api/delivery_api.h"
#include "api/order_answer.h"
#include "api/order_request.h"
#include "base/arena.h"
#include "base/buf.h"
#include "dinner_page.h"
#include "domain/compose.h"
#include "http/auth.h"
#include "shop/change.h"
#include "shop/orders.h"
#include "shop/place.h"
#include "site.h"
#include "store_items.h"
#include "view.h"

static bool
english(const struct request *rq)
{
	return rq->lang == LANG_EN;
}

/* --- placing --------------------------------------------------------------- */

struct placing {
	struct request	*rq;
	const char	*token;		/* a guest's; NULL for members */
};

static const struct err *
created(struct placing *pl, const struct order *o, struct order_created *out)
{
	struct order_actor actor = site_actor(pl->rq);

	if (pl->token != NULL)
		actor.guest = o->guest;
	*out = (struct order_created){
		.order = order_view(pl->rq->arena, o, &actor, english(pl->rq)), .order_token = pl->token,
		.reordered_from = o->reordered_from,
		.message = english(pl->rq) ? "Your order has been placed." : "주문이 접수되었습니다."
	};
	return out->order == NULL ? site_full() : NULL;
}

/* Called by the desk when there is a key: the answer as it is to be kept. */
static const struct err *
keep_created(void *arg, const struct order *o, struct kept *kept)
{
	struct placing *pl = arg;
	struct order_created answer;
	const struct err *e;

	if ((e = created(pl, o, &answer)) != NULL)
		return e;
	kept->status = 201;
	kept->guest_token = pl->token;
	kept->json = site_written(pl->rq->arena, &order_created_model, &answer);
	site_locate(pl->rq->arena, &o->id, &kept->location, &kept->page);
	return kept->json == NULL || kept->page == NULL ? site_full() : NULL;
}

/* Places a wish for the caller; a guest without a token gets one. */
static const struct err *
place(struct request *rq, struct response *rs, const struct order_wish *wish, const struct uuid *reordered_from)
{
	struct placing pl = { .rq = rq };
	struct placement p = { .wish = wish, .user_id = rq->caller.user_id, .visitor = rq->caller.guest, .reordered_from = *reordered_from,
	    .english = english(rq), .key = site_idem(rq), .answer = keep_created, .arg = &pl };
	struct kept kept = { 0 };
	const struct err *e;

	if (uuid_is_zero(&p.user_id) && (pl.token = site_guest(rq, &p.guest)) == NULL)
		return site_full();
	if ((e = order_create(site_shop(rq), rq->arena, &p)) != NULL)
		return e;
	if (p.kept == NULL) {
		if ((e = keep_created(&pl, p.order, &kept)) != NULL)
			return e;
		p.kept = &kept;
	}
	site_answer_again(rq, rs, p.kept);
	return NULL;
}

static const struct err *
order_post(struct request *rq, struct response *rs)
{
	static const struct uuid nothing;
	const struct order_wish *wish = rq->in;

	if (!uuid_is_zero(&wish->user_id) && uuid_cmp(&wish->user_id, &rq->caller.user_id) != 0)
		return err_new(rq->arena, uuid_is_zero(&rq->caller.user_id) ? ERR_UNAUTHENTICATED : ERR_FORBIDDEN, NULL);
	return place(rq, rs, wish, &nothing);
}

static const struct err *
order_reorder_post(struct request *rq, struct response *rs)
{
	const struct reorder_request *in = rq->in;
	struct order_actor actor = site_actor(rq);
	const struct order *o;
	struct order_wish wish;
	struct uuid id;
	const struct err *e;

	if ((e = site_uuid(rq, "order_id", &id)) != NULL ||
	    (e = order_find(site_shop(rq), rq->arena, &id, &actor, &o)) != NULL)
		return e;
	if ((order_movers(o, &actor) & MOVER_BUYER) == 0)
		return err_new(rq->arena, ERR_FORBIDDEN, NULL);
	if (!order_again(rq->arena, o, &wish))
		return site_full();
	if (in->delivery_address != NULL)
		wish.delivery_address = in->delivery_address;
	if (in->notes != NULL)
		wish.notes = in->notes;
	if (in->order_type >= 0)
		wish.order_type = in->order_type;
	return place(rq, rs, &wish, &id);
}

/* --- looking --------------------------------------------------------------- */

static const struct err *
order_get(struct request *rq, struct response *rs)
{
	struct order_actor actor = site_actor(rq);
	struct order_answer *answer = ARENA_NEW(rq->arena, struct order_answer);
	const struct order *o;
	struct uuid id;
	const struct err *e;

	if ((e = site_uuid(rq, "order_id", &id)) != NULL ||
	    (e = order_find(site_shop(rq), rq->arena, &id, &actor, &o)) != NULL)
		return e;
	if (answer == NULL || (answer->order = order_view(rq->arena, o, &actor, english(rq))) == NULL)
		return site_full();
	rs->answer = answer;
	/* A refund is given up beside the order, whose version it does not move. */
	rs->etag = arena_printf(rq->arena, o->payment.refund == REFUND_GIVEN_UP ? "%lld-1" : "%lld", (long long)o->version);
	return NULL;
}

static const struct err *
order_customizations(struct request *rq, struct response *rs)
{
	struct order_actor actor = site_actor(rq);
	struct order_changes_answer *answer = ARENA_NEW(rq->arena, struct order_changes_answer);
	const struct order *o;
	struct uuid id;
	const struct err *e;

	if ((e = site_uuid(rq, "order_id", &id)) != NULL ||
	    (e = order_find(site_shop(rq), rq->arena, &id, &actor, &o)) != NULL)
		return e;
	if (answer == NULL || !order_changes(rq->arena, o, english(rq), &answer->customizations))
		return site_full();
	answer->cake_customization = o->cake;
	rs->answer = answer;
	return NULL;
}

static const struct err *
list_answer(struct request *rq, struct response *rs, const struct order_page *page)
{
	const struct order_list_query *q = rq->params;
	struct order_actor actor = site_actor(rq);
	struct order_list *answer = ARENA_NEW(rq->arena, struct order_list);
	struct order_view *views = ARENA_ARRAY(rq->arena, struct order_view, page->orders.n + 1);

	if (answer == NULL || views == NULL)
		return site_full();
	for (size_t i = 0; i < page->orders.n; i++) {
		const struct order_view *v = order_view(rq->arena, &page->orders.v[i], &actor, english(rq));
		if (v == NULL)
			return site_full();
		views[i] = *v;
	}
	*answer = (struct order_list){ { views, page->orders.n }, page->total, page->next };
	rs->answer = answer;
	rs->link_next = site_next(rq, &page->next, q->status < 0 ? NULL : item_state_names[q->status], q->limit);
	return NULL;
}

static const struct err *
order_list(struct request *rq, struct response *rs)
{
	const struct order_list_query *q = rq->params;
	struct order_actor actor = site_actor(rq);
	struct order_page page;
	struct uuid user;
	const struct err *e;

	if ((e = site_uuid(rq, "user_id", &user)) != NULL ||
	    (e = orders_of_user(site_shop(rq), rq->arena, &user, &actor, q->status, &q->cursor, q->limit, &page)) != NULL)
		return e;
	return list_answer(rq, rs, &page);
}

static const struct err *
order_board(struct request *rq, struct response *rs)
{
	const struct order_list_query *q = rq->params;
	struct order_actor actor = site_actor(rq);
	struct order_page page;
	const struct err *e;

	if ((e = orders_on_board(site_shop(rq), rq->arena, &actor, q->status, &q->cursor, q->limit, &page)) != NULL)
		return e;
	return list_answer(rq, rs, &page);
}

/* --- moving ---------------------------------------------------------------- */

static const struct err *
moved(struct request *rq, struct response *rs, const struct order *o)
{
	struct order_actor actor = site_actor(rq);
	struct order_answer *answer = ARENA_NEW(rq->arena, struct order_answer);
	const char *location;

	if (answer == NULL || (answer->order = order_view(rq->arena, o, &actor, english(rq))) == NULL)
		return site_full();
	rs->answer = answer;
	rs->etag = arena_printf(rq->arena, "%lld", (long long)o->version);
	site_locate(rq->arena, &o->id, &location, &rs->page);
	return NULL;
}

static const struct err *
order_status_patch(struct request *rq, struct response *rs)
{
	const struct update_status_request *in = rq->in;
	struct order_change c = { .actor = site_actor(rq), .to = (enum item_state)in->new_status };
	const struct err *e;

	if ((e = site_uuid(rq, "order_id", &c.order_id)) != NULL)
		return e;
	if ((e = site_if_match(rq, &c.if_versions, &c.nif_versions)) != NULL || (e = order_move(site_shop(rq), rq->arena, &c)) != NULL)
		return e;
	return moved(rq, rs, c.order);
}

/* What is given back of a payment whose order was just cancelled: by the worker, so it is on its way. */
static struct refund_view
refund_of(const struct payment *p)
{
	if (p->method != PAY_ON_DELIVERY && (p->status == PAYMENT_SUCCESS || p->status == PAYMENT_PARTIALLY_REFUNDED))
		return (struct refund_view){ p->amount - p->refunded, "PENDING" };
	return (struct refund_view){ p->refunded, p->refunded == 0 ? "NONE" : payment_status_shown(p->status) };
}

static const struct err *
cancelled(struct request *rq, const struct order *o, struct order_cancelled *out)
{
	struct order_actor actor = site_actor(rq);
	struct refund_view *refund = ARENA_NEW(rq->arena, struct refund_view);

	if (refund == NULL)
		return site_full();
	*refund = refund_of(&o->payment);
	*out = (struct order_cancelled){ order_view(rq->arena, o, &actor, english(rq)), refund };
	return out->order == NULL ? site_full() : NULL;
}

static const struct err *
keep_cancelled(void *arg, const struct order *o, struct kept *kept)
{
	struct request *rq = arg;
	struct order_cancelled answer;
	const char *location;
	const struct err *e;

	if ((e = cancelled(rq, o, &answer)) != NULL)
		return e;
	kept->status = 200;
	kept->json = site_written(rq->arena, &order_cancelled_model, &answer);
	site_locate(rq->arena, &o->id, &location, &kept->page);
	return kept->json == NULL || kept->page == NULL ? site_full() : NULL;
}

static const struct err *
order_cancel_post(struct request *rq, struct response *rs)
{
	const struct cancel_request *in = rq->in;
	struct order_change c = { .actor = site_actor(rq), .to = ITEM_CANCELLED, .again_is_error = true, .reason = in->reason,
	    .key = site_idem(rq), .answer = keep_cancelled, .arg = rq };
	struct kept kept = { 0 };
	const struct err *e;

	if ((e = site_uuid(rq, "order_id", &c.order_id)) != NULL ||
	    (e = order_move(site_shop(rq), rq->arena, &c)) != NULL)
		return e;
	if (c.kept == NULL) {
		if ((e = keep_cancelled(rq, c.order, &kept)) != NULL)
			return e;
		c.kept = &kept;
	}
	site_answer_again(rq, rs, c.kept);
	return NULL;
}

static const struct err *
order_assign_post(struct request *rq, struct response *rs)
{
	const struct assign_request *in = rq->in;
	struct order_actor actor = site_actor(rq);
	const struct order *o;
	struct uuid id;
	const struct err *e;

	if ((e = site_uuid(rq, "order_id", &id)) != NULL ||
	    (e = order_assign(site_shop(rq), rq->arena, &id, &actor, &in->staff_id, &o)) != NULL)
		return e;
	return moved(rq, rs, o);
}

static const struct route routes[] = {
#define ROUTE(m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_) \
	{ HTTP_##m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_ },
#include "api/routes/orders.def"
#undef ROUTE
};

/* A refused order form comes back as it was; other refusals lead back to their order. */
static const char *
orders_error(struct request *rq, const struct err *e, struct buf *out)
{
	const struct route *route = rq->match.route;
	const char *back = NULL, *location;
	struct uuid id;

	if (route != NULL && route->handle == order_post && dinner_page_refused(rq, e, out) != NULL)
		return buf_str(out);
	buf_reset(out);
	if (route != NULL && ((strstr(route->path, "{order_id}") != NULL && request_uuid(rq, "order_id", &id)) ||
	    (strstr(route->path, "{orderKey}") != NULL && request_uuid(rq, "orderKey", &id))))
		site_locate(rq->arena, &id, &location, &back);
	if (err_is(e, ERR_UNAUTHENTICATED) && back != NULL)
		return view_sign_in(rq, back, out);
	if (err_is(e, ERR_ORDER_SHEET_EXPIRED))
		back = "/cart";		/* there is no order of it */
	return view_problem_page(rq, e, back, out) == NULL ? buf_str(out) : NULL;
}

static int
orders_start(const struct conf *conf, void **site, char *why, size_t whylen)
{
	if (view_open(conf, why, whylen) != 0)
		return -1;
	return site_start(conf, site, why, whylen);
}

static void
orders_stop(void *site)
{
	site_stop(site);
	view_close();
}

const struct app orders_app = {
	.name = "orders", .routes = routes, .nroutes = sizeof(routes) / sizeof(routes[0]),
	.start = orders_start, .stop = orders_stop, .identify = site_identify, .ready = site_ready, .metrics = site_metrics,
	.error_page = orders_error, .plain_page = problem_page
};
