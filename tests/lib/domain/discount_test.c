/* discount: one thing after the other: lines, fees, each sort of coupon and how it is refused, points, and where won_t ends. */
#include "domain/discount.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "support/refusal.h"
#include "support/suite.h"

#define NOW 500
static struct arena *arena;

static void
setup(void)
{
	arena = arena_new(1u << 20);
}

static void
teardown(void)
{
	arena_free(arena);
}

/* The coupons of these tests, each issued once. */
static const uint32_t of_1[] = { 1 }, of_1_2[] = { 1, 2 }, of_9[] = { 9 }, of_4[] = { 4 };
static const struct coupon
    order_3000 = { .name = "3000 off", .kind = COUPON_FIXED, .value = 3000 },
    order_10 = { .name = "ten per cent", .kind = COUPON_PERCENT, .value = 10, .min_order_amount = 20000 },
    order_all = { .name = "all of it", .kind = COUPON_PERCENT, .value = 100 },
    free_delivery = { .name = "free delivery", .kind = COUPON_FREE_DELIVERY, .min_order_amount = 15000 },
    one_500 = { .name = "500 off one", .scope = COUPON_FOR_PRODUCT, .kind = COUPON_FIXED, .value = 500, .product_ids = of_1, .nproducts = 1 },
    any_20 = { .name = "a fifth off", .scope = COUPON_FOR_PRODUCT, .kind = COUPON_PERCENT, .value = 20, .product_ids = of_1_2, .nproducts = 2 },
    any_4000 = { .name = "4000 off", .scope = COUPON_FOR_PRODUCT, .kind = COUPON_FIXED, .value = 4000, .product_ids = of_1_2, .nproducts = 2,
        .min_order_amount = 20000 },
    for_9 = { .name = "other things", .scope = COUPON_FOR_PRODUCT, .kind = COUPON_FIXED, .value = 4000, .product_ids = of_9, .nproducts = 1 },
    for_gift = { .name = "a gift", .scope = COUPON_FOR_PRODUCT, .kind = COUPON_FIXED, .value = 4000, .product_ids = of_4, .nproducts = 1 };

enum { ORDER_3000, ORDER_3000_AGAIN, ORDER_10, ORDER_ALL, FREE, FREE_AGAIN, ONE_500, ONE_500_AGAIN, ANY_20, ANY_4000, FOR_9, FOR_GIFT, USED, EXPIRED, ISSUED__MAX };
#define ISSUED(n, c, s, until) [n] = { .id = { { n + 1 } }, .coupon = &c, .state = s, .expires_at = until }
static const struct issued_coupon issued[] = {
	ISSUED(ORDER_3000, order_3000, COUPON_IS_ACTIVE, 1000),
	ISSUED(ORDER_3000_AGAIN, order_3000, COUPON_IS_ACTIVE, 1000),
	ISSUED(ORDER_10, order_10, COUPON_IS_ACTIVE, 1000),
	ISSUED(ORDER_ALL, order_all, COUPON_IS_ACTIVE, 1000),
	ISSUED(FREE, free_delivery, COUPON_IS_ACTIVE, 1000),
	ISSUED(FREE_AGAIN, free_delivery, COUPON_IS_ACTIVE, 1000),
	ISSUED(ONE_500, one_500, COUPON_IS_ACTIVE, 1000),
	ISSUED(ONE_500_AGAIN, one_500, COUPON_IS_ACTIVE, 1000),
	ISSUED(ANY_20, any_20, COUPON_IS_ACTIVE, 1000),
	ISSUED(ANY_4000, any_4000, COUPON_IS_ACTIVE, 1000),
	ISSUED(FOR_9, for_9, COUPON_IS_ACTIVE, 1000),
	ISSUED(FOR_GIFT, for_gift, COUPON_IS_ACTIVE, 1000),
	ISSUED(USED, order_3000, COUPON_IS_USED, 1000),
	ISSUED(EXPIRED, one_500, COUPON_IS_ACTIVE, NOW),
};

/* What most tests buy: 21,000 won of goods from two sellers and the shop. */
#define LINES 4
static struct bill_line lines[LINES];
static struct bill_fee fees[2];
static struct bill_coupon chosen[4];
static struct bill bill;

static void
fill(void)
{
	static const struct bill_line of[LINES] = {
		{ .product_id = 1, .seller_id = 7, .unit_price = 2000, .quantity = 3 },
		{ .product_id = 2, .seller_id = 7, .unit_price = 10000, .quantity = 1 },
		{ .product_id = 3, .seller_id = 8, .unit_price = 1000, .quantity = 5 },
		{ .product_id = 4, .seller_id = 0, .unit_price = 0, .quantity = 1 },	/* a gift of the shop */
	};

	memcpy(lines, of, sizeof(lines));
	fees[0] = (struct bill_fee){ .seller_id = 7, .fee = 3000, .free_from = 16001 };
	fees[1] = (struct bill_fee){ .seller_id = 8, .fee = 2500, .free_from = 5001 };
	bill = (struct bill){ .lines = lines, .nlines = LINES, .fees = fees, .nfees = 2, .coupons = chosen };
}

static void
choose(int coupon, int line)
{
	chosen[bill.ncoupons++] = (struct bill_coupon){ .issued = &issued[coupon], .picked = line };
}

/* As refusal() says it, with what is in the extra members of a coupon's refusal. */
static const char *
compute(void)
{
	return refusal(arena, discount_compute(arena, &bill, NOW));
}

#define EQ(m, goods, product, order, pts, fee, all) do { \
	ck_assert_int_eq((m).goods_total, goods); ck_assert_int_eq((m).product_discount, product); \
	ck_assert_int_eq((m).order_discount, order); ck_assert_int_eq((m).points_used, pts); \
	ck_assert_int_eq((m).delivery_fee, fee); ck_assert_int_eq((m).total, all); } while (0)

START_TEST(without_discounts)
{
	fill();
	ck_assert_str_eq(compute(), "");
	EQ(bill.amounts, 21000, 0, 0, 0, 5500, 26500);
	ck_assert_int_eq(lines[0].goods, 6000);
	ck_assert_int_eq(lines[2].total, 5000);
	ck_assert_int_eq(lines[2].coupon, -1);
	ck_assert_int_eq(fees[0].goods, 16000);
	ck_assert_int_eq(fees[1].charged, 2500);
}
END_TEST

/* Exactly the limit is enough; a seller nothing is bought of asks nothing; nor does one whose limit is nothing. */
START_TEST(fees_by_seller)
{
	fill();
	fees[0].free_from = 16000;
	fees[1].free_from = 5000;
	ck_assert_str_eq(compute(), "");
	ck_assert_int_eq(bill.amounts.delivery_fee, 0);
	fees[0].free_from = INT64_MAX;
	fees[1].free_from = 0;
	ck_assert_str_eq(compute(), "");
	ck_assert_int_eq(bill.amounts.delivery_fee, 3000);
	fees[0] = (struct bill_fee){ .seller_id = 99, .fee = 3000, .free_from = 50000 };
	ck_assert_str_eq(compute(), "");
	ck_assert_int_eq(bill.amounts.delivery_fee, 0);
	/* Discounts bring no fee back: the limit is of goods as listed. */
	fill();
	fees[0].free_from = 16000;
	choose(ANY_4000, BILL_NO_LINE);
	ck_assert_str_eq(compute(), "");
	ck_assert_int_eq(fees[0].charged, 0);
}
END_TEST

START_TEST(customised_lines)
{
	fill();
	lines[0].customization_cost = 1500;
	lines[1].customization_cost = -10001;
	ck_assert_str_eq(compute(), "");
	ck_assert_int_eq(lines[0].goods, 7500);
	ck_assert_int_eq(lines[1].goods, 0);
	ck_assert_int_eq(bill.amounts.goods_total, 12500);
}
END_TEST

START_TEST(all_at_once)
{
	fill();
	choose(ORDER_3000, BILL_NO_LINE);
	choose(FREE, BILL_NO_LINE);
	choose(ONE_500, 0);
	choose(ANY_4000, BILL_NO_LINE);
	bill.points = 1000;
	ck_assert_str_eq(compute(), "");
	EQ(bill.amounts, 21000, 4500, 3000, 1000, 0, 12500);
	ck_assert_int_eq(chosen[0].saves, 3000);
	ck_assert_int_eq(chosen[1].saves, 5500);
	ck_assert_int_eq(chosen[2].line, 0);
	ck_assert_int_eq(chosen[3].line, 1);
	ck_assert_int_eq(chosen[0].line, BILL_NO_LINE);
	ck_assert_int_eq(lines[1].coupon, 3);
	ck_assert_int_eq(lines[1].product_discount, 4000);
	/* 3,000 over 5,500, 6,000 and 5,000 of 16,500: 1,000, 1,090.9 and 909.1 */
	ck_assert_int_eq(lines[0].order_discount, 1000);
	ck_assert_int_eq(lines[1].order_discount, 1091);
	ck_assert_int_eq(lines[2].order_discount, 909);
	ck_assert_int_eq(lines[3].order_discount, 0);
	ck_assert_int_eq(fees[0].waived, 3000);
	ck_assert_int_eq(fees[1].waived, 2500);
	ck_assert_int_eq(fees[1].charged, 0);
	/* The same again is the same. */
	ck_assert_str_eq(compute(), "");
	EQ(bill.amounts, 21000, 4500, 3000, 1000, 0, 12500);
}
END_TEST

/* Each goes where it saves most, the one that saves more first: the fifth off is worth 2,000 on line 1, but 4,000 off is worth more there. */
START_TEST(unpicked)
{
	fill();
	choose(ANY_20, BILL_NO_LINE);
	choose(ANY_4000, BILL_NO_LINE);
	ck_assert_str_eq(compute(), "");
	/* 4,000 off either line is the same: the earlier. */
	ck_assert_int_eq(chosen[1].line, 0);
	ck_assert_int_eq(chosen[0].line, 1);
	ck_assert_int_eq(chosen[0].saves, 2000);
	ck_assert_int_eq(bill.amounts.product_discount, 6000);
	/* A line its buyer picked for one is not to be had by another. */
	fill();
	choose(ANY_20, BILL_NO_LINE);
	choose(ANY_4000, 1);
	ck_assert_str_eq(compute(), "");
	ck_assert_int_eq(chosen[0].line, 0);
	ck_assert_int_eq(chosen[0].saves, 1200);
}
END_TEST

static const struct { int coupon[4], line[4]; size_t n; int which; const char *word; } refusals[] = {
	{ { USED }, { -1 }, 1, USED, "coupon_used" },
	{ { ORDER_3000, EXPIRED }, { -1, -1 }, 2, EXPIRED, "coupon_expired" },
	{ { ONE_500, ONE_500 }, { -1, 0 }, 2, ONE_500, "coupon_used" },
	{ { ORDER_3000, ORDER_3000_AGAIN }, { -1, -1 }, 2, ORDER_3000_AGAIN, "coupon_second" },
	{ { FREE, FREE_AGAIN }, { -1, -1 }, 2, FREE_AGAIN, "coupon_second" },
	{ { ORDER_3000 }, { 0 }, 1, ORDER_3000, "coupon_line_unknown" },
	{ { ONE_500 }, { 4 }, 1, ONE_500, "coupon_line_unknown" },
	{ { ONE_500 }, { -2 }, 1, ONE_500, "coupon_line_unknown" },
	{ { ONE_500 }, { 1 }, 1, ONE_500, "coupon_not_for_these" },
	{ { ONE_500, ONE_500_AGAIN }, { 0, 0 }, 2, ONE_500_AGAIN, "coupon_line_taken" },
	{ { ONE_500, ONE_500_AGAIN }, { -1, 0 }, 2, ONE_500, "coupon_line_taken" },
	{ { ONE_500, ONE_500_AGAIN }, { -1, -1 }, 2, ONE_500_AGAIN, "coupon_line_taken" },
	{ { FOR_9 }, { -1 }, 1, FOR_9, "coupon_not_for_these" },
	{ { FOR_GIFT }, { -1 }, 1, FOR_GIFT, "coupon_saves_nothing" },
	{ { FOR_GIFT }, { 3 }, 1, FOR_GIFT, "coupon_saves_nothing" },
	/* 21,000 less 2,000 is below 20,000. */
	{ { ORDER_10, ANY_20 }, { -1, -1 }, 2, ORDER_10, "coupon_below_minimum" },
};

START_TEST(refused)
{
	struct buf b = { 0 };
	char id[UUID_TEXT];

	fill();
	for (size_t i = 0; i < refusals[_i].n; i++)
		choose(refusals[_i].coupon[i], refusals[_i].line[i]);
	const struct err *e = discount_compute(arena, &bill, NOW);
	ck_assert(err_is(e, ERR_COUPON_NOT_USABLE));
	ck_assert_str_eq(e->detail, refusals[_i].word);
	e->extra(&b, e->extra_arg);
	const struct issued_coupon *c = &issued[refusals[_i].which];
	ck_assert_str_eq(buf_str(&b), arena_printf(arena, "\"coupon\":{\"issuedCouponId\":\"%s\",\"name\":\"%s\",\"reason\":\"%s\"}",
	    uuid_text(&c->id, id), c->coupon->name, refusals[_i].word));
	buf_free(&b);
}
END_TEST

START_TEST(least_amounts)
{
	fill();
	lines[0].quantity = 2;		/* 19,000 won of goods */
	choose(ANY_4000, BILL_NO_LINE);
	ck_assert_str_eq(compute(), "COUPON_NOT_USABLE");
	lines[1].unit_price = 11000;	/* 20,000 as listed, though less once it is off */
	ck_assert_str_eq(compute(), "");
	choose(ORDER_10, BILL_NO_LINE);
	ck_assert_str_eq(compute(), "COUPON_NOT_USABLE");
	fill();
	lines[1].unit_price = 3999;
	choose(FREE, BILL_NO_LINE);
	ck_assert_str_eq(compute(), "COUPON_NOT_USABLE");
	lines[1].unit_price = 4000;
	ck_assert_str_eq(compute(), "");
	/* Nothing to deliver for money. */
	fees[0].fee = fees[1].fee = 0;
	ck_assert_str_eq(compute(), "COUPON_NOT_USABLE");
}
END_TEST

START_TEST(points)
{
	fill();
	bill.points = 21000;
	ck_assert_str_eq(compute(), "");
	EQ(bill.amounts, 21000, 0, 0, 21000, 5500, 5500);	/* never the fees */
	for (int i = 0; i < LINES; i++)
		ck_assert_int_eq(lines[i].total, 0);
	bill.points = 21001;
	ck_assert_str_eq(compute(), "INVALID_REQUEST /points=too_large");
	bill.points = -1;
	ck_assert_str_eq(compute(), "INVALID_REQUEST /points=too_small");
	bill.points = 1;
	choose(ORDER_ALL, BILL_NO_LINE);
	ck_assert_str_eq(compute(), "INVALID_REQUEST /points=too_large");
	bill.points = 0;
	ck_assert_str_eq(compute(), "");
	EQ(bill.amounts, 21000, 0, 21000, 0, 5500, 5500);
	/* And with nothing left another coupon has nothing to save. */
	fill();
	lines[0].quantity = lines[1].quantity = lines[2].quantity = 0;
	choose(ORDER_3000, BILL_NO_LINE);
	ck_assert_str_eq(compute(), "COUPON_NOT_USABLE");
}
END_TEST

/* Where won_t ends. */
static const struct { won_t unit[2]; int64_t quantity; won_t change, fee[2]; bool fits; } ends[] = {
	{ { INT64_MAX, 0 }, 1, 0, { 0, 0 }, true },
	{ { INT64_MAX, 0 }, 2, 0, { 0, 0 }, false },
	{ { INT64_MAX, 1 }, 1, 0, { 0, 0 }, false },
	{ { INT64_MAX, 0 }, 1, 1, { 0, 0 }, false },
	{ { INT64_MAX, 0 }, 1, 0, { 1, 0 }, false },
	{ { 1, 1 }, 1, 0, { INT64_MAX, 1 }, false },
	{ { 1, 1 }, 1, 0, { INT64_MAX, 0 }, false },
	{ { -1, 1 }, 1, 0, { 0, 0 }, false },
	{ { 1, 1 }, -1, 0, { 0, 0 }, false },
	{ { 0, 0 }, 0, INT64_MIN, { 0, 0 }, true },
};

START_TEST(where_won_ends)
{
	fill();
	bill.nlines = 2;
	lines[1].seller_id = 8;
	for (int i = 0; i < 2; i++) {
		lines[i].unit_price = ends[_i].unit[i];
		lines[i].quantity = ends[_i].quantity;
		fees[i].fee = ends[_i].fee[i];
		fees[i].free_from = INT64_MAX;
	}
	lines[0].customization_cost = ends[_i].change;
	/* A fee is charged for less than all the goods there could be. */
	if (ends[_i].unit[0] == INT64_MAX)
		fees[1].seller_id = 7, fees[1].fee = ends[_i].fee[0], fees[0].fee = 0, lines[0].seller_id = 6, lines[1].seller_id = 7;
	ck_assert_str_eq(compute(), ends[_i].fits ? "" : "INVALID_REQUEST /items=too_large");
}
END_TEST

START_TEST(too_many_lines)
{
	static struct bill_line many[BILL_LINES_MAX + 1];

	fill();
	bill.lines = many;
	bill.nlines = BILL_LINES_MAX + 1;
	ck_assert_str_eq(compute(), "INVALID_REQUEST /items=too_many");
	bill.nlines--;
	ck_assert_str_eq(compute(), "");
	bill.nlines = 0;
	ck_assert_str_eq(compute(), "");
	EQ(bill.amounts, 0, 0, 0, 0, 0, 0);
}
END_TEST

static const struct { int coupon; const char *why; won_t saves; int line; } previews[] = {
	{ ORDER_3000, NULL, 3000, BILL_NO_LINE },
	{ ORDER_10, NULL, 2100, BILL_NO_LINE },
	{ ORDER_ALL, NULL, 21000, BILL_NO_LINE },
	{ FREE, NULL, 5500, BILL_NO_LINE },
	{ ONE_500, NULL, 500, 0 },
	{ ANY_20, NULL, 2000, 1 },
	{ ANY_4000, NULL, 4000, 0 },
	{ FOR_9, "coupon_not_for_these", -7, -7 },
	{ FOR_GIFT, "coupon_saves_nothing", -7, -7 },
	{ USED, "coupon_used", -7, -7 },
	{ EXPIRED, "coupon_expired", -7, -7 },
};

START_TEST(preview)
{
	won_t saves = -7;
	int line = -7;

	fill();
	ck_assert_str_eq(compute(), "");
	ck_assert_pstr_eq(discount_preview(&bill, &issued[previews[_i].coupon], NOW, &saves, &line), previews[_i].why);
	ck_assert_int_eq(saves, previews[_i].saves);
	ck_assert_int_eq(line, previews[_i].line);
	/* Whatever has been chosen already. */
	saves = -7;
	choose(FREE, BILL_NO_LINE);
	choose(ONE_500, BILL_NO_LINE);
	bill.points = 5000;
	ck_assert_str_eq(compute(), "");
	ck_assert_pstr_eq(discount_preview(&bill, &issued[previews[_i].coupon], NOW, &saves, &line), previews[_i].why);
	ck_assert_int_eq(saves, previews[_i].saves);
}
END_TEST

START_TEST(preview_below_the_least)
{
	won_t saves;
	int line;

	fill();
	lines[0].quantity = 0;
	lines[2].quantity = 4;
	ck_assert_str_eq(compute(), "");
	ck_assert_str_eq(discount_preview(&bill, &issued[ANY_4000], NOW, &saves, &line), "coupon_below_minimum");
	ck_assert_str_eq(discount_preview(&bill, &issued[FREE], NOW, &saves, &line), "coupon_below_minimum");
	ck_assert_str_eq(discount_preview(&bill, &issued[ORDER_10], NOW, &saves, &line), "coupon_below_minimum");
}
END_TEST

/* Memory that is short costs the particulars, not the refusal. */
START_TEST(short_of_memory)
{
	struct arena *small = arena_new(1);

	(void)arena_alloc(small, 1);
	fill();
	choose(USED, BILL_NO_LINE);
	const struct err *e = discount_compute(small, &bill, NOW);
	ck_assert(err_is(e, ERR_COUPON_NOT_USABLE));
	ck_assert_ptr_null(e->extra);
	arena_free(small);
}
END_TEST

Suite *
discount_suite(void)
{
	Suite *s = suite_create("domain/discount");
	TCase *c = tcase_create("discount");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, without_discounts);
	tcase_add_test(c, fees_by_seller);
	tcase_add_test(c, customised_lines);
	tcase_add_test(c, all_at_once);
	tcase_add_test(c, unpicked);
	tcase_add_loop_test(c, refused, 0, ROWS(refusals));
	tcase_add_test(c, least_amounts);
	tcase_add_test(c, points);
	tcase_add_loop_test(c, where_won_ends, 0, ROWS(ends));
	tcase_add_test(c, too_many_lines);
	tcase_add_loop_test(c, preview, 0, ROWS(previews));
	tcase_add_test(c, preview_below_the_least);
	tcase_add_test(c, short_of_memory);
	suite_add_tcase(s, c);
	return s;
}
