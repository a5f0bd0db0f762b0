/* funnel_store: sheets counted into their minutes, the same however often; alerts that begin and end. */
#include "store/funnel_store.h"

#include "base/err.h"
#include "db/db.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); testshop_sql(&t, "DELETE FROM order_sheets"); }
static void teardown(void) { testshop_sql(&t, "DELETE FROM order_sheets"); testshop_close(&t); }

#define AT(s) (INT64_C(1795600000000) - INT64_C(1795600000000) % 60000 + (s) * INT64_C(1000))	/* a minute's second */

static void
sheet(const char *status, int64_t made, int64_t ended)
{
	testshop_sql(&t, "INSERT INTO order_sheets (order_key, user_id, status, created_at, expires_at, ended_at) VALUES (UUID(), UUID(), '%s',"
	    " FROM_UNIXTIME(%lld / 1000), FROM_UNIXTIME(%lld / 1000), IF(%lld = 0, NULL, FROM_UNIXTIME(%lld / 1000)))", status, (long long)made,
	    (long long)made, (long long)ended, (long long)ended);
}

START_TEST(minutes)
{
	struct funnel f;
	struct list l;

	testshop_sql(&t, "SET time_zone = '+00:00'");
	sheet("OPEN", AT(0), 0);
	sheet("PAID", AT(59), AT(60));
	sheet("EXPIRED", AT(10), AT(130));
	sheet("PAID", AT(-1), AT(130));
	for (int again = 0; again < 2; again++) {
		ck_ok(funnel_store_count(t.db, t.t.arena, AT(0)));
		ck_ok(funnel_store_minutes(t.db, t.t.arena, AT(0), 10, &l));
		ck_assert_uint_eq(l.n, 3);
		const struct funnel_minute *m = l.v;
		ck_assert_int_eq(m[0].at, AT(120));
		ck_assert(m[0].f.made == 0 && m[0].f.paid == 1 && m[0].f.expired == 1);
		ck_assert(m[1].f.made == 0 && m[1].f.paid == 1 && m[1].f.expired == 0);
		ck_assert(m[2].f.made == 3 && m[2].f.paid == 0 && m[2].f.expired == 0);
	}
	ck_ok(funnel_store_sum(t.db, t.t.arena, AT(0), AT(120), &f));
	ck_assert(f.made == 3 && f.paid == 1 && f.expired == 0);
	ck_ok(funnel_store_sum(t.db, t.t.arena, AT(6000), AT(12000), &f));
	ck_assert(f.made == 0 && f.paid == 0 && f.expired == 0);
}
END_TEST

START_TEST(alerts)
{
	struct funnel_alert in = { .id = uuid_new(), .began_at = 1000, .f = { 0, 3, 17 } }, out;
	struct list l;
	bool found;

	ck_ok(funnel_store_open(t.db, t.t.arena, &out, &found));
	ck_assert(!found);
	ck_ok(funnel_store_begin(t.db, t.t.arena, &in));
	ck_ok(funnel_store_open(t.db, t.t.arena, &out, &found));
	ck_assert(found);
	ck_assert_int_eq(uuid_cmp(&in.id, &out.id), 0);
	ck_assert_int_eq(out.f.expired, 17);
	ck_ok(funnel_store_end(t.db, t.t.arena, &in.id, 2000));
	ck_ok(funnel_store_open(t.db, t.t.arena, &out, &found));
	ck_assert(!found);
	ck_ok(funnel_store_alerts(t.db, t.t.arena, 5, &l));
	ck_assert_uint_eq(l.n, 1);
	ck_assert_int_eq(LIST_AT(l, struct funnel_alert, 0)->began_at, 1000);
	ck_assert_int_eq(LIST_AT(l, struct funnel_alert, 0)->ended_at, 2000);
	ck_assert_int_eq(LIST_AT(l, struct funnel_alert, 0)->f.paid, 3);
}
END_TEST

Suite *
funnel_store_suite(void)
{
	Suite *s = suite_create("store/funnel_store");
	TCase *c = tcase_create("funnel_store");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, minutes);
	tcase_add_test(c, alerts);
	suite_add_tcase(s, c);
	return s;
}
