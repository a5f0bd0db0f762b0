/*
 * catalog.fcgi: the menu, side dishes and cakes; and (products.c) the goods of the store face.
 */
#include "api/goods_api.h"
#include "api/menu_answer.h"
#include "api/sales_api.h"
#include "base/arena.h"
#include "domain/staff.h"
#include "products.h"
#include "shop/menus.h"
#include "site.h"

static const struct err *
menu_get(struct request *rq, struct response *rs)
{
	struct menu_answer *answer = ARENA_NEW(rq->arena, struct menu_answer);
	struct menu_now now;
	const struct err *e;

	if ((e = menu_now(site_shop(rq), rq->arena, &now)) != NULL)
		return e;
	if (answer == NULL || !menu_view(rq->arena, now.menu, &now.stock, rq->lang == LANG_EN, answer))
		return site_full();
	site_shared(rq, rs);
	rs->answer = answer;
	return NULL;
}

static const struct err *
dinner_get(struct request *rq, struct response *rs)
{
	struct dinner_answer *answer = ARENA_NEW(rq->arena, struct dinner_answer);
	const struct product *p;
	struct menu_now now;
	const struct err *e;

	if ((e = menu_now(site_shop(rq), rq->arena, &now)) != NULL)
		return e;
	if ((p = menu_product(now.menu, PRODUCT_DINNER, request_param(rq, "code"))) == NULL || !p->on_sale)
		return err_new(rq->arena, ERR_ENTITY_NOT_FOUND, NULL);
	if (answer == NULL || (answer->data = dinner_view(rq->arena, p, &now.stock, rq->lang == LANG_EN)) == NULL)
		return site_full();
	site_shared(rq, rs);
	rs->answer = answer;
	return NULL;
}

static const struct err *
side_dishes_get(struct request *rq, struct response *rs)
{
	struct sides_answer *answer = ARENA_NEW(rq->arena, struct sides_answer);
	struct menu_now now;
	const struct err *e;

	if ((e = menu_now(site_shop(rq), rq->arena, &now)) != NULL)
		return e;
	if (answer == NULL || !sides_view(rq->arena, now.menu, &now.stock, rq->lang == LANG_EN, answer))
		return site_full();
	site_shared(rq, rs);
	rs->answer = answer;
	return NULL;
}

static const struct err *
cake_recipes_get(struct request *rq, struct response *rs)
{
	struct recipes_answer *answer = ARENA_NEW(rq->arena, struct recipes_answer);
	struct menu_now now;
	const struct err *e;

	if ((e = menu_now(site_shop(rq), rq->arena, &now)) != NULL)
		return e;
	if (answer == NULL || !recipes_view(rq->arena, now.menu, rq->lang == LANG_EN, answer))
		return site_full();
	site_shared(rq, rs);
	rs->answer = answer;
	return NULL;
}

static const struct route routes[] = {
#define ROUTE(m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_) \
	{ HTTP_##m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_ },
#include "api/routes/catalog.def"
#undef ROUTE
};

const struct app catalog_app = {
	.name = "catalog", .routes = routes, .nroutes = sizeof(routes) / sizeof(routes[0]), SITE_CALLBACKS
};
