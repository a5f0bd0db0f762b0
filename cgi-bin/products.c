/* products: the goods of the store face, listed, offered and changed. */
#include "products.h"

#include <inttypes.h>

#include "api/goods_api.h"
#include "api/sales_api.h"
#include "base/arena.h"
#include "base/buf.h"
#include "http/url.h"
#include "shop/goods.h"
#include "shop/receive.h"
#include "site.h"
#include "work/sales.h"

static bool
english(const struct request *rq)
{
	return rq->lang == LANG_EN;
}

static struct goods_actor
actor(const struct request *rq)
{
	return (struct goods_actor){ rq->caller.user_id, rq->caller.role };
}

/* Goods as the answer.  Its tag is the version, which a change is checked against, and the stock, which moves by itself. */
static const struct err *
show(struct request *rq, struct response *rs, const struct goods *g)
{
	struct goods_view *view = ARENA_NEW(rq->arena, struct goods_view);

	if (view == NULL)
		return site_full();
	*view = goods_view(g, english(rq));
	rs->answer = view;
	rs->etag = arena_printf(rq->arena, "%" PRId64 "-%" PRId64, g->version, view->stock);
	return NULL;
}

static void
locate(struct arena *a, const struct goods *g, const char **location, const char **page)
{
	*location = arena_printf(a, "/v1/products/%" PRIu32, g->id);
	*page = arena_printf(a, "/goods/%" PRIu32, g->id);
}

/* The answer as it is to be kept; the same bytes as when it is not. */
static const struct err *
keep(struct request *rq, const struct goods *g, int status, struct kept *kept)
{
	struct goods_view view = goods_view(g, english(rq));

	kept->status = status;
	kept->json = site_written(rq->arena, &goods_model, &view);
	locate(rq->arena, g, &kept->location, &kept->page);
	return kept->json == NULL || kept->page == NULL ? site_full() : NULL;
}

/* --- looking --------------------------------------------------------------------- */

/* The query of the next page: the same with this cursor. */
static const char *
next_query(struct request *rq, const struct goods_list_query *q, const char *next)
{
	const struct { const char *name, *value; } fields[] = { { "category", q->category }, { "q", q->q },
	    { "sort", goods_sort_names[q->sort] }, { "cursor", next } };
	struct buf b = { 0 };
	const char *text;

	buf_printf(&b, "limit=%" PRId64, q->limit);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (fields[i].value == NULL)
			continue;
		buf_printf(&b, "&%s=", fields[i].name);
		url_encode_value(&b, fields[i].value);
	}
	text = b.failed ? NULL : arena_strdup(rq->arena, buf_str(&b));
	buf_free(&b);
	return text;
}

const struct err *
products_get(struct request *rq, struct response *rs)
{
	const struct goods_list_query *q = rq->params;
	struct goods_list_answer *answer = ARENA_NEW(rq->arena, struct goods_list_answer);
	struct goods_page page;
	const struct err *e;

	if ((e = goods_find_page(site_shop(rq), rq->arena, &(struct goods_search){ .category = q->category, .words = q->q,
	    .sort = q->sort, .cursor = q->cursor, .limit = q->limit }, &page)) != NULL)
		return e;
	if (answer == NULL || !goods_list_view(rq->arena, &page.goods, page.next, english(rq), answer))
		return site_full();
	if (page.next != NULL && (rs->link_next = next_query(rq, q, page.next)) == NULL)
		return site_full();
	site_shared(rq, rs);
	rs->answer = answer;
	return NULL;
}

const struct err *
popular_get(struct request *rq, struct response *rs)
{
	struct popular *found = ARENA_NEW(rq->arena, struct popular);
	struct popular_answer *answer = ARENA_NEW(rq->arena, struct popular_answer);
	const struct err *e;

	if (found == NULL || answer == NULL)
		return site_full();
	if ((e = sales_popular(site_shop(rq), rq->arena, found)) != NULL)
		return e;
	if (!popular_view(rq->arena, &found->products, found->from, found->to, english(rq), answer))
		return site_full();
	site_shared(rq, rs);
	rs->answer = answer;
	return NULL;
}

const struct err *
product_get(struct request *rq, struct response *rs)
{
	const struct goods *g;
	int64_t id;
	const struct err *e;

	if ((e = site_number(rq, "productId", &id)) != NULL || (e = goods_find(site_shop(rq), rq->arena, id, &g)) != NULL)
		return e;
	site_shared(rq, rs);
	return show(rq, rs, g);
}

/* --- offering and changing ---------------------------------------------------------- */

static const struct err *
keep_offered(void *arg, const struct goods *g, struct kept *kept)
{
	return keep(arg, g, 201, kept);
}

const struct err *
product_post(struct request *rq, struct response *rs)
{
	struct goods_offering o = { .offer = rq->in, .actor = actor(rq), .key = site_idem(rq), .answer = keep_offered, .arg = rq };
	const struct err *e;

	if ((e = goods_offer(site_shop(rq), rq->arena, &o)) != NULL)
		return e;
	if (o.kept != NULL) {
		site_answer_again(rq, rs, o.kept);
		return NULL;
	}
	locate(rq->arena, o.goods, &rs->location, &rs->page);
	return show(rq, rs, o.goods);
}

const struct err *
product_patch(struct request *rq, struct response *rs)
{
	struct goods_actor who = actor(rq);
	const int64_t *versions;
	size_t n;
	const struct goods *g;
	int64_t id;
	const struct err *e;

	if ((e = site_number(rq, "productId", &id)) != NULL)
		return e;
	if (rq->if_match == NULL)
		return err_new(rq->arena, ERR_PRECONDITION_REQUIRED, NULL);
	if ((e = site_if_match(rq, &versions, &n)) != NULL ||
	    (e = goods_change(site_shop(rq), rq->arena, &who, id, rq->in, versions, n, &g)) != NULL)
		return e;
	return show(rq, rs, g);
}

static const struct err *
keep_received(void *arg, const struct goods *g, struct kept *kept)
{
	const struct err *e = keep(arg, g, 200, kept);

	kept->location = NULL;
	return e;
}

const struct err *
product_stock_post(struct request *rq, struct response *rs)
{
	const struct stock_request *in = rq->in;
	struct goods_receipt r = { .actor = actor(rq), .delta = in->delta, .reason = in->reason, .english = english(rq),
	    .key = site_idem(rq), .answer = keep_received, .arg = rq };
	const char *location;
	const struct err *e;

	if ((e = site_number(rq, "productId", &r.product_id)) != NULL || (e = goods_receive(site_shop(rq), rq->arena, &r)) != NULL)
		return e;
	if (r.kept != NULL) {
		site_answer_again(rq, rs, r.kept);
		return NULL;
	}
	locate(rq->arena, r.goods, &location, &rs->page);
	return show(rq, rs, r.goods);
}
