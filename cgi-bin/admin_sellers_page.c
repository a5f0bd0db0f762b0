/* admin_sellers_page: the API's list in a tree, each with what may become of it. */
#include "admin_sellers_page.h"

#include <inttypes.h>
#include <json-c/json.h>

#include "api/seller_api.h"
#include "api/seller_page.h"
#include "base/arena.h"
#include "http/request.h"
#include "shop/sellers.h"
#include "site.h"
#include "view.h"

#define ON_A_PAGE 20
#define AMONG_OTHERS 5	/* on a page about other things too */

/* What an admin can make of each now, as the domain has it. */
static const struct err *
put_choices(struct json_object *sellers, const struct seller *s, size_t n)
{
	for (size_t i = 0; i < n && i < view_count(sellers); i++) {
		struct json_object *choices = view_list(json_object_array_get_idx(sellers, i), "choices");
		if (choices == NULL)
			return site_full();
		for (int to = 0; to < SELLER_STATUS__MAX; to++)
			if (seller_may_become(s[i].status, to))
				json_object_array_add(choices, json_object_new_string(seller_status_names[to]));
	}
	return NULL;
}

static const struct err *
put(struct request *rq, struct json_object *page, const char *name, int status, int64_t after, size_t limit)
{
	struct seller_list_answer answer;
	const char *next = NULL;
	const struct seller *s;
	size_t n;
	const struct err *e;

	if ((e = sellers_list(site_shop(rq), rq->arena, status, after, (int64_t)limit + 1, &s, &n)) != NULL)
		return e;
	if (n > limit)
		next = arena_printf(rq->arena, "%" PRIu32, s[--n - 1].id);
	if (!seller_list_view(rq->arena, s, n, next, &answer))
		return site_full();
	if ((e = view_put(rq, page, name, &seller_list_model, &answer)) != NULL)
		return e;
	return put_choices(view_member(view_member(page, name), "sellers"), s, n);
}

const struct err *
admin_sellers_asking(struct request *rq, struct json_object *page)
{
	return put(rq, page, "asking", SELLER_REQUESTED, 0, AMONG_OTHERS);
}

const struct err *
admin_sellers_name(struct request *rq, int64_t seller_id, struct json_object *page)
{
	const struct seller *s;
	const struct err *e;

	if (seller_id <= 0)
		return NULL;
	e = seller_find(site_shop(rq), rq->arena, seller_id, &rq->caller.user_id, rq->caller.role, &s);
	if (err_is(e, ERR_ENTITY_NOT_FOUND))
		return NULL;
	if (e == NULL)
		view_text(page, "of", s->business_name);
	return e;
}

static const struct err *
tree(struct request *rq, int status, int64_t after, struct json_object **out)
{
	struct json_object *page = view_new(rq, "admin"), *all = page == NULL ? NULL : view_list(page, "statuses");
	const struct err *e;

	if (all == NULL)
		return site_full();
	for (int s = 0; s < SELLER_STATUS__MAX; s++)
		json_object_array_add(all, json_object_new_string(seller_status_names[s]));
	if (status >= 0)
		view_text(page, "status", seller_status_names[status]);
	if (after > 0)
		view_flag(page, "cursor");
	if ((e = put(rq, page, "list", status, after, ON_A_PAGE)) != NULL)
		return e;
	*out = page;
	return NULL;
}

const struct err *
admin_sellers_page_get(struct request *rq, struct response *rs)
{
	const struct admin_sellers_query *q = rq->params;
	struct json_object *page;
	const struct err *e = tree(rq, q->status, q->cursor, &page);

	return e != NULL ? e : view_answer(rq, rs, "admin_sellers", page);
}

const struct err *
admin_sellers_page_post(struct request *rq, struct response *rs)
{
	const struct seller_decision *in = rq->in;
	const struct seller_change c = { .delivery_fee = -1, .free_delivery_from = -1, .status = in->status };
	const struct seller *s;
	int64_t id;
	const struct err *e;

	if ((e = site_number(rq, "id", &id)) != NULL ||
	    (e = seller_decide(site_shop(rq), rq->arena, id, &rq->caller.user_id, rq->caller.role, &c, &s)) != NULL)
		return e;
	/* Where the one who was decided on stands first. */
	rs->page = arena_printf(rq->arena, "/admin/sellers?status=%s&cursor=%" PRIu32, seller_status_names[s->status], s->id - 1);
	return rs->page == NULL ? site_full() : NULL;
}

bool
admin_sellers_page_form(handler *handle)
{
	return handle == admin_sellers_page_post;
}

const struct err *
admin_sellers_page_refused(struct request *rq, const struct err *e, const char **template, struct json_object **page)
{
	const struct err *failed;

	*template = "admin_sellers";
	if ((failed = tree(rq, SELLER_REQUESTED, 0, page)) != NULL)
		return failed;
	return view_problem(rq, *page, e);
}
