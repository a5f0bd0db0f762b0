/* slot_store: slots made at their first booking, locked, changed, read. */
#include "store/slot_store.h"

#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testshop.h"

#define NOON INT64_C(2026112712001400)
#define EVENING INT64_C(2026112718002000)

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

START_TEST(first_booking)
{
	static const int64_t slots[] = { NOON, EVENING, INT64_C(2026112723002330) };
	struct slot_book b;

	ck_ok(db_begin(t.db, t.t.arena));
	ck_ok(slot_store_lock(t.db, t.t.arena, slots, 3, &b));
	ck_assert_uint_eq(b.n, 2);	/* hours that are not offered have no slot */
	ck_assert_int_eq(b.row[0].slot, NOON);
	ck_assert_int_eq(b.row[0].capacity, 200);
	ck_assert_int_eq(b.row[0].taken, 0);
	ck_assert(slot_take(&b, EVENING));
	ck_ok(slot_store_write(t.db, t.t.arena, &b));
	ck_ok(db_commit(t.db, t.t.arena));
	ck_assert_int_eq(testshop_number(&t, "SELECT taken FROM slots WHERE slot = %lld", (long long)EVENING), 1);
	/* From then on it keeps its own capacity. */
	testshop_sql(&t, "UPDATE slots SET capacity = 7 WHERE slot = %lld", (long long)EVENING);
	ck_ok(db_begin(t.db, t.t.arena));
	ck_ok(slot_store_lock(t.db, t.t.arena, slots, 2, &b));
	ck_assert_int_eq(b.row[1].capacity, 7);
	ck_assert_int_eq(b.row[1].taken, 1);
	db_rollback(t.db);
}
END_TEST

START_TEST(nothing)
{
	struct db_counts before = db_counts();
	struct slot_book b = { .n = 77 };

	ck_ok(slot_store_lock(t.db, t.t.arena, NULL, 0, &b));
	ck_assert_uint_eq(b.n, 0);
	ck_ok(slot_store_write(t.db, t.t.arena, &b));
	ck_assert_uint_eq(db_counts().round_trips, before.round_trips);
}
END_TEST

START_TEST(locked)
{
	static const int64_t noon = NOON, evening = EVENING;
	struct db *other = testdb_connect(&t.t, stmts, STMT__MAX);
	struct slot_book b;

	testshop_sql(&t, "INSERT INTO slots (slot, capacity) VALUES (%lld, 3), (%lld, 3)", (long long)NOON, (long long)EVENING);
	ck_ok(db_begin(t.db, t.t.arena));
	ck_ok(slot_store_lock(t.db, t.t.arena, &noon, 1, &b));
	ck_ok(db_script(other, t.t.arena, "SET innodb_lock_wait_timeout = 1"));
	ck_ok(db_begin(other, t.t.arena));
	ck_ok(slot_store_lock(other, t.t.arena, &evening, 1, &b));
	ck_fails(slot_store_lock(other, t.t.arena, &noon, 1, &b), UNAVAILABLE, "SLOT_LOCK");
	db_rollback(other);
	db_rollback(t.db);
	db_close(other);
}
END_TEST

START_TEST(of_day)
{
	struct slot_book b;

	testshop_sql(&t, "INSERT INTO slots (slot, capacity, taken) VALUES (2026112610001200, 1, 1), (%lld, 3, 2), (%lld, 4, 0),"
	    " (2026112810001200, 1, 1)", (long long)NOON, (long long)EVENING);
	ck_ok(slot_store_of_day(t.db, t.t.arena, 20261127, &b));
	ck_assert_uint_eq(b.n, 2);
	ck_assert_int_eq(b.row[0].slot, NOON);
	ck_assert_int_eq(b.row[0].taken, 2);
	ck_assert_int_eq(b.row[1].capacity, 4);
	ck_ok(slot_store_of_day(t.db, t.t.arena, 20261201, &b));
	ck_assert_uint_eq(b.n, 0);
}
END_TEST

Suite *
slot_store_suite(void)
{
	Suite *s = suite_create("store/slot_store");
	TCase *c = tcase_create("slot_store");

	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, first_booking);
	tcase_add_test(c, nothing);
	tcase_add_test(c, locked);
	tcase_add_test(c, of_day);
	suite_add_tcase(s, c);
	return s;
}
