/* seller_goods_page: see seller_goods_page.h. */
#include "seller_goods_page.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <string.h>

#include "admin_sellers_page.h"
#include "api/goods_api.h"
#include "api/seller_page.h"
#include "base/arena.h"
#include "base/id.h"
#include "domain/staff.h"
#include "http/request.h"
#include "shop/receive.h"
#include "shop/shelf.h"
#include "site.h"
#include "view.h"

#define ON_A_PAGE 20
#define BOOKINGS 10

static struct goods_actor
actor(const struct request *rq)
{
	return (struct goods_actor){ rq->caller.user_id, rq->caller.role };
}

static void
put_key(struct request *rq, const struct err *e, struct json_object *page)
{
	char key[TOKEN_TEXT];

	token_new(key);
	view_text(page, "idempotency_key", key);
	if (e != NULL)
		view_text(page, "idempotency_key", view_key_again(rq, e));
}

/* Words goods are filed under already. */
static const struct err *
put_categories(struct request *rq, struct json_object *page)
{
	struct json_object *categories = view_list(page, "categories");
	struct list words;
	const struct err *e;

	if (categories == NULL)
		return site_full();
	if ((e = goods_categories(site_shop(rq), rq->arena, &words)) != NULL)
		return e;
	for (size_t i = 0; i < words.n; i++)
		json_object_array_add(categories, json_object_new_string(*LIST_AT(words, const char *, i)));
	return NULL;
}

/* --- the list --------------------------------------------------------------------- */

const struct err *
seller_goods_get(struct request *rq, struct response *rs)
{
	const struct seller_goods_query *q = rq->params;
	struct json_object *page = view_new(rq, "seller"), *query = page == NULL ? NULL : view_object(page, "query");
	struct goods_actor who = actor(rq);
	struct goods_list_answer answer;
	struct shelf found;
	const struct err *e;

	if (query == NULL)
		return site_full();
	if ((e = shelf_look(site_shop(rq), rq->arena, &who, &(struct shelf_ask){ .seller_id = q->seller_id, .words = q->q, .before = q->cursor,
	    .limit = ON_A_PAGE }, &found)) != NULL)
		return e;
	if (!goods_list_view(rq->arena, &found.goods, found.next == 0 ? NULL : arena_printf(rq->arena, "%" PRId64, found.next), rq->lang == LANG_EN, &answer))
		return site_full();
	view_text(page, "place", "goods");
	view_text(query, "q", q->q);
	if (q->cursor != 0)
		view_flag(query, "further");
	if (rq->caller.role == ROLE_ADMIN)
		view_text(query, "seller", arena_printf(rq->arena, "%" PRId64, q->seller_id));
	if ((e = view_put(rq, page, "list", &goods_list_model, &answer)) != NULL ||
	    (rq->caller.role == ROLE_ADMIN && (e = admin_sellers_name(rq, q->seller_id, page)) != NULL))
		return e;
	return view_answer(rq, rs, "seller_goods", page);
}

/* --- new goods ---------------------------------------------------------------------- */

static const struct err *
new_tree(struct request *rq, struct json_object **out)
{
	struct json_object *page = view_new(rq, "seller");
	const struct err *e;

	if (page == NULL)
		return site_full();
	if ((e = put_categories(rq, page)) != NULL)
		return e;
	view_flag(page, "fresh");
	*out = page;
	return NULL;
}

const struct err *
seller_goods_new_get(struct request *rq, struct response *rs)
{
	const struct seller_goods_query *q = rq->params;
	struct json_object *page, *form;
	const struct err *e;

	if ((e = new_tree(rq, &page)) != NULL)
		return e;
	put_key(rq, NULL, page);
	if (rq->caller.role == ROLE_ADMIN && (form = view_object(page, "form")) != NULL)
		view_text(form, "sellerId", arena_printf(rq->arena, "%" PRId64, q->seller_id));
	return view_answer(rq, rs, "seller_product", page);
}

static const char *
page_of(struct arena *a, int64_t id, const char *done)
{
	return arena_printf(a, "/seller/goods/%" PRId64 "?done=%s", id, done);
}

/* Nothing is kept but where it led to. */
static const struct err *
keep_page(const char *page, struct kept *kept)
{
	*kept = (struct kept){ .status = 303, .page = page, .json = "" };
	return page == NULL ? site_full() : NULL;
}

static const struct err *
keep_offered(void *arg, const struct goods *g, struct kept *kept)
{
	return keep_page(page_of(((struct request *)arg)->arena, g->id, "offered"), kept);
}

const struct err *
seller_goods_new_post(struct request *rq, struct response *rs)
{
	struct goods_offering o = { .offer = rq->in, .actor = actor(rq), .key = site_idem(rq), .answer = keep_offered, .arg = rq };
	struct kept kept = { 0 };
	const struct err *e;

	if ((e = goods_offer(site_shop(rq), rq->arena, &o)) != NULL)
		return e;
	if (o.kept == NULL && (e = keep_offered(rq, o.goods, &kept)) != NULL)
		return e;
	site_answer_again(rq, rs, o.kept == NULL ? &kept : o.kept);
	return NULL;
}

/* --- one of them ----------------------------------------------------------------------- */

static const struct err *
put_bookings(struct request *rq, const struct list *bookings, struct json_object *page)
{
	struct goods_booking_view *v = ARENA_ARRAY(rq->arena, struct goods_booking_view, bookings->n + 1);
	struct goods_bookings_view view = { { v, bookings->n } };

	if (v == NULL)
		return site_full();
	for (size_t i = 0; i < bookings->n; i++) {
		const struct goods_booking *b = LIST_AT(*bookings, struct goods_booking, i);
		v[i] = (struct goods_booking_view){ b->delta / QTY_ONE, b->reason, b->at };
	}
	return view_put(rq, page, "receipts", &goods_bookings_model, &view);
}

static const struct err *
one_tree(struct request *rq, struct json_object **out)
{
	struct json_object *page = view_new(rq, "seller");
	struct goods_actor who = actor(rq);
	struct seller_goods_view view;
	struct shelf_goods found;
	int64_t id;
	const struct err *e;

	if (page == NULL)
		return site_full();
	if ((e = site_number(rq, "productId", &id)) != NULL ||
	    (e = shelf_take(site_shop(rq), rq->arena, &who, id, BOOKINGS, &found)) != NULL)
		return e;
	view = seller_goods_view(found.goods);
	if ((e = view_put(rq, page, "goods", &seller_goods_model, &view)) != NULL || (e = put_bookings(rq, &found.bookings, page)) != NULL ||
	    (e = put_categories(rq, page)) != NULL)
		return e;
	json_object_object_add(page, "form", json_object_get(view_member(page, "goods")));
	view_text(page, "version", arena_printf(rq->arena, "%" PRId64, view.version));
	*out = page;
	return NULL;
}

const struct err *
seller_goods_one_get(struct request *rq, struct response *rs)
{
	const struct seller_goods_query *q = rq->params;
	struct json_object *page;
	const struct err *e;

	if ((e = one_tree(rq, &page)) != NULL)
		return e;
	put_key(rq, NULL, page);
	view_text(page, "done", q->done);
	return view_answer(rq, rs, "seller_product", page);
}

/* Goods the form is for: the caller's own, or not there. */
static const struct err *
take(struct request *rq, int64_t *id, const struct goods **g)
{
	struct goods_actor who = actor(rq);
	struct shelf_goods found;
	const struct err *e;

	if ((e = site_number(rq, "productId", id)) != NULL || (e = shelf_take(site_shop(rq), rq->arena, &who, *id, 0, &found)) != NULL)
		return e;
	*g = found.goods;
	return NULL;
}

const struct err *
seller_goods_change_post(struct request *rq, struct response *rs)
{
	const struct seller_goods_form *in = rq->in;
	struct goods_change c = seller_goods_change(in);
	struct goods_actor who = actor(rq);
	const struct goods *g;
	int64_t id;
	const struct err *e;

	if ((e = take(rq, &id, &g)) != NULL)
		return e;
	/* Who presses twice has saved once. */
	if (!seller_goods_same(g, in) && (e = goods_change(site_shop(rq), rq->arena, &who, id, &c, &in->version, 1, &g)) != NULL)
		return e;
	rs->page = page_of(rq->arena, id, "saved");
	return rs->page == NULL ? site_full() : NULL;
}

const struct err *
seller_goods_sale_post(struct request *rq, struct response *rs)
{
	const struct seller_sale_form *in = rq->in;
	struct goods_change c = { .price = -1, .sale = in->sale };
	struct goods_actor who = actor(rq);
	const struct goods *g;
	int64_t id;
	const struct err *e;

	if ((e = take(rq, &id, &g)) != NULL)
		return e;
	if (g->on_sale != (in->sale == GOODS_SALE_ON) &&
	    (e = goods_change(site_shop(rq), rq->arena, &who, id, &c, &in->version, 1, &g)) != NULL)
		return e;
	rs->page = page_of(rq->arena, id, in->sale == GOODS_SALE_ON ? "resumed" : "ended");
	return rs->page == NULL ? site_full() : NULL;
}

static const struct err *
keep_received(void *arg, const struct goods *g, struct kept *kept)
{
	return keep_page(page_of(((struct request *)arg)->arena, g->id, "stock"), kept);
}

const struct err *
seller_goods_stock_post(struct request *rq, struct response *rs)
{
	const struct stock_request *in = rq->in;
	struct goods_receipt r = { .actor = actor(rq), .delta = in->delta, .reason = in->reason, .english = rq->lang == LANG_EN, .key = site_idem(rq),
	    .answer = keep_received, .arg = rq };
	const struct goods *g;
	struct kept kept = { 0 };
	const struct err *e;

	if ((e = take(rq, &r.product_id, &g)) != NULL || (e = goods_receive(site_shop(rq), rq->arena, &r)) != NULL)
		return e;
	if (r.kept == NULL && (e = keep_received(rq, r.goods, &kept)) != NULL)
		return e;
	site_answer_again(rq, rs, r.kept == NULL ? &kept : r.kept);
	return NULL;
}

/* --- refused ------------------------------------------------------------------------------ */

bool
seller_goods_page_form(handler *handle)
{
	return handle == seller_goods_new_post || handle == seller_goods_change_post || handle == seller_goods_stock_post || handle == seller_goods_sale_post;
}

/* Somebody else was faster: beside what was typed stands what is saved now, and saving once more is over that. */
static void
show_both(struct json_object *page)
{
	static const char *const names[] = { "name", "nameEn", "description", "descriptionEn", "price", "category" };
	struct json_object *goods = view_member(page, "goods"), *typed = view_member(page, "form"), *now = view_object(page, "now");

	for (size_t i = 0; now != NULL && i < sizeof(names) / sizeof(names[0]); i++) {
		struct json_object *v = view_member(goods, names[i]);
		const char *theirs = v == NULL ? "" : json_object_get_string(v), *mine = view_word(typed, names[i]);
		if (strcmp(theirs, mine == NULL ? "" : mine) != 0)
			view_text(now, names[i], theirs[0] == '\0' ? "–" : theirs);
	}
	view_flag(page, "stale");
}

const struct err *
seller_goods_page_refused(struct request *rq, const struct err *e, const char **template, struct json_object **page)
{
	handler *handle = rq->match.route->handle;
	struct json_object *typed = rq->body_tree.tree;
	bool change = handle == seller_goods_change_post, fresh = handle == seller_goods_new_post;
	const struct err *failed;

	*template = "seller_product";
	if ((failed = fresh ? new_tree(rq, page) : one_tree(rq, page)) != NULL || (failed = view_problem(rq, *page, e)) != NULL)
		return failed;
	put_key(rq, fresh || handle == seller_goods_stock_post ? e : NULL, *page);
	if (typed == NULL || (!change && !fresh))
		return NULL;
	json_object_object_add(*page, "form", json_object_get(typed));
	if (err_is(e, ERR_PRECONDITION_FAILED))
		show_both(*page);
	else if (change)
		view_text(*page, "version", view_word(typed, "version"));
	return NULL;
}
