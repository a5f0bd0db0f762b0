/*
 * admin.fcgi: what an admin has to look after.
 */
#include "api/admin_api.h"
#include "base/arena.h"
#include "domain/staff.h"
#include "shop/compensate.h"
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

static const struct route routes[] = {
#define ROUTE(m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_) \
	{ HTTP_##m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_ },
#include "api/routes/admin.def"
#undef ROUTE
};

const struct app admin_app = {
	.name = "admin", .routes = routes, .nroutes = sizeof(routes) / sizeof(routes[0]), SITE_CALLBACKS
};
