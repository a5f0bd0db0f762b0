/*
 * pages.fcgi: the storefront people use, with or without scripts.
 *
 * What pages show is what the API answers; what forms do is what the API does.  Forms of orders are posted to the
 * API itself (orders.fcgi, checkout.fcgi); those here are signing in and out, registering, the staff's board, the lines of a
 * cart and all that sellers do, because a form can not PATCH or DELETE.
 */
#include <ctype.h>
#include <json-c/json.h>
#include <string.h>

#include "api/admin_api.h"
#include "api/cart_api.h"
#include "api/checkout_answer.h"
#include "api/checkout_request.h"
#include "api/goods_api.h"
#include "api/member_api.h"
#include "api/menu_answer.h"
#include "api/order_answer.h"
#include "api/order_request.h"
#include "api/seller_api.h"
#include "api/seller_page.h"
#include "api/wallet_api.h"
#include "admin_page.h"
#include "admin_sellers_page.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "cake_page.h"
#include "cart_page.h"
#include "checkout_page.h"
#include "coupon_page.h"
#include "dinner_page.h"
#include "domain/staff.h"
#include "goods_page.h"
#include "http/auth.h"
#include "notice_page.h"
#include "order_page.h"
#include "shop/change.h"
#include "shop/members.h"
#include "shop/menus.h"
#include "shop/orders.h"
#include "shop/payments.h"
#include "seller_goods_page.h"
#include "seller_items_page.h"
#include "seller_page.h"
#include "sheet_page.h"
#include "site.h"
#include "view.h"
#include "wallet_page.h"

#define GUEST_COOKIE_AGE (30 * 24 * 3600)	/* s */
#define BOARD_LIMIT 100

/* --- the menu and the order form --------------------------------------------------- */

static const struct err *
menu_page(struct request *rq, struct response *rs)
{
	struct json_object *page = view_new(rq, "menu");
	struct menu_answer dinners;
	struct menu_now now;
	const struct err *e;

	if ((e = menu_now(site_shop(rq), rq->arena, &now)) != NULL)
		return e;
	if (page == NULL || !menu_view(rq->arena, now.menu, &now.stock, rq->lang == LANG_EN, &dinners))
		return site_full();
	if ((e = view_put(rq, page, "menu", &menu_answer_model, &dinners)) != NULL
	    || (e = dinner_page_sides(rq, &now, page)) != NULL || (e = goods_page_popular(rq, page)) != NULL)
		return e;
	return view_answer(rq, rs, "menu", page);
}

/* image, message, flavor and size come from the cake studio. */
struct dinner_query { const char *style, *image, *message, *flavor, *size; };
static const struct model_field dinner_query_rows[] = {
	{ FIELD_STR(struct dinner_query, style), .max = 64 },
	{ FIELD_STR(struct dinner_query, image), .max = 64 },
	{ FIELD_STR(struct dinner_query, message), .max = 60 },
	{ FIELD_STR(struct dinner_query, flavor), .max = 32 },
	{ FIELD_STR(struct dinner_query, size), .max = 32 },
};
static const struct model dinner_query_model = MODEL(struct dinner_query, "DinnerQuery", dinner_query_rows);

/* A guest has a token before ordering, so that sending the form twice comes from the same caller twice. */
static void
give_guest_token(struct request *rq, struct response *rs)
{
	char token[TOKEN_TEXT];

	if (!uuid_is_zero(&rq->caller.user_id) || rq->caller.guest_token != NULL)
		return;
	token_new(token);
	response_cookie(rq, rs, AUTH_GUEST_COOKIE, token, GUEST_COOKIE_AGE);
}

static const struct err *
dinner_get(struct request *rq, struct response *rs)
{
	const struct dinner_query *q = rq->params;
	struct json_object *page;
	const struct err *e;

	if ((e = dinner_page(rq, request_param(rq, "code"), q->style, &page)) != NULL ||
	    (q->image != NULL && (e = dinner_page_cake(rq, page, q->image, q->message, q->flavor, q->size)) != NULL))
		return e;
	give_guest_token(rq, rs);
	return view_answer(rq, rs, "dinner", page);
}

/* --- the cake studio ------------------------------------------------------------------ */

static const struct err *
cake_get(struct request *rq, struct response *rs)
{
	struct json_object *page;
	const struct err *e;

	if ((e = cake_page(rq, &page)) != NULL)
		return e;
	give_guest_token(rq, rs);
	return view_answer(rq, rs, "cake", page);
}

/* --- paying by card -------------------------------------------------------------------- */

/* The second step of the order form, when it is to be paid now; what it asks for is posted to the API. */
static const struct err *
checkout_post(struct request *rq, struct response *rs)
{
	struct json_object *page;
	const struct err *e;

	if ((e = checkout_page(rq, rq->in, &page)) != NULL)
		return e;
	give_guest_token(rq, rs);
	view_let_in(rs);
	return view_answer(rq, rs, "checkout", page);
}

/* What Toss adds to the address when it sends the buyer back. */
struct return_query { const char *payment_key, *order_id, *code; };
static const struct model_field return_query_rows[] = {
	{ FIELD_AS(struct return_query, payment_key, "paymentKey", MODEL_STR, const char *), .max = 200 },
	{ FIELD_AS(struct return_query, order_id, "orderId", MODEL_STR, const char *), .max = 64 },
	{ FIELD_STR(struct return_query, code), .max = 100 },
};
static const struct model return_query_model = MODEL(struct return_query, "CheckoutReturnQuery", return_query_rows);

/* Back from the provider's page: the form that was left is kept by the browser, and sent from here.  Who comes by an address typed or
 * kept has no wish along: it begins with the menu. */
static const struct err *
checkout_get(struct request *rq, struct response *rs)
{
	const struct return_query *q = rq->params;
	struct json_object *page;

	if (view_provider() == NULL || (q->payment_key == NULL && q->code == NULL)) {
		rs->location = "/";
		rs->html = "";
		return NULL;
	}
	if ((page = view_new(rq, "checkout")) == NULL)
		return site_full();
	if (q->payment_key != NULL && q->order_id != NULL) {
		view_text(page, "order", q->order_id);
		view_text(page, "token", arena_printf(rq->arena, "%s:%s", q->payment_key, q->order_id));
	}
	view_let_in(rs);
	return view_answer(rq, rs, "checkout_return", page);
}

static const struct err *
payments_get(struct request *rq, struct response *rs)
{
	const struct payments_query *q = rq->params;
	struct order_actor actor = site_actor(rq);
	struct json_object *page = view_new(rq, "payments");
	struct payment_page found;
	struct payment_view *v;
	struct payments_answer answer;
	const struct err *e;

	if ((e = payments_of_user(site_shop(rq), rq->arena, &actor.user_id, &actor, &q->cursor, q->limit, &found)) != NULL)
		return e;
	if (page == NULL || (v = ARENA_ARRAY(rq->arena, struct payment_view, found.payments.n + 1)) == NULL)
		return site_full();
	for (size_t i = 0; i < found.payments.n; i++)
		v[i] = payment_view(&found.payments.v[i].order_id, &found.payments.v[i].payment);
	answer = (struct payments_answer){ { v, found.payments.n }, found.next };
	if ((e = view_put(rq, page, "list", &payments_answer_model, &answer)) != NULL)
		return e;
	if (!uuid_is_zero(&q->cursor))
		view_flag(page, "cursor");
	return view_answer(rq, rs, "payments", page);
}

/* --- orders --------------------------------------------------------------------------- */

static const struct err *
order_get(struct request *rq, struct response *rs)
{
	struct order_actor actor = site_actor(rq);
	struct json_object *page;
	const struct order *o;
	struct uuid id;
	const struct err *e;

	if ((e = site_uuid(rq, "order_id", &id)) != NULL
	    || (e = order_find(site_shop(rq), rq->arena, &id, &actor, &o)) != NULL
	    || (e = order_page_tree(rq, o, &page)) != NULL)
		return e;
	return view_answer(rq, rs, "order", page);
}

static const struct err *
orders_get(struct request *rq, struct response *rs)
{
	const struct order_list_query *q = rq->params;
	struct order_actor actor = site_actor(rq);
	struct json_object *page = view_new(rq, "orders");
	struct order_page found;
	const struct err *e;

	if (page == NULL)
		return site_full();
	if ((e = orders_of_user(site_shop(rq), rq->arena, &actor.user_id, &actor, q->status, &q->cursor, q->limit, &found)) != NULL
	    || (e = order_page_list(rq, &found, page)) != NULL)
		return e;
	if (!uuid_is_zero(&q->cursor))
		view_flag(page, "cursor");
	return view_answer(rq, rs, "orders", page);
}

/* --- signing in and out, registering --------------------------------------------------- */

/* Where to go after signing in: a path of this site, else the menu.  Control characters are dropped on the way to
 * a header, and by browsers: "/\t/evil.example" would become another site. */
static const char *
next_page(const char *next)
{
	if (next == NULL || next[0] != '/' || next[1] == '/' || strchr(next, '\\') != NULL)
		return "/";
	for (const char *p = next; *p != '\0'; p++)
		if (iscntrl((unsigned char)*p))
			return "/";
	return next;
}

struct sign_in_query { const char *next; };
static const struct model_field sign_in_query_rows[] = {
	{ FIELD_STR(struct sign_in_query, next), .max = 300 },
};
static const struct model sign_in_query_model = MODEL(struct sign_in_query, "SignInQuery", sign_in_query_rows);

static const struct err *
enter_get(struct request *rq, struct response *rs, const char *name, const char *template)
{
	const struct sign_in_query *q = rq->params;
	struct json_object *page = view_new(rq, name);

	if (page != NULL)
		view_text(page, "next", q->next);
	return view_answer(rq, rs, template, page);
}

static const struct err *
sign_in_get(struct request *rq, struct response *rs)
{
	return enter_get(rq, rs, "sign-in", "sign_in");
}

static const struct err *
enter(struct request *rq, struct response *rs, const char *email, const char *password, const char *next)
{
	struct sign_in s;
	const struct err *e;

	if ((e = member_sign_in(site_shop(rq), rq->arena, email, password, rq->address, &s)) != NULL)
		return e;
	response_cookie(rq, rs, AUTH_COOKIE, s.token, (s.expires_at - clock_now()) / 1000);
	rs->page = next_page(next);
	return NULL;
}

static const struct err *
sign_in_post(struct request *rq, struct response *rs)
{
	const struct session_request *in = rq->in;

	return enter(rq, rs, in->email, in->password, view_word(rq->body_tree.tree, "next"));
}

static const struct err *
sign_out_post(struct request *rq, struct response *rs)
{
	static const struct hash none;
	const struct err *e;

	if (!hash_equal(&rq->caller.session, &none)
	    && (e = member_sign_out(site_shop(rq), rq->arena, &rq->caller.session)) != NULL)
		return e;
	response_cookie(rq, rs, AUTH_COOKIE, "", 0);
	rs->page = "/";
	return NULL;
}

static const struct err *
register_get(struct request *rq, struct response *rs)
{
	return enter_get(rq, rs, "register", "register");
}

/* Who registers is signed in at once, and led to what they wanted. */
static const struct err *
register_post(struct request *rq, struct response *rs)
{
	const struct registration *in = rq->in;
	const struct user *user;
	const struct err *e;

	if ((e = member_register(site_shop(rq), rq->arena, in, ROLE_CUSTOMER, &user)) != NULL)
		return e;
	return enter(rq, rs, in->email, in->password, view_word(rq->body_tree.tree, "next"));
}

/* --- the board --------------------------------------------------------------------------- */

static const struct err *
board(struct request *rq, struct json_object **out)
{
	static const struct uuid from_the_oldest;
	const struct order_list_query *q = rq->params;	/* NULL: a form of the board was refused */
	struct order_actor actor = site_actor(rq);
	struct json_object *page = view_new(rq, "staff");
	struct order_page found;
	char next[UUID_TEXT];
	const struct err *e;

	if (page == NULL)
		return site_full();
	if ((e = orders_on_board(site_shop(rq), rq->arena, &actor, -1, q == NULL ? &from_the_oldest : &q->cursor,
	    BOARD_LIMIT, &found)) != NULL
	    || (e = order_page_board(rq, &found, page)) != NULL)
		return e;
	if (!uuid_is_zero(&found.next))
		view_text(page, "next_cursor", uuid_text(&found.next, next));
	if (q != NULL && !uuid_is_zero(&q->cursor))
		view_flag(page, "cursor");
	*out = page;
	return NULL;
}

static const struct err *
board_get(struct request *rq, struct response *rs)
{
	struct json_object *page;
	const struct err *e = board(rq, &page);

	return e != NULL ? e : view_answer(rq, rs, "staff", page);
}

static const struct err *
board_move_post(struct request *rq, struct response *rs)
{
	const struct update_status_request *in = rq->in;
	struct order_change c = { .actor = site_actor(rq), .to = (enum item_state)in->new_status };
	const struct err *e;

	if ((e = site_uuid(rq, "order_id", &c.order_id)) != NULL
	    || (e = order_move(site_shop(rq), rq->arena, &c)) != NULL)
		return e;
	rs->page = "/staff";
	return NULL;
}

/* --- what a problem type means ------------------------------------------------------------- */

/* The page behind a problem's type: a row of the error table, told to people. */
static const struct err *
problem_type_get(struct request *rq, struct response *rs)
{
	struct json_object *page = view_new(rq, "problem-type"), *type;

	for (int i = 0; page != NULL && i < ERR__MAX; i++) {
		const struct err_kind *k = err_kind((enum err_code)i);
		if (strcmp(k->slug, request_param(rq, "slug")) != 0)
			continue;
		if ((type = view_object(page, "type")) == NULL)
			return site_full();
		view_text(type, "code", k->name);
		view_text(type, "status", arena_printf(rq->arena, "%d", k->status));
		view_text(type, "message", rq->lang == LANG_EN ? k->message_en : k->message_ko);
		view_flag(type, (k->flags & ERR_F_UNSURE) ? "unsure" : (k->flags & ERR_F_RETRY) ? "again" : "mend");
		return view_answer(rq, rs, "problem_type", page);
	}
	return page == NULL ? site_full() : err_new(rq->arena, ERR_ENTITY_NOT_FOUND, NULL);
}

/* --- the table, and pages about errors ------------------------------------------------------ */

/* Who offers goods, and who sends what was bought. */
#define OFFERERS	(ROLE_BIT(ROLE_SELLER) | ROLE_BIT(ROLE_ADMIN))
#define SENDERS		(ROLE_BIT(ROLE_SELLER) | ROLES_STAFF)

static const struct route routes[] = {
	{ HTTP_GET, "/", menu_page, WHO_ANYONE, ROUTE_PAGE, .status = 200 },
	{ HTTP_GET, "/dinners/{code}", dinner_get, WHO_ANYONE, ROUTE_PAGE, .query = &dinner_query_model, .status = 200 },
	{ HTTP_GET, "/cake", cake_get, WHO_ANYONE, ROUTE_PAGE, .query = &cake_query_model, .status = 200 },
	{ HTTP_POST, "/checkout", checkout_post, WHO_ANYONE, ROUTE_PAGE, .body = &order_request_model, .status = 200 },
	{ HTTP_GET, "/checkout", checkout_get, WHO_ANYONE, ROUTE_PAGE, .query = &return_query_model, .status = 303 },
	{ HTTP_GET, "/payments", payments_get, WHO_SIGNED_IN, ROUTE_PAGE, .query = &payments_query_model, .status = 200 },
	{ HTTP_GET, "/orders/{order_id}", order_get, WHO_ANYONE, ROUTE_PAGE, .query = &token_query_model, .status = 200 },
	{ HTTP_GET, "/orders", orders_get, WHO_SIGNED_IN, ROUTE_PAGE, .query = &order_list_query_model, .status = 200 },
	{ HTTP_GET, "/goods", goods_list_get, WHO_ANYONE, ROUTE_PAGE, .query = &goods_list_query_model, .status = 200 },
	{ HTTP_GET, "/goods/{productId}", goods_get, WHO_ANYONE, ROUTE_PAGE, .status = 200 },
	{ HTTP_GET, "/cart", cart_page_get, WHO_SIGNED_IN, ROUTE_PAGE, .status = 200 },
	{ HTTP_POST, "/cart/items/{cartItemId}", cart_page_set_post, WHO_SIGNED_IN, ROUTE_PAGE, .body = &cart_set_model, .status = 303 },
	{ HTTP_POST, "/cart/items/{cartItemId}/remove", cart_page_drop_post, WHO_SIGNED_IN, ROUTE_PAGE, .status = 303 },
	{ HTTP_GET, "/order-sheets/{orderKey}", sheet_page_get, WHO_SIGNED_IN, ROUTE_PAGE, .status = 200 },
	{ HTTP_GET, "/wallet", wallet_page_get, WHO_SIGNED_IN, ROUTE_PAGE, .query = &entries_query_model, .status = 200 },
	{ HTTP_GET, "/coupons", coupon_page_get, WHO_ANYONE, ROUTE_PAGE, .query = &coupon_page_query_model, .status = 200 },
	{ HTTP_GET, "/notifications", notice_page_get, WHO_SIGNED_IN, ROUTE_PAGE, .query = &notice_page_query_model, .status = 200 },
	{ HTTP_POST, "/notifications/read", notice_page_all_post, WHO_SIGNED_IN, ROUTE_PAGE, .body = &notice_page_all_model, .status = 303 },
	{ HTTP_POST, "/notifications/{id}/read", notice_page_read_post, WHO_SIGNED_IN, ROUTE_PAGE, .status = 303 },
	{ HTTP_GET, "/admin", admin_page_get, ROLE_BIT(ROLE_ADMIN), ROUTE_PAGE, .query = &admin_page_query_model, .status = 200 },
	{ HTTP_POST, "/admin/dead-letters/{id}/retry", admin_page_retry_post, ROLE_BIT(ROLE_ADMIN), ROUTE_PAGE, .body = &dead_letter_retry_model, .status = 303 },
	{ HTTP_GET, "/admin/sellers", admin_sellers_page_get, ROLE_BIT(ROLE_ADMIN), ROUTE_PAGE, .query = &admin_sellers_query_model, .status = 200 },
	{ HTTP_POST, "/admin/sellers/{id}/status", admin_sellers_page_post, ROLE_BIT(ROLE_ADMIN), ROUTE_PAGE, .body = &seller_decision_model, .status = 303 },
	{ HTTP_GET, "/seller", seller_page_get, WHO_SIGNED_IN, ROUTE_PAGE, .query = &seller_page_query_model, .status = 200 },
	{ HTTP_POST, "/seller", seller_page_ask_post, WHO_SIGNED_IN, ROUTE_PAGE, .body = &seller_request_model, .status = 303 },
	{ HTTP_POST, "/seller/data", seller_page_change_post, WHO_SIGNED_IN, ROUTE_PAGE, .body = &seller_change_model, .status = 303 },
	{ HTTP_GET, "/seller/goods", seller_goods_get, OFFERERS, ROUTE_PAGE, .query = &seller_goods_query_model, .status = 200 },
	{ HTTP_POST, "/seller/goods", seller_goods_new_post, OFFERERS, ROUTE_PAGE | ROUTE_IDEMPOTENT, .body = &goods_offer_model, .status = 303 },
	{ HTTP_GET, "/seller/goods/new", seller_goods_new_get, OFFERERS, ROUTE_PAGE, .query = &seller_goods_query_model, .status = 200 },
	{ HTTP_GET, "/seller/goods/{productId}", seller_goods_one_get, OFFERERS, ROUTE_PAGE, .query = &seller_goods_query_model, .status = 200 },
	{ HTTP_POST, "/seller/goods/{productId}", seller_goods_change_post, OFFERERS, ROUTE_PAGE, .body = &seller_goods_form_model, .status = 303 },
	{ HTTP_POST, "/seller/goods/{productId}/stock", seller_goods_stock_post, OFFERERS, ROUTE_PAGE | ROUTE_IDEMPOTENT,
	  .body = &stock_request_model, .status = 303 },
	{ HTTP_POST, "/seller/goods/{productId}/status", seller_goods_sale_post, OFFERERS, ROUTE_PAGE, .body = &seller_sale_form_model, .status = 303 },
	{ HTTP_GET, "/seller/items", seller_items_get, SENDERS, ROUTE_PAGE, .query = &seller_items_query_model, .status = 200 },
	{ HTTP_POST, "/seller/items/{itemId}/status", seller_items_move_post, SENDERS, ROUTE_PAGE | ROUTE_IDEMPOTENT,
	  .body = &seller_move_form_model, .status = 303 },
	{ HTTP_POST, "/seller/items/{itemId}/delivery", seller_items_parcel_post, SENDERS, ROUTE_PAGE | ROUTE_IDEMPOTENT,
	  .body = &seller_parcel_form_model, .status = 303 },
	{ HTTP_GET, "/sign-in", sign_in_get, WHO_ANYONE, ROUTE_PAGE, .query = &sign_in_query_model, .status = 200 },
	{ HTTP_POST, "/sign-in", sign_in_post, WHO_ANYONE, ROUTE_PAGE, .body = &session_request_model, .status = 303 },
	{ HTTP_POST, "/sign-out", sign_out_post, WHO_ANYONE, ROUTE_PAGE, .status = 303 },
	{ HTTP_GET, "/register", register_get, WHO_ANYONE, ROUTE_PAGE, .query = &sign_in_query_model, .status = 200 },
	{ HTTP_POST, "/register", register_post, WHO_ANYONE, ROUTE_PAGE, .body = &user_request_model, .status = 303 },
	{ HTTP_GET, "/problems/{slug}", problem_type_get, WHO_ANYONE, ROUTE_PAGE, .status = 200 },
	{ HTTP_GET, "/staff", board_get, ROLES_STAFF, ROUTE_PAGE, .query = &order_list_query_model, .status = 200 },
	{ HTTP_POST, "/staff/orders/{order_id}/status", board_move_post, ROLES_STAFF, ROUTE_PAGE,
	  .body = &update_status_request_model, .status = 303 },
};

/* Forms of those who sell and of an admin: whose they are, the page a refused one comes back as, and where who has to sign in goes on. */
static const struct {
	bool (*form)(handler *);
	const struct err *(*refused)(struct request *, const struct err *, const char **template, struct json_object **page);
	const char *home;
} forms[] = {
	{ seller_page_form, seller_page_refused, "/seller" },
	{ seller_goods_page_form, seller_goods_page_refused, "/seller/goods" },
	{ seller_items_page_form, seller_items_page_refused, "/seller/items" },
	{ admin_sellers_page_form, admin_sellers_page_refused, "/admin/sellers" },
};
#define FORMS ((int)(sizeof(forms) / sizeof(forms[0])))

static int
form_of(handler *handle)
{
	for (int i = 0; handle != NULL && i < FORMS; i++)
		if (forms[i].form(handle))
			return i;
	return -1;
}

/* Whether its page can be shown again: to who may see it, and when it is about something that is there. */
static bool
shown_again(const struct err *e)
{
	return !err_is(e, ERR_FORBIDDEN) && !err_is(e, ERR_ENTITY_NOT_FOUND);
}

/* Where who has to sign in first wanted to be: the page itself, or the one a form of these stands on, which its path begins with. */
static const char *
wanted(const struct request *rq)
{
	size_t n = 1 + strcspn(rq->path + 1, "/");
	int form = form_of(rq->match.route->handle);
	char *first;

	if (rq->match.route->method == HTTP_GET)
		return view_here(rq);
	if (form >= 0)
		return forms[form].home;
	first = arena_memdup(rq->arena, rq->path, n);
	return first == NULL ? "/" : first;
}

/* A refused form comes back with what was typed. */
static const struct err *
refused(struct request *rq, const struct err *e, const char **template, struct json_object **page)
{
	const struct route *route = rq->match.route;
	handler *handle = route == NULL ? NULL : route->handle;
	const struct err *failed = NULL;

	*page = NULL;
	if (handle == sign_in_post || handle == register_post) {
		*template = handle == sign_in_post ? "sign_in" : "register";
		*page = view_new(rq, handle == sign_in_post ? "sign-in" : "register");
		if (*page != NULL)
			view_text(*page, "next", view_word(rq->body_tree.tree, "next"));
		if (*page != NULL && err_is(e, ERR_UNAUTHENTICATED))
			view_flag(*page, "wrong");
	} else if (handle == board_move_post && (ROLES_STAFF & ROLE_BIT(rq->caller.role)) != 0) {
		*template = "staff";
		failed = board(rq, page);
	} else if (cart_page_form(handle) && !err_is(e, ERR_FORBIDDEN)) {
		*template = "cart";
		return cart_page_refused(rq, e, page);
	} else if (form_of(handle) >= 0 && shown_again(e)) {
		return forms[form_of(handle)].refused(rq, e, template, page);
	}
	if (failed == NULL && *page != NULL)
		failed = view_problem(rq, *page, e);
	return failed;
}

static const char *
pages_error(struct request *rq, const struct err *e, struct buf *out)
{
	const struct route *route = rq->match.route;
	const char *template = NULL;
	struct json_object *page;

	if (route != NULL && route->handle == checkout_post && dinner_page_refused(rq, e, out) != NULL)
		return buf_str(out);
	buf_reset(out);
	if (err_is(e, ERR_UNAUTHENTICATED) && route != NULL && route->handle != sign_in_post && route->handle != register_post)
		return view_sign_in(rq, wanted(rq), out);
	if (refused(rq, e, &template, &page) == NULL && page != NULL)
		return view_write(rq, template, page, out) == NULL ? buf_str(out) : NULL;
	return view_problem_page(rq, e, err_is(e, ERR_ORDER_SHEET_EXPIRED) ? "/cart" : NULL, out) == NULL ? buf_str(out) : NULL;
}

static int
pages_start(const struct conf *conf, void **site, char *why, size_t whylen)
{
	if (view_open(conf, why, whylen) != 0)
		return -1;
	return site_start(conf, site, why, whylen);
}

static void
pages_stop(void *site)
{
	site_stop(site);
	view_close();
}

const struct app pages_app = {
	.name = "pages", .routes = routes, .nroutes = sizeof(routes) / sizeof(routes[0]),
	.start = pages_start, .stop = pages_stop, .identify = site_identify, .ready = site_ready, .metrics = site_metrics,
	.error_page = pages_error, .plain_page = problem_page
};
