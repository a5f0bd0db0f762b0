/* payment_store: a member's payments, page by page. */
#include "store/payment_store.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/order_store.h"
#include "support/suite.h"
#include "support/testorder.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

START_TEST(of_user)
{
	static const struct uuid newest;
	struct order *o[3];
	struct order_rows r;
	struct payments got;

	order_rows_start(&r, t.t.arena);
	for (int i = 0; i < 3; i++)
		order_rows_add(&r, o[i] = testorder_full(&t, i == 1 ? &t.lee : &t.kim));
	ck_ok(order_rows_write(t.db, &r));
	ck_ok(payment_store_of_user(t.db, t.t.arena, &t.kim, &newest, 10, &got));
	ck_assert_uint_eq(got.n, 2);
	ck_assert_int_eq(uuid_cmp(&got.v[0].order_id, &o[2]->id), 0);
	ck_assert_int_eq(uuid_cmp(&got.v[1].order_id, &o[0]->id), 0);
	ck_assert_int_eq((int)got.v[0].payment.method, PAY_CARD);
	ck_assert_int_eq((int)got.v[0].payment.status, PAYMENT_PARTIALLY_REFUNDED);
	ck_assert_int_eq(got.v[0].payment.amount, 210100);
	ck_assert_int_eq(got.v[0].payment.refunded, 42000);
	ck_assert_str_eq(got.v[0].payment.masked_card_number, "**** **** **** 1234");
	ck_ok(payment_store_of_user(t.db, t.t.arena, &t.kim, &got.v[0].payment.id, 10, &got));
	ck_assert_uint_eq(got.n, 1);
	ck_assert_int_eq(uuid_cmp(&got.v[0].order_id, &o[0]->id), 0);
}
END_TEST

START_TEST(known)
{
	struct order *o = testorder_full(&t, &t.kim);
	struct order_rows r;
	bool is;

	order_rows_start(&r, t.t.arena);
	order_rows_add(&r, o);
	ck_ok(order_rows_write(t.db, &r));
	ck_ok(payment_store_known(t.db, t.t.arena, o->payment.transaction_id, &is));
	ck_assert(is);
	ck_ok(payment_store_known(t.db, t.t.arena, "nothing", &is));
	ck_assert(!is);
	struct uuid id;
	ck_ok(payment_store_named(t.db, t.t.arena, o->payment.transaction_id, &id));
	ck_assert_int_eq(uuid_cmp(&id, &o->payment.id), 0);
	ck_ok(payment_store_named(t.db, t.t.arena, "nothing", &id));
	ck_assert(uuid_is_zero(&id));
}
END_TEST

Suite *
payment_store_suite(void)
{
	Suite *s = suite_create("store/payment_store");
	TCase *c = tcase_create("payment_store");

	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, of_user);
	tcase_add_test(c, known);
	suite_add_tcase(s, c);
	return s;
}
