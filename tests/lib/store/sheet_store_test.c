/* sheet_store: goods as offered; sheets written, read, ended, swept; their cart's lines gone with them. */
#include "store/sheet_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "store/cart_store.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

START_TEST(offers)
{
	uint32_t seller = testgoods_seller(&t, &t.lee);
	const struct goods *cup = testgoods_add(&t, "컵", 7000, 3), *plate = testgoods_add(&t, "접시", 500, 0);
	uint32_t ids[3] = { cup->id, plate->id, 4000000000u };
	struct sheet_lines got;

	testshop_sql(&t, "UPDATE products SET seller_id = %u, status = 'DISCONTINUED' WHERE product_id = %u", seller, plate->id);
	ck_ok(sheet_store_offers(t.db, t.t.arena, ids, 3, &got));
	ck_assert_uint_eq(got.n, 2);
	ck_assert_uint_eq(got.v[0].product_id, cup->id);
	ck_assert_uint_eq(got.v[0].sku_id, cup->sku_id);
	ck_assert_str_eq(got.v[0].sku, cup->sku);
	ck_assert_str_eq(got.v[0].name, "컵");
	ck_assert_int_eq(got.v[0].unit_price, 7000);
	ck_assert_int_eq(got.v[0].available, 3000);
	ck_assert_int_eq(got.v[0].fee, 0);
	ck_assert(got.v[0].on_sale && !got.v[1].on_sale);
	ck_assert_uint_eq(got.v[1].seller_id, seller);
	ck_assert_int_eq(got.v[1].fee, 3000);
	ck_assert_int_eq(got.v[1].free_from, 30000);
	struct db_counts before = db_counts();
	ck_ok(sheet_store_offers(t.db, t.t.arena, NULL, 0, &got));
	ck_assert_uint_eq(got.n, 0);
	ck_assert_uint_eq(db_counts().round_trips, before.round_trips);
}
END_TEST

static struct sheet_line lines[2];

static struct sheet
put(int64_t created_at, int64_t cart_item)
{
	struct sheet s = { .order_key = uuid_new(), .user_id = t.kim, .created_at = created_at, .expires_at = created_at + 1000 };
	struct sheet_lines two = { lines, 2 };
	struct sheet_rows rows;

	lines[0] = (struct sheet_line){ .product_id = 7, .seller_id = 3, .sku_id = 70, .name = "컵", .name_en = "Cup", .quantity = 2,
	    .unit_price = 7000, .fee = 3000, .free_from = 30000, .cart_item_id = cart_item };
	lines[1] = (struct sheet_line){ .product_id = 8, .sku_id = 80, .name = "접시", .quantity = 1, .unit_price = 500 };
	sheet_rows_start(&rows, t.t.arena);
	sheet_rows_add(&rows, &s, &two);
	ck_ok(sheet_rows_write(t.db, &rows));
	return s;
}

static enum order_state
state(const struct uuid *key)
{
	struct sheet s;
	struct sheet_lines l;
	bool found;

	ck_ok(sheet_store_get(t.db, t.t.arena, key, &found, &s, &l));
	ck_assert(found);
	return s.status;
}

START_TEST(written_and_read)
{
	struct sheet s = put(1700000000000, 0), got;
	struct sheet_lines l;
	struct uuid other = uuid_new();
	bool found;

	ck_ok(sheet_store_get(t.db, t.t.arena, &s.order_key, &found, &got, &l));
	ck_assert(found);
	ck_assert_int_eq(uuid_cmp(&got.user_id, &t.kim), 0);
	ck_assert_int_eq((int)got.status, ORDER_CREATED);
	ck_assert_int_eq(got.created_at, s.created_at);
	ck_assert_int_eq(got.expires_at, s.expires_at);
	ck_assert_uint_eq(l.n, 2);
	ck_assert_uint_eq(l.v[0].product_id, 7);
	ck_assert_uint_eq(l.v[0].seller_id, 3);
	ck_assert_uint_eq(l.v[0].sku_id, 70);
	ck_assert_str_eq(l.v[0].name_en, "Cup");
	ck_assert_int_eq(l.v[0].quantity, 2);
	ck_assert_int_eq(l.v[0].unit_price, 7000);
	ck_assert_int_eq(l.v[0].fee, 3000);
	ck_assert_int_eq(l.v[0].free_from, 30000);
	ck_assert_str_eq(l.v[1].name, "접시");
	ck_assert_ptr_null(l.v[1].name_en);
	ck_ok(sheet_store_get(t.db, t.t.arena, &other, &found, &got, &l));
	ck_assert(!found);
}
END_TEST

START_TEST(paid_leaves_the_cart)
{
	const struct goods *cup = testgoods_add(&t, "컵", 7000, 3), *plate = testgoods_add(&t, "접시", 500, 5);
	enum cart_added how;
	struct sheet_rows rows;
	int64_t line, other, lees;

	ck_ok(cart_store_add(t.db, t.t.arena, &t.kim, cup->id, 1, &how, &line));
	ck_ok(cart_store_add(t.db, t.t.arena, &t.kim, plate->id, 1, &how, &other));
	ck_ok(cart_store_add(t.db, t.t.arena, &t.lee, cup->id, 1, &how, &lees));
	struct sheet a = put(1700000000000, line), b = put(1700000000000, 0);
	testshop_sql(&t, "UPDATE sheet_lines SET product_id = %u WHERE cart_item_id IS NOT NULL", cup->id);
	sheet_rows_start(&rows, t.t.arena);
	sheet_rows_paid(&rows, &a.order_key, 1700000000500);
	sheet_rows_paid(&rows, &b.order_key, 1700000000501);
	ck_ok(sheet_rows_write(t.db, &rows));
	ck_assert_int_eq((int)state(&a.order_key), ORDER_PAID);
	ck_assert_int_eq((int)state(&b.order_key), ORDER_PAID);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM cart_items WHERE cart_item_id = %lld", (long long)line), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM cart_items"), 2);
	/* What has ended does not end again. */
	sheet_rows_start(&rows, t.t.arena);
	sheet_rows_expired(&rows, &a.order_key, 1700000009999);
	ck_ok(sheet_rows_write(t.db, &rows));
	ck_assert_int_eq((int)state(&a.order_key), ORDER_PAID);
}
END_TEST

START_TEST(swept)
{
	struct sheet a = put(1700000000000, 0), b = put(1700000005000, 0), paid = put(1700000000000, 0);
	struct sheets_due due;
	struct sheet_rows rows;
	size_t n;

	sheet_rows_start(&rows, t.t.arena);
	sheet_rows_paid(&rows, &paid.order_key, 1700000000500);
	ck_ok(sheet_rows_write(t.db, &rows));
	ck_ok(sheet_store_due(t.db, t.t.arena, 1700000000999, 10, &due));
	ck_assert_uint_eq(due.n, 0);
	ck_ok(sheet_store_due(t.db, t.t.arena, 1700000001000, 10, &due));
	ck_assert_uint_eq(due.n, 1);
	ck_assert_int_eq(uuid_cmp(&due.v[0].order_key, &a.order_key), 0);
	ck_assert(!due.v[0].has_order);
	ck_ok(sheet_store_expire(t.db, t.t.arena, &due));
	ck_assert_int_eq((int)state(&a.order_key), ORDER_CANCELLED);
	ck_assert_int_eq((int)state(&b.order_key), ORDER_CREATED);
	ck_ok(sheet_store_due(t.db, t.t.arena, 1700000001000, 10, &due));
	ck_assert_uint_eq(due.n, 0);
	ck_ok(sheet_store_drop(t.db, t.t.arena, 1700000000501, 10, &n));
	ck_assert_uint_eq(n, 1);	/* the paid one ended first */
	ck_ok(sheet_store_drop(t.db, t.t.arena, 1700000099999, 10, &n));
	ck_assert_uint_eq(n, 1);	/* one is open */
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_sheets"), 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM sheet_lines"), 2);
}
END_TEST

/* Open ones, ended ones, none: as sheets know it. */
START_TEST(locked)
{
	struct sheet a = put(1700000000000, 0), b = put(1700000000000, 0);
	struct uuid keys[3] = { a.order_key, b.order_key, uuid_new() };
	struct sheet_rows rows;
	struct sheet_locks got;
	struct db_counts before = db_counts();

	ck_ok(sheet_store_lock(t.db, t.t.arena, NULL, 0, &got));
	ck_assert_uint_eq(got.n, 0);
	ck_assert_uint_eq(db_counts().round_trips, before.round_trips);
	sheet_rows_start(&rows, t.t.arena);
	sheet_rows_expired(&rows, &b.order_key, 1700000000500);
	ck_ok(sheet_rows_write(t.db, &rows));
	ck_ok(db_begin(t.db, t.t.arena));
	ck_ok(sheet_store_lock(t.db, t.t.arena, keys, 3, &got));
	ck_assert_uint_eq(got.n, 2);
	for (size_t i = 0; i < 2; i++)
		ck_assert_int_eq((int)got.v[i].status, uuid_cmp(&got.v[i].order_key, &a.order_key) == 0 ? ORDER_CREATED : ORDER_CANCELLED);
	db_rollback(t.db);
}
END_TEST

Suite *
sheet_store_suite(void)
{
	Suite *s = suite_create("store/sheet_store");
	TCase *c = tcase_create("sheet_store");

	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, offers);
	tcase_add_test(c, written_and_read);
	tcase_add_test(c, paid_leaves_the_cart);
	tcase_add_test(c, locked);
	tcase_add_test(c, swept);
	suite_add_tcase(s, c);
	return s;
}
