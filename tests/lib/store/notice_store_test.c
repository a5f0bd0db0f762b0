/* notice_store: what was told there and back, pages, read marks; the same is not told twice. */
#include "store/notice_store.h"

#include "base/clock.h"
#include "base/err.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

static struct notice
notice_of(const struct uuid *order, enum notice_kind kind, int64_t part)
{
	return (struct notice){ .id = uuid_new(), .user_id = t.kim, .order_id = *order, .kind = kind, .part = part, .of = 3,
	    .number = "ORD-20261121-7K3M9Q", .amount = 500, .at = clock_now() };
}

START_TEST(told)
{
	struct uuid orders[] = { uuid_new(), uuid_new(), uuid_new() };
	struct notice in[] = { notice_of(&orders[0], NOTICE_DELIVERY_STARTED, 1), notice_of(&orders[0], NOTICE_DELIVERY_STARTED, 2),
	    notice_of(&orders[1], NOTICE_PAYMENT_DONE, 1) }, again;
	const struct notice *one;
	struct notices l;

	ck_ok(notice_store_add(t.db, t.t.arena, in, 3));
	again = in[1];
	again.id = uuid_new();
	ck_ok(notice_store_add(t.db, t.t.arena, &again, 1));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM notifications"), 3);
	testshop_sql(&t, "UPDATE notifications SET kind = 'OF_A_NEWER_PROGRAM' WHERE kind = 'PAYMENT_DONE'");
	ck_ok(notice_store_known(t.db, t.t.arena, orders, 3, &l));
	ck_assert_uint_eq(l.n, 1);
	ck_assert_int_eq(l.v[0].kind, NOTICE_DELIVERY_STARTED);
	ck_assert_int_eq(l.v[0].part, 2);
	ck_assert_int_eq(uuid_cmp(&l.v[0].order_id, &orders[0]), 0);
	ck_ok(notice_store_find(t.db, t.t.arena, &in[0].id, &one));
	ck_assert_int_eq(one->of, 3);
	ck_assert_int_eq(one->amount, 500);
	ck_assert_int_eq(one->at, in[0].at);
	ck_assert_int_eq(one->read_at, 0);
	ck_assert_str_eq(one->number, in[0].number);
	ck_ok(notice_store_find(t.db, t.t.arena, &in[2].id, &one));	/* nothing to say it with */
	ck_assert_ptr_null(one);
	ck_ok(notice_store_find(t.db, t.t.arena, &orders[0], &one));
	ck_assert_ptr_null(one);
}
END_TEST

START_TEST(pages)
{
	struct uuid order = uuid_new();
	struct notice in[5];
	struct notices l;
	int64_t n;

	for (int i = 0; i < 5; i++)
		in[i] = notice_of(&order, NOTICE_DELIVERY_DONE, i + 1);
	ck_ok(notice_store_add(t.db, t.t.arena, in, 5));
	ck_ok(notice_store_page(t.db, t.t.arena, &t.kim, false, NULL, 2, &l));
	ck_assert_uint_eq(l.n, 2);
	ck_assert_int_eq(l.v[0].part, 5);
	ck_ok(notice_store_page(t.db, t.t.arena, &t.kim, false, &l.v[1].id, 9, &l));
	ck_assert_uint_eq(l.n, 3);
	ck_assert_int_eq(l.v[0].part, 3);
	ck_ok(notice_store_mark(t.db, t.t.arena, &in[4].id, clock_now()));
	ck_ok(notice_store_unread(t.db, t.t.arena, &t.kim, &n));
	ck_assert_int_eq(n, 4);
	ck_ok(notice_store_page(t.db, t.t.arena, &t.kim, true, NULL, 9, &l));
	ck_assert_uint_eq(l.n, 4);
	ck_assert_int_eq(l.v[0].part, 4);
	ck_ok(notice_store_mark_all(t.db, t.t.arena, &t.kim, &in[2].id, clock_now()));
	ck_ok(notice_store_page(t.db, t.t.arena, &t.kim, true, NULL, 9, &l));
	ck_assert_uint_eq(l.n, 1);
	ck_assert_int_eq(l.v[0].part, 4);
	ck_ok(notice_store_mark(t.db, t.t.arena, &in[4].id, 0));
	ck_ok(notice_store_unread(t.db, t.t.arena, &t.kim, &n));
	ck_assert_int_eq(n, 2);
	ck_ok(notice_store_page(t.db, t.t.arena, &t.lee, false, NULL, 9, &l));
	ck_assert_uint_eq(l.n, 0);
}
END_TEST

Suite *
notice_store_suite(void)
{
	Suite *s = suite_create("store/notice_store");
	TCase *c = tcase_create("notice_store");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, told);
	tcase_add_test(c, pages);
	suite_add_tcase(s, c);
	return s;
}
