/* sale: what counts, what is left of a line, and days that end where the shop's do. */
#include "domain/sale.h"

#include <string.h>

#include "support/suite.h"

static const struct { struct sale_line l; int64_t quantity; won_t amount; } lines[] = {
	{ { 3, 0, 0, 10000, ITEM_PENDING }, 3, 10000 },
	{ { 3, 1, 0, 10000, ITEM_DELIVERED }, 2, 6666 },	/* the first piece was worth 3,334 */
	{ { 3, 1, 1, 10000, ITEM_DELIVERED }, 1, 3333 },
	{ { 3, 3, 0, 10000, ITEM_CANCELLED }, 0, 0 },
	{ { 3, 0, 0, 10000, ITEM_CANCELLED }, 0, 0 },
	{ { 3, 1, 0, 10000, ITEM_RETURNED }, 0, 0 },
	{ { 3, 0, 0, 10000, ITEM_RETURN_REQUESTED }, 3, 10000 },
	{ { 3, 0, 0, 10000, ITEM_EXCHANGED }, 3, 10000 },
	{ { 1, 0, 0, 0, ITEM_CONFIRMED }, 1, 0 },
	{ { 3, 2, 2, 10000, ITEM_DELIVERED }, 0, 0 },
	{ { 0, 0, 0, 10000, ITEM_DELIVERED }, 0, 0 },
	{ { 3, -1, 0, 10000, ITEM_DELIVERED }, 0, 0 },
};

START_TEST(left)
{
	int64_t quantity;
	won_t amount;

	sale_left(&lines[_i].l, &quantity, &amount);
	ck_assert_int_eq(quantity, lines[_i].quantity);
	ck_assert_int_eq(amount, lines[_i].amount);
}
END_TEST

START_TEST(states)
{
	for (int s = 0; s < ORDER__MAX; s++)
		ck_assert_int_eq(sale_counts((enum order_state)s), s == ORDER_PAID || s == ORDER_PARTIALLY_CANCELLED ||
		    s == ORDER_COMPLETED || s == ORDER_REFUNDED);
}
END_TEST

/* In Seoul it is the 1st of March from 15:00 UTC on; in Berlin a day of 23 hours lies between. */
START_TEST(days)
{
	char day[CLOCK_TEXT];

	ck_assert_int_eq(clock_zone("Asia/Seoul"), 0);
	ck_assert_str_eq(sale_day_before(INT64_C(1772290800000) - 1, 0, day), "2026-02-28");
	ck_assert_str_eq(sale_day_before(INT64_C(1772290800000), 0, day), "2026-03-01");
	ck_assert_str_eq(sale_day_before(INT64_C(1772290800000), 2, day), "2026-02-27");
	ck_assert_int_eq(clock_zone("Europe/Berlin"), 0);
	ck_assert_str_eq(sale_day_before(INT64_C(1774821600000), 1, day), "2026-03-29");	/* 2026-03-30 00:00 */
	ck_assert_str_eq(sale_day_before(INT64_C(1774821600000), 2, day), "2026-03-28");
	ck_assert_int_eq(clock_zone("UTC"), 0);
}
END_TEST

Suite *
sale_suite(void)
{
	Suite *s = suite_create("domain/sale");
	TCase *c = tcase_create("sale");

	tcase_add_loop_test(c, left, 0, ROWS(lines));
	tcase_add_test(c, states);
	tcase_add_test(c, days);
	suite_add_tcase(s, c);
	return s;
}
