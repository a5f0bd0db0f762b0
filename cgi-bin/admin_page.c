/* admin_page: four of the API's answers in a tree. */
#include "admin_page.h"

#include <json-c/json.h>

#include "admin_sellers_page.h"
#include "api/admin_api.h"
#include "api/sales_api.h"
#include "base/arena.h"
#include "base/conf.h"
#include "shop/shop.h"
#include "site.h"
#include "view.h"
#include "work/funnel.h"
#include "work/letters.h"
#include "work/sales.h"

#define LETTERS		20
#define MINUTES		30
#define SALES		50

struct admin_page_query { struct uuid cursor; };
static const struct model_field query_rows[] = {
	{ FIELD_UUID(struct admin_page_query, cursor) },
};
const struct model admin_page_query_model = MODEL(struct admin_page_query, "AdminPageQuery", query_rows);

static const struct err *
put_letters(struct request *rq, struct json_object *page, const struct uuid *cursor)
{
	struct dead_letters_answer answer;
	struct letters dead;
	const struct err *e;

	if ((e = letters_find(site_shop(rq), rq->arena, cursor, LETTERS, &dead)) != NULL)
		return e;
	if (!dead_letters_view(rq->arena, &dead, &answer))
		return site_full();
	if (!uuid_is_zero(cursor))
		view_flag(page, "cursor");
	return view_put(rq, page, "dead", &dead_letters_answer_model, &answer);
}

static const struct err *
put_funnel(struct request *rq, struct json_object *page)
{
	struct funnel_answer answer;
	struct funnel_view found;
	const struct err *e;

	if ((e = funnel_look(site_shop(rq), rq->arena, MINUTES, &found)) != NULL)
		return e;
	if (!funnel_answer_of(rq->arena, &found, site_shop(rq)->conf, &answer))
		return site_full();
	/* For people: whole per cent. */
	view_text(page, "unpaid", arena_printf(rq->arena, "%d", (int)(found.unpaid / 100)));
	view_text(page, "limit", arena_printf(rq->arena, "%d", (int)site_shop(rq)->conf->funnel_unpaid_percent));
	return view_put(rq, page, "funnel", &funnel_model, &answer);
}

static const struct err *
put_sales(struct request *rq, struct json_object *page)
{
	struct sales_page found;
	struct sale_view *v;
	struct sales_answer answer;
	const struct err *e;

	if ((e = sales_by_day(site_shop(rq), rq->arena, &(struct sales_ask){ .limit = SALES }, &found)) != NULL)
		return e;
	if ((v = ARENA_ARRAY(rq->arena, struct sale_view, found.days.n + 1)) == NULL)
		return site_full();
	for (size_t i = 0; i < found.days.n; i++)
		v[i] = sale_view(LIST_AT(found.days, struct sale_of_day, i), rq->lang == LANG_EN);
	answer = (struct sales_answer){ found.from, found.to, found.quantity, found.amount, { v, found.days.n }, found.next };
	return view_put(rq, page, "sales", &sales_model, &answer);
}

const struct err *
admin_page_get(struct request *rq, struct response *rs)
{
	const struct admin_page_query *q = rq->params;
	struct json_object *page = view_new(rq, "admin");
	const struct err *e;

	if (page == NULL)
		return site_full();
	if ((e = put_letters(rq, page, &q->cursor)) != NULL || (e = put_funnel(rq, page)) != NULL || (e = put_sales(rq, page)) != NULL ||
	    (e = admin_sellers_asking(rq, page)) != NULL)
		return e;
	return view_answer(rq, rs, "admin", page);
}

const struct err *
admin_page_retry_post(struct request *rq, struct response *rs)
{
	const struct dead_letter_retry *in = rq->in;
	const char *state;
	struct uuid id;
	const struct err *e;

	if ((e = site_uuid(rq, "id", &id)) != NULL || (e = letter_retry(site_shop(rq), rq->arena, &id, in->may_arrive_twice, &state)) != NULL)
		return e;
	rs->page = "/admin";
	return NULL;
}
