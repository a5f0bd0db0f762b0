/*
 * change, on conditions: only in a version, only when there is something to do, only when there is room; else no trace of it.
 */
#include "shop/change.h"

#include "base/arena.h"
#include "base/err.h"
#include "shop/shop.h"
#include "store/order_store.h"
#include "support/suite.h"
#include "support/testorder.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_books(&t); testshop_close(&t); }

static int
code(const struct err *e)
{
	return e == NULL ? -1 : (int)e->code;
}

static const struct { int64_t versions[3]; size_t n; int code; } conditions[] = {
	{ { 1 }, 1, -1 },
	{ { 2 }, 1, ERR_PRECONDITION_FAILED },
	{ { 0, 7, 1 }, 3, -1 },
	{ { 0, 7, 2 }, 3, ERR_PRECONDITION_FAILED },
	{ { 0 }, 0, ERR_PRECONDITION_FAILED },		/* a condition that nothing fulfils */
};

START_TEST(if_version)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);
	struct order_change c = { .order_id = id, .actor = testshop_actor(&t.cook, ROLE_COOK), .to = ITEM_PREPARING,
	    .if_versions = conditions[_i].versions, .nif_versions = conditions[_i].n };

	ck_assert_int_eq(code(order_move(t.shop, t.t.arena, &c)), conditions[_i].code);
	struct order o = testshop_get(&t, &id);
	ck_assert_int_eq((int)o.stage, conditions[_i].code == -1 ? ITEM_PREPARING : ITEM_PENDING);
}
END_TEST

/* Where it is already: told as it stands, and no trace of it. */
START_TEST(nothing_to_do)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);
	struct order_change c = { .order_id = id, .actor = testshop_actor(&t.cook, ROLE_COOK), .to = ITEM_PENDING };

	ck_ok(order_move(t.shop, t.t.arena, &c));
	struct order o = testshop_get(&t, &id);
	ck_assert_int_eq(o.version, 1);
	ck_assert_uint_eq(o.nhistory, 1);
	ck_assert(uuid_is_zero(&o.cook_id));
	testorder_same(c.order, &o, ORDER_SUMMARY);
}
END_TEST

START_TEST(no_such_order)
{
	struct uuid id = uuid_new();

	ck_assert_int_eq(code(testshop_move(&t, &id, ITEM_PREPARING, &t.admin, ROLE_ADMIN)), ERR_ENTITY_NOT_FOUND);
}
END_TEST

/* Whatever room the request has: moved and told, or neither. */
START_TEST(without_room)
{
	static const struct side_dish_wish sides[] = { { "wine_glass", 2, NULL, NULL }, { "custom_cake", 1, "vanilla", "size_2" } };
	static const struct pair changes[] = { { "premium_steak", 3 } };
	const struct order_wish feast = { .dinner_code = "valentine", .style = 2, .quantity = 2, .delivery_address = "서울",
	    .customizations = { changes, 1 }, .side_dishes = { sides, 2 } };
	struct uuid id = testshop_order(&t, &feast, &t.kim);
	bool moved = false;

	for (size_t cap = 64; cap < 20000 && !moved; cap += 256) {
		struct arena *small = arena_new(cap);
		struct order_change c = { .order_id = id, .actor = testshop_actor(&t.cook, ROLE_COOK), .to = ITEM_PREPARING };
		moved = order_move(t.shop, small, &c) == NULL;
		struct order o = testshop_get(&t, &id);
		ck_assert_int_eq((int)o.stage, moved ? ITEM_PREPARING : ITEM_PENDING);
		if (moved)
			testorder_same(c.order, &o, ORDER_SUMMARY);
		arena_free(small);
	}
	ck_assert(moved);
}
END_TEST

Suite *
change_conditions_suite(void)
{
	Suite *s = suite_create("shop/change_conditions");
	TCase *c = tcase_create("conditions");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, if_version, 0, ROWS(conditions));
	tcase_add_test(c, nothing_to_do);
	tcase_add_test(c, no_such_order);
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
