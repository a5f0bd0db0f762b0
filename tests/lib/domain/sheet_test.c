/* sheet: its time in every state of an order, prices then and now, and the funnel. */
#include "domain/sheet.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "support/suite.h"

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

START_TEST(time_and_state)
{
	enum order_state status = (enum order_state)_i;
	struct sheet s = { .status = status, .created_at = 1000 };

	s.expires_at = sheet_expiry(s.created_at, 30);
	ck_assert_int_eq(s.expires_at, 1000 + 1800000);
	for (int64_t now = s.expires_at - 1; now <= s.expires_at; now++) {
		bool over = now == s.expires_at;
		const struct err *e = sheet_refusal(arena, &s, now);
		ck_assert(sheet_expired(&s, now) == (status == ORDER_CREATED && over));
		if (status == ORDER_CREATED && !over) {
			ck_assert_ptr_null(e);
		} else if (status == ORDER_CREATED || status == ORDER_CANCELLED) {
			ck_assert(err_is(e, ERR_ORDER_SHEET_EXPIRED));
		} else {
			ck_assert(err_is(e, ERR_ORDER_STATE_CONFLICT));
			ck_assert_str_eq(e->detail, status == ORDER_PENDING_PAYMENT ? "sheet_being_paid" : "sheet_paid");
		}
	}
}
END_TEST

static struct bill_line then_lines[2], today_lines[2];
static struct bill_fee then_fees[2], today_fees[2];
static struct bill then, today;

static void
fill(void)
{
	static const struct bill_line of[2] = {
		{ .product_id = 1, .seller_id = 1, .unit_price = 1000, .quantity = 2 },
		{ .product_id = 2, .seller_id = 2, .unit_price = 5000, .quantity = 1 },
	};
	static const struct bill_fee fee[2] = { { .seller_id = 1, .fee = 3000, .free_from = 30000 }, { .seller_id = 2, .fee = 2500, .free_from = 30000 } };

	memcpy(then_lines, of, sizeof(of));
	memcpy(today_lines, of, sizeof(of));
	memcpy(then_fees, fee, sizeof(fee));
	memcpy(today_fees, fee, sizeof(fee));
	then = (struct bill){ .lines = then_lines, .nlines = 2, .fees = then_fees, .nfees = 2 };
	today = (struct bill){ .lines = today_lines, .nlines = 2, .fees = today_fees, .nfees = 2 };
}

static const struct err *
compare(void)
{
	ck_assert_ptr_null(discount_compute(arena, &then, 0));
	ck_assert_ptr_null(discount_compute(arena, &today, 0));
	return sheet_price(arena, &then, &today);
}

/* Lines as they are, fees once a seller, by seller; the shop itself and who delivers free have none. */
START_TEST(bill)
{
	static struct sheet_line v[] = {
		{ .product_id = 1, .seller_id = 9, .quantity = 2, .unit_price = 700, .fee = 3000, .free_from = 5000 },
		{ .product_id = 2, .seller_id = 0, .quantity = 1, .unit_price = 100 },
		{ .product_id = 3, .seller_id = 4, .quantity = 1, .unit_price = 50, .fee = 2500, .free_from = 100 },
		{ .product_id = 4, .seller_id = 9, .quantity = 3, .unit_price = 10, .fee = 3000, .free_from = 5000 },
		{ .product_id = 5, .seller_id = 5, .quantity = 1, .unit_price = 10, .fee = 0, .free_from = 5000 },
	};
	const struct sheet_lines lines = { v, 5 };
	struct arena *a = arena_new(1 << 16), *small = arena_new(16);
	struct bill b;

	ck_assert(sheet_bill(a, &lines, 2, &b));
	ck_assert_uint_eq(b.nlines, 5);
	ck_assert_int_eq(b.lines[3].quantity, 3);
	ck_assert_uint_eq(b.lines[3].seller_id, 9);
	ck_assert_uint_eq(b.nfees, 2);
	ck_assert_uint_eq(b.fees[0].seller_id, 4);
	ck_assert_uint_eq(b.fees[1].seller_id, 9);
	ck_assert_int_eq(b.fees[1].free_from, 5000);
	ck_assert_uint_eq(b.ncoupons, 0);
	ck_assert_ptr_null(discount_compute(a, &b, 0));
	ck_assert_int_eq(b.amounts.goods_total, 1590);
	ck_assert_int_eq(b.amounts.delivery_fee, 5500);
	ck_assert(!sheet_bill(small, &lines, 2, &b));
	arena_free(small);
	arena_free(a);
}
END_TEST

START_TEST(same_prices)
{
	static const struct coupon c = { .name = "free", .kind = COUPON_FREE_DELIVERY };
	static const struct issued_coupon i = { .id = { { 1 } }, .coupon = &c, .expires_at = 1000 };
	struct bill_coupon chosen = { .issued = &i, .picked = BILL_NO_LINE };

	fill();
	ck_assert_ptr_null(compare());
	/* What was chosen since changes what is paid, not what things cost; nor does the order of the fees. */
	today.coupons = &chosen;
	today.ncoupons = 1;
	today.points = 100;
	today_fees[0] = then_fees[1];
	today_fees[1] = then_fees[0];
	ck_assert_ptr_null(compare());
}
END_TEST

static const char *
told(const struct err *e)
{
	struct buf b = { 0 };
	const char *text;

	ck_assert(err_is(e, ERR_PRICE_CHANGED));
	e->extra(&b, e->extra_arg);
	text = arena_strdup(arena, buf_str(&b));
	buf_free(&b);
	return text;
}

START_TEST(other_prices)
{
	fill();
	today_lines[0].unit_price = 1100;
	ck_assert_str_eq(told(compare()), "\"total\":12700,\"amounts\":{\"goodsTotal\":7200,\"productDiscount\":0,\"orderDiscount\":0,"
	    "\"pointsUsed\":0,\"deliveryFee\":5500,\"total\":12700},\"items\":[{\"itemIndex\":0,\"unitPrice\":1100,\"was\":1000}]");
	/* Made up for by the other: told all the same. */
	today_lines[1].unit_price = 4800;
	ck_assert_str_eq(told(compare()), "\"total\":12500,\"amounts\":{\"goodsTotal\":7000,\"productDiscount\":0,\"orderDiscount\":0,"
	    "\"pointsUsed\":0,\"deliveryFee\":5500,\"total\":12500},\"items\":[{\"itemIndex\":0,\"unitPrice\":1100,\"was\":1000},"
	    "{\"itemIndex\":1,\"unitPrice\":4800,\"was\":5000}]");
	fill();
	today_lines[1].customization_cost = -1;
	ck_assert(err_is(compare(), ERR_PRICE_CHANGED));
	/* A fee that went up, that came, and that is gone. */
	fill();
	today_fees[0].fee = 3500;
	ck_assert_str_eq(told(compare()), "\"total\":13000,\"amounts\":{\"goodsTotal\":7000,\"productDiscount\":0,\"orderDiscount\":0,"
	    "\"pointsUsed\":0,\"deliveryFee\":6000,\"total\":13000},\"items\":[]");
	fill();
	then.nfees = 1;
	ck_assert(err_is(compare(), ERR_PRICE_CHANGED));
	fill();
	today.nfees = 1;
	ck_assert(err_is(compare(), ERR_PRICE_CHANGED));
	fill();
	today_fees[1].free_from = 5000;
	ck_assert(err_is(compare(), ERR_PRICE_CHANGED));
}
END_TEST

START_TEST(short_of_memory)
{
	struct arena *small = arena_new(1);

	(void)arena_alloc(small, 1);
	fill();
	today_lines[0].unit_price = 1;
	(void)compare();
	const struct err *e = sheet_price(small, &then, &today);
	ck_assert(err_is(e, ERR_PRICE_CHANGED));
	ck_assert_ptr_null(e->extra);
	arena_free(small);
}
END_TEST

static const struct { struct funnel f; int64_t unpaid; bool alert; } funnels[] = {	/* limit 80 %, least 10 */
	{ { 0, 0, 0 }, 0, false },
	{ { 100, 0, 0 }, 0, false },		/* made only: nobody knows yet */
	{ { 100, 2, 8 }, 8000, false },
	{ { 100, 1, 8 }, 8888, false },		/* 9: too few to tell */
	{ { 100, 1, 9 }, 9000, true },
	{ { 0, 1999, 8001 }, 8001, true },
	{ { 0, 10, 0 }, 0, false },
	{ { 0, 0, 10 }, 10000, true },
};

START_TEST(funnel)
{
	ck_assert_int_eq(funnel_unpaid(&funnels[_i].f), funnels[_i].unpaid);
	ck_assert(funnel_alert(&funnels[_i].f, 8000, 10) == funnels[_i].alert);
}
END_TEST

Suite *
sheet_suite(void)
{
	Suite *s = suite_create("domain/sheet");
	TCase *c = tcase_create("sheet");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, time_and_state, 0, ORDER__MAX);
	tcase_add_test(c, bill);
	tcase_add_test(c, same_prices);
	tcase_add_test(c, other_prices);
	tcase_add_test(c, short_of_memory);
	tcase_add_loop_test(c, funnel, 0, ROWS(funnels));
	suite_add_tcase(s, c);
	return s;
}
