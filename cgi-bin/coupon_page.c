/* coupon_page: the API's lists in a tree; of each coupon whether the one who looks can have it. */
#include "coupon_page.h"

#include <json-c/json.h>

#include "api/coupon_api.h"
#include "base/arena.h"
#include "base/clock.h"
#include "shop/coupons.h"
#include "site.h"
#include "view.h"

#define OFFERED_ON_A_PAGE 12
#define MINE_ON_A_PAGE 6

struct coupon_page_query { int64_t cursor; struct uuid mine; };
static const struct model_field query_rows[] = {
	{ FIELD_INT(struct coupon_page_query, cursor), .min = 0, .max = UINT32_MAX },
	{ FIELD_UUID(struct coupon_page_query, mine) },
};
const struct model coupon_page_query_model = MODEL(struct coupon_page_query, "CouponPageQuery", query_rows);

static const struct err *
put_mine(struct request *rq, struct json_object *page, const struct uuid *cursor)
{
	struct holdings_answer answer;
	struct issued_page mine;
	const struct err *e;

	if ((e = coupon_holdings(site_shop(rq), rq->arena, &rq->caller.user_id, -1, cursor, MINE_ON_A_PAGE, &mine)) != NULL)
		return e;
	if (!holdings_view(rq->arena, mine.issued.v, mine.issued.n, &mine.next, clock_now(), rq->lang == LANG_EN, &answer))
		return site_full();
	if (!uuid_is_zero(cursor))
		view_flag(page, "mine_further");
	return view_put(rq, page, "mine", &holdings_model, &answer);
}

/* Why it can not be had: "had", "gone", "early"; else it is "free". */
static const struct err *
mark(struct request *rq, const struct coupons *c, struct json_object *list)
{
	bool *had = ARENA_ARRAY(rq->arena, bool, c->n + 1);
	int64_t now = clock_now();
	const struct err *e;

	if (had == NULL)
		return site_full();
	if (!uuid_is_zero(&rq->caller.user_id) && (e = coupon_had(site_shop(rq), rq->arena, &rq->caller.user_id, c, had)) != NULL)
		return e;
	for (size_t i = 0; i < view_count(list) && i < c->n; i++)
		view_flag(json_object_array_get_idx(list, i),
		    had[i] ? "had" : coupon_remaining(&c->v[i]) == 0 ? "gone" : now < c->v[i].issue_from ? "early" : "free");
	return NULL;
}

#define GOODS_OF_ONE 3		/* named of a coupon for more */

/* What coupons for products are for, by name, and how many more. */
static const struct err *
name_goods(struct request *rq, const struct coupons *c, struct json_object *list)
{
	struct goods_list goods;
	const struct err *e;

	if ((e = coupon_goods(site_shop(rq), rq->arena, c, GOODS_OF_ONE, &goods)) != NULL)
		return e;
	for (size_t i = 0; i < view_count(list) && i < c->n; i++) {
		struct json_object *coupon = json_object_array_get_idx(list, i), *named = view_list(coupon, "goods");
		const struct coupon *of = &c->v[i];

		if (named == NULL)
			return site_full();
		for (size_t k = 0; k < goods.n; k++) {
			struct json_object *one;
			if (!coupon_for_product(of, goods.v[k].id) || view_count(named) == GOODS_OF_ONE)
				continue;
			if ((one = json_object_new_object()) == NULL)
				return site_full();
			json_object_object_add(one, "productId", json_object_new_int64(goods.v[k].id));
			view_text(one, "name", rq->lang == LANG_EN && goods.v[k].name_en != NULL ? goods.v[k].name_en : goods.v[k].name);
			json_object_array_add(named, one);
		}
		if (of->nproducts > view_count(named))
			view_text(coupon, "more", arena_printf(rq->arena, "%zu", of->nproducts - view_count(named)));
	}
	return NULL;
}

static const struct err *
put_offered(struct request *rq, struct json_object *page, int64_t cursor)
{
	struct coupon_list_answer answer;
	struct coupon_page offered;
	const struct err *e;

	if ((e = coupon_offered(site_shop(rq), rq->arena, (uint32_t)cursor, OFFERED_ON_A_PAGE, &offered)) != NULL)
		return e;
	if (!coupon_list_view(rq->arena, offered.coupons.v, offered.coupons.n,
	    offered.next == 0 ? NULL : arena_printf(rq->arena, "%u", offered.next), rq->lang == LANG_EN, &answer))
		return site_full();
	if (cursor != 0)
		view_flag(page, "further");
	if ((e = view_put(rq, page, "offered", &coupon_list_model, &answer)) != NULL)
		return e;
	if ((e = name_goods(rq, &offered.coupons, view_member(view_member(page, "offered"), "coupons"))) != NULL)
		return e;
	return mark(rq, &offered.coupons, view_member(view_member(page, "offered"), "coupons"));
}

const struct err *
coupon_page_get(struct request *rq, struct response *rs)
{
	const struct coupon_page_query *q = rq->params;
	struct json_object *page = view_new(rq, "coupons");
	char key[TOKEN_TEXT];
	const struct err *e;

	if (page == NULL)
		return site_full();
	view_text(page, "here", view_here(rq));
	token_new(key);
	view_text(page, "key", key);	/* pressing twice is claiming once */
	if (!uuid_is_zero(&rq->caller.user_id) && (e = put_mine(rq, page, &q->mine)) != NULL)
		return e;
	if ((e = put_offered(rq, page, q->cursor)) != NULL)
		return e;
	return view_answer(rq, rs, "coupons", page);
}
