/*
 * checkout.fcgi: paying by card, for an order or (charges.c) into the balance; prices and times before that, payments after it.
 *
 * It alone sees cards: it leaves no core, and what it frees is overwritten.
 * Source: the CheckoutRouter of the dinner requirements.
 */
#include <string.h>

#include "api/checkout_answer.h"
#include "api/checkout_request.h"
#include "api/order_request.h"
#include "api/sheet_api.h"
#include "api/store_order_api.h"
#include "api/wallet_api.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/secrecy.h"
#include "callbacks.h"
#include "cards.h"
#include "charges.h"
#include "checkout_page.h"
#include "domain/slot.h"
#include "remote/gateway.h"
#include "shop/checkout.h"
#include "shop/delivery.h"
#include "shop/orders.h"
#include "shop/payments.h"
#include "shop/quote.h"
#include "shop/shop.h"
#include "sheet_page.h"
#include "site.h"
#include "store_orders.h"
#include "view.h"
#include "wallet_page.h"

static bool
english(const struct request *rq)
{
	return rq->lang == LANG_EN;
}

/* --- paying ------------------------------------------------------------------ */

struct paying {
	struct request	*rq;
	const char	*token;		/* a guest's; NULL for members */
};

static const struct err *
keep_answer(void *arg, const struct order *o, enum checkout_result result, struct kept *kept)
{
	struct paying *p = arg;
	struct arena *a = p->rq->arena;
	struct checkout_answer answer = checkout_view(a, o, english(p->rq));

	if (kept->guest_token == NULL)
		kept->guest_token = p->token;
	answer.order_token = kept->guest_token;
	kept->status = cards_status(result);
	site_locate(a, &o->id, &kept->location, &kept->page);
	/* A declined payment's answer is a problem; what it has beyond one is kept. */
	if (result == CHECKOUT_DECLINED)
		kept->json = arena_printf(a, "%s", o->payment.failure_code == NULL ? "card_declined" : o->payment.failure_code);
	else
		kept->json = site_written(a, &checkout_answer_model, &answer);
	return kept->json == NULL || kept->page == NULL ? site_full() : NULL;
}

/* PAYMENT_DECLINED, from the answer as it was kept: the word, and the order it was for. */
static const struct err *
declined(struct request *rq, const struct kept *kept)
{
	const char *slash = kept->location == NULL ? NULL : strrchr(kept->location, '/');

	return cards_declined(rq, kept->json, slash == NULL ? "" : slash + 1);
}

static const struct err *
checkout_post(struct request *rq, struct response *rs)
{
	const struct checkout_request *in = rq->in;
	const struct payment_request *pay = in->payment;
	const struct order_wish wish = checkout_wish(in);
	const struct gateway_card card = { pay->card_number, pay->cardholder_name, pay->expiry_date, pay->cvc };
	const struct delivery_default usual = { in->delivery->address, in->delivery->recipient_name, in->delivery->recipient_phone,
	    in->delivery->delivery_notes };
	struct paying paying = { .rq = rq };
	struct checkout c = { .wish = &wish, .user_id = rq->caller.user_id, .visitor = rq->caller.guest, .english = english(rq),
	    .card = pay->card_number != NULL ? &card : NULL, .token = pay->payment_token,
	    .key = cards_key(rq, pay), .answer = keep_answer, .arg = &paying };
	const struct err *e;

	if (!uuid_is_zero(&in->user_id) && uuid_cmp(&in->user_id, &rq->caller.user_id) != 0)
		return err_new(rq->arena, uuid_is_zero(&rq->caller.user_id) ? ERR_UNAUTHENTICATED : ERR_FORBIDDEN, NULL);
	if (uuid_is_zero(&c.user_id) && (paying.token = site_guest(rq, &c.guest)) == NULL)
		return site_full();
	/* A guest has no usual address to keep. */
	if (in->save_as_default_address && !uuid_is_zero(&c.user_id))
		c.save_default = &usual;
	if ((e = checkout_run(site_shop(rq), rq->arena, &c)) != NULL)
		return checkout_err(rq->arena, e);
	if (c.kept->status == 402)
		return declined(rq, c.kept);
	site_answer_again(rq, rs, c.kept);
	return NULL;
}

/* --- before that ---------------------------------------------------------------- */

static const struct err *
quote_post(struct request *rq, struct response *rs)
{
	struct quote_answer *answer = ARENA_NEW(rq->arena, struct quote_answer);
	const struct order_wish wish = checkout_wish(rq->in);
	const struct err *e;

	if (answer == NULL)
		return site_full();
	if ((e = order_quote(site_shop(rq), rq->arena, &wish, &answer->pricing)) != NULL)
		return checkout_err(rq->arena, e);
	rs->answer = answer;
	return NULL;
}

static const struct err *
slots_get(struct request *rq, struct response *rs)
{
	const struct slots_query *q = rq->params;
	struct slots_answer *answer = ARENA_NEW(rq->arena, struct slots_answer);
	struct slot_offers offers;
	struct slot_view *v;
	char text[SLOT_HOURS_TEXT];
	const struct err *e;

	if ((e = delivery_slots(site_shop(rq), rq->arena, q->date, &offers)) != NULL)
		return e;
	if (answer == NULL || (v = ARENA_ARRAY(rq->arena, struct slot_view, offers.n + 1)) == NULL)
		return site_full();
	for (size_t i = 0; i < offers.n; i++)
		v[i] = (struct slot_view){ arena_strdup(rq->arena, slot_hours(offers.v[i].slot, text)), offers.v[i].capacity,
		    offers.v[i].free, offers.v[i].open && offers.v[i].free > 0 };
	*answer = (struct slots_answer){ offers.date, { v, offers.n } };
	rs->answer = answer;
	return NULL;
}

static const struct err *
show_delivery(struct request *rq, struct response *rs, const struct delivery_default *d, const char *message)
{
	struct delivery_answer *answer = ARENA_NEW(rq->arena, struct delivery_answer);
	struct delivery_view *v = ARENA_NEW(rq->arena, struct delivery_view);

	if (answer == NULL || v == NULL)
		return site_full();
	if (d != NULL)
		*v = (struct delivery_view){ d->address, d->recipient_name, d->recipient_phone, d->delivery_notes };
	*answer = (struct delivery_answer){ d != NULL, d != NULL ? v : NULL, message };
	rs->answer = answer;
	return NULL;
}

static const struct err *
delivery_get(struct request *rq, struct response *rs)
{
	struct order_actor actor = site_actor(rq);
	const struct delivery_default *d;
	struct uuid user;
	const struct err *e;

	if ((e = site_uuid(rq, "user_id", &user)) != NULL ||
	    (e = delivery_usual(site_shop(rq), rq->arena, &user, &actor, &d)) != NULL)
		return e;
	return show_delivery(rq, rs, d, NULL);
}

static const struct err *
delivery_put(struct request *rq, struct response *rs)
{
	const struct delivery_info *in = rq->in;
	const struct delivery_default d = { in->address, in->recipient_name, in->recipient_phone, in->delivery_notes };
	struct order_actor actor = site_actor(rq);
	struct uuid user;
	const struct err *e;

	if ((e = site_uuid(rq, "user_id", &user)) != NULL ||
	    (e = delivery_usual_set(site_shop(rq), rq->arena, &user, &actor, &d)) != NULL)
		return e;
	rs->page = "/";
	return show_delivery(rq, rs, &d, english(rq) ? "Your usual address has been saved." : "기본 배송지를 저장했습니다.");
}

/* --- after it --------------------------------------------------------------------- */

static const struct err *
payment_get(struct request *rq, struct response *rs)
{
	struct order_actor actor = site_actor(rq);
	struct payment_answer *answer = ARENA_NEW(rq->arena, struct payment_answer);
	struct payment_view *v = ARENA_NEW(rq->arena, struct payment_view);
	const struct order *o;
	struct uuid id;
	const struct err *e;

	if ((e = site_uuid(rq, "order_id", &id)) != NULL ||
	    (e = order_find(site_shop(rq), rq->arena, &id, &actor, &o)) != NULL)
		return e;
	if (answer == NULL || v == NULL)
		return site_full();
	*v = payment_view(&o->id, &o->payment);
	v->refund_status = refund_shown(&o->payment);
	answer->payment_info = v;
	rs->answer = answer;
	return NULL;
}

static const struct err *
payments_get(struct request *rq, struct response *rs)
{
	const struct payments_query *q = rq->params;
	struct order_actor actor = site_actor(rq);
	struct payments_answer *answer = ARENA_NEW(rq->arena, struct payments_answer);
	struct payment_page page;
	struct payment_view *v;
	struct uuid user;
	const struct err *e;

	if ((e = site_uuid(rq, "user_id", &user)) != NULL ||
	    (e = payments_of_user(site_shop(rq), rq->arena, &user, &actor, &q->cursor, q->limit, &page)) != NULL)
		return e;
	if (answer == NULL || (v = ARENA_ARRAY(rq->arena, struct payment_view, page.payments.n + 1)) == NULL)
		return site_full();
	for (size_t i = 0; i < page.payments.n; i++)
		v[i] = payment_view(&page.payments.v[i].order_id, &page.payments.v[i].payment);
	*answer = (struct payments_answer){ { v, page.payments.n }, page.next };
	rs->answer = answer;
	rs->link_next = site_next(rq, &page.next, NULL, q->limit);
	return NULL;
}

static const struct route routes[] = {
#define ROUTE(m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_) \
	{ HTTP_##m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_ },
#include "api/routes/checkout.def"
#undef ROUTE
};

static int
checkout_start(const struct conf *conf, void **site, char *why, size_t whylen)
{
	secrecy_begin();
	if (view_open(conf, why, whylen) != 0 || site_start(conf, site, why, whylen) != 0)
		return -1;
	return shop_open_gateway(*site, why, whylen);
}

static void
checkout_stop(void *site)
{
	site_stop(site);
	view_close();
}

/* A refused checkout form comes back as it was, but for the card; who has to sign in first, comes back to it after that. */
static const char *
checkout_error(struct request *rq, const struct err *e, struct buf *out)
{
	const struct route *route = rq->match.route;

	if (route != NULL && route->handle == checkout_post && checkout_page_refused(rq, e, out) != NULL)
		return buf_str(out);
	buf_reset(out);
	if (route != NULL && route->handle == charge_post && wallet_page_refused(rq, e, out) != NULL)
		return buf_str(out);
	buf_reset(out);
	if (err_is(e, ERR_UNAUTHENTICATED) && store_orders_back(rq) != NULL)
		return view_sign_in(rq, store_orders_back(rq), out);
	if (route != NULL && route->handle == sheet_pay_post && sheet_page_refused(rq, e, out) != NULL)
		return buf_str(out);
	buf_reset(out);
	return view_problem_page(rq, e, err_is(e, ERR_ORDER_SHEET_EXPIRED) ? "/cart" : store_orders_back(rq), out) == NULL ? buf_str(out) : NULL;
}

const struct app checkout_app = {
	.name = "checkout", .routes = routes, .nroutes = sizeof(routes) / sizeof(routes[0]),
	.start = checkout_start, .stop = checkout_stop, .identify = site_identify, .ready = site_ready, .metrics = site_metrics,
	.error_page = checkout_error, .plain_page = problem_page
};
