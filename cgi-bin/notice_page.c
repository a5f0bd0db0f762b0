/* notice_page: the API's list in a tree; reading one leads to its order. */
#include "notice_page.h"

#include "api/notice_api.h"
#include "base/arena.h"
#include "site.h"
#include "view.h"
#include "work/notices.h"

#define ON_A_PAGE 20

struct notice_page_query { struct uuid cursor; };
static const struct model_field query_rows[] = {
	{ FIELD_UUID(struct notice_page_query, cursor) },
};
const struct model notice_page_query_model = MODEL(struct notice_page_query, "NotificationPageQuery", query_rows);

struct notice_page_all { struct uuid upto; };
static const struct model_field all_rows[] = {
	{ FIELD_UUID(struct notice_page_all, upto), .flags = MODEL_REQUIRED },
};
const struct model notice_page_all_model = MODEL(struct notice_page_all, "NotificationsRead", all_rows);

const struct err *
notice_page_get(struct request *rq, struct response *rs)
{
	const struct notice_page_query *q = rq->params;
	struct notices_ask ask = { .user = rq->caller.user_id, .caller = rq->caller.user_id, .caller_role = rq->caller.role, .from = q->cursor,
	    .limit = ON_A_PAGE };
	struct json_object *page = view_new(rq, "notifications");
	struct notices_page found;
	struct notices_answer answer;
	char id[UUID_TEXT];
	const struct err *e;

	if (page == NULL)
		return site_full();
	if ((e = notices_find(site_shop(rq), rq->arena, &ask, &found)) != NULL)
		return e;
	if (!notices_view(rq->arena, found.notices.v, found.notices.n, found.unread, &found.next, rq->lang == LANG_EN, &answer))
		return site_full();
	if (!uuid_is_zero(&q->cursor))
		view_flag(page, "cursor");
	else if (found.notices.n > 0 && found.unread > 0)
		view_text(page, "newest", uuid_text(&found.notices.v[0].id, id));
	if ((e = view_put(rq, page, "list", &notices_model, &answer)) != NULL)
		return e;
	return view_answer(rq, rs, "notifications", page);
}

const struct err *
notice_page_read_post(struct request *rq, struct response *rs)
{
	const struct notice *n;
	char order[UUID_TEXT];
	struct uuid id;
	const struct err *e;

	if ((e = site_uuid(rq, "id", &id)) != NULL ||
	    (e = notice_mark(site_shop(rq), rq->arena, &id, &rq->caller.user_id, true, &n)) != NULL)
		return e;
	rs->page = arena_printf(rq->arena, "/orders/%s", uuid_text(&n->order_id, order));
	return rs->page == NULL ? site_full() : NULL;
}

const struct err *
notice_page_all_post(struct request *rq, struct response *rs)
{
	const struct notice_page_all *in = rq->in;
	const struct err *e = notices_mark_all(site_shop(rq), rq->arena, &rq->caller.user_id, &in->upto);

	rs->page = "/notifications";
	return e;
}
