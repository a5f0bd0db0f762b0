/* menus: catalogue and stock of one moment, together. */
#include "shop/menus.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "shop/shop.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t, "menus"); }
static void drop(void) { testshop_drop(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

START_TEST(all_there_is)
{
	struct menu_now now;

	ck_ok(menu_now(t.shop, t.t.arena, &now));
	ck_assert_uint_eq(now.menu->nskus, t.menu->nskus);
	ck_assert_uint_eq(now.menu->nproducts, t.menu->nproducts);
	ck_assert_uint_eq(now.stock.n, t.menu->nskus);
	for (size_t i = 0; i < now.menu->nskus; i++) {
		const struct stock_row *row = stock_find(&now.stock, now.menu->skus[i].id);
		ck_assert_ptr_nonnull(row);
		ck_assert_int_eq(row->available, TESTSHOP_STOCK * QTY_ONE);
	}
}
END_TEST

START_TEST(figures_are_read_each_time)
{
	struct menu_now now;
	const struct sku *wine;

	ck_ok(menu_now(t.shop, t.t.arena, &now));
	wine = menu_sku(now.menu, "wine");
	testshop_stock(&t, "wine", 2);
	ck_ok(menu_now(t.shop, t.t.arena, &now));
	ck_assert_int_eq(stock_find(&now.stock, wine->id)->available, 2 * QTY_ONE);
}
END_TEST

/* The menu one began with stays as it was, whatever becomes current meanwhile. */
START_TEST(held_by_its_arena)
{
	struct arena *mine = arena_new(1u << 20);
	struct menu_now old, now;
	const char *name;

	ck_ok(menu_now(t.shop, mine, &old));
	name = menu_product(old.menu, PRODUCT_DINNER, "french")->name;
	testshop_sql(&t, "UPDATE products SET name = 'another' WHERE code = 'french'");
	shop_close(t.shop);	/* what is current goes; what is held does not */
	t.shop = NULL;
	ck_assert_str_eq(menu_product(old.menu, PRODUCT_DINNER, "french")->name, name);
	ck_assert_str_ne(name, "another");
	testshop_reopen(&t);
	ck_ok(menu_now(t.shop, t.t.arena, &now));
	ck_assert_str_eq(menu_product(now.menu, PRODUCT_DINNER, "french")->name, "another");
	testshop_sql(&t, "UPDATE products SET name = '프렌치 디너' WHERE code = 'french'");
	arena_free(mine);
}
END_TEST

Suite *
menus_suite(void)
{
	Suite *s = suite_create("shop/menus");
	TCase *c = tcase_create("menus");

	tcase_add_unchecked_fixture(c, create, drop);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, all_there_is);
	tcase_add_test(c, figures_are_read_each_time);
	tcase_add_test(c, held_by_its_arena);
	suite_add_tcase(s, c);
	return s;
}
