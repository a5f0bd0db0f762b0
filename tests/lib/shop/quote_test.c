/* quote: what a wish would cost is what it then costs; asking takes nothing. */
#include "shop/quote.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "shop/purchase.h"
#include "shop/sheets.h"
#include "shop/shop.h"
#include "support/buyer.h"
#include "support/suite.h"
#include "support/testgoods.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_books(&t); clock_shift(0); testshop_close(&t); }

static const struct side_dish_wish sides[] = { { "wine_glass", 2, NULL, NULL }, { "custom_cake", 1, "vanilla", "size_2" } };
static const struct pair changes[] = { { "wine", 0 }, { "premium_steak", 3 } };
static const struct order_wish wishes[] = {
	{ .dinner_code = "valentine", .quantity = 1, .delivery_address = "서울" },
	{ .dinner_code = "valentine", .style = 2, .quantity = 2, .delivery_address = "서울", .customizations = { changes, 2 },
	  .side_dishes = { sides, 2 } },
	{ .dinner_code = "french", .style = 1, .quantity = 3, .order_type = ORDER_PICKUP },
};

START_TEST(as_it_is_placed)
{
	const struct pricing *p;

	ck_ok(order_quote(t.shop, t.t.arena, &wishes[_i], &p));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 0);
	ck_assert_int_eq(testshop_available(&t, "wine"), TESTSHOP_STOCK * QTY_ONE);
	struct uuid id = testshop_order(&t, &wishes[_i], &t.kim);
	struct order o = testshop_get(&t, &id);
	ck_assert_mem_eq(p, &o.price, sizeof(o.price));
	ck_assert_int_gt(p->final_price, 0);
}
END_TEST

/* Whether it can be had is not asked, and the price is today's. */
START_TEST(todays_price)
{
	const struct pricing *p;

	testshop_stock(&t, "wine", 0);
	ck_ok(order_quote(t.shop, t.t.arena, &wishes[0], &p));
	ck_assert_int_eq(p->final_price, 30000);
	testshop_sql(&t, "UPDATE products SET price = 31000 WHERE code = 'valentine'");
	testshop_reopen(&t);
	ck_ok(order_quote(t.shop, t.t.arena, &wishes[0], &p));
	ck_assert_int_eq(p->final_price, 31000);
}
END_TEST

START_TEST(faults)
{
	struct order_wish w = { .dinner_code = "truffle", .quantity = 1 };
	const struct pricing *p = NULL;
	const struct err *e = order_quote(t.shop, t.t.arena, &w, &p);

	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_uint_eq(e->nfaults, 2);
	ck_assert_ptr_null(p);
}
END_TEST

START_TEST(without_room)
{
	bool done = false;

	for (size_t cap = 16; cap < 65536 && !done; cap += 128) {
		struct arena *small = arena_new(cap);
		const struct pricing *p = NULL;
		const struct err *e = order_quote(t.shop, small, &wishes[1], &p);
		done = e == NULL;
		ck_assert_int_eq(p != NULL, done);
		if (done)
			ck_assert_int_eq(p->final_price, 163000);
		arena_free(small);
	}
	ck_assert(done);
}
END_TEST

/* --- of a sheet ------------------------------------------------------------------ */

/* A sheet of two pieces of 10,000 won of Kim's. */
static struct uuid
sheet(void)
{
	const struct goods *cup = testgoods_add(&t, "컵", 10000, 5);
	struct ware_wish wish = { cup->id, 2, 0 };
	struct list list = { &wish, 1 };
	struct sheet_making m = { .user_id = t.kim, .items = &list };

	ck_ok(sheet_make(t.shop, t.t.arena, &m));
	return m.shown->sheet.order_key;
}

static const struct err *
ask(const struct uuid *key, const struct uuid *user, const struct coupon_choice *coupons, size_t n, won_t points, struct bill *out)
{
	const struct purchase p = { .user_id = *user, .coupons = coupons, .ncoupons = n, .points = points };

	return sheet_quote(t.shop, t.t.arena, key, &p, out);
}

/* What it says is what is paid then. */
START_TEST(of_a_sheet)
{
	const struct uuid key = sheet(), mine = buyer_coupon(&t, &t.kim);
	const struct coupon_choice choice = { mine, BILL_NO_LINE };
	struct bill b;

	buyer_fill(&t, &t.kim, 0, 30);
	ck_ok(ask(&key, &t.kim, NULL, 0, 0, &b));
	ck_assert_int_eq(b.amounts.total, 20000);
	ck_ok(ask(&key, &t.kim, &choice, 1, 30, &b));
	ck_assert_int_eq(b.amounts.order_discount, 3000);
	ck_assert_int_eq(b.amounts.points_used, 30);
	ck_assert_int_eq(b.amounts.total, 16970);
	ck_assert_str_eq(buyer_coupon_status(&t, &mine), "ACTIVE");
	ck_assert_int_eq(buyer_points(&t, &t.kim), 30);
}
END_TEST

START_TEST(of_a_sheet_refused)
{
	const struct uuid key = sheet(), mine = buyer_coupon(&t, &t.kim), lees = buyer_coupon(&t, &t.lee), nobodys = uuid_new();
	const struct coupon_choice unknown[] = { { lees, BILL_NO_LINE }, { nobodys, BILL_NO_LINE } }, twice[] = { { mine, BILL_NO_LINE }, { mine, BILL_NO_LINE } };
	struct bill b;
	const struct err *e;
	struct buf members = { 0 };

	buyer_fill(&t, &t.kim, 0, 30);
	for (size_t i = 0; i < 2; i++) {
		e = ask(&key, &t.kim, &unknown[i], 1, 0, &b);
		ck_assert(err_is(e, ERR_COUPON_NOT_USABLE));
		ck_assert_str_eq(e->detail, "coupon_unknown");
	}
	/* What is refused is called as its buyer reads it. */
	testshop_sql(&t, "UPDATE coupons SET name_en = 'Off', min_order_amount = 99999");
	const struct coupon_choice dear = { mine, BILL_NO_LINE };
	const struct purchase p = { .user_id = t.kim, .coupons = &dear, .ncoupons = 1, .english = true };
	e = sheet_quote(t.shop, t.t.arena, &key, &p, &b);
	ck_assert(err_is(e, ERR_COUPON_NOT_USABLE));
	e->extra(&members, e->extra_arg);
	ck_assert_ptr_nonnull(strstr(buf_str(&members), "\"name\":\"Off\""));
	buf_reset(&members);
	testshop_sql(&t, "UPDATE coupons SET min_order_amount = 0");
	e = ask(&key, &t.kim, twice, 2, 0, &b);
	ck_assert(err_is(e, ERR_COUPON_NOT_USABLE));
	ck_assert_str_eq(e->detail, "coupon_used");
	e = ask(&key, &t.kim, NULL, 0, 31, &b);
	ck_assert(err_is(e, ERR_POINTS_NOT_ENOUGH));
	e->extra(&members, e->extra_arg);
	ck_assert_ptr_nonnull(strstr(buf_str(&members), "\"short\":1"));
	buf_free(&members);
	ck_assert(err_is(ask(&key, &t.kim, NULL, 0, -1, &b), ERR_INVALID_REQUEST));
	ck_assert(err_is(ask(&key, &t.kim, NULL, 0, 20001, &b), ERR_INVALID_REQUEST));
	ck_assert(err_is(ask(&key, &t.lee, NULL, 0, 0, &b), ERR_ENTITY_NOT_FOUND));
	clock_shift(31 * 60000);
	ck_assert(err_is(ask(&key, &t.kim, NULL, 0, 0, &b), ERR_ORDER_SHEET_EXPIRED));
}
END_TEST

Suite *
quote_suite(void)
{
	Suite *s = suite_create("shop/quote");
	TCase *c = tcase_create("quote");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, as_it_is_placed, 0, ROWS(wishes));
	tcase_add_test(c, todays_price);
	tcase_add_test(c, faults);
	tcase_add_test(c, without_room);
	tcase_add_test(c, of_a_sheet);
	tcase_add_test(c, of_a_sheet_refused);
	suite_add_tcase(s, c);
	return s;
}
