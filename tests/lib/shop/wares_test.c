/* wares: wishes to lines, once a product; what would be short. What prices them is tested where they are bought (purchase_test.c). */
#include "shop/wares.h"

#include "base/arena.h"
#include "base/err.h"
#include "shop/ticket.h"
#include "support/suite.h"
#include "support/testdb.h"

static struct arena *a;

static void setup(void) { a = arena_new(1 << 16); }
static void teardown(void) { arena_free(a); }

START_TEST(lines)
{
	static const struct ware_wish wish[] = { { 9, 2, 5 }, { 3, 1, 0 }, { 9, 4, 0 } };
	const struct list list = { wish, 3 };
	struct ticket t = { 0 };
	struct wares w, again;

	ck_ok(wares_of_wishes(a, &list, &w));
	ck_assert_uint_eq(w.lines.n, 2);
	ck_assert_uint_eq(w.lines.v[0].product_id, 9);
	ck_assert_int_eq(w.lines.v[0].quantity, 6);
	ck_assert_int_eq(w.lines.v[0].cart_item_id, 5);
	ck_assert_uint_eq(w.products[0], 3);
	ck_assert_uint_eq(w.products[1], 9);
	ck_ok(wares_of_lines(a, &w.lines, &again));
	ck_assert_uint_eq(again.lines.n, 2);
	ck_assert_int_eq(again.lines.v[1].quantity, 1);
	wares_name(&again, &t);
	ck_assert_uint_eq(t.nproducts, 2);
	ck_assert_ptr_eq(t.products, again.products);
}
END_TEST

START_TEST(too_many)
{
	static const struct ware_wish wish[] = { { 9, WARES_PIECES, 0 }, { 3, 1, 0 }, { 9, 1, 0 } };
	const struct list list = { wish, 3 };
	struct wares w;
	const struct err *e = wares_of_wishes(a, &list, &w);

	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].pointer, "/items/2/quantity");
}
END_TEST

START_TEST(stock)
{
	static struct sheet_line v[] = {
		{ .product_id = 1, .sku_id = 1, .sku = "a", .name = "가", .name_en = "A", .quantity = 2, .available = 2000 },
		{ .product_id = 2, .sku_id = 2, .sku = "b", .name = "나", .quantity = 2, .available = 1999 },
	};
	struct wares w = { .lines = { v, 2 } };

	ck_assert(err_is(wares_check_stock(a, &w, false), ERR_STOCK_NOT_ENOUGH));
	v[1].available = 2000;
	ck_assert_ptr_null(wares_check_stock(a, &w, false));
}
END_TEST

Suite *
wares_suite(void)
{
	Suite *s = suite_create("shop/wares");
	TCase *c = tcase_create("wares");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, lines);
	tcase_add_test(c, too_many);
	tcase_add_test(c, stock);
	suite_add_tcase(s, c);
	return s;
}
