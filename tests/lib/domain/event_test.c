/* event: who wants which, and snapshots that are JSON whatever stands in the order, and tell of nobody. */
#include "domain/event.h"

#include <limits.h>
#include <string.h>

#include "base/arena.h"
#include "domain/order.h"
#include "support/jsonc.h"
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

#define P (1u << CONSUMER_PLATFORM)
#define S (1u << CONSUMER_SALES)
#define N (1u << CONSUMER_NOTICES)
static const struct { const char *name, *cloud, *move; unsigned consumers; } rows[] = {
	{ "ORDER_PLACED", "shop.banquet.order.placed", NULL, N },
	{ "ORDER_PAID", "shop.banquet.order.paid", "PAY", P | S | N },
	{ "ORDER_MOVED", "shop.banquet.order.moved", NULL, S | N },
	{ "ORDER_PARTIALLY_CANCELLED", "shop.banquet.order.partially-cancelled", "CANCEL_PART", P | S | N },
	{ "ORDER_REFUNDED", "shop.banquet.order.refunded", "REFUND", P | S | N },
	{ "ORDER_COMPLETED", "shop.banquet.order.completed", "COMPLETE", S | N },
	{ "ORDER_CANCELLED", "shop.banquet.order.cancelled", "CANCEL", N },
	{ "PAYMENT_FAILED", "shop.banquet.payment.failed", "DECLINE", N },
	{ "FUNNEL_ALERT", "shop.banquet.funnel.alert", NULL, P },
	{ "FUNNEL_CALM", "shop.banquet.funnel.calm", NULL, P },
	{ "PAYMENT_REFUNDED", "shop.banquet.payment.refunded", NULL, P | N },
};

START_TEST(table)
{
	ck_assert_int_eq(ROWS(rows), EVENT__MAX);
	for (int t = 0; t < EVENT__MAX; t++) {
		ck_assert_str_eq(event_type_names[t], rows[t].name);
		ck_assert_uint_le(strlen(rows[t].name), 32);	/* the column's width */
		ck_assert_int_eq(event_type_parse(rows[t].name), t);
		ck_assert_str_eq(event_cloud_type((enum event_type)t), rows[t].cloud);
		if (rows[t].move != NULL)
			ck_assert_int_eq(event_of_move(rows[t].move), t);
		for (int c = 0; c < CONSUMER__MAX; c++)
			ck_assert_int_eq(event_wanted((enum event_type)t, (enum event_consumer)c), (rows[t].consumers >> c) & 1);
	}
	ck_assert_ptr_null(event_type_names[EVENT__MAX]);
	ck_assert_int_eq(event_type_parse("order_paid"), -1);
	ck_assert_int_eq(event_type_parse(NULL), -1);
	ck_assert_int_eq(event_of_move("START_PAYMENT"), -1);
	ck_assert_int_eq(event_of_move(""), -1);
	ck_assert_int_eq(event_consumer_parse("SALES"), CONSUMER_SALES);
	ck_assert_int_eq(event_consumer_parse("nobody"), -1);
	ck_assert_int_eq(event_consumer_parse(NULL), -1);
	ck_assert_ptr_null(event_consumer_names[CONSUMER__MAX]);
}
END_TEST

/* Whatever moves the order table knows, each but the start of a payment is told as something. */
START_TEST(every_move)
{
	for (size_t i = 0; i < order_moves_n; i++)
		ck_assert_int_eq(event_of_move(order_moves[i].event) == -1, strcmp(order_moves[i].event, "START_PAYMENT") == 0);
}
END_TEST

static struct order_item items[ORDER_ITEMS_MAX];

static struct order
sample(void)
{
	struct order o = {
		.id = { { 1, 2, 3 } }, .number = "ORD-20261121-7K3M9Q", .user_id = { { 9 } }, .version = 7,
		.status = ORDER_PARTIALLY_CANCELLED, .stage = ITEM_IN_DELIVERY, .type = ORDER_DELIVERY,
		.price = { 60000, 1500, 700, 25, -3, 0, 62222 }, .created_at = 1795600000123,
		.delivery_address = "서울시 강남구", .notes = "문 앞", .items = items, .nitems = 2,
		.payment = { .id = { { 8 } }, .method = PAY_CARD, .status = PAYMENT_PARTIALLY_REFUNDED, .amount = 62222, .refunded = 222,
		    .masked_card_number = "**** **** **** 4242", .card_brand = "VISA", .transaction_id = "pay_1", .paid_at = 1795600001000 },
	};

	memset(items, 0, sizeof(items));
	items[0] = (struct order_item){ .product_id = 1, .kind = PRODUCT_DINNER, .code = "valentine", .variant = "grand",
	    .name = "발렌타인", .quantity = 2, .unit_price = 30000, .discount = 3, .total = 61500, .status = ITEM_IN_DELIVERY };
	items[1] = (struct order_item){ .product_id = 4000000000, .kind = PRODUCT_GOODS, .variant = "", .name = "머그",
	    .quantity = 1, .cancelled_quantity = 1, .unit_price = 700, .total = 700, .status = ITEM_CANCELLED };
	return o;
}

static const char *
at(json_object *o, const char *path)
{
	json_object *found = NULL;

	if (json_pointer_get(o, path, &found) != 0)
		return "(none)";
	return found == NULL ? "null" : json_object_to_json_string_ext(found, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
}

static json_object *
taken(const struct order *o)
{
	const char *text = event_snapshot(arena, o);
	enum json_tokener_error e;
	json_object *tree;

	ck_assert_ptr_nonnull(text);
	tree = json_tokener_parse_verbose(text, &e);
	ck_assert_msg(tree != NULL, "%s: %s", json_tokener_error_desc(e), text);
	return tree;
}

static const struct { const char *path, *value; } told[] = {
	{ "/order_id", "\"01020300-0000-0000-0000-000000000000\"" },
	{ "/order_number", "\"ORD-20261121-7K3M9Q\"" },
	{ "/user_id", "\"09000000-0000-0000-0000-000000000000\"" },
	{ "/version", "7" },
	{ "/status", "\"PARTIALLY_CANCELLED\"" },
	{ "/stage", "\"IN_DELIVERY\"" },
	{ "/order_type", "\"DELIVERY\"" },
	{ "/created_at", "\"2026-11-25T09:46:40.123Z\"" },
	{ "/pricing", "{\"base_price_total\":60000,\"customization_cost\":1500,\"side_dish_total\":700,\"cake_total\":25,"
	    "\"discount_total\":-3,\"delivery_fee\":0,\"final_price\":62222}" },
	{ "/payment", "{\"payment_id\":\"08000000-0000-0000-0000-000000000000\",\"method\":\"CARD\",\"status\":\"PARTIALLY_REFUNDED\","
	    "\"amount\":62222,\"refunded_amount\":222,\"paid_at\":\"2026-11-25T09:46:41.000Z\"}" },
	{ "/items/0", "{\"product_id\":1,\"kind\":\"DINNER\",\"code\":\"valentine\",\"variant\":\"grand\",\"quantity\":2,"
	    "\"cancelled_quantity\":0,\"returned_quantity\":0,\"unit_price\":30000,\"discount\":3,\"total\":61500,\"status\":\"IN_DELIVERY\"}" },
	{ "/items/1", "{\"product_id\":4000000000,\"kind\":\"GOODS\",\"code\":null,\"variant\":\"\",\"quantity\":1,"
	    "\"cancelled_quantity\":1,\"returned_quantity\":0,\"unit_price\":700,\"discount\":0,\"total\":700,\"status\":\"CANCELLED\"}" },
	{ "/items/2", "(none)" },
};

START_TEST(snapshot)
{
	struct order o = sample();
	json_object *tree = taken(&o);

	for (int i = 0; i < ROWS(told); i++)
		ck_assert_str_eq(at(tree, told[i].path), told[i].value);
	json_object_put(tree);
}
END_TEST

START_TEST(guest_and_unpaid)
{
	struct order o = sample();
	json_object *tree;

	o.user_id = (struct uuid){ { 0 } };
	o.payment.paid_at = 0;
	o.nitems = 0;
	tree = taken(&o);
	ck_assert_str_eq(at(tree, "/user_id"), "null");
	ck_assert_str_eq(at(tree, "/payment/paid_at"), "null");
	ck_assert_str_eq(at(tree, "/items"), "[]");
	json_object_put(tree);
}
END_TEST

/* Nothing that names a person, finds them, or belongs to a card. */
START_TEST(tells_of_nobody)
{
	struct order o = sample();
	static const char *const secrets[] = { "서울", "문 앞", "4242", "VISA", "pay_1", "발렌타인", "머그" };

	for (int i = 0; i < ROWS(secrets); i++)
		ck_assert_ptr_null(strstr(event_snapshot(arena, &o), secrets[i]));
}
END_TEST

/* The widest order: every number at its longest, every character of a code escaped. Its room is reckoned, not found out. */
START_TEST(widest)
{
	struct order o = sample();
	char code[65];
	json_object *tree;

	memset(code, '"', 64);
	code[64] = '\0';
	o.version = INT64_MIN;
	o.price = (struct pricing){ INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN };
	o.status = ORDER_PARTIALLY_CANCELLED;
	o.stage = ITEM_EXCHANGE_PROCESSING;
	o.payment.amount = o.payment.refunded = INT64_MIN;
	o.payment.method = PAY_ON_DELIVERY;
	o.nitems = ORDER_ITEMS_MAX;
	for (size_t i = 0; i < ORDER_ITEMS_MAX; i++)
		items[i] = (struct order_item){ .product_id = UINT32_MAX, .kind = PRODUCT_SIDE_DISH, .code = code, .variant = code,
		    .quantity = INT64_MIN, .cancelled_quantity = INT64_MIN, .returned_quantity = INT64_MIN, .unit_price = INT64_MIN, .discount = INT64_MIN,
		    .total = INT64_MIN, .status = ITEM_EXCHANGE_PROCESSING };
	tree = taken(&o);
	ck_assert_str_eq(at(tree, "/pricing/final_price"), "-9223372036854775808");
	ck_assert_str_eq(json_object_get_string(json_object_object_get(
	    json_object_array_get_idx(json_object_object_get(tree, "items"), ORDER_ITEMS_MAX - 1), "code")), code);
	json_object_put(tree);
}
END_TEST

START_TEST(escaped)
{
	struct order o = sample();
	json_object *tree;

	items[0].code = "a\\b\"c\x01";
	tree = taken(&o);
	ck_assert_str_eq(json_object_get_string(json_object_object_get(
	    json_object_array_get_idx(json_object_object_get(tree, "items"), 0), "code")), "a\\b\"c\x01");
	json_object_put(tree);
}
END_TEST

START_TEST(without_room)
{
	struct order o = sample();
	struct arena *small = arena_new(512);

	ck_assert_ptr_null(event_snapshot(small, &o));
	arena_free(small);
}
END_TEST

Suite *
event_suite(void)
{
	Suite *s = suite_create("domain/event");
	TCase *c = tcase_create("event");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, table);
	tcase_add_test(c, every_move);
	tcase_add_test(c, snapshot);
	tcase_add_test(c, guest_and_unpaid);
	tcase_add_test(c, tells_of_nobody);
	tcase_add_test(c, widest);
	tcase_add_test(c, escaped);
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
