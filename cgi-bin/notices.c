/* notices: what a member was told, and what of it was read. */
#include "notices.h"

#include "api/notice_api.h"
#include "base/arena.h"
#include "site.h"
#include "work/notices.h"

/* The same list's next page. */
static const char *
next_query(struct request *rq, const struct notices_query *q, const struct uuid *next)
{
	const char *query = site_next(rq, next, NULL, q->limit);

	return query == NULL || !q->unread ? query : arena_printf(rq->arena, "%s&unread=true", query);
}

const struct err *
notices_get(struct request *rq, struct response *rs)
{
	const struct notices_query *q = rq->params;
	struct notices_answer *answer = ARENA_NEW(rq->arena, struct notices_answer);
	struct notices_ask ask = { .caller = rq->caller.user_id, .caller_role = rq->caller.role, .unread = q->unread, .from = q->cursor,
	    .limit = q->limit };
	struct notices_page page;
	const struct err *e;

	if ((e = site_uuid(rq, "id", &ask.user)) != NULL || (e = notices_find(site_shop(rq), rq->arena, &ask, &page)) != NULL)
		return e;
	if (answer == NULL || !notices_view(rq->arena, page.notices.v, page.notices.n, page.unread, &page.next, rq->lang == LANG_EN, answer))
		return site_full();
	rs->answer = answer;
	rs->link_next = next_query(rq, q, &page.next);
	return NULL;
}

const struct err *
notice_patch(struct request *rq, struct response *rs)
{
	const struct notice_change *in = rq->in;
	struct notice_view *view = ARENA_NEW(rq->arena, struct notice_view);
	const struct notice *n;
	struct uuid id;
	const struct err *e;

	if ((e = site_uuid(rq, "id", &id)) != NULL ||
	    (e = notice_mark(site_shop(rq), rq->arena, &id, &rq->caller.user_id, in->read, &n)) != NULL)
		return e;
	if (view == NULL || !notice_view(rq->arena, n, rq->lang == LANG_EN, view))
		return site_full();
	rs->answer = view;
	return NULL;
}
