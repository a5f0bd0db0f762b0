/* compensation_store: rows claimed under a lease, given up, opened again; and those the desk writes. */
#include "store/compensation_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/order_store.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testshop.h"

#define NOW INT64_C(1795000000000)

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

/* One that is due at that time, written as the desk does. */
static struct compensation
add(enum compensation_kind kind, int64_t due_at)
{
	struct compensation c = { .id = uuid_new(), .kind = kind, .order_id = uuid_new(), .payment_id = uuid_new(), .amount = 30000,
	    .state = COMPENSATION_OPEN, .due_at = due_at, .created_at = NOW, .reason = "PAYMENT" };
	struct order_rows r;

	order_rows_start(&r, t.t.arena);
	order_rows_compensation(&r, &c);
	ck_ok(order_rows_write(t.db, &r));
	return c;
}

START_TEST(claim)
{
	struct compensation first = add(COMPENSATE_SETTLE, NOW - 2000), second = add(COMPENSATE_REFUND, NOW);
	struct compensations got;

	add(COMPENSATE_SETTLE, NOW + 1);
	ck_ok(compensation_store_claim(t.db, t.t.arena, NOW, 5000, 10, &got));
	ck_assert_uint_eq(got.n, 2);
	ck_assert_int_eq(uuid_cmp(&got.v[0].id, &first.id), 0);		/* the one due longest comes first */
	ck_assert_int_eq((int)got.v[0].kind, COMPENSATE_SETTLE);
	ck_assert_int_eq(uuid_cmp(&got.v[1].id, &second.id), 0);
	ck_assert_int_eq((int)got.v[1].kind, COMPENSATE_REFUND);
	ck_assert_int_eq(uuid_cmp(&got.v[1].order_id, &second.order_id), 0);
	ck_assert_int_eq(uuid_cmp(&got.v[1].payment_id, &second.payment_id), 0);
	ck_assert_int_eq(got.v[1].amount, 30000);
	ck_assert_int_eq(got.v[1].attempts, 1);
	ck_assert_str_eq(got.v[1].reason, "PAYMENT");
	/* Until the lease ends nobody else gets them; then they do. */
	ck_ok(compensation_store_claim(t.db, t.t.arena, NOW, 5000, 10, &got));
	ck_assert_uint_eq(got.n, 0);
	ck_ok(compensation_store_claim(t.db, t.t.arena, NOW + 5000, 5000, 2, &got));
	ck_assert_uint_eq(got.n, 2);
}
END_TEST

/* What another has locked is passed over, not waited for. */
START_TEST(side_by_side)
{
	struct db *other = testdb_connect(&t.t, stmts, STMT__MAX);
	struct compensation one = add(COMPENSATE_SETTLE, NOW), two = add(COMPENSATE_SETTLE, NOW + 1);
	struct compensations got;

	ck_ok(db_begin(other, t.t.arena));
	ck_ok(compensation_store_lock(other, t.t.arena, &one.id, 1, &got));
	ck_assert_uint_eq(got.n, 1);
	ck_ok(compensation_store_claim(t.db, t.t.arena, NOW + 1, 1000, 10, &got));
	ck_assert_uint_eq(got.n, 1);
	ck_assert_int_eq(uuid_cmp(&got.v[0].id, &two.id), 0);
	db_rollback(other);
	db_close(other);
}
END_TEST

START_TEST(dead_and_open_again)
{
	static const struct uuid from_the_start;
	struct compensation c = add(COMPENSATE_REFUND, NOW), other = add(COMPENSATE_REFUND, NOW);
	struct compensations got;
	bool found;

	ck_ok(compensation_store_failed(t.db, t.t.arena, &other.id, COMPENSATION_OPEN, NOW + 9000, "UNKNOWN"));
	ck_ok(compensation_store_failed(t.db, t.t.arena, &c.id, COMPENSATION_DEAD, NOW, "REFUSED"));
	ck_ok(compensation_store_dead(t.db, t.t.arena, &from_the_start, 10, &got));
	ck_assert_uint_eq(got.n, 1);
	ck_assert_int_eq((int)got.v[0].state, COMPENSATION_DEAD);
	ck_assert_str_eq(got.v[0].last_error, "REFUSED");
	ck_ok(compensation_store_dead(t.db, t.t.arena, &c.id, 10, &got));
	ck_assert_uint_eq(got.n, 0);
	ck_ok(compensation_store_claim(t.db, t.t.arena, NOW, 1000, 10, &got));
	ck_assert_uint_eq(got.n, 0);
	ck_ok(compensation_store_retry(t.db, t.t.arena, &other.id, NOW, &found));
	ck_assert(!found);
	ck_ok(compensation_store_retry(t.db, t.t.arena, &c.id, NOW, &found));
	ck_assert(found);
	ck_ok(compensation_store_claim(t.db, t.t.arena, NOW, 1000, 10, &got));
	ck_assert_uint_eq(got.n, 1);
	ck_assert_int_eq(got.v[0].attempts, 1);		/* as if new */
}
END_TEST

START_TEST(ended_stays_so)
{
	struct compensation c = add(COMPENSATE_REFUND, NOW);
	struct compensations got;
	struct order_rows r;

	order_rows_start(&r, t.t.arena);
	order_rows_compensated(&r, &c.id, NOW + 7, "refund-1");
	ck_ok(order_rows_write(t.db, &r));
	order_rows_start(&r, t.t.arena);
	order_rows_compensate_later(&r, &c.id, NOW + 9, "too late");
	ck_ok(order_rows_write(t.db, &r));
	ck_ok(compensation_store_failed(t.db, t.t.arena, &c.id, COMPENSATION_DEAD, NOW, "too late"));
	ck_ok(compensation_store_of_order(t.db, t.t.arena, &c.order_id, &got));
	ck_assert_uint_eq(got.n, 1);
	ck_assert_int_eq((int)got.v[0].state, COMPENSATION_DONE);
	ck_assert_int_eq(got.v[0].ended_at, NOW + 7);
	ck_assert_str_eq(got.v[0].transaction_id, "refund-1");
	ck_assert_ptr_null(got.v[0].last_error);
}
END_TEST

START_TEST(put_off)
{
	struct compensation c = add(COMPENSATE_SETTLE, NOW);
	struct compensations got;
	struct order_rows r;

	ck_ok(compensation_store_failed(t.db, t.t.arena, &c.id, COMPENSATION_DEAD, NOW, "DOWN"));
	order_rows_start(&r, t.t.arena);
	order_rows_compensate_later(&r, &c.id, NOW + 9, "not yet");
	ck_ok(order_rows_write(t.db, &r));
	ck_ok(compensation_store_of_order(t.db, t.t.arena, &c.order_id, &got));
	ck_assert_int_eq((int)got.v[0].state, COMPENSATION_OPEN);
	ck_assert_int_eq(got.v[0].due_at, NOW + 9);
	ck_assert_str_eq(got.v[0].last_error, "not yet");
}
END_TEST

/* Sooner, never later; not what was tried so often, nor what is no longer open. */
START_TEST(hurried)
{
	struct compensation late = add(COMPENSATE_SETTLE, NOW + 60000), due = add(COMPENSATE_SETTLE, NOW - 5);
	const struct compensation *c;
	struct uuid nobody = uuid_new();
	bool is;

	ck_ok(compensation_store_hurry(t.db, t.t.arena, &late.id, NOW, 1, &is));
	ck_assert(is);
	ck_ok(compensation_store_get(t.db, t.t.arena, &late.id, &c));
	ck_assert_int_eq(c->due_at, NOW);
	ck_ok(compensation_store_hurry(t.db, t.t.arena, &due.id, NOW, 1, &is));
	ck_assert(is);
	ck_ok(compensation_store_get(t.db, t.t.arena, &due.id, &c));
	ck_assert_int_eq(c->due_at, NOW - 5);
	ck_ok(compensation_store_failed(t.db, t.t.arena, &late.id, COMPENSATION_OPEN, NOW + 60000, "DOWN"));
	testshop_sql(&t, "UPDATE compensations SET attempts = 3");
	ck_ok(compensation_store_hurry(t.db, t.t.arena, &late.id, NOW, 3, &is));
	ck_assert(!is);
	ck_ok(compensation_store_failed(t.db, t.t.arena, &late.id, COMPENSATION_DEAD, NOW + 60000, "DOWN"));
	ck_ok(compensation_store_hurry(t.db, t.t.arena, &late.id, NOW, 9, &is));
	ck_assert(!is);
	ck_ok(compensation_store_hurry(t.db, t.t.arena, &nobody, NOW, 9, &is));
	ck_assert(!is);
	ck_ok(compensation_store_get(t.db, t.t.arena, &nobody, &c));
	ck_assert_ptr_null(c);
}
END_TEST

START_TEST(lock_nothing)
{
	struct compensations got = { .n = 7 };

	ck_ok(compensation_store_lock(t.db, t.t.arena, NULL, 0, &got));
	ck_assert_uint_eq(got.n, 0);
}
END_TEST

Suite *
compensation_store_suite(void)
{
	Suite *s = suite_create("store/compensation_store");
	TCase *c = tcase_create("compensation_store");

	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, claim);
	tcase_add_test(c, side_by_side);
	tcase_add_test(c, dead_and_open_again);
	tcase_add_test(c, ended_stays_so);
	tcase_add_test(c, put_off);
	tcase_add_test(c, hurried);
	tcase_add_test(c, lock_nothing);
	suite_add_tcase(s, c);
	return s;
}
