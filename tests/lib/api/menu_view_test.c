/*
 * menu_view: the demo menu shown whole: prices, availability by stock, both
 * languages, and the recipes of cakes.
 */
#include "api/menu_answer.h"

#include <string.h>

#include "base/arena.h"
#include "support/demo_menu.h"
#include "support/jsonc.h"
#include "support/suite.h"

static struct arena *arena;
static const struct menu *menu;
static struct stock_book full;

static void
setup(void)
{
	arena = arena_new(8u << 20);
	menu = demo_menu(arena);
	full = (struct stock_book){ ARENA_ARRAY(arena, struct stock_row, menu->nskus), menu->nskus };
	for (size_t i = 0; i < menu->nskus; i++)
		full.row[i] = (struct stock_row){ .sku_id = menu->skus[i].id, .available = 100 * QTY_ONE };
}

static void
teardown(void)
{
	arena_free(arena);
}

static const struct dinner_view *
dinner_of(const struct menu_answer *m, const char *code)
{
	for (size_t i = 0; i < m->data.n; i++)
		if (strcmp(LIST_AT(m->data, struct dinner_view, i)->code, code) == 0)
			return LIST_AT(m->data, struct dinner_view, i);
	ck_abort_msg("no dinner %s", code);
}

START_TEST(every_dinner_with_its_styles)
{
	struct menu_answer m;
	size_t dinners = 0;

	ck_assert(menu_view(arena, menu, &full, false, &m));
	for (size_t i = 0; i < menu->nproducts; i++) {
		const struct product *p = &menu->products[i];
		if (p->kind != PRODUCT_DINNER)
			continue;
		const struct dinner_view *d = LIST_AT(m.data, struct dinner_view, dinners++);
		ck_assert_str_eq(d->code, p->code);
		ck_assert_str_eq(d->name, p->name);
		ck_assert_int_eq(d->base_price, p->price);
		ck_assert_int_eq(d->is_cake, p->decorated);
		ck_assert(d->is_available);
		ck_assert_uint_eq(d->styles.n, p->nvariants);
		for (size_t s = 0; s < p->nvariants; s++)
			ck_assert_int_eq(LIST_AT(d->styles, struct style_view, s)->price, p->price + p->variants[s].price);
	}
	ck_assert_uint_eq(m.data.n, dinners);
	ck_assert_uint_eq(dinners, 5);
	ck_assert_uint_eq(dinner_of(&m, "champagne")->styles.n, 2);
}
END_TEST

/* What one ingredient short does: the styles that need it are gone, the dinner only with the last of them. */
START_TEST(availability_by_style)
{
	const struct sku *glass = menu_sku(menu, "plastic_wine_glass"), *steak = menu_sku(menu, "premium_steak");
	struct menu_answer m;

	stock_find(&full, glass->id)->available = QTY_ONE - 1;
	ck_assert(menu_view(arena, menu, &full, false, &m));
	const struct dinner_view *d = dinner_of(&m, "valentine");
	ck_assert(!LIST_AT(d->styles, struct style_view, 0)->is_available);
	ck_assert(LIST_AT(d->styles, struct style_view, 2)->is_available);	/* deluxe has glasses of glass */
	ck_assert(d->is_available);

	stock_find(&full, steak->id)->available = 0;
	ck_assert(menu_view(arena, menu, &full, false, &m));
	ck_assert(!dinner_of(&m, "valentine")->is_available);
	ck_assert(dinner_of(&m, "cake")->is_available);
}
END_TEST

START_TEST(english_where_there_is_some)
{
	struct sides_answer s;

	ck_assert(sides_view(arena, menu, &full, true, &s));
	ck_assert_str_eq(LIST_AT(s.data, struct side_view, 0)->name, "Coffee");
	ck_assert(sides_view(arena, menu, &full, false, &s));
	ck_assert_str_eq(LIST_AT(s.data, struct side_view, 0)->name, "커피");
}
END_TEST

START_TEST(side_dishes)
{
	struct sides_answer s;
	const struct side_view *cake = NULL;

	ck_assert(sides_view(arena, menu, &full, false, &s));
	ck_assert_uint_eq(s.data.n, 5);
	for (size_t i = 0; i < s.data.n; i++) {
		const struct side_view *v = LIST_AT(s.data, struct side_view, i);
		ck_assert(v->is_available);
		ck_assert_int_gt(v->side_dish_id, 0);
		if (strcmp(v->code, "custom_cake") == 0)
			cake = v;
		else
			ck_assert_uint_gt(v->ingredients.n, 0);
	}
	ck_assert_ptr_nonnull(cake);
	ck_assert_int_eq(cake->base_price, 42000);
	ck_assert_uint_eq(cake->ingredients.n, 0);
}
END_TEST

START_TEST(one_dinner_with_ingredients)
{
	const struct product *p = menu_product(menu, PRODUCT_DINNER, "english");
	const struct dinner_view *d = dinner_view(arena, p, &full, true);

	ck_assert_ptr_nonnull(d);
	for (size_t s = 0; s < p->nvariants; s++) {
		const struct style_view *v = LIST_AT(d->styles, struct style_view, s);
		ck_assert_uint_eq(v->ingredients.n, p->variants[s].nrecipe);
		for (size_t i = 0; i < v->ingredients.n; i++) {
			const struct ingredient_view *in = LIST_AT(v->ingredients, struct ingredient_view, i);
			ck_assert_str_eq(in->ingredient_code, p->variants[s].recipe[i].sku->code);
			ck_assert_int_eq(in->quantity, p->variants[s].recipe[i].quantity);
			ck_assert_int_eq(in->removal_credit, p->variants[s].recipe[i].sku->removal_credit);
		}
	}
}
END_TEST

START_TEST(cake_recipes)
{
	struct recipes_answer r;
	struct json_object *data, *flavor, *size, *v;

	ck_assert(recipes_view(arena, menu, false, &r));
	data = json_tokener_parse(r.data);
	ck_assert_int_eq(json_object_object_length(data), 4);
	ck_assert(json_object_object_get_ex(data, "vanilla", &flavor));
	ck_assert_int_eq(json_object_object_length(flavor), 3);
	ck_assert(json_object_object_get_ex(flavor, "size_2", &size));
	ck_assert(json_object_object_get_ex(size, "price", &v));
	ck_assert_int_eq(json_object_get_int64(v), 42000);
	ck_assert(json_object_object_get_ex(size, "ingredients", &v));
	ck_assert_uint_eq(json_object_array_length(v), 4);
	json_object_put(data);

	data = json_tokener_parse(r.sizes);
	ck_assert(json_object_object_get_ex(data, "size_1", &v));
	ck_assert_str_eq(json_object_get_string(v), "1호 (2~3인)");
	json_object_put(data);
}
END_TEST

START_TEST(a_full_arena_is_told)
{
	struct arena *small = arena_new(64);
	struct menu_answer m;
	struct sides_answer s;
	struct recipes_answer r;

	ck_assert(!menu_view(small, menu, &full, false, &m));
	ck_assert(!sides_view(small, menu, &full, false, &s));
	ck_assert(!recipes_view(small, menu, false, &r));
	ck_assert_ptr_null(dinner_view(small, &menu->products[0], &full, false));
	arena_free(small);
}
END_TEST

Suite *
menu_view_suite(void)
{
	Suite *s = suite_create("menu_view");
	TCase *c = tcase_create("views");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, every_dinner_with_its_styles);
	tcase_add_test(c, availability_by_style);
	tcase_add_test(c, english_where_there_is_some);
	tcase_add_test(c, side_dishes);
	tcase_add_test(c, one_dinner_with_ingredients);
	tcase_add_test(c, cake_recipes);
	tcase_add_test(c, a_full_arena_is_told);
	suite_add_tcase(s, c);
	return s;
}
