/* menus: the menu and the figures it can be made of, together. */
#include "shop/menus.h"

#include "base/arena.h"
#include "base/err.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

START_TEST(menu_and_stock)
{
	struct menu_now m;

	testshop_stock(&t, "wine", 7);
	ck_ok(menu_now(t.shop, t.t.arena, &m));
	ck_assert_uint_eq(m.menu->nproducts, t.menu->nproducts);
	ck_assert_uint_eq(m.stock.n, t.menu->nskus);
	ck_assert_int_eq(stock_find(&m.stock, menu_sku(m.menu, "wine")->id)->available, 7 * QTY_ONE);
	ck_assert_int_eq(stock_find(&m.stock, menu_sku(m.menu, "bacon")->id)->available, TESTSHOP_STOCK * QTY_ONE);
	/* The figures are of now, each time. */
	(void)testshop_order(&t, &testshop_dinner, &t.kim);
	ck_ok(menu_now(t.shop, t.t.arena, &m));
	ck_assert_int_eq(stock_find(&m.stock, menu_sku(m.menu, "wine")->id)->available, 6 * QTY_ONE);
}
END_TEST

START_TEST(no_database)
{
	struct menu_now m;

	t.t.conf.db_name = "no_such_database";
	testshop_reopen(&t);
	ck_fails(menu_now(t.shop, t.t.arena, &m), UNAVAILABLE, "connect");
	t.t.conf.db_name = t.t.name;
}
END_TEST

Suite *
menus_suite(void)
{
	Suite *s = suite_create("shop/menus");
	TCase *c = tcase_create("menus");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, menu_and_stock);
	tcase_add_test(c, no_database);
	suite_add_tcase(s, c);
	return s;
}
