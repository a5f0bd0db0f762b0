/* charge_store: payments of no order, added, locked, changed and read back; what the schema itself refuses. */
#include "store/charge_store.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/payment_store.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

static struct charge
add(const struct uuid *user, const char *known_as)
{
	struct charge c = { .user_id = *user, .payment = { .id = uuid_new(), .method = PAY_CARD, .amount = 5000, .masked_card_number = "**** **** **** 4242",
	    .card_brand = "VISA", .transaction_id = known_as, .created_at = 1000 } };
	struct charge_rows rows;

	charge_rows_start(&rows, t.t.arena);
	charge_rows_add(&rows, &c);
	ck_ok(charge_rows_write(t.db, &rows));
	return c;
}

START_TEST(read_back)
{
	struct charge c = add(&t.kim, "t-1");
	const struct charge *got;
	struct charge_rows rows;
	struct uuid nobody = uuid_new();

	ck_ok(charge_store_get(t.db, t.t.arena, &c.payment.id, &got));
	ck_assert_int_eq(uuid_cmp(&got->user_id, &t.kim), 0);
	ck_assert_int_eq((int)got->payment.status, PAYMENT_PROGRESS);
	ck_assert_int_eq(got->payment.amount, 5000);
	ck_assert_str_eq(got->payment.masked_card_number, "**** **** **** 4242");
	ck_assert_str_eq(got->payment.transaction_id, "t-1");
	ck_assert_int_eq(got->payment.created_at, 1000);
	ck_assert_int_eq(got->payment.paid_at, 0);
	ck_assert(uuid_is_zero(&got->entry_id));
	c.payment.status = PAYMENT_SUCCESS;
	c.payment.paid_at = 2000;
	c.payment.transaction_id = "t-2";
	c.entry_id = uuid_new();
	charge_rows_start(&rows, t.t.arena);
	charge_rows_change(&rows, &c);
	ck_ok(charge_rows_write(t.db, &rows));
	ck_ok(charge_store_get(t.db, t.t.arena, &c.payment.id, &got));
	ck_assert_int_eq((int)got->payment.status, PAYMENT_SUCCESS);
	ck_assert_int_eq(got->payment.paid_at, 2000);
	ck_assert_str_eq(got->payment.transaction_id, "t-2");
	ck_assert_int_eq(uuid_cmp(&got->entry_id, &c.entry_id), 0);
	ck_ok(charge_store_get(t.db, t.t.arena, &nobody, &got));
	ck_assert_ptr_null(got);
	/* It stands among its member's payments, as one of no order. */
	struct payments all;
	struct uuid newest = { { 0 } };
	ck_ok(payment_store_of_user(t.db, t.t.arena, &t.kim, &newest, 10, &all));
	ck_assert_uint_eq(all.n, 1);
	ck_assert(uuid_is_zero(&all.v[0].order_id));
}
END_TEST

START_TEST(lock)
{
	struct charge c = add(&t.kim, NULL);
	struct uuid order = testshop_order(&t, &testshop_dinner, &t.kim), ids[2] = { c.payment.id, testshop_get(&t, &order).payment.id };
	struct db *other = testdb_connect(&t.t, stmts, STMT__MAX);
	struct charges got;

	if (uuid_cmp(&ids[0], &ids[1]) > 0) {
		ids[1] = ids[0];
		ids[0] = testshop_get(&t, &order).payment.id;
	}
	ck_ok(db_begin(t.db, t.t.arena));
	ck_ok(charge_store_lock(t.db, t.t.arena, ids, 2, &got));
	ck_assert_uint_eq(got.n, 1);	/* an order's payment is none */
	ck_assert_int_eq(uuid_cmp(&got.v[0].payment.id, &c.payment.id), 0);
	ck_ok(db_script(other, t.t.arena, "SET innodb_lock_wait_timeout = 1"));
	ck_ok(db_begin(other, t.t.arena));
	ck_fails(charge_store_lock(other, t.t.arena, &c.payment.id, 1, &got), UNAVAILABLE, "CHARGE_LOCK");
	db_rollback(other);
	ck_ok(db_commit(t.db, t.t.arena));
	db_close(other);
	struct db_counts before = db_counts();
	ck_ok(charge_store_lock(t.db, t.t.arena, NULL, 0, &got));
	ck_assert_uint_eq(got.n, 0);
	ck_assert_uint_eq(db_counts().round_trips, before.round_trips);
}
END_TEST

/* An entry exactly when it is paid; a name of the gateway's once, whatever it pays. */
START_TEST(refused)
{
	struct charge c = add(&t.kim, "t-1");
	struct charge_rows rows;
	struct charge twin = { .user_id = t.lee, .payment = { .id = uuid_new(), .method = PAY_CARD, .amount = 100, .transaction_id = "t-1", .created_at = 1 } };

	c.payment.status = PAYMENT_SUCCESS;
	charge_rows_start(&rows, t.t.arena);
	charge_rows_change(&rows, &c);
	ck_fails(charge_rows_write(t.db, &rows), INTERNAL_SERVER_ERROR, "payments_entry");
	c.payment.status = PAYMENT_FAILED;
	c.entry_id = uuid_new();
	charge_rows_start(&rows, t.t.arena);
	charge_rows_change(&rows, &c);
	ck_fails(charge_rows_write(t.db, &rows), INTERNAL_SERVER_ERROR, "payments_entry");
	charge_rows_start(&rows, t.t.arena);
	charge_rows_add(&rows, &twin);
	ck_fails(charge_rows_write(t.db, &rows), INTERNAL_SERVER_ERROR, "payments_transaction");
	ck_assert_int_eq(db_last_fault(t.db), DB_FAULT_DUPLICATE);
}
END_TEST

Suite *
charge_store_suite(void)
{
	Suite *s = suite_create("store/charge_store");
	TCase *c = tcase_create("charge_store");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, read_back);
	tcase_add_test(c, lock);
	tcase_add_test(c, refused);
	suite_add_tcase(s, c);
	return s;
}
