/* place: from a wish to the rows of an order; what is refused, and that it then took nothing. */
#include "shop/place.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "store/order_store.h"
#include "support/suite.h"
#include "support/testorder.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { clock_shift(0); testshop_books(&t); testshop_close(&t); }

static const struct err *
place(const struct order_wish *w, const struct uuid *user, struct placement *p)
{
	*p = testshop_placement(t.t.arena, w, user, NULL);
	return order_create(t.shop, t.t.arena, p);
}

static const struct side_dish_wish sides[] = { { "wine_glass", 2, NULL, NULL }, { "custom_cake", 1, "vanilla", "size_2" } };
static struct cake_wish cake = { .message = "생일 축하", .image_path = NULL, .flavor = "vanilla", .size = "size_2" };
static const struct pair changes[] = { { "wine", 0 }, { "premium_steak", 3 } };
static const struct order_wish feast = { .dinner_code = "valentine", .style = 2, .quantity = 2, .delivery_address = "서울",
    .notes = "문 앞", .customizations = { changes, 2 }, .side_dishes = { sides, 2 }, .cake_customization = &cake };

/* What is told of the new order is what lies in the tables. */
START_TEST(everything)
{
	struct placement p;
	int64_t before = clock_now();

	cake.image_path = testshop_image(&t, &t.kim);
	ck_ok(place(&feast, &t.kim, &p));
	struct order got = testshop_get(&t, &p.order->id);
	testorder_same(&got, p.order, ORDER_DETAIL | ORDER_USES);
	ck_assert_int_eq(uuid_cmp(&got.user_id, &t.kim), 0);
	ck_assert_int_eq((int)got.status, ORDER_PENDING_PAYMENT);
	ck_assert_int_eq((int)got.stage, ITEM_PENDING);
	ck_assert_int_eq((int)got.payment.method, PAY_ON_DELIVERY);
	ck_assert_int_eq((int)got.payment.status, PAYMENT_PROGRESS);
	ck_assert_int_eq(got.payment.amount, got.price.final_price);
	ck_assert_int_eq(got.version, 1);
	ck_assert_int_ge(got.created_at, before);
	ck_assert_int_le(got.created_at, clock_now());
	ck_assert_int_eq(got.estimated_at - got.created_at, 3600000);
	ck_assert_uint_eq(got.nitems, 3);
	ck_assert_uint_eq(got.nhistory, 3);
	for (size_t i = 0; i < got.nhistory; i++) {
		ck_assert_int_eq(got.history[i].item_index, (int)i);
		ck_assert_str_eq(got.history[i].event, "ORDER");
		ck_assert_ptr_null(got.history[i].from);
		ck_assert_str_eq(got.history[i].to, "PENDING");
		ck_assert_int_eq((int)got.history[i].actor, ACTOR_BUYER);
		ck_assert_int_eq(uuid_cmp(&got.history[i].actor_id, &t.kim), 0);
	}
	ck_assert_int_eq(strncmp(got.number, "ORD-", 4), 0);
	/* The wine was left out of the dinner, and comes in bottles of its own. */
	ck_assert_int_eq(testshop_available(&t, "wine"), (TESTSHOP_STOCK - 2) * QTY_ONE);
	ck_assert_int_eq(testshop_available(&t, "premium_steak"), (TESTSHOP_STOCK - 3) * QTY_ONE);
	ck_assert_int_eq(testshop_available(&t, "cake_base"), TESTSHOP_STOCK * QTY_ONE - 1500);
	ck_assert_int_eq(testshop_available(&t, "glass_wine_glass"), (TESTSHOP_STOCK - 4) * QTY_ONE);
	ck_assert_int_eq(testshop_available(&t, "bacon"), TESTSHOP_STOCK * QTY_ONE);
	ck_assert_ptr_null(p.kept);
}
END_TEST

START_TEST(of_a_guest)
{
	struct order_wish w = testshop_dinner;
	struct placement p;
	struct hash guest = testshop_guest();

	w.order_type = ORDER_PICKUP;
	ck_ok(place(&w, NULL, &p));
	struct order got = testshop_get(&t, &p.order->id);
	ck_assert(uuid_is_zero(&got.user_id));
	ck_assert(hash_equal(&got.guest, &guest));
	ck_assert(uuid_is_zero(&got.history[0].actor_id));
	ck_assert_ptr_null(got.delivery_address);
	ck_assert_int_eq(got.estimated_at - got.created_at, 1800000);
}
END_TEST

START_TEST(reordered_from)
{
	struct uuid first = testshop_order(&t, &testshop_dinner, &t.kim);
	struct placement p = testshop_placement(t.t.arena, &testshop_dinner, &t.kim, NULL);

	p.reordered_from = first;
	ck_ok(order_create(t.shop, t.t.arena, &p));
	struct order got = testshop_get(&t, &p.order->id);
	ck_assert_int_eq(uuid_cmp(&got.reordered_from, &first), 0);
}
END_TEST

START_TEST(faults)
{
	struct order_wish w = { .dinner_code = "truffle", .quantity = 1 };
	struct placement p;
	struct db_counts before;
	const struct err *e;

	ck_ok(place(&testshop_dinner, &t.kim, &p));
	before = db_counts();
	e = place(&w, &t.kim, &p);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_uint_eq(e->nfaults, 2);
	ck_assert_str_eq(e->faults[0].pointer, "/delivery_address");
	ck_assert_str_eq(e->faults[1].pointer, "/dinner_code");
	ck_assert_ptr_null(p.order);
	/* The desk was not troubled with it. */
	ck_assert_uint_eq(db_counts().statements, before.statements);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 1);
}
END_TEST

/* Who is short takes nothing, and is told everything that is short, in their language. */
START_TEST(shortage)
{
	struct placement p = testshop_placement(t.t.arena, &feast, &t.kim, NULL);
	struct buf b = { 0 };
	const struct err *e;

	testshop_stock(&t, "wine", 1);
	testshop_stock(&t, "heart_plate", 0);
	p.english = _i != 0;
	e = order_create(t.shop, t.t.arena, &p);
	ck_assert(err_is(e, ERR_STOCK_NOT_ENOUGH));
	ck_assert_ptr_null(p.order);
	e->extra(&b, e->extra_arg);
	ck_assert_str_eq(buf_str(&b), _i != 0 ?
	    "\"shortages\":[{\"sku\":\"wine\",\"name\":\"Wine\",\"wanted\":2,\"available\":1},"
	    "{\"sku\":\"heart_plate\",\"name\":\"Heart-shaped plate\",\"wanted\":2,\"available\":0}]" :
	    "\"shortages\":[{\"sku\":\"wine\",\"name\":\"와인\",\"wanted\":2,\"available\":1},"
	    "{\"sku\":\"heart_plate\",\"name\":\"하트 모양 접시\",\"wanted\":2,\"available\":0}]");
	buf_free(&b);
	ck_assert_int_eq(testshop_available(&t, "wine"), QTY_ONE);
	ck_assert_int_eq(testshop_available(&t, "premium_steak"), TESTSHOP_STOCK * QTY_ONE);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_history"), 0);
}
END_TEST

/* The dinner's wine and the bottle's are one: two pieces are not enough for three. */
START_TEST(counted_once_over)
{
	struct side_dish_wish bottles = { "wine_glass", 2, NULL, NULL };
	struct order_wish w = testshop_dinner;
	struct placement p;

	w.side_dishes = (struct list){ &bottles, 1 };
	testshop_stock(&t, "wine", 2);
	ck_assert(err_is(place(&w, &t.kim, &p), ERR_STOCK_NOT_ENOUGH));
	ck_assert_int_eq(testshop_available(&t, "wine"), 2 * QTY_ONE);
	testshop_stock(&t, "wine", 3);
	ck_ok(place(&w, &t.kim, &p));
	ck_assert_int_eq(testshop_available(&t, "wine"), 0);
	struct order got = testshop_get(&t, &p.order->id);
	ck_assert_uint_eq(got.nuses, 8);
}
END_TEST

/* A part of a piece is not a piece. */
START_TEST(fractions)
{
	struct order_wish w = { .dinner_code = "french", .quantity = 1, .delivery_address = "서울", .side_dishes = { &sides[1], 1 } };
	struct placement p;

	testshop_sql(&t, "UPDATE stock JOIN skus USING (sku_id) SET available = 1.499 WHERE code = 'cake_base';"
	    "INSERT INTO stock_receipts SELECT UUID(), sku_id, 1.499 - %d, 'counted', NULL, NOW(3) FROM skus WHERE code = 'cake_base'",
	    TESTSHOP_STOCK);
	ck_assert(err_is(place(&w, &t.kim, &p), ERR_STOCK_NOT_ENOUGH));
	ck_ok(db_script(t.db, t.t.arena, "UPDATE stock JOIN skus USING (sku_id) SET available = 1.501 WHERE code = 'cake_base';"
	    "INSERT INTO stock_receipts SELECT UUID(), sku_id, 0.002, 'counted', NULL, NOW(3) FROM skus WHERE code = 'cake_base'"));
	ck_ok(place(&w, &t.kim, &p));
	ck_assert_int_eq(testshop_available(&t, "cake_base"), 1);
}
END_TEST

/* A menu of a minute ago does not sell at its prices. */
START_TEST(todays_prices)
{
	struct placement p;

	ck_ok(place(&testshop_dinner, &t.kim, &p));
	ck_assert_int_eq(p.order->price.final_price, 30000);
	testshop_sql(&t, "UPDATE products SET price = 31000 WHERE code = 'valentine'");
	ck_ok(place(&testshop_dinner, &t.kim, &p));
	ck_assert_int_eq(p.order->price.final_price, 31000);
	testshop_sql(&t, "UPDATE products SET status = 'DISCONTINUED' WHERE code = 'valentine'");
	const struct err *e = place(&testshop_dinner, &t.kim, &p);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].reason, "not_on_sale");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 2);
}
END_TEST

/* Whatever room the request has: an order and its answer, or an error and no order. */
START_TEST(without_room)
{
	int64_t orders = 0;

	for (size_t cap = 64; cap < 40000; cap += 512) {
		struct arena *small = arena_new(cap);
		struct placement p = testshop_placement(t.t.arena, &feast, &t.kim, NULL);
		const struct err *e = order_create(t.shop, small, &p);
		if (e == NULL) {
			orders++;
			ck_assert_int_eq(p.order->price.final_price, 163000);
		}
		arena_free(small);
		ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), orders);
		if (orders > 5)
			break;
	}
	ck_assert_int_gt(orders, 0);
}
END_TEST

Suite *
place_suite(void)
{
	Suite *s = suite_create("shop/place");
	TCase *c = tcase_create("place");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, everything);
	tcase_add_test(c, of_a_guest);
	tcase_add_test(c, reordered_from);
	tcase_add_test(c, faults);
	tcase_add_loop_test(c, shortage, 0, 2);
	tcase_add_test(c, counted_once_over);
	tcase_add_test(c, fractions);
	tcase_add_test(c, todays_prices);
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
