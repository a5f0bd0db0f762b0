/* cake_page: what is there to choose from, and what is being painted. */
#include "cake_page.h"

#include <json-c/json.h>
#include <string.h>

#include "api/menu_answer.h"
#include "api/painting_api.h"
#include "base/arena.h"
#include "dinner_page.h"
#include "domain/painting.h"
#include "http/request.h"
#include "shop/images.h"
#include "shop/menus.h"
#include "shop/paintings.h"
#include "site.h"
#include "view.h"

#define HISTORY 24

static const struct model_field query_rows[] = {
	{ FIELD_UUID(struct cake_query, job) },
	{ FIELD_STR(struct cake_query, image), .max = 64 },
	{ FIELD_STR(struct cake_query, cursor), .max = 64 },
};
const struct model cake_query_model = MODEL(struct cake_query, "CakeQuery", query_rows);

/* The painting the address names, when it is the caller's; its picture's file name once it is there. */
static const struct err *
put_job(struct request *rq, const struct uuid *id, const struct image_owner *owner, struct json_object *page, const char **image)
{
	struct painting_view v;
	const struct painting *p;
	const struct image *painted;
	const struct err *e;

	if (uuid_is_zero(id))
		return NULL;
	if ((e = painting_find(site_shop(rq), rq->arena, owner, id, &p)) != NULL)
		return err_is(e, ERR_ENTITY_NOT_FOUND) ? NULL : e;
	if ((e = painting_image(site_shop(rq), rq->arena, p, &painted)) != NULL)
		return e;
	if (!painting_view(rq->arena, p, painted, rq->lang == LANG_EN, &v))
		return site_full();
	*image = v.filename;
	if (p->status == PAINTING_QUEUED || p->status == PAINTING_RUNNING)
		view_flag(page, "painting");
	return view_put(rq, page, "job", &painting_view_model, &v);
}

/* The one on the cake, when the list at hand has it not. */
static const struct err *
put_picture(struct request *rq, const struct image_owner *owner, const char *filename, struct json_object *page)
{
	struct image_view view;
	const struct image *image;
	const struct err *e;

	if ((e = images_find(site_shop(rq), rq->arena, owner, filename, &image)) != NULL || image == NULL)
		return e;
	if (!image_view(rq->arena, image, &view))
		return site_full();
	return view_put(rq, page, "picture", &image_view_model, &view);
}

/* A page of the caller's pictures, and the one on the cake: the one named, else the newest. */
static const struct err *
put_pictures(struct request *rq, const struct image_owner *owner, const char *named, const char *cursor, struct json_object *page)
{
	struct image_list list = { .next_cursor = NULL };
	const struct image *v;
	struct image_view *views;
	struct json_object *chosen = NULL, *all;
	size_t n;
	const struct err *e;

	if ((e = images_of(site_shop(rq), rq->arena, owner, cursor, HISTORY, &v, &n, &list.next_cursor)) != NULL)
		return e;
	if ((views = ARENA_ARRAY(rq->arena, struct image_view, n + 1)) == NULL)
		return site_full();
	for (size_t i = 0; i < n; i++)
		if (!image_view(rq->arena, &v[i], &views[i]))
			return site_full();
	list.images = (struct list){ views, n };
	if ((e = view_put(rq, page, "pictures", &image_list_model, &list)) != NULL ||
	    (named != NULL && (e = put_picture(rq, owner, named, page)) != NULL))
		return e;
	view_text(page, "cursor", cursor);
	all = view_member(view_member(page, "pictures"), "images");
	named = view_word(view_member(page, "picture"), "filename");
	for (size_t i = 0; i < view_count(all) && chosen == NULL; i++) {
		struct json_object *one = json_object_array_get_idx(all, i);
		if (named == NULL || strcmp(view_word(one, "filename"), named) == 0)
			chosen = one;
	}
	if (chosen == NULL)
		return NULL;
	view_flag(chosen, "chosen");
	if (named == NULL)
		json_object_object_add(page, "picture", json_object_get(chosen));
	return NULL;
}

/* Flavors, sizes and prices; the dinners a cake can go with; the shapes a picture can have. */
static const struct err *
put_choices(struct request *rq, struct json_object *page)
{
	struct json_object *shapes = view_list(page, "ratios");
	struct recipes_answer recipes;
	struct menu_answer dinners;
	struct menu_now now;
	const struct err *e;

	for (size_t i = 0; shapes != NULL && ratio_names[i] != NULL; i++)
		json_object_array_add(shapes, json_object_new_string(ratio_names[i]));
	if ((e = menu_now(site_shop(rq), rq->arena, &now)) != NULL)
		return e;
	if (shapes == NULL || !recipes_view(rq->arena, now.menu, rq->lang == LANG_EN, &recipes) ||
	    !menu_view(rq->arena, now.menu, &now.stock, rq->lang == LANG_EN, &dinners))
		return site_full();
	if ((e = view_put(rq, page, "recipes", &recipes_answer_model, &recipes)) != NULL)
		return e;
	return view_put(rq, page, "menu", &menu_answer_model, &dinners);
}

const struct err *
cake_page(struct request *rq, struct json_object **out)
{
	const struct cake_query *q = rq->params;
	struct image_owner owner = { .user_id = rq->caller.user_id, .guest = rq->caller.guest };
	struct json_object *page = view_new(rq, "cake");
	const char *image = q->image;
	const struct err *e;

	if (page == NULL)
		return site_full();
	if ((e = put_job(rq, &q->job, &owner, page, &image)) != NULL ||
	    (e = put_pictures(rq, &owner, image, q->cursor, page)) != NULL ||
	    (e = put_choices(rq, page)) != NULL)
		return e;
	*out = page;
	return NULL;
}
