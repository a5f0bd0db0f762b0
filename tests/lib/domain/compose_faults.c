/*
 * compose, of wishes that can not be met: what is wrong, all of it, by its
 * exact pointers, against a menu that has oddities in it.
 */
#include "domain/compose.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "support/demo_menu.h"
#include "support/suite.h"

#define ARENA_SIZE (8u << 20)

static struct arena *kept, *arena;
static const struct menu *menu;

static void
setup(void)
{
	kept = arena_new(1u << 20);
	arena = arena_new(ARENA_SIZE);
	menu = demo_menu(kept);
}

static void
teardown(void)
{
	arena_free(arena);
	arena_free(kept);
}

static const struct pair two_unknown[] = { { "wine", 2 }, { "truffle", 1 }, { "a/b~c", 3 } };
static const struct pair twice[] = { { "wine", 2 }, { "bacon", 1 }, { "wine", 3 } };
static const struct pair negative[] = { { "wine", -1 }, { "bacon", 1 } };
static const struct pair too_many[] = { { "wine", INT64_MAX / 1000 + 1 }, { "bacon", 1 } };
static const struct pair no_ingredient[] = { { "gift_box", 1 } };
static const struct pair most[] = { { "wine", INT64_MAX / 1000 } };
static const struct side_dish_wish salad[] = { { "salad", 1, NULL, NULL } };
static const struct side_dish_wish strange[] = { { "salad", 1, NULL, NULL }, { "truffle", 1, NULL, NULL }, { "valentine", 1, NULL, NULL } };
static const struct side_dish_wish skipped[] = { { "truffle", 0, NULL, NULL }, { "salad", 1, NULL, NULL } };
static const struct side_dish_wish less_than_none[] = { { "salad", 1, NULL, NULL }, { "salad", -1, NULL, NULL } };
static const struct side_dish_wish endless[] = { { "salad", 1, NULL, NULL }, { "salad", INT64_MAX / 2000, NULL, NULL } };
static const struct side_dish_wish endless_twice[] = { { "salad", INT64_MAX / 7000, NULL, NULL }, { "salad", INT64_MAX / 7000, NULL, NULL } };
static const struct side_dish_wish bare_cake[] = { { "salad", 1, NULL, NULL }, { "custom_cake", 1, NULL, NULL } };
static const struct side_dish_wish vanilla[] = { { "custom_cake", 1, "vanilla", NULL } };
static const struct side_dish_wish size_1[] = { { "custom_cake", 1, NULL, "size_1" } };
static const struct side_dish_wish odd_cake[] = { { "custom_cake", 1, "garlic", "size_9" } };
static const struct side_dish_wish not_made[] = { { "custom_cake", 1, "plain", "size_1" } };
static const struct side_dish_wish long_cake[] = { { "custom_cake", 1, "plain_but_with_a_name_that_is_as_long_as_can_be", "and_a_size_of_no_less" } };
static const struct side_dish_wish old[] = { { "old_soup", 1, NULL, NULL } };
static const struct side_dish_wish crowd[40] = { [0 ... 39] = { "coffee_set", 1, NULL, NULL } };
static const struct cake_wish empty_wish = { .status = "SUBMITTED" };
static const struct cake_wish message = { .message = "hi" }, image = { .image_path = "/i" }, flavor = { .flavor = "vanilla" }, size = { .size = "size_1" };
static const struct cake_wish odd = { .flavor = "garlic", .size = "size_9" };

#define LIST(a) { a, ROWS(a) }
#define BASE .dinner_code = "valentine", .quantity = 1, .delivery_address = "Seoul"
/* faults: "POINTER REASON" each, in the order they are told; "" = none. */
static const struct { struct order_wish wish; const char *faults[6]; } wrong[] = {
	{ { BASE }, { NULL } },
	{ { .dinner_code = "valentine", .quantity = 1 }, { "/delivery_address required" } },
	{ { .dinner_code = "valentine", .quantity = 1, .order_type = ORDER_PICKUP }, { NULL } },
	{ { .quantity = 1, .delivery_address = "Seoul" }, { "/dinner_code unknown" } },
	{ { .dinner_code = "salad", .quantity = 1, .delivery_address = "Seoul" }, { "/dinner_code unknown" } },
	{ { .dinner_code = "champagne", .quantity = 1, .delivery_address = "Seoul" }, { "/style not_offered" } },
	{ { BASE, .style = -1 }, { "/style not_offered" } },
	{ { .dinner_code = "valentine", .delivery_address = "Seoul" }, { "/quantity too_small" } },
	{ { .dinner_code = "valentine", .quantity = -3, .delivery_address = "Seoul" }, { "/quantity too_small" } },
	{ { .dinner_code = "valentine", .quantity = INT64_MAX / 2000, .delivery_address = "Seoul" }, { "/quantity too_large" } },
	{ { .dinner_code = "valentine", .quantity = INT64_MAX, .delivery_address = "Seoul" }, { "/quantity too_large" } },
	{ { .dinner_code = "old_dinner", .quantity = 1, .delivery_address = "Seoul" }, { "/dinner_code not_on_sale" } },
	/* Everything at once. */
	{ { .dinner_code = "old_dinner", .style = 1, .quantity = 1, .side_dishes = LIST(strange), .cake_customization = &odd },
	    { "/delivery_address required", "/dinner_code not_on_sale", "/style not_offered", "/side_dishes/1/code unknown",
	      "/side_dishes/2/code unknown", "/cake_customization/flavor unknown" } },
	{ { BASE, .customizations = LIST(two_unknown) }, { "/customizations/a~1b~0c unknown", "/customizations/truffle unknown" } },
	{ { BASE, .customizations = LIST(twice) }, { "/customizations/wine duplicate_field" } },
	{ { BASE, .customizations = LIST(negative) }, { "/customizations/wine too_small" } },
	{ { BASE, .customizations = LIST(too_many) }, { "/customizations/wine too_large" } },
	{ { BASE, .customizations = LIST(no_ingredient) }, { "/customizations/gift_box unknown" } },
	/* The wine alone can be counted; its price, and the wine beside it, can not. */
	{ { BASE, .customizations = LIST(most) }, { "/quantity too_large" } },
	{ { BASE, .side_dishes = LIST(salad) }, { NULL } },
	{ { BASE, .side_dishes = LIST(strange) }, { "/side_dishes/1/code unknown", "/side_dishes/2/code unknown" } },
	{ { BASE, .side_dishes = LIST(skipped) }, { NULL } },
	{ { BASE, .side_dishes = LIST(less_than_none) }, { "/side_dishes/1/quantity too_small" } },
	{ { BASE, .side_dishes = LIST(endless) }, { "/side_dishes/1/quantity too_large" } },
	{ { BASE, .side_dishes = LIST(endless_twice) }, { " too_large" } },	/* each for itself would do */
	{ { BASE, .side_dishes = LIST(old) }, { "/side_dishes/0/code not_on_sale" } },
	{ { BASE, .side_dishes = LIST(bare_cake) }, { "/side_dishes/1/flavor required", "/side_dishes/1/size required" } },
	{ { BASE, .side_dishes = LIST(vanilla) }, { "/side_dishes/0/size required" } },
	{ { BASE, .side_dishes = LIST(size_1) }, { "/side_dishes/0/flavor required" } },
	{ { BASE, .side_dishes = LIST(vanilla), .cake_customization = &message }, { "/side_dishes/0/size required" } },
	{ { BASE, .side_dishes = LIST(vanilla), .cake_customization = &size }, { NULL } },
	{ { BASE, .side_dishes = LIST(odd_cake) }, { "/side_dishes/0/flavor unknown", "/side_dishes/0/size unknown" } },
	{ { BASE, .side_dishes = LIST(not_made) }, { "/side_dishes/0/size not_offered" } },
	{ { BASE, .side_dishes = LIST(long_cake) }, { "/side_dishes/0/size not_offered" } },
	{ { BASE, .side_dishes = { crowd, ORDER_ITEMS_MAX - 1 } }, { NULL } },
	{ { BASE, .side_dishes = { crowd, ORDER_ITEMS_MAX } }, { "/side_dishes too_many" } },
	{ { BASE, .side_dishes = { crowd, 40 } }, { "/side_dishes too_many" } },
	{ { BASE, .cake_customization = &empty_wish }, { NULL } },
	{ { BASE, .cake_customization = &message }, { "/cake_customization no_cake" } },
	{ { BASE, .cake_customization = &image }, { "/cake_customization no_cake" } },
	{ { BASE, .cake_customization = &flavor }, { "/cake_customization no_cake" } },
	{ { BASE, .cake_customization = &size }, { "/cake_customization no_cake" } },
	{ { BASE, .side_dishes = LIST(salad), .cake_customization = &message }, { "/cake_customization no_cake" } },
	{ { BASE, .cake_customization = &odd },
	    { "/cake_customization no_cake", "/cake_customization/flavor unknown", "/cake_customization/size unknown" } },
	{ { .dinner_code = "cake", .quantity = 1, .delivery_address = "Seoul", .cake_customization = &message }, { NULL } },
	{ { .dinner_code = "cake", .quantity = 1, .delivery_address = "Seoul", .cake_customization = &odd },
	    { "/cake_customization/flavor unknown", "/cake_customization/size unknown" } },
};

/* The demo menu and what it has not: things off sale, flavors nobody bakes, goods that are no ingredient. */
static const struct menu *
menu_with_oddities(void)
{
	struct menu *m = ARENA_NEW(arena, struct menu);
	struct product *p = ARENA_ARRAY(arena, struct product, menu->nproducts + 2);
	struct sku *s = ARENA_ARRAY(arena, struct sku, menu->nskus + 1);
	const struct sku **by_code = ARENA_ARRAY(arena, const struct sku *, menu->nskus + 1);
	struct variant_name *f = ARENA_ARRAY(arena, struct variant_name, menu->nflavors + 2);
	struct variant_name *z = ARENA_ARRAY(arena, struct variant_name, menu->nsizes + 1);
	size_t at = 0;

	*m = *menu;
	memcpy(p, menu->products, menu->nproducts * sizeof(*p));
	p[m->nproducts] = p[0];
	p[m->nproducts].code = "old_dinner";
	p[m->nproducts].nvariants = 1;
	p[m->nproducts++].on_sale = false;
	p[m->nproducts] = *menu_side_dish(menu, "salad");
	p[m->nproducts].code = "old_soup";
	p[m->nproducts++].on_sale = false;
	m->products = p;
	memcpy(s, menu->skus, menu->nskus * sizeof(*s));
	s[m->nskus] = (struct sku){ .id = 1000, .code = "gift_box", .name = "gift box" };
	m->nskus++;
	for (size_t i = 0; i + 1 < m->nskus; i++) {	/* sorted by code, the new one among the others */
		if (strcmp(menu->by_code[i]->code, "gift_box") > 0 && at == i)
			by_code[at++] = &s[m->nskus - 1];
		by_code[at++] = menu->by_code[i];
	}
	m->skus = s;
	m->by_code = by_code;
	memcpy(f, menu->flavors, menu->nflavors * sizeof(*f));
	f[m->nflavors++].code = "plain";
	f[m->nflavors++].code = "plain_but_with_a_name_that_is_as_long_as_can_be";
	m->flavors = f;
	memcpy(z, menu->sizes, menu->nsizes * sizeof(*z));
	z[m->nsizes++].code = "and_a_size_of_no_less";
	m->sizes = z;
	return m;
}

START_TEST(faults)
{
	struct faults f = { .arena = arena };
	struct order o = { 0 };
	size_t n = 0;

	order_compose(menu_with_oddities(), &wrong[_i].wish, &o, &f);
	for (; n < ROWS(wrong[_i].faults) && wrong[_i].faults[n] != NULL; n++) {
		ck_assert_msg(n < f.n, "row %d: not told: %s", _i, wrong[_i].faults[n]);
		ck_assert_str_eq(arena_printf(arena, "%s %s", f.v[n].pointer, f.v[n].reason), wrong[_i].faults[n]);
	}
	if (n < ROWS(wrong[_i].faults))
		ck_assert_msg(f.n == n, "row %d: also told: %s %s", _i, f.v[f.n - 1].pointer, f.v[f.n - 1].reason);
	ck_assert(!f.failed);
	ck_assert_int_eq(faults_err(&f) != NULL, n > 0);
}
END_TEST

Suite *
compose_faults_suite(void)
{
	Suite *s = suite_create("domain/compose_faults");
	TCase *c = tcase_create("faults");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, faults, 0, ROWS(wrong));
	suite_add_tcase(s, c);
	return s;
}
