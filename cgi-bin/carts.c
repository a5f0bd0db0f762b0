/*
 * carts.fcgi: a member's cart.
 *
 * Forms of the storefront put goods into it here; what a form can not do (PATCH, DELETE) pages.fcgi does for it.
 */
#include <inttypes.h>
#include <string.h>

#include "api/cart_api.h"
#include "base/arena.h"
#include "base/buf.h"
#include "shop/carts.h"
#include "site.h"
#include "view.h"

static const struct err *
show(struct request *rq, struct response *rs, const struct cart *c)
{
	struct cart_view *view = ARENA_NEW(rq->arena, struct cart_view);

	if (view == NULL || !cart_view(rq->arena, c, rq->lang == LANG_EN, view))
		return site_full();
	rs->answer = view;
	rs->page = "/cart";
	return NULL;
}

static const struct err *
cart_get(struct request *rq, struct response *rs)
{
	struct cart cart;
	const struct err *e;

	if ((e = cart_read(site_shop(rq), rq->arena, &rq->caller.user_id, &cart)) != NULL)
		return e;
	return show(rq, rs, &cart);
}

static const struct err *
cart_item_post(struct request *rq, struct response *rs)
{
	const struct cart_add_request *in = rq->in;
	struct cart_added_view *added = ARENA_NEW(rq->arena, struct cart_added_view);
	struct cart_view view;
	struct cart cart;
	int64_t line;
	const struct err *e;

	if ((e = cart_add(site_shop(rq), rq->arena, &rq->caller.user_id, in->product_id, in->quantity, &line, &cart)) != NULL)
		return e;
	if (added == NULL || !cart_view(rq->arena, &cart, rq->lang == LANG_EN, &view))
		return site_full();
	*added = (struct cart_added_view){ line, view.items, view.total };
	rs->answer = added;
	rs->location = "/v1/cart";
	rs->page = "/cart";
	return NULL;
}

static const struct err *
cart_item_patch(struct request *rq, struct response *rs)
{
	const struct cart_set_request *in = rq->in;
	struct cart cart;
	int64_t line;
	const struct err *e;

	if ((e = site_number(rq, "cartItemId", &line)) != NULL ||
	    (e = cart_set(site_shop(rq), rq->arena, &rq->caller.user_id, line, in->quantity, &cart)) != NULL)
		return e;
	return show(rq, rs, &cart);
}

static const struct err *
cart_item_delete(struct request *rq, struct response *rs)
{
	struct cart cart;
	int64_t line;
	const struct err *e;

	if ((e = site_number(rq, "cartItemId", &line)) != NULL ||
	    (e = cart_drop(site_shop(rq), rq->arena, &rq->caller.user_id, line, &cart)) != NULL)
		return e;
	return show(rq, rs, &cart);
}

static const struct route routes[] = {
#define ROUTE(m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_) \
	{ HTTP_##m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_ },
#include "api/routes/carts.def"
#undef ROUTE
};

/* A refused form leads back to its product.  Who has to sign in first (a form that was open for too long) gets the form for
 * that, and then the page it stood on: what was sent with it has not been read. */
static const char *
carts_error(struct request *rq, const struct err *e, struct buf *out)
{
	const struct cart_add_request *in = rq->in;
	const char *back = "/goods", *from = view_came_from(rq);

	if (in != NULL && rq->match.route != NULL && rq->match.route->handle == cart_item_post)
		back = arena_printf(rq->arena, "/goods/%" PRId64, in->product_id);
	if (err_is(e, ERR_UNAUTHENTICATED))
		return view_sign_in(rq, from != NULL && strncmp(from, "/goods", 6) == 0 ? from : back, out);
	return view_problem_page(rq, e, back, out) == NULL ? buf_str(out) : NULL;
}

static int
carts_start(const struct conf *conf, void **site, char *why, size_t whylen)
{
	if (view_open(conf, why, whylen) != 0)
		return -1;
	return site_start(conf, site, why, whylen);
}

static void
carts_stop(void *site)
{
	site_stop(site);
	view_close();
}

const struct app carts_app = {
	.name = "carts", .routes = routes, .nroutes = sizeof(routes) / sizeof(routes[0]),
	.start = carts_start, .stop = carts_stop, .identify = site_identify, .ready = site_ready, .metrics = site_metrics,
	.error_page = carts_error, .plain_page = problem_page
};
