/* dinner_page: the menu's facts and the buyer's typing in one tree. */
#include "dinner_page.h"

#include <json-c/json.h>
#include <string.h>

#include "api/menu_answer.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "domain/image.h"
#include "domain/user.h"
#include "http/fault_text.h"
#include "http/request.h"
#include "shop/members.h"
#include "shop/menus.h"
#include "site.h"
#include "view.h"

#define SIDES_AT_MOST 10	/* pieces of a side dish the form offers */

/* --- the menu's facts --------------------------------------------------------- */

/* The style of that code, else the first that can be had, else the first. */
static struct json_object *
choose_style(struct json_object *dinner, const char *code)
{
	struct json_object *styles = view_member(dinner, "styles"), *chosen = NULL;
	size_t n = view_count(styles);

	for (size_t i = 0; i < n; i++) {
		struct json_object *style = json_object_array_get_idx(styles, i);
		const char *its = view_word(style, "code");

		if (code != NULL && its != NULL && strcmp(code, its) == 0)
			return style;
		if (chosen == NULL && json_object_get_boolean(view_member(style, "is_available")))
			chosen = style;
	}
	return chosen != NULL || n == 0 ? chosen : json_object_array_get_idx(styles, 0);
}

static const struct err *
put_dinner(struct request *rq, const struct menu_now *now, const char *code, const char *style, struct json_object *page)
{
	const struct product *p = menu_product(now->menu, PRODUCT_DINNER, code);
	struct dinner_answer answer;
	struct json_object *dinner, *chosen;
	const struct err *e;

	if (p == NULL || !p->on_sale)
		return err_new(rq->arena, ERR_ENTITY_NOT_FOUND, NULL);
	if ((answer.data = dinner_view(rq->arena, p, &now->stock, rq->lang == LANG_EN)) == NULL)
		return site_full();
	if ((e = view_put(rq, page, "answer", &dinner_answer_model, &answer)) != NULL)
		return e;
	dinner = view_member(view_member(page, "answer"), "data");
	if ((chosen = choose_style(dinner, style)) == NULL)
		return err_new(rq->arena, ERR_ENTITY_NOT_FOUND, NULL);
	json_object_object_add(page, "style", json_object_get(chosen));
	json_object_object_add(page, "dinner", json_object_get(dinner));
	return NULL;
}

const struct err *
dinner_page_sides(struct request *rq, const struct menu_now *now, struct json_object *page)
{
	struct sides_answer sides;
	struct json_object *list;
	const struct err *e;

	if (!sides_view(rq->arena, now->menu, &now->stock, rq->lang == LANG_EN, &sides))
		return site_full();
	if ((e = view_put(rq, page, "sides", &sides_answer_model, &sides)) != NULL)
		return e;
	list = view_member(view_member(page, "sides"), "data");
	for (size_t i = 0; i < view_count(list); i++) {
		struct json_object *side = json_object_array_get_idx(list, i);
		const char *code = view_word(side, "code");

		if (code != NULL && menu_product(now->menu, PRODUCT_CAKE, code) != NULL)
			view_flag(side, "cake");
	}
	return NULL;
}

/* What cakes there are, and the counts a list of pieces offers. */
static const struct err *
put_choices(struct request *rq, const struct menu_now *now, struct json_object *page)
{
	struct recipes_answer recipes;
	struct json_object *counts = view_list(page, "counts");

	if (counts == NULL || !recipes_view(rq->arena, now->menu, rq->lang == LANG_EN, &recipes))
		return site_full();
	for (int i = 0; i <= SIDES_AT_MOST; i++)
		json_object_array_add(counts, json_object_new_int(i));
	return view_put(rq, page, "recipes", &recipes_answer_model, &recipes);
}

/* A member's usual address stands in the form already. */
static const struct err *
put_address(struct request *rq, struct json_object *page)
{
	const struct user *user;
	struct json_object *typed;
	const struct err *e;

	if (uuid_is_zero(&rq->caller.user_id))
		return NULL;
	e = member_find(site_shop(rq), rq->arena, &rq->caller.user_id, &rq->caller.user_id, rq->caller.role, &user);
	if (e != NULL)
		return e;
	if ((typed = view_object(page, "typed")) == NULL)
		return site_full();
	view_text(typed, "delivery_address", user->address);
	return NULL;
}

const struct err *
dinner_page(struct request *rq, const char *code, const char *style, struct json_object **out)
{
	struct json_object *page = view_new(rq, "dinner");
	struct menu_now now;
	char key[TOKEN_TEXT];
	const struct err *e;

	if (page == NULL)
		return site_full();
	if ((e = menu_now(site_shop(rq), rq->arena, &now)) != NULL
	    || (e = put_dinner(rq, &now, code, style, page)) != NULL
	    || (e = dinner_page_sides(rq, &now, page)) != NULL
	    || (e = put_choices(rq, &now, page)) != NULL
	    || (e = put_address(rq, page)) != NULL)
		return e;
	token_new(key);
	view_text(page, "idempotency_key", key);
	view_text(page, "quantity", "1");
	*out = page;
	return NULL;
}

const struct err *
dinner_page_cake(struct request *rq, struct json_object *page, const char *image, const char *message, const char *flavor, const char *size)
{
	struct json_object *typed = view_member(page, "typed"), *cake, *sides = view_member(view_member(page, "sides"), "data");
	char id[IMAGE_ID_TEXT];
	const char *path = arena_printf(rq->arena, "%s%s", IMAGE_PATH, image);

	if (typed == NULL)
		typed = view_object(page, "typed");
	if (path == NULL || typed == NULL || (cake = view_object(typed, "cake_customization")) == NULL)
		return site_full();
	if (image_path_parse(path, id))
		view_text(cake, "image_path", path);
	view_text(cake, "message", message);
	for (size_t i = 0; i < view_count(sides); i++) {
		struct json_object *side = json_object_array_get_idx(sides, i);
		if (view_member(side, "cake") == NULL)
			continue;
		view_text(side, "typed_quantity", "1");
		view_text(side, "typed_flavor", flavor);
		view_text(side, "typed_size", size);
	}
	return NULL;
}

/* --- what was typed, and what is wrong with it ---------------------------------- */

static void
retype_ingredients(struct request *rq, const struct err *e, struct json_object *page)
{
	struct json_object *list = view_member(view_member(page, "style"), "ingredients");
	struct json_object *typed = view_member(rq->body_tree.tree, "customizations");

	for (size_t i = 0; i < view_count(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);
		const char *code = view_word(row, "ingredient_code");
		const char *pointer = code == NULL ? NULL : arena_printf(rq->arena, "/customizations/%s", code);

		if (pointer == NULL)
			continue;
		view_text(row, "typed", view_word(typed, code));
		view_text(row, "fault", view_fault(rq, e, pointer, page, view_word(row, "name")));
	}
}

/* The form's entries of side dishes are those of the menu, in its order, as long as that has not changed. */
static void
retype_sides(struct request *rq, const struct err *e, struct json_object *page)
{
	static const char *const fields[] = { "", "/code", "/quantity", "/flavor", "/size" };
	struct json_object *list = view_member(view_member(page, "sides"), "data");
	struct json_object *typed = view_member(rq->body_tree.tree, "side_dishes");
	size_t n = view_count(typed);

	for (size_t i = 0; i < view_count(list) && i < n; i++) {
		struct json_object *row = json_object_array_get_idx(list, i), *entry = json_object_array_get_idx(typed, i);
		const char *code = view_word(row, "code"), *sent = view_word(entry, "code");
		const char *fault = NULL;

		if (code == NULL || sent == NULL || strcmp(code, sent) != 0)
			continue;
		view_text(row, "typed_quantity", view_word(entry, "quantity"));
		view_text(row, "typed_flavor", view_word(entry, "flavor"));
		view_text(row, "typed_size", view_word(entry, "size"));
		for (size_t f = 0; f < sizeof(fields) / sizeof(fields[0]) && fault == NULL; f++) {
			const char *pointer = arena_printf(rq->arena, "/side_dishes/%zu%s", i, fields[f]);
			if (pointer != NULL)
				fault = view_fault(rq, e, pointer, page, view_word(row, "name"));
		}
		view_text(row, "fault", fault);
	}
}

const char *
dinner_page_refused(struct request *rq, const struct err *e, struct buf *out)
{
	struct json_object *form = rq->body_tree.tree, *page;
	const char *code = view_word(form, "dinner_code"), *cake = NULL;

	if (code == NULL || dinner_page(rq, code, view_word(form, "style"), &page) != NULL
	    || view_problem(rq, page, e) != NULL)
		return NULL;
	retype_ingredients(rq, e, page);
	retype_sides(rq, e, page);
	view_text(page, "quantity", view_word(form, "quantity"));
	view_text(page, "idempotency_key", view_key_again(rq, e));
	if ((cake = view_fault(rq, e, "/cake_customization/message", NULL, NULL)) == NULL)
		cake = view_fault(rq, e, "/cake_customization", NULL, NULL);
	view_text(page, "cake_fault", cake);
	return view_write(rq, "dinner", page, out) == NULL && !out->failed ? buf_str(out) : NULL;
}
