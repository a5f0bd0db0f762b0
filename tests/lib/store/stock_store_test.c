/* stock_store: figures locked, changed, read, received. */
#include "store/stock_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/stock.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

START_TEST(lock)
{
	static const uint32_t ids[] = { 1, 2, 7, 4000000000u }, one = 2;
	struct db *other = testdb_connect(&t.t, stmts, STMT__MAX);
	struct stock_book b, none;

	testshop_sql(&t, "UPDATE stock SET available = 1.5 WHERE sku_id = 2");
	ck_ok(db_begin(t.db, t.t.arena));
	ck_ok(stock_store_lock(t.db, t.t.arena, ids, 4, &b));
	ck_assert_uint_eq(b.n, 3);	/* one nobody has heard of is not there */
	ck_assert_uint_eq(b.row[0].sku_id, 1);
	ck_assert_int_eq(b.row[0].available, TESTSHOP_STOCK * QTY_ONE);
	ck_assert_uint_eq(b.row[1].sku_id, 2);
	ck_assert_int_eq(b.row[1].available, 1500);
	ck_assert_uint_eq(b.row[2].sku_id, 7);
	for (size_t i = 0; i < b.n; i++)
		ck_assert_int_eq(b.row[i].change, 0);
	/* Nobody else may have them meanwhile; others they may. */
	ck_ok(db_script(other, t.t.arena, "SET innodb_lock_wait_timeout = 1"));
	ck_ok(db_begin(other, t.t.arena));
	static const uint32_t apart[] = { 3, 5, 6, 8 };
	ck_ok(stock_store_lock(other, t.t.arena, apart, 4, &none));
	ck_assert_uint_eq(none.n, 4);
	ck_fails(stock_store_lock(other, t.t.arena, &one, 1, &none), UNAVAILABLE, "STOCK_LOCK");
	ck_assert_int_eq(db_last_fault(other), DB_FAULT_LOCK_TIMEOUT);
	db_rollback(other);
	db_rollback(t.db);
	ck_ok(db_begin(other, t.t.arena));
	ck_ok(stock_store_lock(other, t.t.arena, &one, 1, &none));
	ck_assert_uint_eq(none.n, 1);
	db_rollback(other);
	db_close(other);
}
END_TEST

START_TEST(lock_nothing)
{
	struct db_counts before = db_counts();
	struct stock_book b = { .n = 77 };

	ck_ok(stock_store_lock(t.db, t.t.arena, NULL, 0, &b));
	ck_assert_uint_eq(b.n, 0);
	ck_assert_uint_eq(db_counts().round_trips, before.round_trips);
}
END_TEST

/* With too little room it says so; it never says that there is no stock. */
START_TEST(lock_without_room)
{
	uint32_t ids[32];
	int done = 0;

	for (uint32_t i = 0; i < 32; i++)
		ids[i] = i + 1;
	for (size_t cap = 16; cap < 8192; cap += 64) {
		struct arena *small = arena_new(cap);
		struct stock_book b = { 0 };
		const struct err *e = stock_store_lock(t.db, small, ids, 32, &b);
		if (e == NULL) {
			ck_assert_uint_eq(b.n, 32);
			done++;
		} else
			ck_assert_int_eq((int)e->code, ERR_INTERNAL_SERVER_ERROR);
		arena_free(small);
	}
	ck_assert_int_gt(done, 0);
}
END_TEST

START_TEST(write)
{
	struct stock_row rows[] = { { 1, 0, -1500 }, { 2, 0, 0 }, { 3, 0, 2000 }, { 4, 0, -100000 } };
	struct stock_book b = { rows, 4 }, all;

	ck_ok(stock_store_write(t.db, t.t.arena, &b));
	ck_ok(stock_store_read(t.db, t.t.arena, &all));
	ck_assert_uint_eq(all.n, t.menu->nskus);
	ck_assert_int_eq(stock_find(&all, 1)->available, 98500);
	ck_assert_int_eq(stock_find(&all, 2)->available, 100000);
	ck_assert_int_eq(stock_find(&all, 3)->available, 102000);
	ck_assert_int_eq(stock_find(&all, 4)->available, 0);
	for (size_t i = 1; i < all.n; i++)
		ck_assert_uint_lt(all.row[i - 1].sku_id, all.row[i].sku_id);
	/* The last guard: the database itself lets nothing go below nothing, and then changes nothing. */
	rows[3].change = -1;
	ck_fails(stock_store_write(t.db, t.t.arena, &b), INTERNAL_SERVER_ERROR, "STOCK_CHANGE");
	ck_assert_int_eq(db_last_fault(t.db), DB_FAULT_CHECK);
	ck_ok(stock_store_read(t.db, t.t.arena, &all));
	ck_assert_int_eq(stock_find(&all, 1)->available, 98500);
	ck_assert_int_eq(stock_find(&all, 4)->available, 0);
}
END_TEST

START_TEST(write_nothing)
{
	struct stock_row rows[] = { { 1, 5, 0 }, { 2, 5, 0 } };
	struct stock_book b = { rows, 2 };
	struct db_counts before = db_counts();

	ck_ok(stock_store_write(t.db, t.t.arena, &b));
	ck_assert_uint_eq(db_counts().round_trips, before.round_trips);
}
END_TEST

/* delta, whether it can be booked, what is there then. */
static const struct { const char *code; qty_t delta; bool good; qty_t then; } receipts[] = {
	{ "wine", 2500, true, 102500 },
	{ "wine", -100000, true, 0 },
	{ "wine", -100001, false, 100000 },
	{ "truffle", 1000, false, 0 },
};

START_TEST(receive)
{
	int64_t booked = testshop_number(&t, "SELECT COUNT(*) FROM stock_receipts");
	const struct err *e = stock_store_receive(t.db, t.t.arena, receipts[_i].code, receipts[_i].delta, "a delivery");

	ck_assert_int_eq(e == NULL, receipts[_i].good);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM stock_receipts"), booked + receipts[_i].good);
	if (menu_sku(t.menu, receipts[_i].code) != NULL)
		ck_assert_int_eq(testshop_available(&t, receipts[_i].code), receipts[_i].then);
	else
		ck_assert(err_is(e, ERR_ENTITY_NOT_FOUND));
	testshop_books(&t);
	/* And no transaction is left open. */
	ck_ok(db_begin(t.db, t.t.arena));
	db_rollback(t.db);
}
END_TEST

/* A SKU that has no row of stock yet gets one with its first receipt. */
START_TEST(receive_the_first)
{
	testshop_sql(&t, "INSERT INTO skus (code, name) VALUES ('truffle', 'truffle')");
	ck_ok(stock_store_receive(t.db, t.t.arena, "truffle", 500, "a find"));
	ck_assert_int_eq(testshop_available(&t, "truffle"), 500);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM stock_receipts r JOIN skus s ON s.sku_id = r.sku_id"
	    " WHERE s.code = 'truffle' AND r.delta = 0.5 AND r.reason = 'a find' AND r.actor_id IS NULL"), 1);
	testshop_books(&t);
	testshop_sql(&t, "DELETE st FROM stock st JOIN skus USING (sku_id) WHERE code = 'truffle'; DELETE FROM skus WHERE code = 'truffle'");
}
END_TEST

Suite *
stock_store_suite(void)
{
	Suite *s = suite_create("store/stock_store");
	TCase *c = tcase_create("stock_store");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, lock);
	tcase_add_test(c, lock_nothing);
	tcase_add_test(c, lock_without_room);
	tcase_add_test(c, write);
	tcase_add_test(c, write_nothing);
	tcase_add_loop_test(c, receive, 0, ROWS(receipts));
	tcase_add_test(c, receive_the_first);
	suite_add_tcase(s, c);
	return s;
}
