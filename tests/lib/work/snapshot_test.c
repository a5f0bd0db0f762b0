/* snapshot: what was written is read again; what is none is refused; what is not known yet, or not any more, does no harm. */
#include "work/snapshot.h"

#include <string.h>

#include "base/arena.h"
#include "domain/event.h"
#include "domain/order.h"
#include "support/suite.h"

static struct arena *arena;

static void setup(void) { arena = arena_new(1u << 20); }
static void teardown(void) { arena_free(arena); }

START_TEST(written_and_read)
{
	struct order_item items[] = {
		{ .product_id = 4000000000, .kind = PRODUCT_GOODS, .variant = "", .quantity = 3, .cancelled_quantity = 1, .total = 2100,
		    .status = ITEM_IN_DELIVERY },
		{ .product_id = 1, .kind = PRODUCT_DINNER, .code = "valentine", .variant = "grand", .quantity = 1, .total = 30000,
		    .status = ITEM_CANCELLED },
	};
	struct order o = { .id = { { 1 } }, .number = "ORD-20261121-7K3M9Q", .user_id = { { 9 } }, .status = ORDER_PARTIALLY_CANCELLED,
	    .stage = ITEM_IN_DELIVERY, .type = ORDER_PICKUP, .price = { .final_price = 32100 }, .created_at = 1795600000123, .items = items, .nitems = 2,
	    .payment = { .id = { { 8 } }, .method = PAY_KAKAO, .status = PAYMENT_PARTIALLY_REFUNDED, .amount = 32100, .refunded = 30000,
	    .paid_at = 1795600001007 } };
	struct snapshot s;

	ck_assert(snapshot_read(arena, event_snapshot(arena, &o), &s));
	ck_assert_str_eq(s.number, o.number);
	ck_assert_int_eq(uuid_cmp(&s.user_id, &o.user_id), 0);
	ck_assert_int_eq(s.status, o.status);
	ck_assert_int_eq(s.stage, o.stage);
	ck_assert_int_eq(s.type, ORDER_PICKUP);
	ck_assert_int_eq(s.total, 32100);
	ck_assert_int_eq(s.method, PAY_KAKAO);
	ck_assert_int_eq(s.payment, PAYMENT_PARTIALLY_REFUNDED);
	ck_assert_int_eq(s.refunded, 30000);
	ck_assert_int_eq(s.paid_at, 1795600001007);
	ck_assert_uint_eq(s.nitems, 2);
	ck_assert_uint_eq(s.items[0].product_id, 4000000000);
	ck_assert_int_eq(s.items[0].line.quantity, 3);
	ck_assert_int_eq(s.items[0].line.cancelled, 1);
	ck_assert_int_eq(s.items[0].line.returned, 0);
	ck_assert_int_eq(s.items[0].line.total, 2100);
	ck_assert_int_eq(s.items[1].line.status, ITEM_CANCELLED);
	o.user_id = (struct uuid){ { 0 } };
	o.payment.paid_at = 0;
	ck_assert(snapshot_read(arena, event_snapshot(arena, &o), &s));
	ck_assert(uuid_is_zero(&s.user_id));
	ck_assert_int_eq(s.paid_at, 0);
}
END_TEST

#define WITH(status, items) "{\"order_number\":\"ORD-1\",\"user_id\":null,\"status\":\"" status "\",\"stage\":\"PENDING\",\"new\":{}," \
	"\"payment\":{\"method\":\"CARD\",\"status\":\"SUCCESS\",\"paid_at\":\"some day\"},\"items\":" items "}"
static const struct { const char *text; bool good; } texts[] = {
	{ WITH("PAID", "[]"), true },
	{ WITH("PAID", "[{\"product_id\":7,\"status\":\"PENDING\",\"quantity\":2}]"), true },
	{ WITH("LOST", "[]"), false },
	{ WITH("PAID", "[{\"product_id\":0,\"status\":\"PENDING\"}]"), false },
	{ WITH("PAID", "[{\"product_id\":4294967296,\"status\":\"PENDING\"}]"), false },
	{ WITH("PAID", "[{\"product_id\":7,\"status\":\"EATEN\"}]"), false },
	{ WITH("PAID", "[7]"), false },
	{ "{}", false },
	{ "[]", false },
	{ "", false },
	{ NULL, false },
};

START_TEST(others)
{
	struct snapshot s = { .total = -7 };

	ck_assert_int_eq(snapshot_read(arena, texts[_i].text, &s), texts[_i].good);
	if (texts[_i].good)
		ck_assert_int_eq(s.paid_at, 0);
	else
		ck_assert_int_eq(s.total, -7);
}
END_TEST

Suite *
snapshot_suite(void)
{
	Suite *s = suite_create("work/snapshot");
	TCase *c = tcase_create("snapshot");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, written_and_read);
	tcase_add_loop_test(c, others, 0, ROWS(texts));
	suite_add_tcase(s, c);
	return s;
}
