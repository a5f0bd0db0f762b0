/* store_order_api: items by their word, amounts that add up, an order with all its payments. */
#include "api/store_order_api.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "support/suite.h"

static struct arena *a;
static const struct order_actor actor = { .role = ROLE_ADMIN };

static void setup(void) { a = arena_new(1u << 18); }
static void teardown(void) { arena_free(a); }

#define KEY "0193f0a0-1111-7000-8000-000000000001"

START_TEST(item_id)
{
	static const char *const none[] = { "", KEY, KEY ".", KEY ".x", KEY ".256", KEY ".00", KEY ".1 ", "x.1", KEY "-1", KEY ".-1", KEY ".0001" };
	struct uuid key, back;
	char text[STORE_ITEM_ID];
	int index;

	ck_assert(uuid_parse(KEY, &key));
	for (int i = 0; i < 256; i += 51) {
		ck_assert_str_eq(store_item_id(&key, i, text), arena_printf(a, KEY ".%d", i));
		ck_assert(store_item_parse(text, &back, &index));
		ck_assert_int_eq(index, i);
		ck_assert_int_eq(uuid_cmp(&key, &back), 0);
	}
	for (int i = 0; i < ROWS(none); i++)
		ck_assert_msg(!store_item_parse(none[i], &back, &index), "%s", none[i]);
}
END_TEST

START_TEST(order)
{
	struct order_item items[] = {
		{ .product_id = 7, .kind = PRODUCT_GOODS, .variant = "", .name = "컵", .name_en = "Cup", .quantity = 2, .unit_price = 1000, .discount = 600,
		  .product_discount = 100, .order_discount = 200, .points = 300, .total = 1400, .seller_id = 3, .earned = 11, .withheld = 3, .status = ITEM_PENDING },
		{ .product_id = 8, .kind = PRODUCT_GOODS, .variant = "", .name = "잔", .quantity = 1, .unit_price = 500, .total = 500, .status = ITEM_PREPARING },
	};
	struct payment earlier = { .id = { { 1 } }, .method = PAY_CARD, .status = PAYMENT_FAILED, .amount = 4900, .failure_code = "card_declined" };
	struct order o = { .number = "ORD-20261121-ABCDEF", .status = ORDER_PAID, .items = items, .nitems = 2, .earlier = &earlier, .nearlier = 1,
	    .price = { .base_price_total = 2500, .discount_total = 600, .delivery_fee = 3000, .final_price = 4900 },
	    .payment = { .id = { { 2 } }, .method = PAY_BALANCE, .status = PAYMENT_PARTIALLY_REFUNDED, .amount = 4900, .refunded = 100,
	    .refunding = 200, .created_at = 1700000000000, .paid_at = 1700000000000 } };
	const struct amounts_view *m;
	struct store_order_view v;
	struct buf b = { 0 };

	ck_assert(store_order_view(a, &o, &actor, true, &v));
	m = v.amounts;
	ck_assert_int_eq(m->goods_total - m->product_discount - m->order_discount - m->points_used + m->delivery_fee, m->total);
	ck_assert_int_eq(m->points_used, 300);
	model_write(&b, &store_order_model, &v);
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"name\":\"Cup\""));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"name\":\"잔\""));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"method\":\"CARD\",\"status\":\"FAILED\""));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"method\":\"BALANCE\",\"status\":\"PARTIALLY_REFUNDED\",\"amount\":4900,\"refundedAmount\":100,\"refundingAmount\":200"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"earnedPoints\":11,\"withheldAmount\":3,"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"createdAt\":\"2023-11-1"));
	ck_assert_int_eq(store_item_view(a, &o, 1, false)->total, 500);
	buf_free(&b);
}
END_TEST

START_TEST(sheet)
{
	struct sheet_line line = { .product_id = 7, .seller_id = 3, .name = "컵", .name_en = "Cup", .quantity = 2, .unit_price = 1000 };
	struct bill_line bl = { .goods = 2000, .total = 1900 };
	struct bill bill = { .lines = &bl, .nlines = 1, .amounts = { .goods_total = 2000, .product_discount = 100, .total = 1900 } };
	struct sheet_lines lines = { &line, 1 };
	const struct store_item_view *v;
	struct buf b = { 0 };
	struct list out;

	ck_assert(sheet_items_view(a, &lines, &bill, false, &out));
	ck_assert_uint_eq(out.n, 1);
	v = out.v;
	ck_assert_int_eq(v->discount, 100);
	model_write(&b, &store_item_model, v);
	/* It is no order's yet. */
	ck_assert_ptr_null(strstr(buf_str(&b), "itemId"));
	ck_assert_ptr_null(strstr(buf_str(&b), "status"));
	ck_assert_int_eq(amounts_of_bill(&bill.amounts).total, 1900);
	buf_free(&b);
}
END_TEST

START_TEST(no_room)
{
	struct order_item it = { .name = "x" };
	struct order o = { .items = &it, .nitems = 1 };
	struct arena *small = arena_new(16);
	struct store_order_view v;

	ck_assert(!store_order_view(small, &o, &actor, false, &v));
	ck_assert_ptr_null(store_item_view(small, &o, 0, false));
	arena_free(small);
}
END_TEST

Suite *
store_order_api_suite(void)
{
	Suite *s = suite_create("api/store_order_api");
	TCase *c = tcase_create("store_order_api");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, item_id);
	tcase_add_test(c, order);
	tcase_add_test(c, sheet);
	tcase_add_test(c, no_room);
	suite_add_tcase(s, c);
	return s;
}
