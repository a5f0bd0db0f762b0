/* store_orders: sheets and orders of the store face. */
#include "store_orders.h"

#include <string.h>

#include "api/sheet_api.h"
#include "api/store_order_api.h"
#include "base/arena.h"
#include "base/buf.h"
#include "cards.h"
#include "remote/decline.h"
#include "remote/gateway.h"
#include "sheet_show.h"
#include "shop/callback.h"
#include "shop/checkout.h"
#include "shop/orders.h"
#include "shop/purchase.h"
#include "shop/quote.h"
#include "shop/sheets.h"
#include "shop/shop.h"
#include "site.h"
#include "store/delivery_store.h"

static bool
english(const struct request *rq)
{
	return rq->lang == LANG_EN;
}

/* --- sheets -------------------------------------------------------------------- */

static const struct err *
keep_sheet(void *arg, const struct sheet_shown *s, struct kept *kept)
{
	struct request *rq = arg;
	struct amounts_view amounts = amounts_of_bill(&s->bill.amounts);
	struct placed_view v = { .order_key = s->sheet.order_key, .status = order_state_names[ORDER_CREATED], .expires_at = s->sheet.expires_at,
	    .amounts = &amounts };
	char id[UUID_TEXT];

	uuid_text(&s->sheet.order_key, id);
	if (!sheet_items_view(rq->arena, &s->lines, &s->bill, english(rq), &v.items))
		return site_full();
	kept->status = 201;
	kept->location = arena_printf(rq->arena, "/v1/orders/%s", id);
	kept->page = arena_printf(rq->arena, "/order-sheets/%s", id);
	kept->json = site_written(rq->arena, &placed_model, &v);
	return kept->json == NULL || kept->page == NULL || kept->location == NULL ? site_full() : NULL;
}

static const struct err *
make_sheet(struct request *rq, struct response *rs, struct sheet_making *m)
{
	const struct kept *kept;
	struct kept *now;
	const struct err *e;

	m->user_id = rq->caller.user_id;
	m->english = english(rq);
	m->key = site_idem(rq);
	m->answer = keep_sheet;
	m->arg = rq;
	if ((e = sheet_make(site_shop(rq), rq->arena, m)) != NULL)
		return e;
	if ((kept = m->kept) == NULL) {
		if ((now = ARENA_NEW(rq->arena, struct kept)) == NULL)
			return site_full();
		if ((e = keep_sheet(rq, m->shown, now)) != NULL)
			return e;
		kept = now;
	}
	site_answer_again(rq, rs, kept);
	return NULL;
}

const struct err *
cart_order_post(struct request *rq, struct response *rs)
{
	const struct cart_order_request *in = rq->in;
	struct sheet_making m = { .cart_items = in->cart_item_ids.v, .ncart_items = in->cart_item_ids.n };

	return make_sheet(rq, rs, &m);
}

const struct err *
sheet_get(struct request *rq, struct response *rs)
{
	struct sheet_view *v = ARENA_NEW(rq->arena, struct sheet_view);
	struct sheet_means means;
	struct sheet_shown s;
	struct uuid key;
	const struct err *e;

	if ((e = site_uuid(rq, "orderKey", &key)) != NULL ||
	    (e = sheet_checkout(site_shop(rq), rq->arena, &key, &rq->caller.user_id, &s, &means)) != NULL)
		return e;
	if (v == NULL || !sheet_show(rq->arena, &s, &means, english(rq), v))
		return site_full();
	rs->answer = v;
	return NULL;
}

/* --- paying --------------------------------------------------------------------- */

struct paying {
	struct request		*rq;
	const struct checkout	*c;		/* NULL = from the balance */
};

static const struct err *
keep_paid(void *arg, const struct order *o, enum checkout_result result, struct kept *kept)
{
	struct paying *p = arg;
	struct arena *a = p->rq->arena;
	struct store_order_view shown;
	struct order_actor actor = site_actor(p->rq);
	const char *redirect = p->c == NULL ? NULL : p->c->redirect_url;
	struct next_action_view next = { redirect };
	char id[UUID_TEXT];

	uuid_text(&o->id, id);
	kept->status = cards_status(result);
	kept->location = arena_printf(a, "/v1/orders/%s", id);
	kept->page = redirect != NULL ? redirect : arena_printf(a, "/orders/%s", id);
	/* A declined payment's answer is a problem; what it has beyond one is kept. */
	if (result == CHECKOUT_DECLINED) {
		kept->json = arena_strdup(a, o->payment.failure_code == NULL ? "card_declined" : o->payment.failure_code);
	} else if (result != CHECKOUT_HELD) {
		if (!store_order_view(a, o, &actor, english(p->rq), &shown))
			return site_full();
		kept->json = site_written(a, &placed_model, &(struct placed_view){ .order_key = o->id, .order_number = o->number,
		    .status = order_state_names[o->status], .items = shown.items, .amounts = shown.amounts, .payment_id = o->payment.id,
		    .payment_status = payment_status_names[o->payment.status], .transaction_id = o->payment.transaction_id,
		    .next_action = redirect == NULL ? NULL : &next });
	}
	return (kept->json == NULL && result != CHECKOUT_HELD) || kept->location == NULL || kept->page == NULL ? site_full() : NULL;
}

static const struct err *
keep_paid_at_once(void *arg, const struct order *o, struct kept *kept)
{
	return keep_paid(arg, o, CHECKOUT_PAID, kept);
}

struct declined { const char *code, *order_key; };

static void
write_declined(struct buf *out, const void *arg)
{
	const struct declined *d = arg;

	buf_printf(out, "\"declineCode\":\"%s\",\"orderKey\":\"%s\"", d->code, d->order_key);
}

/* PAYMENT_DECLINED, from the answer as it was kept: the word, and the order it was for. */
static const struct err *
declined(struct request *rq, const struct kept *kept)
{
	const char *slash = kept->location == NULL ? NULL : strrchr(kept->location, '/');
	struct declined *d = ARENA_NEW(rq->arena, struct declined);
	const char *sentence = decline_message(decline_parse(kept->json), english(rq));
	struct err *e = err_new(rq->arena, ERR_PAYMENT_DECLINED, sentence == NULL ? NULL : "%s", sentence);

	if (d == NULL)
		return site_full();
	*d = (struct declined){ kept->json, slash == NULL ? "" : slash + 1 };
	e->extra = write_declined;
	e->extra_arg = d;
	return e;
}

/* Whoever gave no card has nothing that is not in the request's fingerprint. */
static struct idem
key_of(const struct request *rq, const struct pay_request *pay)
{
	struct payment_request means = { .payment_token = pay->payment_token };

	if (pay->card != NULL)
		means.card_number = pay->card->card_number;
	return means.card_number != NULL || means.payment_token != NULL ? cards_key(rq, &means) : site_idem(rq);
}

/* What the buyer chose to pay with, into the purchase. */
static const struct err *
choose(struct arena *a, const struct pay_request *pay, struct purchase *p)
{
	const size_t n = pay->coupon_ids.n, m = pay->item_coupons.n;
	const char *const *id = pay->coupon_ids.v;
	const struct item_coupon *on_line = pay->item_coupons.v;
	struct coupon_choice *c = ARENA_ARRAY(a, struct coupon_choice, n + m + 1);

	if (c == NULL)
		return site_full();
	for (size_t i = 0; i < m; i++)
		c[i] = (struct coupon_choice){ on_line[i].issued_coupon_id, (int)on_line[i].item_index };
	for (size_t i = 0; i < n; i++) {
		c[m + i].line = BILL_NO_LINE;
		if (!uuid_parse(id[i], &c[m + i].issued_id))	/* the model has seen to it */
			return err_fault(a, arena_printf(a, "/couponIds/%zu", i), "not_a_uuid");
	}
	p->coupons = c;
	p->ncoupons = n + m;
	p->points = pay->points;
	p->method = pay_method(pay);
	return NULL;
}

/* Where faults of the checkout lie in this request; `in` = the payment's place in it. */
static const struct err *
faults_here(struct arena *a, const struct err *e, const char *in)
{
	static const char *const other[][2] = {
		{ "/payment/card_number", "/card/cardNumber" }, { "/payment/payment_token", "/paymentToken" }, { "/payment/method", "/method" },
	};
	struct fault *v;
	struct err *out;

	if (e == NULL || e->nfaults == 0 || (v = ARENA_ARRAY(a, struct fault, e->nfaults)) == NULL)
		return e;
	for (size_t i = 0; i < e->nfaults; i++) {
		v[i] = e->faults[i];
		for (size_t k = 0; k < sizeof(other) / sizeof(other[0]); k++)
			if (strcmp(v[i].pointer, other[k][0]) == 0)
				v[i].pointer = other[k][1];
		/* Lines are the order's, all else the payment's. */
		if (strncmp(v[i].pointer, "/items", 6) != 0 && in[0] != '\0' && (v[i].pointer = arena_printf(a, "%s%s", in, v[i].pointer)) == NULL)
			return site_full();
	}
	out = err_new(a, e->code, NULL);
	*out = *e;
	out->faults = v;
	return out;
}

/* From the balance: one transaction. */
static const struct err *
pay_at_once(struct request *rq, struct response *rs, struct purchase *p)
{
	struct paying *paying = ARENA_NEW(rq->arena, struct paying);
	struct kept *now;
	const struct err *e;

	if (paying == NULL)
		return site_full();
	*paying = (struct paying){ .rq = rq };
	p->answer = keep_paid_at_once;
	p->arg = paying;
	if ((e = purchase_make(site_shop(rq), rq->arena, p)) != NULL)
		return e;
	if (p->kept == NULL) {
		if ((now = ARENA_NEW(rq->arena, struct kept)) == NULL)
			return site_full();
		if ((e = keep_paid_at_once(paying, p->order, now)) != NULL)
			return e;
		p->kept = now;
	}
	site_answer_again(rq, rs, p->kept);
	return NULL;
}

/* By card, or where the gateway sends the buyer. */
static const struct err *
pay_elsewhere(struct request *rq, struct response *rs, struct purchase *p, const struct pay_request *pay)
{
	struct paying paying = { .rq = rq };
	struct gateway_card card;
	struct checkout c = { .purchase = p, .user_id = p->user_id, .english = p->english, .key = p->key, .token = pay->payment_token,
	    .answer = keep_paid, .arg = &paying };
	const struct err *e;

	paying.c = &c;
	if (pay->card != NULL) {
		card = (struct gateway_card){ pay->card->card_number, pay->card->cardholder_name, pay->card->expiry_date, pay->card->cvc };
		c.card = &card;
	}
	if (p->method != PAY_CARD) {
		c.wallet = payment_method_names[p->method];
		c.callback_url = callback_address(site_shop(rq)->conf, rq->arena);
		if ((c.return_url = arena_printf(rq->arena, "%s/orders/", rq->origin)) == NULL)
			return site_full();
	}
	if ((e = checkout_run(site_shop(rq), rq->arena, &c)) != NULL)
		return e;
	if (c.kept->status == 402)
		return declined(rq, c.kept);
	site_answer_again(rq, rs, c.kept);
	return NULL;
}

/* `in` = the payment's place in the request. */
static const struct err *
pay(struct request *rq, struct response *rs, struct purchase *p, const struct pay_request *pay, const char *in)
{
	struct delivery_default *to = ARENA_NEW(rq->arena, struct delivery_default);
	const struct err *e;

	p->user_id = rq->caller.user_id;
	p->english = english(rq);
	p->key = key_of(rq, pay);
	if (to == NULL)
		return site_full();
	if (pay->delivery != NULL) {
		*to = (struct delivery_default){ pay->delivery->address, pay->delivery->recipient_name, pay->delivery->recipient_phone,
		    pay->delivery->notes };
		p->delivery = to;
	}
	if ((e = choose(rq->arena, pay, p)) != NULL)
		return e;
	e = p->method == PAY_BALANCE ? pay_at_once(rq, rs, p) : pay_elsewhere(rq, rs, p, pay);
	return faults_here(rq->arena, e, in);
}

const struct err *
sheet_quote_post(struct request *rq, struct response *rs)
{
	struct quoted_view *v = ARENA_NEW(rq->arena, struct quoted_view);
	struct amounts_view *amounts = ARENA_NEW(rq->arena, struct amounts_view);
	struct purchase p = { .user_id = rq->caller.user_id, .english = english(rq) };
	struct bill bill;
	struct uuid key;
	const struct err *e;

	if ((e = site_uuid(rq, "orderKey", &key)) != NULL || (e = choose(rq->arena, rq->in, &p)) != NULL ||
	    (e = sheet_quote(site_shop(rq), rq->arena, &key, &p, &bill)) != NULL)
		return e;
	if (v == NULL || amounts == NULL)
		return site_full();
	*amounts = amounts_of_bill(&bill.amounts);
	v->amounts = amounts;
	rs->answer = v;
	return NULL;
}

const struct err *
sheet_pay_post(struct request *rq, struct response *rs)
{
	struct purchase p = { .sheet = NULL };
	struct sheet_shown s;
	struct uuid key;
	const struct err *e;

	if ((e = site_uuid(rq, "orderKey", &key)) != NULL ||
	    (e = sheet_find(site_shop(rq), rq->arena, &key, &rq->caller.user_id, &s)) != NULL ||
	    (e = wares_of_lines(rq->arena, &s.lines, &p.wares)) != NULL)
		return e;
	p.sheet = &s.sheet;
	p.then = &s.lines;
	return pay(rq, rs, &p, rq->in, "");
}

/* --- ordering --------------------------------------------------------------------- */

static const struct err *
wishes(struct request *rq, struct list *out)
{
	const struct order_post_request *in = rq->in;
	const struct order_line_request *line = in->items.v;
	struct ware_wish *wish = ARENA_ARRAY(rq->arena, struct ware_wish, in->items.n + 1);

	if (wish == NULL)
		return site_full();
	for (size_t i = 0; i < in->items.n; i++)
		wish[i] = (struct ware_wish){ line[i].product_id, line[i].quantity, 0 };
	if (in->product_id != 0)
		wish[0] = (struct ware_wish){ in->product_id, in->quantity, 0 };
	*out = (struct list){ wish, in->product_id != 0 ? 1 : in->items.n };
	return NULL;
}

const struct err *
store_order_post(struct request *rq, struct response *rs)
{
	const struct order_post_request *in = rq->in;
	struct list items;
	struct sheet_making m = { .items = &items };
	struct purchase p = { .sheet = NULL };
	const struct err *e;

	if ((e = wishes(rq, &items)) != NULL)
		return e;
	if (in->payment == NULL)
		return make_sheet(rq, rs, &m);
	if ((e = wares_of_wishes(rq->arena, &items, &p.wares)) != NULL)
		return e;
	return pay(rq, rs, &p, in->payment, "/payment");
}

/* --- orders that were paid ----------------------------------------------------------- */

const struct err *
store_orders_get(struct request *rq, struct response *rs)
{
	const struct store_orders_query *q = rq->params;
	struct order_actor actor = site_actor(rq);
	struct store_orders_answer *answer = ARENA_NEW(rq->arena, struct store_orders_answer);
	struct store_order_view *v;
	struct order_page page;
	const struct err *e;

	if ((e = orders_paid_of(site_shop(rq), rq->arena, &rq->caller.user_id, &q->cursor, q->limit, &page)) != NULL)
		return e;
	if (answer == NULL || (v = ARENA_ARRAY(rq->arena, struct store_order_view, page.orders.n + 1)) == NULL)
		return site_full();
	for (size_t i = 0; i < page.orders.n; i++)
		if (!store_order_view(rq->arena, &page.orders.v[i], &actor, english(rq), &v[i]))
			return site_full();
	*answer = (struct store_orders_answer){ { v, page.orders.n }, page.next };
	rs->answer = answer;
	rs->link_next = site_next(rq, &page.next, NULL, q->limit);
	return NULL;
}

const struct err *
store_order_get(struct request *rq, struct response *rs)
{
	struct order_actor actor = site_actor(rq);
	struct store_order_view *v = ARENA_NEW(rq->arena, struct store_order_view);
	const struct order *o;
	struct uuid key;
	const struct err *e;

	if ((e = site_uuid(rq, "orderKey", &key)) != NULL || (e = order_find(site_shop(rq), rq->arena, &key, &actor, &o)) != NULL)
		return e;
	if (v == NULL || !store_order_view(rq->arena, o, &actor, english(rq), v))
		return site_full();
	rs->answer = v;
	return NULL;
}

/* Where a refused form of these leads back to; NULL when it was none of them. */
const char *
store_orders_back(const struct request *rq)
{
	const struct route *route = rq->match.route;

	if (route == NULL)
		return NULL;
	if (route->handle == sheet_pay_post)
		return arena_printf(rq->arena, "/order-sheets/%s", request_param(rq, "orderKey"));
	return route->handle == cart_order_post ? "/cart" : route->handle == store_order_post ? "/goods" : NULL;
}
