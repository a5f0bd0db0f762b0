/*
 * admin.fcgi: what an admin has to look after.
 */
#include <inttypes.h>

#include "api/admin_api.h"
#include "api/sales_api.h"
#include "base/arena.h"
#include "domain/staff.h"
#include "shop/compensate.h"
#include "shop/sales.h"
#include "site.h"

static const struct err *
dead_letters_get(struct request *rq, struct response *rs)
{
	const struct dead_letters_query *q = rq->params;
	struct dead_letters_answer *answer = ARENA_NEW(rq->arena, struct dead_letters_answer);
	struct compensations dead;
	struct dead_letter_view *v;
	const struct err *e;

	/* One more than asked for only tells that there is more. */
	if ((e = compensations_dead(site_shop(rq), rq->arena, &q->cursor, q->limit + 1, &dead)) != NULL)
		return e;
	if (answer == NULL || (v = ARENA_ARRAY(rq->arena, struct dead_letter_view, dead.n + 1)) == NULL)
		return site_full();
	if (dead.n > (size_t)q->limit) {
		dead.n = (size_t)q->limit;
		answer->next_cursor = dead.v[dead.n - 1].id;
	}
	for (size_t i = 0; i < dead.n; i++)
		v[i] = dead_letter_view(&dead.v[i]);
	answer->dead_letters = (struct list){ v, dead.n };
	rs->answer = answer;
	rs->link_next = site_next(rq, &answer->next_cursor, NULL, q->limit);
	return NULL;
}

static const struct err *
dead_letter_retry(struct request *rq, struct response *rs)
{
	struct dead_letter_answer *answer = ARENA_NEW(rq->arena, struct dead_letter_answer);
	struct uuid id;
	const struct err *e;

	if (answer == NULL)
		return site_full();
	if ((e = site_uuid(rq, "id", &id)) != NULL || (e = compensation_retry(site_shop(rq), rq->arena, &id)) != NULL)
		return e;
	*answer = (struct dead_letter_answer){ id, compensation_state_names[COMPENSATION_OPEN] };
	rs->answer = answer;
	rs->page = "/";
	return NULL;
}

/* --- sales ---------------------------------------------------------------------------- */

/* The query of the next page: the same days with this cursor. */
static const char *
next_days(struct request *rq, const struct sales_page *page, int64_t limit)
{
	/* A day and a number: nothing in it to be escaped. */
	return arena_printf(rq->arena, "from=%s&to=%s&limit=%" PRId64 "&cursor=%s", page->from, page->to, limit, page->next);
}

static const struct err *
sales_get(struct request *rq, struct response *rs)
{
	const struct sales_query *q = rq->params;
	struct sales_page *page = ARENA_NEW(rq->arena, struct sales_page);
	struct sales_answer *answer = ARENA_NEW(rq->arena, struct sales_answer);
	struct sale_view *v;
	const struct err *e;

	if (page == NULL || answer == NULL)
		return site_full();
	if ((e = sales_by_day(site_shop(rq), rq->arena, &(struct sales_ask){ q->from, q->to, q->cursor, q->limit }, page)) != NULL)
		return e;
	if ((v = ARENA_ARRAY(rq->arena, struct sale_view, page->days.n + 1)) == NULL)
		return site_full();
	for (size_t i = 0; i < page->days.n; i++)
		v[i] = sale_view(LIST_AT(page->days, struct sale_of_day, i), rq->lang == LANG_EN);
	*answer = (struct sales_answer){ page->from, page->to, page->quantity, page->amount, { v, page->days.n }, page->next };
	if (page->next != NULL && (rs->link_next = next_days(rq, page, q->limit)) == NULL)
		return site_full();
	rs->answer = answer;
	return NULL;
}

static const struct route routes[] = {
#define ROUTE(m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_) \
	{ HTTP_##m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_ },
#include "api/routes/admin.def"
#undef ROUTE
};

const struct app admin_app = {
	.name = "admin", .routes = routes, .nroutes = sizeof(routes) / sizeof(routes[0]), SITE_CALLBACKS
};
