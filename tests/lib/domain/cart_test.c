/* cart: what its lines cost, and what of that can be bought. */
#include "domain/cart.h"

#include "support/suite.h"

START_TEST(totals)
{
	const struct cart_line lines[] = {
		{ .quantity = 3, .goods = { .price = 12900, .on_sale = true, .available = 1 * QTY_ONE } },
		{ .quantity = 2, .goods = { .price = 500, .on_sale = true, .available = 0 } },
		{ .quantity = 1, .goods = { .price = 700, .on_sale = false, .available = 9 * QTY_ONE } },
		{ .quantity = 99, .goods = { .price = 10, .on_sale = true, .available = 99 * QTY_ONE } },
	};
	struct cart c = { lines, ROWS(lines) };

	ck_assert_int_eq(cart_line_total(&lines[0]), 38700);
	ck_assert_int_eq(cart_line_total(&lines[1]), 1000);
	ck_assert_int_eq(cart_total(&c), 38700 + 990);
	c.n = 0;
	ck_assert_int_eq(cart_total(&c), 0);
}
END_TEST

/* The fullest cart there can be. */
START_TEST(largest)
{
	struct cart_line lines[CART_LINES];
	struct cart c = { lines, CART_LINES };

	for (int i = 0; i < CART_LINES; i++)
		lines[i] = (struct cart_line){ .quantity = CART_PIECES,
		    .goods = { .price = GOODS_PRICE_MAX, .on_sale = true, .available = QTY_ONE } };
	ck_assert_int_eq(cart_total(&c), INT64_C(9900000000000));
}
END_TEST

Suite *
cart_suite(void)
{
	Suite *s = suite_create("domain/cart");
	TCase *c = tcase_create("cart");

	tcase_add_test(c, totals);
	tcase_add_test(c, largest);
	suite_add_tcase(s, c);
	return s;
}
