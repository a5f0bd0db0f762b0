/* delivery_api: where items are on their way, for who may see them, and how they came there. */
#include "api/delivery_api.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "support/suite.h"

static struct arena *a;

static void setup(void) { a = arena_new(1u << 20); }
static void teardown(void) { arena_free(a); }

static struct order_item items[] = {
	{ .kind = PRODUCT_GOODS, .quantity = 1, .seller_id = 3, .status = ITEM_IN_DELIVERY, .carrier = "한빛택배", .tracking_number = "1234" },
	{ .kind = PRODUCT_GOODS, .quantity = 1, .status = ITEM_CANCELLED },
};
static struct history_entry history[] = {
	{ .item_index = 0, .event = "ORDER", .to = "PENDING", .at = 1000 }, { .item_index = 1, .event = "ORDER", .to = "PENDING", .at = 1000 },
	{ .item_index = -1, .event = "PAY", .from = "PENDING_PAYMENT", .to = "PAID", .at = 1500 },
	{ .item_index = 0, .event = "PREPARE", .from = "PENDING", .to = "PREPARING", .at = 2000 },
	{ .item_index = 0, .event = "READY", .from = "PREPARING", .to = "READY_FOR_DELIVERY", .at = 3000 },
	{ .item_index = 1, .event = "CANCEL", .from = "PENDING", .to = "CANCELLED", .at = 3500 },
	{ .item_index = 0, .event = "DEPART", .from = "READY_FOR_DELIVERY", .to = "IN_DELIVERY", .at = 4000 },
};
static struct order o = { .user_id = { { 1 } }, .type = ORDER_DELIVERY, .items = items, .nitems = ROWS(items), .history = history, .nhistory = ROWS(history) };

START_TEST(of_each_item)
{
	const struct order_actor kim = { .user_id = { { 1 } } };
	const struct item_delivery_view *v;
	struct list all;

	ck_assert(uuid_parse("0193f0a0-1111-7000-8000-000000000001", &o.id));
	ck_assert(delivery_views(a, &o, &kim, &all));
	ck_assert_uint_eq(all.n, 2);
	v = all.v;
	ck_assert_str_eq(v[0].delivery_id, "0193f0a0-1111-7000-8000-000000000001.0");
	ck_assert_str_eq(v[0].item_id, v[0].delivery_id);
	ck_assert_str_eq(v[0].status, "IN_DELIVERY");
	ck_assert_str_eq(v[0].carrier, "한빛택배");
	/* Being begun is no other place than waiting for it. */
	ck_assert_uint_eq(v[0].history.n, 3);
	ck_assert_str_eq(LIST_AT(v[0].history, struct item_delivery_step_view, 0)->status, "PREPARING");
	ck_assert_int_eq(LIST_AT(v[0].history, struct item_delivery_step_view, 0)->at, 1000);
	ck_assert_str_eq(LIST_AT(v[0].history, struct item_delivery_step_view, 2)->status, "IN_DELIVERY");
	ck_assert_str_eq(v[1].status, "CANCELLED");
	ck_assert_uint_eq(v[1].history.n, 2);
}
END_TEST

START_TEST(for_whom)
{
	const struct order_actor seller = { .user_id = { { 2 } }, .role = ROLE_SELLER, .seller_id = 3 }, stranger = { .user_id = { { 2 } } };
	struct order picked_up = o;
	struct list all;

	ck_assert(delivery_views(a, &o, &seller, &all));
	ck_assert_uint_eq(all.n, 1);
	ck_assert(delivery_views(a, &o, &stranger, &all));
	ck_assert_uint_eq(all.n, 0);
	picked_up.type = ORDER_PICKUP;
	ck_assert(delivery_views(a, &picked_up, &(struct order_actor){ .user_id = { { 1 } } }, &all));
	ck_assert_uint_eq(all.n, 0);
}
END_TEST

START_TEST(written)
{
	const struct item_delivery_view v = { .delivery_id = "x.0", .item_id = "x.0", .status = "READY" };
	struct buf b = { 0 };

	model_write(&b, &item_delivery_model, &v);
	ck_assert_str_eq(buf_str(&b), "{\"deliveryId\":\"x.0\",\"itemId\":\"x.0\",\"status\":\"READY\",\"carrier\":null,\"trackingNumber\":null,\"history\":[]}");
	buf_free(&b);
}
END_TEST

START_TEST(without_room)
{
	struct arena *small = arena_new(64);
	struct list all;

	ck_assert(!delivery_views(small, &o, &(struct order_actor){ .user_id = { { 1 } } }, &all));
	arena_free(small);
}
END_TEST

Suite *
delivery_api_suite(void)
{
	Suite *s = suite_create("delivery_api");
	TCase *c = tcase_create("delivery_api");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, of_each_item);
	tcase_add_test(c, for_whom);
	tcase_add_test(c, written);
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
