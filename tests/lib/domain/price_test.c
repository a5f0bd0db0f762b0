/* price: changes, lines and orders, up to where the numbers end. */
#include "domain/price.h"

#include <string.h>

#include "support/suite.h"

static const struct sku steak = { .id = 1, .code = "steak", .unit_price = 18000, .removal_credit = 5400 };
static const struct sku cake_base = { .id = 2, .code = "cake_base", .unit_price = 12001, .removal_credit = 333 };
static const struct sku plate = { .id = 3, .code = "plate", .unit_price = 500, .removal_credit = 0 };

static const struct { const struct sku *sku; qty_t base, wanted; won_t change; } changes[] = {
	{ &steak, 1000, 1000, 0 },
	{ &steak, 1000, 3000, 36000 },
	{ &steak, 0, 1000, 18000 },
	{ &steak, 2000, 1000, -5400 },
	{ &steak, 2000, 0, -10800 },
	{ &steak, 0, 0, 0 },
	{ &plate, 2000, 0, 0 },
	{ &plate, 0, 99000, 49500 },
	/* Parts of a piece: what is paid and what is credited are both rounded down. */
	{ &cake_base, 1500, 2000, 6000 },
	{ &cake_base, 1500, 1000, -166 },
	{ &cake_base, 1, 0, 0 },
	{ &cake_base, 0, 1, 12 },
};

START_TEST(change)
{
	ck_assert_int_eq(price_customization(changes[_i].sku, changes[_i].base, changes[_i].wanted), changes[_i].change);
}
END_TEST

START_TEST(unit_prices)
{
	struct product dinner = { .kind = PRODUCT_DINNER, .price = 30000 }, salad = { .kind = PRODUCT_SIDE_DISH, .price = 7000 },
	    cake = { .kind = PRODUCT_CAKE, .price = 42000 };
	struct variant grand = { .code = "grand", .price = 5000 }, size_3 = { .code = "vanilla/size_3", .price = 52000 };

	ck_assert_int_eq(price_dinner(&dinner, &grand), 35000);
	ck_assert_int_eq(price_side_dish(&salad, &grand), 7000);
	ck_assert_int_eq(price_side_dish(&cake, &size_3), 52000);
	dinner.price = INT64_MAX - 4999;
	ck_assert_int_eq(price_dinner(&dinner, &grand), INT64_MAX);
	dinner.price = INT64_MAX - 5000;
	ck_assert_int_eq(price_dinner(&dinner, &grand), INT64_MAX);
	dinner.price = INT64_MAX - 5001;
	ck_assert_int_eq(price_dinner(&dinner, &grand), INT64_MAX - 1);
}
END_TEST

static const struct { won_t unit; int64_t quantity; won_t change[3]; won_t discount; bool fits; won_t cost, total; } lines[] = {
	{ 35000, 2, { 0 }, 0, true, 0, 70000 },
	{ 35000, 2, { 36000, -4500, 0 }, 0, true, 31500, 101500 },
	{ 35000, 2, { 0 }, 70000, true, 0, 0 },
	{ 35000, 2, { 1000 }, 71000, true, 1000, 0 },
	{ 35000, 2, { 0 }, 70001, false, 0, 0 },
	{ 35000, 2, { 0 }, -1, false, 0, 0 },
	/* A credit larger than the line is cut to it. */
	{ 1000, 1, { -999, -1 }, 0, true, -1000, 0 },
	{ 1000, 1, { -999, -2 }, 0, true, -1000, 0 },
	{ 1000, 1, { INT64_MIN }, 0, true, -1000, 0 },
	{ 1000, 1, { -5000, 4500 }, 0, true, -500, 500 },
	{ 0, 5, { -1 }, 0, true, 0, 0 },
	{ 1000, 0, { 0 }, 0, true, 0, 0 },
	/* Where won_t ends. */
	{ INT64_MAX, 1, { 0 }, 0, true, 0, INT64_MAX },
	{ INT64_MAX, 1, { 0 }, INT64_MAX, true, 0, 0 },
	{ INT64_MAX, 2, { 0 }, 0, false, 0, 0 },
	{ INT64_MAX, 1, { 1 }, 0, false, 0, 0 },
	{ 1, 1, { INT64_MAX, 1 }, 0, false, 0, 0 },
	{ 1, 1, { INT64_MIN, -1 }, 0, false, 0, 0 },
	{ INT64_C(1) << 62, -2, { 0 }, 0, false, 0, 0 },
	{ 1000, -1, { 0 }, 0, false, 0, 0 },
};

START_TEST(line)
{
	struct customization c[3];
	struct order_item it = { .unit_price = lines[_i].unit, .quantity = lines[_i].quantity, .discount = lines[_i].discount,
	    .customization_cost = 77, .total = 88, .customizations = c, .ncustomizations = 3 };

	for (int i = 0; i < 3; i++)
		c[i] = (struct customization){ .price_change = lines[_i].change[i] };
	ck_assert_int_eq(price_item(&it), lines[_i].fits);
	ck_assert_int_eq(it.customization_cost, lines[_i].fits ? lines[_i].cost : 77);
	ck_assert_int_eq(it.total, lines[_i].fits ? lines[_i].total : 88);
}
END_TEST

START_TEST(order)
{
	struct order_item it[] = {
		{ .kind = PRODUCT_DINNER, .unit_price = 35000, .quantity = 2, .customization_cost = -5400, .total = 64600 },
		{ .kind = PRODUCT_SIDE_DISH, .unit_price = 7000, .quantity = 3, .discount = 1000, .total = 20000 },
		{ .kind = PRODUCT_CAKE, .unit_price = 52000, .quantity = 1, .total = 52000 },
		{ .kind = PRODUCT_GOODS, .unit_price = 100, .quantity = 7, .discount = 50, .total = 650 },
		{ .kind = PRODUCT_SIDE_DISH, .unit_price = 4000, .quantity = 1, .total = 4000 },
	};
	struct pricing p;

	ck_assert(price_order(it, 5, 3000, &p));
	ck_assert_int_eq(p.base_price_total, 70700);
	ck_assert_int_eq(p.customization_cost, -5400);
	ck_assert_int_eq(p.side_dish_total, 25000);
	ck_assert_int_eq(p.cake_total, 52000);
	ck_assert_int_eq(p.discount_total, 1050);
	ck_assert_int_eq(p.delivery_fee, 3000);
	ck_assert_int_eq(p.final_price, 64600 + 20000 + 52000 + 650 + 4000 + 3000);
	ck_assert_int_eq(p.final_price, p.base_price_total + p.customization_cost + p.side_dish_total + p.cake_total -
	    p.discount_total + p.delivery_fee);
	ck_assert(price_order(NULL, 0, 0, &p));
	ck_assert_int_eq(p.final_price, 0);
}
END_TEST

/* Two lines, one of whose figures does not fit to the other's: nothing is told. */
static const struct order_item too_much[][2] = {
	{ { .unit_price = INT64_MAX, .quantity = 2 }, { 0 } },
	{ { .unit_price = INT64_MAX, .quantity = 1 }, { .unit_price = 1, .quantity = 1 } },
	{ { .customization_cost = INT64_MIN }, { .customization_cost = -1 } },
	{ { .discount = INT64_MAX }, { .discount = 1 } },
	{ { .total = INT64_MAX }, { .total = 1 } },
};

START_TEST(order_too_large)
{
	struct pricing p = { .final_price = 77 };

	ck_assert(!price_order(too_much[_i], 2, 0, &p));
	ck_assert_int_eq(p.final_price, 77);
}
END_TEST

Suite *
price_suite(void)
{
	Suite *s = suite_create("domain/price");
	TCase *c = tcase_create("price");

	tcase_add_loop_test(c, change, 0, ROWS(changes));
	tcase_add_test(c, unit_prices);
	tcase_add_loop_test(c, line, 0, ROWS(lines));
	tcase_add_test(c, order);
	tcase_add_loop_test(c, order_too_large, 0, ROWS(too_much));
	suite_add_tcase(s, c);
	return s;
}
