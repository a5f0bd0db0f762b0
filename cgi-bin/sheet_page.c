/* sheet_page: the API's view of a sheet in a tree, with a key for the form, and what its buyer said last of where it goes and how it is paid. */
#include "sheet_page.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <string.h>

#include "api/sheet_api.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "domain/order.h"
#include "domain/user.h"
#include "sheet_show.h"
#include "shop/delivery.h"
#include "shop/members.h"
#include "shop/orders.h"
#include "shop/purchase.h"
#include "shop/quote.h"
#include "shop/sheets.h"
#include "site.h"
#include "view.h"

#define POINTS_SHOWN 9	/* characters: no card has so few */

/* The order that an earlier payment of the sheet was for, and which is to be paid still; NULL when there was none. */
static const struct err *
tried_before(struct request *rq, const struct uuid *key, const struct order **out)
{
	struct order_actor actor = site_actor(rq);
	const struct err *e = order_find(site_shop(rq), rq->arena, key, &actor, out);

	if (e == NULL || err_is(e, ERR_ENTITY_NOT_FOUND)) {
		if (e != NULL || (*out)->status != ORDER_CREATED)
			*out = NULL;
		return NULL;
	}
	return e;
}

/* Where it goes: as was said for the payment before, else as the member usually wants it, else where the member said they live. */
static const struct err *
put_delivery(struct request *rq, const struct order *tried, struct json_object *page)
{
	struct order_actor actor = site_actor(rq);
	struct delivery_default was = { 0 };
	const struct delivery_default *d = &was;
	const struct user *u;
	struct json_object *to = view_object(page, "to");
	const struct err *e;

	if (to == NULL)
		return site_full();
	if (tried != NULL && tried->delivery_address != NULL)
		was = (struct delivery_default){ tried->delivery_address, tried->recipient_name, tried->recipient_phone, tried->delivery_notes };
	else if ((e = delivery_usual(site_shop(rq), rq->arena, &rq->caller.user_id, &actor, &d)) != NULL)
		return e;
	if (d == NULL) {
		if ((e = member_find(site_shop(rq), rq->arena, &rq->caller.user_id, &rq->caller.user_id, rq->caller.role, &u)) != NULL)
			return e;
		was.address = u->address;
		d = &was;
	}
	view_text(to, "address", d->address);
	view_text(to, "recipientName", d->recipient_name);
	view_text(to, "recipientPhone", d->recipient_phone);
	view_text(to, "notes", d->delivery_notes);
	return NULL;
}

/* Whether the page has that method: cards as the provider takes them, pages of their own where it is ours. */
static bool
is_offered(struct json_object *page, enum payment_method m)
{
	return m == PAY_BALANCE || view_member(page, m == PAY_CARD ? "cards" : "own_cards") != NULL;
}

/* What it comes to, and what of that coupons take off. */
static const struct err *
put_amounts(struct request *rq, const struct amounts_view *v, struct json_object *page)
{
	const struct err *e;

	if ((e = view_put(rq, page, "amounts", &amounts_model, v)) == NULL)
		json_object_object_add(view_member(page, "amounts"), "couponsOff", json_object_new_int64(v->product_discount + v->order_discount));
	return e;
}

/* The same with what was chosen, where that can be had: without scripts nobody else counts it in. */
static void
put_quote(struct request *rq, const struct purchase *chosen, struct json_object *page)
{
	struct amounts_view v;
	struct bill bill;
	struct uuid key;

	if ((chosen->ncoupons == 0 && chosen->points == 0) || site_uuid(rq, "orderKey", &key) != NULL ||
	    sheet_quote(site_shop(rq), rq->arena, &key, chosen, &bill) != NULL)
		return;
	v = amounts_of_bill(&bill.amounts);
	if (put_amounts(rq, &v, page) == NULL)
		view_flag(page, "quoted");
}

/* How the payment before was to be paid, else from the balance where that is enough, else by card; and the points that payment was to spend,
 * as far as there are as many now. */
static void
put_choice(struct request *rq, const struct order *tried, const struct sheet_view *view, struct json_object *page)
{
	enum payment_method m = view->balance < view->amounts->total && is_offered(page, PAY_CARD) ? PAY_CARD : PAY_BALANCE;
	won_t spent = 0;

	if (tried != NULL && is_offered(page, tried->payment.method))
		m = tried->payment.method;
	view_text(page, "method_chosen", payment_method_names[m]);
	if (m == PAY_CARD)
		view_flag(page, "card_open");
	for (size_t i = 0; tried != NULL && i < tried->nitems; i++)
		spent += tried->items[i].points;
	if (spent == 0 || spent > view->points)
		return;
	view_text(page, "points", arena_printf(rq->arena, "%" PRId64, spent));
	put_quote(rq, &(struct purchase){ .user_id = rq->caller.user_id, .points = spent }, page);
}

/* The form of a sheet that can be paid. */
static const struct err *
tree(struct request *rq, struct json_object **out)
{
	struct json_object *page = view_new(rq, "cart");
	const struct order *tried;
	struct sheet_means means;
	struct sheet_shown s;
	struct sheet_view view;
	struct uuid key;
	char token[TOKEN_TEXT];
	const struct err *e;

	if (page == NULL)
		return site_full();
	if ((e = site_uuid(rq, "orderKey", &key)) != NULL ||
	    (e = sheet_checkout(site_shop(rq), rq->arena, &key, &rq->caller.user_id, &s, &means)) != NULL)
		return e;
	if (!sheet_show(rq->arena, &s, &means, rq->lang == LANG_EN, &view))
		return site_full();
	if ((e = view_put(rq, page, "sheet", &sheet_model, &view)) != NULL || (e = put_amounts(rq, view.amounts, page)) != NULL ||
	    (e = tried_before(rq, &key, &tried)) != NULL || (e = put_delivery(rq, tried, page)) != NULL)
		return e;
	put_choice(rq, tried, &view, page);
	token_new(token);
	view_text(page, "idempotency_key", token);
	*out = page;
	return NULL;
}

const struct err *
sheet_page_get(struct request *rq, struct response *rs)
{
	struct json_object *page;
	const struct err *e = tree(rq, &page);

	/* What became of it its order tells. */
	if (err_is(e, ERR_ORDER_STATE_CONFLICT)) {
		rs->status = 303;
		rs->location = arena_printf(rq->arena, "/orders/%s", request_param(rq, "orderKey"));
		rs->html = "";
		return rs->location == NULL ? site_full() : NULL;
	}
	if (e != NULL)
		return e;
	view_let_in(rs);
	return view_answer(rq, rs, "order_sheet", page);
}

/* --- refused --------------------------------------------------------------------- */

/* Somebody typed a card's number there: it is not shown again. */
static bool
is_card(const struct err *e, const char *pointer)
{
	for (size_t i = 0; i < e->nfaults; i++)
		if (strcmp(e->faults[i].pointer, pointer) == 0 && strcmp(e->faults[i].reason, "card_number") == 0)
			return true;
	return false;
}

/* What was typed into a part of the form, and what is wrong with it, under their names. */
static void
retype(struct request *rq, const struct err *e, const char *part, const char *const *names, struct json_object *typed, struct json_object *into,
    struct json_object *faults)
{
	for (size_t i = 0; names[i] != NULL; i++) {
		const char *pointer = arena_printf(rq->arena, "/%s/%s", part, names[i]);
		if (pointer == NULL)
			return;
		if (typed != NULL && !is_card(e, pointer))
			view_text(into, names[i], view_word(typed, names[i]));
		view_text(faults, names[i], view_fault(rq, e, pointer, NULL, NULL));
	}
}

/* What was chosen, if it was understood at all, in the price; not what is prefilled otherwise. */
static void
price_again(struct request *rq, struct json_object *page)
{
	const struct pay_request *in = rq->in;
	struct purchase p = { .user_id = rq->caller.user_id };
	struct coupon_choice *c;

	if (in == NULL || (c = ARENA_ARRAY(rq->arena, struct coupon_choice, in->coupon_ids.n + 1)) == NULL)
		return;
	for (size_t i = 0; i < in->coupon_ids.n; i++) {
		c[i].line = BILL_NO_LINE;
		if (!uuid_parse(*LIST_AT(in->coupon_ids, const char *, i), &c[i].issued_id))
			return;
	}
	p.coupons = c;
	p.ncoupons = in->coupon_ids.n;
	p.points = in->points;
	put_quote(rq, &p, page);
}

static void
choose_again(struct request *rq, struct json_object *page, struct json_object *form)
{
	struct json_object *ids = view_member(form, "couponIds"), *coupons = view_member(view_member(page, "sheet"), "coupons");
	const char *method = view_word(form, "method"), *points = view_word(form, "points");

	for (size_t i = 0; i < view_count(coupons); i++)
		for (size_t k = 0; k < view_count(ids); k++) {
			struct json_object *coupon = json_object_array_get_idx(coupons, i);
			const char *mine = view_word(coupon, "issuedCouponId"), *wanted = json_object_get_string(json_object_array_get_idx(ids, k));
			if (mine != NULL && wanted != NULL && strcmp(mine, wanted) == 0)
				view_flag(coupon, "chosen");
		}
	if (points != NULL && strlen(points) <= POINTS_SHOWN)
		view_text(page, "points", points);
	price_again(rq, page);
	if (method != NULL)
		view_text(page, "method_chosen", method);
	if (method != NULL && strcmp(method, "CARD") == 0)
		view_flag(page, "card_open");
	else if (method != NULL)
		json_object_object_del(page, "card_open");
}

const char *
sheet_page_refused(struct request *rq, const struct err *e, struct buf *out)
{
	static const char *const delivery[] = { "address", "recipientName", "recipientPhone", "notes", NULL };
	static const char *const card[] = { "cardNumber", "cardholderName", "expiryDate", "cvc", NULL };
	struct json_object *form = rq->body_tree.tree, *page, *to, *of_delivery, *of_card;

	if (form == NULL)
		return NULL;
	json_object_object_del(form, "card");	/* they never come back */
	json_object_object_del(form, "paymentToken");
	if (tree(rq, &page) != NULL || view_problem(rq, page, e) != NULL || (to = view_object(page, "to")) == NULL ||
	    (of_delivery = view_object(page, "delivery_fault")) == NULL || (of_card = view_object(page, "card_fault")) == NULL)
		return NULL;
	retype(rq, e, "delivery", delivery, view_member(form, "delivery"), to, of_delivery);
	retype(rq, e, "card", card, NULL, NULL, of_card);
	choose_again(rq, page, form);
	if (err_is(e, ERR_PAYMENT_DECLINED))
		view_text(page, "declined", e->detail);
	/* It says another price for as long as it lives: only a new one is paid. */
	if (err_is(e, ERR_PRICE_CHANGED))
		view_flag(page, "stale");
	if (err_is(e, ERR_BALANCE_NOT_ENOUGH))
		view_flag(page, "poor");
	view_text(page, "idempotency_key", view_key_again(rq, e));
	return view_write(rq, "order_sheet", page, out) == NULL && !out->failed ? buf_str(out) : NULL;
}
