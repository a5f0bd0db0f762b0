/* sellers: asking to sell, looking at who sells, deciding. */
#include "sellers.h"

#include <inttypes.h>

#include "api/seller_api.h"
#include "base/arena.h"
#include "shop/sellers.h"
#include "site.h"

static const struct err *
show(struct request *rq, struct response *rs, const struct seller *s)
{
	struct seller_view *view = ARENA_NEW(rq->arena, struct seller_view);

	if (view == NULL)
		return site_full();
	*view = seller_view(s);
	rs->answer = view;
	return NULL;
}

const struct err *
seller_post(struct request *rq, struct response *rs)
{
	const struct seller *s;
	const struct err *e;

	if ((e = seller_ask(site_shop(rq), rq->arena, &rq->caller.user_id, rq->caller.role, rq->in, &s)) != NULL)
		return e;
	rs->location = arena_printf(rq->arena, "/v1/sellers/%" PRIu32, s->id);
	rs->page = "/";
	return show(rq, rs, s);
}

const struct err *
sellers_get(struct request *rq, struct response *rs)
{
	const struct seller_list_query *q = rq->params;
	struct seller_list_answer *answer = ARENA_NEW(rq->arena, struct seller_list_answer);
	const char *next = NULL;
	const struct seller *s;
	size_t n;
	const struct err *e;

	if ((e = sellers_list(site_shop(rq), rq->arena, q->status, q->cursor, q->limit + 1, &s, &n)) != NULL)
		return e;
	if (n > (size_t)q->limit) {
		n--;
		next = arena_printf(rq->arena, "%" PRIu32, s[n - 1].id);
		rs->link_next = arena_printf(rq->arena, "%s%s%slimit=%" PRId64 "&cursor=%" PRIu32, q->status < 0 ? "" : "status=",
		    q->status < 0 ? "" : seller_status_names[q->status], q->status < 0 ? "" : "&", q->limit, s[n - 1].id);
	}
	if (answer == NULL || !seller_list_view(rq->arena, s, n, next, answer))
		return site_full();
	rs->answer = answer;
	return NULL;
}

const struct err *
seller_me_get(struct request *rq, struct response *rs)
{
	const struct seller *s;
	const struct err *e;

	if ((e = seller_find_own(site_shop(rq), rq->arena, &rq->caller.user_id, &s)) != NULL)
		return e;
	return show(rq, rs, s);
}

const struct err *
seller_get(struct request *rq, struct response *rs)
{
	const struct seller *s;
	int64_t id;
	const struct err *e;

	if ((e = site_number(rq, "id", &id)) != NULL ||
	    (e = seller_find(site_shop(rq), rq->arena, id, &rq->caller.user_id, rq->caller.role, &s)) != NULL)
		return e;
	return show(rq, rs, s);
}

const struct err *
seller_patch(struct request *rq, struct response *rs)
{
	const struct seller *s;
	int64_t id;
	const struct err *e;

	if ((e = site_number(rq, "id", &id)) != NULL ||
	    (e = seller_decide(site_shop(rq), rq->arena, id, &rq->caller.user_id, rq->caller.role, rq->in, &s)) != NULL)
		return e;
	return show(rq, rs, s);
}
