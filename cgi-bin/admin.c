/*
 * admin.fcgi: what an admin has to look after.
 */
#include <inttypes.h>

#include "api/admin_api.h"
#include "api/sales_api.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "domain/staff.h"
#include "shop/shop.h"
#include "site.h"
#include "work/funnel.h"
#include "work/letters.h"
#include "work/sales.h"

static const struct err *
dead_letters_get(struct request *rq, struct response *rs)
{
	const struct dead_letters_query *q = rq->params;
	struct dead_letters_answer *answer = ARENA_NEW(rq->arena, struct dead_letters_answer);
	struct letters dead;
	const struct err *e;

	if ((e = letters_find(site_shop(rq), rq->arena, &q->cursor, q->limit, &dead)) != NULL)
		return e;
	if (answer == NULL || !dead_letters_view(rq->arena, &dead, answer))
		return site_full();
	rs->answer = answer;
	rs->link_next = site_next(rq, &answer->next_cursor, NULL, q->limit);
	return NULL;
}

static const struct err *
dead_letter_retry(struct request *rq, struct response *rs)
{
	const struct dead_letter_retry *in = rq->in;
	struct dead_letter_answer *answer = ARENA_NEW(rq->arena, struct dead_letter_answer);
	const struct err *e;

	if (answer == NULL)
		return site_full();
	if ((e = site_uuid(rq, "id", &answer->id)) != NULL ||
	    (e = letter_retry(site_shop(rq), rq->arena, &answer->id, in->may_arrive_twice, &answer->state)) != NULL)
		return e;
	rs->answer = answer;
	rs->page = "/admin";
	return NULL;
}

/* --- the funnel --------------------------------------------------------------------- */

static const struct err *
funnel_get(struct request *rq, struct response *rs)
{
	const struct funnel_query *q = rq->params;
	struct funnel_answer *answer = ARENA_NEW(rq->arena, struct funnel_answer);
	struct funnel_view found;
	const struct err *e;

	if ((e = funnel_look(site_shop(rq), rq->arena, q->minutes, &found)) != NULL)
		return e;
	if (answer == NULL || !funnel_answer_of(rq->arena, &found, site_shop(rq)->conf, answer))
		return site_full();
	rs->answer = answer;
	return NULL;
}

/* What all programs tell, and the state of the shop as a whole; left out when the database does not answer. */
static void
metrics(void *site, struct buf *out)
{
	struct shop *shop = site;
	struct arena *a = arena_new(1u << 20);
	struct funnel_view f;

	site_metrics(site, out);
	if (a != NULL && funnel_look(shop, a, 1, &f) == NULL) {
		bool alert = f.alerts.n > 0 && LIST_AT(f.alerts, struct funnel_alert, 0)->ended_at == 0;
		buf_printf(out, "# HELP banquet_funnel_alert Too few order sheets are paid.\n# TYPE banquet_funnel_alert gauge\n"
		    "banquet_funnel_alert %d\n", alert);
		buf_printf(out, "# HELP banquet_funnel_unpaid_ratio Share unpaid of the sheets that came to an end in the window watched.\n"
		    "# TYPE banquet_funnel_unpaid_ratio gauge\nbanquet_funnel_unpaid_ratio %" PRId64 ".%04" PRId64 "\n", f.unpaid / 10000, f.unpaid % 10000);
		buf_printf(out, "# HELP banquet_funnel_sheets Order sheets of the window watched.\n# TYPE banquet_funnel_sheets gauge\n"
		    "banquet_funnel_sheets{what=\"made\"} %" PRId64 "\nbanquet_funnel_sheets{what=\"paid\"} %" PRId64
		    "\nbanquet_funnel_sheets{what=\"expired\"} %" PRId64 "\n", f.window.made, f.window.paid, f.window.expired);
	}
	arena_free(a);
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
	.name = "admin", .routes = routes, .nroutes = sizeof(routes) / sizeof(routes[0]),
	.start = site_start, .stop = site_stop, .identify = site_identify, .ready = site_ready, .metrics = metrics,
	.plain_page = problem_page
};
