/* orders: who reads what, page after page. */
#include "shop/orders.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "support/suite.h"
#include "support/testorder.h"
#include "support/testshop.h"

static struct testshop t;
static const struct uuid start;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_books(&t); testshop_close(&t); }

static int
code(const struct err *e)
{
	return e == NULL ? -1 : (int)e->code;
}

START_TEST(found)
{
	struct uuid of_kim = testshop_order(&t, &testshop_dinner, &t.kim), of_guest = testshop_order(&t, &testshop_dinner, NULL), none = uuid_new();
	struct order_actor guest = { .guest = testshop_guest() }, stranger = { .role = ROLE_CUSTOMER };
	const struct { struct order_actor who; bool kims, guests; } rows[] = {
		{ testshop_actor(&t.kim, ROLE_CUSTOMER), true, false },
		{ testshop_actor(&t.lee, ROLE_CUSTOMER), false, false },
		{ testshop_actor(&t.cook, ROLE_COOK), true, true },
		{ testshop_actor(&t.admin, ROLE_ADMIN), true, true },
		{ guest, false, true },
		{ stranger, false, false },
	};

	for (int i = 0; i < ROWS(rows); i++) {
		const struct order *o = NULL;
		ck_assert_int_eq(code(order_find(t.shop, t.t.arena, &of_kim, &rows[i].who, &o)), rows[i].kims ? -1 : ERR_ENTITY_NOT_FOUND);
		if (rows[i].kims) {
			struct order all = testshop_get(&t, &of_kim);
			testorder_same(o, &all, ORDER_DETAIL);
		} else
			ck_assert_ptr_null(o);
		ck_assert_int_eq(code(order_find(t.shop, t.t.arena, &of_guest, &rows[i].who, &o)), rows[i].guests ? -1 : ERR_ENTITY_NOT_FOUND);
		ck_assert_int_eq(code(order_find(t.shop, t.t.arena, &none, &rows[i].who, &o)), ERR_ENTITY_NOT_FOUND);
	}
}
END_TEST

START_TEST(of_user)
{
	struct order_actor kim = testshop_actor(&t.kim, ROLE_CUSTOMER), lee = testshop_actor(&t.lee, ROLE_CUSTOMER),
	    admin = testshop_actor(&t.admin, ROLE_ADMIN), cook = testshop_actor(&t.cook, ROLE_COOK), guest = { .guest = testshop_guest() };
	struct uuid ids[7], from = start;
	struct order_page page;
	size_t seen = 0;

	for (int i = 0; i < 7; i++)
		ids[i] = testshop_order(&t, &testshop_dinner, &t.kim);
	(void)testshop_order(&t, &testshop_dinner, &t.lee);
	(void)testshop_order(&t, &testshop_dinner, NULL);
	ck_ok(testshop_move(&t, &ids[2], ITEM_PREPARING, &t.cook, ROLE_COOK));
	do {
		ck_ok(orders_of_user(t.shop, t.t.arena, &t.kim, &kim, -1, &from, 3, &page));
		ck_assert_int_eq(page.total, 7);
		ck_assert_uint_eq(page.orders.n, seen < 6 ? 3 : 1);
		for (size_t i = 0; i < page.orders.n; i++)
			ck_assert_int_eq(uuid_cmp(&page.orders.v[i].id, &ids[6 - seen++]), 0);
		from = page.next;
	} while (!uuid_is_zero(&from));
	ck_assert_uint_eq(seen, 7);
	/* A page that holds exactly all has nothing after it. */
	ck_ok(orders_of_user(t.shop, t.t.arena, &t.kim, &admin, -1, &start, 7, &page));
	ck_assert_uint_eq(page.orders.n, 7);
	ck_assert(uuid_is_zero(&page.next));
	struct order all = testshop_get(&t, &ids[6]);
	testorder_same(&page.orders.v[0], &all, ORDER_SUMMARY);
	ck_ok(orders_of_user(t.shop, t.t.arena, &t.kim, &kim, ITEM_PREPARING, &start, 7, &page));
	ck_assert_uint_eq(page.orders.n, 1);
	ck_assert_int_eq(page.total, 1);
	ck_ok(orders_of_user(t.shop, t.t.arena, &t.kim, &kim, ITEM_DELIVERED, &start, 7, &page));
	ck_assert_uint_eq(page.orders.n, 0);
	ck_assert(uuid_is_zero(&page.next));
	/* Others' lists are nobody's business. */
	ck_assert_int_eq(code(orders_of_user(t.shop, t.t.arena, &t.kim, &lee, -1, &start, 7, &page)), ERR_FORBIDDEN);
	ck_assert_int_eq(code(orders_of_user(t.shop, t.t.arena, &t.kim, &cook, -1, &start, 7, &page)), ERR_FORBIDDEN);
	ck_assert_int_eq(code(orders_of_user(t.shop, t.t.arena, &t.kim, &guest, -1, &start, 7, &page)), ERR_UNAUTHENTICATED);
	/* A guest is no user: the orders of all guests are not a list. */
	ck_assert_int_eq(code(orders_of_user(t.shop, t.t.arena, &start, &guest, -1, &start, 7, &page)), ERR_UNAUTHENTICATED);
}
END_TEST

/* Five orders on their way through the house. */
static void
house(struct uuid ids[5])
{
	struct order_wish pickup = testshop_dinner;

	pickup.order_type = ORDER_PICKUP;
	for (int i = 0; i < 5; i++)
		ids[i] = testshop_order(&t, i == 4 ? &pickup : &testshop_dinner, &t.kim);
	ck_ok(testshop_move(&t, &ids[1], ITEM_PREPARING, &t.cook, ROLE_COOK));
	for (int i = 2; i < 4; i++) {
		ck_ok(testshop_move(&t, &ids[i], ITEM_PREPARING, &t.cook2, ROLE_COOK));
		ck_ok(testshop_move(&t, &ids[i], ITEM_READY_FOR_DELIVERY, &t.cook2, ROLE_COOK));
	}
	ck_ok(testshop_move(&t, &ids[3], ITEM_IN_DELIVERY, &t.courier, ROLE_COURIER));
	ck_ok(testshop_move(&t, &ids[4], ITEM_PREPARING, &t.cook2, ROLE_COOK));
	ck_ok(testshop_move(&t, &ids[4], ITEM_READY_FOR_PICKUP, &t.cook2, ROLE_COOK));
}

START_TEST(boards)
{
	const struct { struct order_actor who; int stage; const char *seen; } rows[] = {
		{ testshop_actor(&t.cook, ROLE_COOK), -1, "01" },
		{ testshop_actor(&t.cook2, ROLE_COOK), -1, "04" },
		{ testshop_actor(&t.cook, ROLE_COOK), ITEM_PENDING, "0" },
		{ testshop_actor(&t.cook, ROLE_COOK), ITEM_PREPARING, "1" },
		{ testshop_actor(&t.cook, ROLE_COOK), ITEM_IN_DELIVERY, "" },
		{ testshop_actor(&t.courier, ROLE_COURIER), -1, "23" },
		{ testshop_actor(&t.courier2, ROLE_COURIER), -1, "2" },
		{ testshop_actor(&t.courier, ROLE_COURIER), ITEM_PENDING, "" },
		{ testshop_actor(&t.admin, ROLE_ADMIN), -1, "01234" },
		{ testshop_actor(&t.admin, ROLE_ADMIN), ITEM_READY_FOR_DELIVERY, "2" },
		{ testshop_actor(&t.admin, ROLE_ADMIN), ITEM_DELIVERED, "" },
	};
	struct order_page page;
	struct uuid ids[5];

	house(ids);
	for (int i = 0; i < ROWS(rows); i++) {
		size_t n = strlen(rows[i].seen);
		ck_ok(orders_on_board(t.shop, t.t.arena, &rows[i].who, rows[i].stage, &start, 100, &page));
		ck_assert_msg(page.orders.n == n, "row %d: %zu", i, page.orders.n);
		for (size_t k = 0; k < n; k++)
			ck_assert_int_eq(uuid_cmp(&page.orders.v[k].id, &ids[rows[i].seen[k] - '0']), 0);
		ck_assert(uuid_is_zero(&page.next));
		ck_assert_int_eq(page.total, -1);
	}
}
END_TEST

START_TEST(pages_of_a_board)
{
	struct order_actor admin = testshop_actor(&t.admin, ROLE_ADMIN);
	struct uuid ids[5], from = start;
	struct order_page page;
	size_t seen = 0;

	house(ids);
	do {
		ck_ok(orders_on_board(t.shop, t.t.arena, &admin, -1, &from, 2, &page));
		for (size_t i = 0; i < page.orders.n; i++)
			ck_assert_int_eq(uuid_cmp(&page.orders.v[i].id, &ids[seen++]), 0);
		from = page.next;
	} while (!uuid_is_zero(&from));
	ck_assert_uint_eq(seen, 5);
}
END_TEST

START_TEST(no_board)
{
	const struct order_actor rows[] = { testshop_actor(&t.kim, ROLE_CUSTOMER), testshop_actor(&t.lee, ROLE_SELLER), { .role = ROLE_CUSTOMER },
	    { .role = ROLE_ADMIN }, { .guest = testshop_guest() } };
	struct order_page page;

	for (int i = 0; i < ROWS(rows); i++)
		ck_assert_int_eq(code(orders_on_board(t.shop, t.t.arena, &rows[i], -1, &start, 10, &page)), ERR_FORBIDDEN);
}
END_TEST

START_TEST(no_database)
{
	struct order_actor admin = testshop_actor(&t.admin, ROLE_ADMIN);
	struct uuid id = uuid_new();
	const struct order *o;
	struct order_page page;

	t.t.conf.db_name = "no_such_database";
	testshop_reopen(&t);
	ck_assert_int_eq(code(order_find(t.shop, t.t.arena, &id, &admin, &o)), ERR_UNAVAILABLE);
	ck_assert_int_eq(code(orders_of_user(t.shop, t.t.arena, &id, &admin, -1, &start, 10, &page)), ERR_UNAVAILABLE);
	ck_assert_int_eq(code(orders_on_board(t.shop, t.t.arena, &admin, -1, &start, 10, &page)), ERR_UNAVAILABLE);
	t.t.conf.db_name = t.t.name;
}
END_TEST

Suite *
orders_suite(void)
{
	Suite *s = suite_create("shop/orders");
	TCase *c = tcase_create("orders");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, found);
	tcase_add_test(c, of_user);
	tcase_add_test(c, boards);
	tcase_add_test(c, pages_of_a_board);
	tcase_add_test(c, no_board);
	tcase_add_test(c, no_database);
	suite_add_tcase(s, c);
	return s;
}
