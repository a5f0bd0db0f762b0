/* tell: what happens to an order is told once, in its own transaction, as it then stood; what does not happen is not told. */
#include "shop/tell.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "shop/batch.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

/* "1 ORDER_PLACED PENDING_PAYMENT PENDING, …" of an order, in the order of its events. */
static const char *
told(const struct uuid *id)
{
	char text[UUID_TEXT];

	return testshop_text(&t, "SELECT COALESCE(GROUP_CONCAT(CONCAT_WS(' ', order_version, type, JSON_VALUE(snapshot, '$.status'),"
	    " JSON_VALUE(snapshot, '$.stage')) ORDER BY order_version, event_id SEPARATOR ', '), '') FROM order_events WHERE order_id = '%s'",
	    uuid_text(id, text));
}

START_TEST(life)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);

	ck_ok(testshop_move(&t, &id, ITEM_PREPARING, &t.cook, ROLE_COOK));
	ck_ok(testshop_move(&t, &id, ITEM_READY_FOR_DELIVERY, &t.cook, ROLE_COOK));
	ck_ok(testshop_move(&t, &id, ITEM_IN_DELIVERY, &t.courier, ROLE_COURIER));
	ck_ok(testshop_move(&t, &id, ITEM_DELIVERED, &t.courier, ROLE_COURIER));
	/* The last step is one change and two events: paid at the door, and with that complete. */
	ck_assert_str_eq(told(&id), "1 ORDER_PLACED PENDING_PAYMENT PENDING, 2 ORDER_MOVED PENDING_PAYMENT PREPARING,"
	    " 3 ORDER_MOVED PENDING_PAYMENT READY_FOR_DELIVERY, 4 ORDER_MOVED PENDING_PAYMENT IN_DELIVERY,"
	    " 5 ORDER_PAID PAID DELIVERED, 5 ORDER_COMPLETED COMPLETED DELIVERED");
	ck_assert_int_eq(testshop_get(&t, &id).version, 5);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_events WHERE seq > 0"), 0);
	ck_assert_str_eq(testshop_text(&t, "SELECT JSON_VALUE(snapshot, '$.payment.status') FROM order_events WHERE type = 'ORDER_PAID'"),
	    "SUCCESS");
}
END_TEST

START_TEST(cancelled)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, NULL);

	ck_ok(testshop_move(&t, &id, ITEM_CANCELLED, &t.admin, ROLE_ADMIN));
	ck_assert_str_eq(told(&id), "1 ORDER_PLACED PENDING_PAYMENT PENDING, 2 ORDER_CANCELLED CANCELLED CANCELLED");
}
END_TEST

/* Refused, already there, the same key again: nothing happened. */
START_TEST(nothing_happened)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);
	struct placement p = testshop_placement(t.t.arena, &testshop_dinner, &t.kim, "k");
	struct placement again = testshop_placement(t.t.arena, &testshop_dinner, &t.kim, "k");

	ck_ok(testshop_move(&t, &id, ITEM_PENDING, &t.cook, ROLE_COOK));
	ck_assert(err_is(testshop_move(&t, &id, ITEM_DELIVERED, &t.cook, ROLE_COOK), ERR_ORDER_STATE_CONFLICT));
	ck_assert_str_eq(told(&id), "1 ORDER_PLACED PENDING_PAYMENT PENDING");
	ck_ok(order_create(t.shop, t.t.arena, &p));
	ck_ok(order_create(t.shop, t.t.arena, &again));
	ck_assert_ptr_null(again.order);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_events"), 2);
	testshop_stock(&t, "wine", 0);
	p = testshop_placement(t.t.arena, &testshop_dinner, &t.kim, NULL);
	ck_assert(err_is(order_create(t.shop, t.t.arena, &p), ERR_STOCK_NOT_ENOUGH));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_events"), 2);
}
END_TEST

/* A snapshot that found no room spoils the batch's rows: no order without its event. */
START_TEST(without_room)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);
	struct order o = testshop_get(&t, &id);
	struct batch b = { .arena = arena_new(600), .now = 1795600000000 };

	order_rows_start(&b.rows, t.t.arena);
	event_tell(&b, &o, EVENT_ORDER_PAID);
	ck_assert(err_is(order_rows_write(t.db, &b.rows), ERR_INTERNAL_SERVER_ERROR));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_events"), 1);
	arena_free(b.arena);
}
END_TEST

Suite *
tell_suite(void)
{
	Suite *s = suite_create("shop/tell");
	TCase *c = tcase_create("tell");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, life);
	tcase_add_test(c, cancelled);
	tcase_add_test(c, nothing_happened);
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
