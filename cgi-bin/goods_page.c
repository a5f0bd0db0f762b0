/* goods_page: the API's lists and products in trees. */
#include "goods_page.h"

#include <json-c/json.h>

#include "api/goods_api.h"
#include "api/sales_api.h"
#include "api/seller_api.h"
#include "base/arena.h"
#include "shop/goods.h"
#include "shop/sellers.h"
#include "site.h"
#include "view.h"
#include "work/popular.h"

/* What a list can be narrowed down to and sorted by. */
static const struct err *
put_choices(struct request *rq, struct json_object *page)
{
	struct json_object *categories = view_list(page, "categories"), *sorts = view_list(page, "sorts");
	struct list words;
	const struct err *e;

	if (categories == NULL || sorts == NULL)
		return site_full();
	if ((e = goods_categories(site_shop(rq), rq->arena, &words)) != NULL)
		return e;
	for (size_t i = 0; i < words.n; i++)
		json_object_array_add(categories, json_object_new_string(*LIST_AT(words, const char *, i)));
	for (int s = 0; goods_sort_names[s] != NULL; s++)
		json_object_array_add(sorts, json_object_new_string(goods_sort_names[s]));
	return NULL;
}

const struct err *
goods_page_popular(struct request *rq, struct json_object *page)
{
	struct popular_answer answer;
	struct popular found;

	if (!popular_shown(site_shop(rq), rq->arena, &found) ||
	    !popular_view(rq->arena, &found.products, found.from, found.to, rq->lang == LANG_EN, &answer))
		return site_full();
	return found.products.n == 0 ? NULL : view_put(rq, page, "popular", &popular_model, &answer);
}

const struct err *
goods_list_get(struct request *rq, struct response *rs)
{
	const struct goods_list_query *q = rq->params;
	struct json_object *page = view_new(rq, "goods"), *query = page == NULL ? NULL : view_object(page, "query");
	struct goods_list_answer answer;
	struct goods_page found;
	const struct err *e;

	if (query == NULL)
		return site_full();
	view_text(page, "here", view_here(rq));
	if ((e = goods_find_page(site_shop(rq), rq->arena, &(struct goods_search){ .category = q->category, .words = q->q,
	    .sort = q->sort, .cursor = q->cursor, .limit = q->limit }, &found)) != NULL)
		return e;
	if (!goods_list_view(rq->arena, &found.goods, found.next, rq->lang == LANG_EN, &answer))
		return site_full();
	view_text(query, "category", q->category);
	view_text(query, "q", q->q);
	view_text(query, "sort", goods_sort_names[q->sort]);
	if (q->category != NULL || q->q != NULL)
		view_flag(query, "narrowed");
	if (q->cursor != NULL)
		view_flag(query, "further");
	/* Who looks for something of their own is not shown what others buy. */
	if (q->category == NULL && q->q == NULL && q->cursor == NULL && (e = goods_page_popular(rq, page)) != NULL)
		return e;
	if ((e = put_choices(rq, page)) != NULL || (e = view_put(rq, page, "list", &goods_list_model, &answer)) != NULL)
		return e;
	return view_answer(rq, rs, "goods", page);
}

/* Who sells it; the shop's own goods have no seller. */
static const struct err *
put_seller(struct request *rq, const struct goods *g, struct json_object *page)
{
	struct seller_view view;
	const struct seller *s;
	const struct err *e;

	if (g->seller_id == 0)
		return NULL;
	e = seller_find(site_shop(rq), rq->arena, g->seller_id, &rq->caller.user_id, rq->caller.role, &s);
	if (err_is(e, ERR_ENTITY_NOT_FOUND))
		return NULL;	/* sells no more */
	if (e != NULL)
		return e;
	view = seller_view(s);
	return view_put(rq, page, "seller", &seller_model, &view);
}

const struct err *
goods_get(struct request *rq, struct response *rs)
{
	struct json_object *page = view_new(rq, "goods");
	struct goods_view view;
	const struct goods *g;
	int64_t id;
	const struct err *e;

	if (page == NULL)
		return site_full();
	if ((e = site_number(rq, "productId", &id)) != NULL || (e = goods_find(site_shop(rq), rq->arena, id, &g)) != NULL)
		return e;
	view_text(page, "here", view_here(rq));
	view = goods_view(g, rq->lang == LANG_EN);
	if (goods_status(g) == GOODS_ON_SALE)
		view_flag(page, "available");
	if (goods_status(g) == GOODS_ON_SALE && goods_pieces(g) < 10)
		view_flag(page, "few");
	if ((e = view_put(rq, page, "product", &goods_model, &view)) != NULL || (e = put_seller(rq, g, page)) != NULL)
		return e;
	return view_answer(rq, rs, "product", page);
}
