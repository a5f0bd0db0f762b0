/* cart_page: the API's cart in a tree, with the line that was refused marked. */
#include "cart_page.h"

#include <json-c/json.h>

#include "api/cart_api.h"
#include "base/arena.h"
#include "shop/carts.h"
#include "site.h"
#include "view.h"

/* Lines of which there is too little, though not nothing. */
static void
mark_short(struct json_object *page)
{
	struct json_object *items = view_member(view_member(page, "cart"), "items");

	for (size_t i = 0; i < view_count(items); i++) {
		struct json_object *item = json_object_array_get_idx(items, i);
		int64_t stock = json_object_get_int64(view_member(item, "stock"));
		if (stock > 0 && stock < json_object_get_int64(view_member(item, "quantity")))
			view_flag(item, "short");
	}
}

static const struct err *
tree(struct request *rq, struct json_object **out)
{
	struct json_object *page = view_new(rq, "cart");
	struct cart_view view;
	struct cart cart;
	const struct err *e;

	if (page == NULL)
		return site_full();
	if ((e = cart_read(site_shop(rq), rq->arena, &rq->caller.user_id, &cart)) != NULL)
		return e;
	if (!cart_view(rq->arena, &cart, rq->lang == LANG_EN, &view))
		return site_full();
	if ((e = view_put(rq, page, "cart", &cart_model, &view)) != NULL)
		return e;
	mark_short(page);
	*out = page;
	return NULL;
}

const struct err *
cart_page_get(struct request *rq, struct response *rs)
{
	struct json_object *page;
	const struct err *e = tree(rq, &page);

	return e != NULL ? e : view_answer(rq, rs, "cart", page);
}

const struct err *
cart_page_set_post(struct request *rq, struct response *rs)
{
	const struct cart_set_request *in = rq->in;
	struct cart cart;
	int64_t line;
	const struct err *e;

	if ((e = site_number(rq, "cartItemId", &line)) != NULL ||
	    (e = cart_set(site_shop(rq), rq->arena, &rq->caller.user_id, line, in->quantity, &cart)) != NULL)
		return e;
	rs->page = "/cart";
	return NULL;
}

/* A line that is gone already has been taken out, as was wanted. */
const struct err *
cart_page_drop_post(struct request *rq, struct response *rs)
{
	struct cart cart;
	int64_t line;
	const struct err *e;

	if ((e = site_number(rq, "cartItemId", &line)) != NULL)
		return e;
	e = cart_drop(site_shop(rq), rq->arena, &rq->caller.user_id, line, &cart);
	if (e != NULL && !err_is(e, ERR_ENTITY_NOT_FOUND))
		return e;
	rs->page = "/cart";
	return NULL;
}

bool
cart_page_form(handler *handle)
{
	return handle == cart_page_set_post || handle == cart_page_drop_post;
}

/* The line the form was for says what is wrong, and holds what was typed. */
static void
mark_line(struct request *rq, const struct err *e, struct json_object *page)
{
	struct json_object *items = view_member(view_member(page, "cart"), "items");
	int64_t line;

	if (site_number(rq, "cartItemId", &line) != NULL)
		return;
	for (size_t i = 0; i < view_count(items); i++) {
		struct json_object *item = json_object_array_get_idx(items, i);
		if (json_object_get_int64(view_member(item, "cartItemId")) != line)
			continue;
		view_text(item, "fault", view_fault(rq, e, "/quantity", page, view_word(item, "name")));
		view_text(item, "typed", view_word(rq->body_tree.tree, "quantity"));
	}
}

const struct err *
cart_page_refused(struct request *rq, const struct err *e, struct json_object **page)
{
	const struct err *failed;

	if ((failed = tree(rq, page)) != NULL || (failed = view_problem(rq, *page, e)) != NULL)
		return failed;
	mark_line(rq, e, *page);
	return NULL;
}
