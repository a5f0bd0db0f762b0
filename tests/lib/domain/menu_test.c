/* menu: lookups, on the demo shop's catalogue and on an empty one. */
#include "domain/menu.h"

#include <string.h>

#include "base/arena.h"
#include "support/demo_menu.h"
#include "support/suite.h"

static struct arena *arena;
static const struct menu *menu;
static const struct menu nothing;

static void
setup(void)
{
	arena = arena_new(1u << 20);
	menu = demo_menu(arena);
}

static void
teardown(void)
{
	arena_free(arena);
}

START_TEST(kinds)
{
	static const char *const want[] = { "GOODS", "DINNER", "SIDE_DISH", "CAKE" };

	ck_assert_int_eq(ROWS(want), PRODUCT__MAX);
	for (int k = 0; k < PRODUCT__MAX; k++) {
		ck_assert_str_eq(product_kind_names[k], want[k]);
		ck_assert_int_eq(product_kind_parse(want[k]), k);
	}
	ck_assert_ptr_null(product_kind_names[PRODUCT__MAX]);
	ck_assert_int_eq(product_kind_parse("dinner"), -1);
	ck_assert_int_eq(product_kind_parse(""), -1);
	ck_assert_int_eq(product_kind_parse(NULL), -1);
}
END_TEST

static const struct { enum product_kind kind; const char *code; bool there; } products[] = {
	{ PRODUCT_DINNER, "valentine", true },
	{ PRODUCT_DINNER, "cake", true },
	{ PRODUCT_DINNER, "custom_cake", false },
	{ PRODUCT_DINNER, "salad", false },
	{ PRODUCT_DINNER, "Valentine", false },
	{ PRODUCT_DINNER, "", false },
	{ PRODUCT_DINNER, NULL, false },
	{ PRODUCT_SIDE_DISH, "salad", true },
	{ PRODUCT_SIDE_DISH, "custom_cake", false },
	{ PRODUCT_CAKE, "custom_cake", true },
	{ PRODUCT_GOODS, "valentine", false },
};

START_TEST(product)
{
	const struct product *p = menu_product(menu, products[_i].kind, products[_i].code);

	ck_assert_int_eq(p != NULL, products[_i].there);
	if (p != NULL) {
		ck_assert_str_eq(p->code, products[_i].code);
		ck_assert_int_eq((int)p->kind, (int)products[_i].kind);
	}
	ck_assert_ptr_null(menu_product(&nothing, products[_i].kind, products[_i].code));
}
END_TEST

/* Goods have no code; whatever is asked for, it is not them. */
START_TEST(products_without_code)
{
	struct product p[] = { { .kind = PRODUCT_GOODS }, { .kind = PRODUCT_GOODS, .code = "a" } };
	struct menu m = { .products = p, .nproducts = 2 };

	ck_assert_ptr_null(menu_product(&m, PRODUCT_GOODS, ""));
	ck_assert_ptr_null(menu_product(&m, PRODUCT_GOODS, NULL));
	ck_assert_ptr_eq(menu_product(&m, PRODUCT_GOODS, "a"), &p[1]);
}
END_TEST

START_TEST(side_dish)
{
	ck_assert_int_eq((int)menu_side_dish(menu, "salad")->kind, PRODUCT_SIDE_DISH);
	ck_assert_int_eq((int)menu_side_dish(menu, "custom_cake")->kind, PRODUCT_CAKE);
	ck_assert_ptr_null(menu_side_dish(menu, "valentine"));
	ck_assert_ptr_null(menu_side_dish(menu, NULL));
}
END_TEST

START_TEST(variants)
{
	const struct product *p = menu_product(menu, PRODUCT_DINNER, "champagne");

	ck_assert_ptr_null(menu_variant(p, "simple"));
	ck_assert_str_eq(menu_variant(p, "grand")->code, "grand");
	ck_assert_int_eq(menu_variant(p, "deluxe")->price, 10000);
	ck_assert_ptr_null(menu_variant(p, NULL));
	ck_assert_ptr_null(menu_variant(p, ""));
	ck_assert_ptr_nonnull(menu_variant(menu_side_dish(menu, "salad"), ""));
}
END_TEST

START_TEST(every_sku)
{
	ck_assert_uint_gt(menu->nskus, 0);
	for (size_t i = 0; i < menu->nskus; i++) {
		const struct sku *s = &menu->skus[i];
		ck_assert_ptr_eq(menu_sku(menu, s->code), s);
		ck_assert_ptr_eq(menu_sku_by_id(menu, s->id), s);
		ck_assert_ptr_null(menu_sku(menu, arena_printf(arena, "%s_", s->code)));
		ck_assert_ptr_null(menu_sku(menu, arena_printf(arena, "%.*s", (int)strlen(s->code) - 1, s->code)));
	}
	ck_assert_ptr_null(menu_sku(menu, ""));
	ck_assert_ptr_null(menu_sku(menu, "zzz"));
	ck_assert_ptr_null(menu_sku(menu, NULL));
	ck_assert_ptr_null(menu_sku_by_id(menu, 0));
	ck_assert_ptr_null(menu_sku_by_id(menu, (uint32_t)menu->nskus + 1));
	ck_assert_ptr_null(menu_sku_by_id(menu, UINT32_MAX));
	ck_assert_ptr_null(menu_sku(&nothing, "wine"));
	ck_assert_ptr_null(menu_sku_by_id(&nothing, 1));
}
END_TEST

/* Ids with holes between: what is not there is not found, wherever it would stand. */
START_TEST(sparse_ids)
{
	struct sku s[7];
	struct menu m = { .skus = s, .nskus = 7 };

	for (uint32_t i = 0; i < 7; i++)
		s[i] = (struct sku){ .id = 10 + i * 10 };
	for (uint32_t id = 0; id < 90; id++)
		ck_assert_int_eq(menu_sku_by_id(&m, id) != NULL, id >= 10 && id <= 70 && id % 10 == 0);
}
END_TEST

START_TEST(names)
{
	ck_assert_str_eq(menu_flavor(menu, "red_velvet")->name_en, "Red velvet");
	ck_assert_str_eq(menu_size(menu, "size_2")->code, "size_2");
	ck_assert_ptr_null(menu_flavor(menu, "size_2"));
	ck_assert_ptr_null(menu_size(menu, "vanilla"));
	ck_assert_ptr_null(menu_flavor(menu, NULL));
	ck_assert_ptr_null(menu_size(menu, NULL));
	ck_assert_ptr_null(menu_size(&nothing, "size_1"));
}
END_TEST

START_TEST(base_ingredients)
{
	const struct variant *v = menu_base_ingredients(menu, "english", "deluxe");

	ck_assert_uint_eq(v->nrecipe, 9);
	for (size_t i = 0; i < v->nrecipe; i++)
		if (strcmp(v->recipe[i].sku->code, "bacon") == 0)
			ck_assert_int_eq(v->recipe[i].quantity, 4 * QTY_ONE);
	ck_assert_ptr_null(menu_base_ingredients(menu, "english", "super"));
	ck_assert_ptr_null(menu_base_ingredients(menu, "english", NULL));
	ck_assert_ptr_null(menu_base_ingredients(menu, "russian", "grand"));
	ck_assert_ptr_null(menu_base_ingredients(menu, "custom_cake", "grand"));
}
END_TEST

START_TEST(cake_variant)
{
	char code[12];

	ck_assert(menu_cake_variant("a", "b", code, sizeof(code)));
	ck_assert_str_eq(code, "a/b");
	ck_assert(menu_cake_variant("12345", "67890", code, sizeof(code)));	/* exactly */
	ck_assert_str_eq(code, "12345/67890");
	ck_assert(!menu_cake_variant("12345", "678901", code, sizeof(code)));
	ck_assert(!menu_cake_variant("a", "b", code, 0));
	for (size_t f = 0; f < menu->nflavors; f++)
		for (size_t s = 0; s < menu->nsizes; s++) {
			char whole[64];
			ck_assert(menu_cake_variant(menu->flavors[f].code, menu->sizes[s].code, whole, sizeof(whole)));
			ck_assert_ptr_nonnull(menu_variant(menu_side_dish(menu, "custom_cake"), whole));
		}
}
END_TEST

Suite *
menu_suite(void)
{
	Suite *s = suite_create("domain/menu");
	TCase *c = tcase_create("menu");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, kinds);
	tcase_add_loop_test(c, product, 0, ROWS(products));
	tcase_add_test(c, products_without_code);
	tcase_add_test(c, side_dish);
	tcase_add_test(c, variants);
	tcase_add_test(c, every_sku);
	tcase_add_test(c, sparse_ids);
	tcase_add_test(c, names);
	tcase_add_test(c, base_ingredients);
	tcase_add_test(c, cake_variant);
	suite_add_tcase(s, c);
	return s;
}
