/* seller_page: the API's seller in a tree, and what its forms hold. */
#include "seller_page.h"

#include <json-c/json.h>

#include "api/seller_api.h"
#include "domain/staff.h"
#include "http/request.h"
#include "shop/sellers.h"
#include "site.h"
#include "view.h"

struct seller_page_query { const char *done; };
static const struct model_field query_rows[] = {
	{ FIELD_STR(struct seller_page_query, done), .max = 20 },
};
const struct model seller_page_query_model = MODEL(struct seller_page_query, "SellerPageQuery", query_rows);

/* Who the caller is as a seller; NULL for who never asked. */
static const struct err *
find(struct request *rq, const struct seller **out)
{
	const struct err *e = seller_find_own(site_shop(rq), rq->arena, &rq->caller.user_id, out);

	if (!err_is(e, ERR_ENTITY_NOT_FOUND))
		return e;
	*out = NULL;
	return NULL;
}

/* What the fields of the forms hold until somebody types: what is known. */
static const struct err *
tree(struct request *rq, struct json_object **out)
{
	struct json_object *page = view_new(rq, "seller");
	struct seller_view view;
	const struct seller *s;
	const struct err *e;

	if (page == NULL)
		return site_full();
	if ((e = find(rq, &s)) != NULL)
		return e;
	view_text(page, "place", "data");
	if (s != NULL) {
		view = seller_view(s);
		if ((e = view_put(rq, page, "seller", &seller_model, &view)) != NULL)
			return e;
		json_object_object_add(page, "form", json_object_get(view_member(page, "seller")));
	}
	/* A cook who sells would be no cook any more; an approval that was taken back can be asked for again. */
	if (ROLES_STAFF & ROLE_BIT(rq->caller.role))
		view_flag(page, "is_staff");
	else if (s == NULL || s->status == SELLER_REJECTED)
		view_flag(page, "may_ask");
	*out = page;
	return NULL;
}

const struct err *
seller_page_get(struct request *rq, struct response *rs)
{
	const struct seller_page_query *q = rq->params;
	struct json_object *page;
	const struct err *e;

	if ((e = tree(rq, &page)) != NULL)
		return e;
	view_text(page, "done", q->done);
	return view_answer(rq, rs, "seller", page);
}

/* Who presses twice has asked once. */
const struct err *
seller_page_ask_post(struct request *rq, struct response *rs)
{
	const struct seller *s;
	const struct err *e = seller_ask(site_shop(rq), rq->arena, &rq->caller.user_id, rq->caller.role, rq->in, &s), *failed;

	if (err_is(e, ERR_SELLER_STATE_CONFLICT)) {
		if ((failed = find(rq, &s)) != NULL)
			return failed;
		if (s != NULL && s->status == SELLER_REQUESTED)
			e = NULL;
	}
	rs->page = "/seller";
	return e;
}

const struct err *
seller_page_change_post(struct request *rq, struct response *rs)
{
	const struct seller *s;
	const struct err *e;

	if ((e = seller_find_own(site_shop(rq), rq->arena, &rq->caller.user_id, &s)) != NULL ||
	    (e = seller_decide(site_shop(rq), rq->arena, s->id, &rq->caller.user_id, rq->caller.role, rq->in, &s)) != NULL)
		return e;
	rs->page = "/seller?done=saved";
	return NULL;
}

bool
seller_page_form(handler *handle)
{
	return handle == seller_page_ask_post || handle == seller_page_change_post;
}

const struct err *
seller_page_refused(struct request *rq, const struct err *e, const char **template, struct json_object **page)
{
	const struct err *failed;

	*template = "seller";
	if ((failed = tree(rq, page)) != NULL || (failed = view_problem(rq, *page, e)) != NULL)
		return failed;
	if (rq->body_tree.tree != NULL)
		json_object_object_add(*page, "form", json_object_get(rq->body_tree.tree));
	return NULL;
}
