/* delivery_store: a member's usual address, said, changed, read. */
#include "store/delivery_store.h"

#include "base/err.h"
#include "db/db.h"
#include "store/order_store.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

START_TEST(put_and_get)
{
	const struct delivery_default first = { "서울시 종로구 1", "춘향", "010-1234-5678", "문 앞에" }, second = { "남원시 2", NULL, NULL, NULL };
	const struct delivery_default *got;

	ck_ok(delivery_store_get(t.db, t.t.arena, &t.kim, &got));
	ck_assert_ptr_null(got);
	ck_ok(delivery_store_put(t.db, t.t.arena, &t.kim, &first, 1));
	ck_ok(delivery_store_get(t.db, t.t.arena, &t.kim, &got));
	ck_assert_str_eq(got->address, "서울시 종로구 1");
	ck_assert_str_eq(got->recipient_name, "춘향");
	ck_assert_str_eq(got->recipient_phone, "010-1234-5678");
	ck_assert_str_eq(got->delivery_notes, "문 앞에");
	ck_ok(delivery_store_put(t.db, t.t.arena, &t.kim, &second, 2));
	ck_ok(delivery_store_get(t.db, t.t.arena, &t.kim, &got));
	ck_assert_str_eq(got->address, "남원시 2");
	ck_assert_ptr_null(got->recipient_name);
	ck_ok(delivery_store_get(t.db, t.t.arena, &t.lee, &got));
	ck_assert_ptr_null(got);
}
END_TEST

/* With an order's rows, as the desk writes it. */
START_TEST(with_rows)
{
	const struct delivery_default d = { "서울시 종로구 1", NULL, NULL, "벨" };
	const struct delivery_default *got;
	struct order_rows r;

	order_rows_start(&r, t.t.arena);
	order_rows_default(&r, &t.lee, &d, 5);
	ck_ok(order_rows_write(t.db, &r));
	ck_ok(delivery_store_get(t.db, t.t.arena, &t.lee, &got));
	ck_assert_str_eq(got->delivery_notes, "벨");
}
END_TEST

/* Of many at once: what they said, else where they live; who never said anything is not there. */
START_TEST(usual)
{
	const struct delivery_default d = { "서울시 종로구 1", "춘향", NULL, NULL };
	const struct uuid ids[] = { t.kim, t.lee, t.cook };
	struct usual_deliveries got;

	testshop_sql(&t, "UPDATE users SET address = NULL; UPDATE users SET address = '집' WHERE email IN ('kim@banquet.test', 'lee@banquet.test')");
	ck_ok(delivery_store_put(t.db, t.t.arena, &t.kim, &d, 1));
	ck_ok(delivery_store_usual(t.db, t.t.arena, ids, 3, &got));
	ck_assert_uint_eq(got.n, 2);
	for (size_t i = 0; i < got.n; i++) {
		bool kims = uuid_cmp(&got.v[i].user_id, &t.kim) == 0;
		ck_assert_str_eq(got.v[i].to.address, kims ? "서울시 종로구 1" : "집");
		ck_assert_pstr_eq(got.v[i].to.recipient_name, kims ? "춘향" : NULL);
	}
	ck_ok(delivery_store_usual(t.db, t.t.arena, NULL, 0, &got));
	ck_assert_uint_eq(got.n, 0);
}
END_TEST

Suite *
delivery_store_suite(void)
{
	Suite *s = suite_create("store/delivery_store");
	TCase *c = tcase_create("delivery_store");

	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, put_and_get);
	tcase_add_test(c, with_rows);
	tcase_add_test(c, usual);
	suite_add_tcase(s, c);
	return s;
}
