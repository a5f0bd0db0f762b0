/* funnel: an alert begins when too few sheets are paid, once, with its event; and ends when enough are. */
#include "work/funnel.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "shop/shop.h"
#include "support/suite.h"
#include "support/testshop.h"
#include "work/job.h"
#include "work/sequence.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }

static void
setup(void)
{
	testshop_open(&t);
	t.t.conf.funnel_window_min = 10;
	t.t.conf.funnel_unpaid_percent = 50;
	t.t.conf.funnel_least = 4;
	testshop_reopen(&t);
}

static void
teardown(void)
{
	clock_shift(0);
	testshop_close(&t);
}

static int64_t at_once(const struct conf *c) { (void)c; return 1000; }

static void
run(void)
{
	static const struct job job = { .name = "funnel", .every = at_once, .kind = JOB_ALONE, .run = funnel_job };
	struct job_runner *r = job_start(t.shop, &job, 1, true);

	ck_assert_ptr_nonnull(r);
	ck_assert_uint_eq(job_wait(r), 0);
	job_free(r);
}

static void
sheets(int n, const char *status)
{
	int64_t now = clock_now();

	for (int i = 0; i < n; i++)
		testshop_sql(&t, "INSERT INTO order_sheets (order_key, user_id, status, created_at, expires_at, ended_at) VALUES (UUID(), UUID(), '%s',"
		    " TIMESTAMPADD(MICROSECOND, %lld * 1000, '1970-01-01'), TIMESTAMPADD(MICROSECOND, %lld * 1000, '1970-01-01'),"
		    " IF('%s' = 'OPEN', NULL, TIMESTAMPADD(MICROSECOND, %lld * 1000, '1970-01-01')))", status, (long long)now, (long long)now, status,
		    (long long)now);
}

/* "FUNNEL_ALERT 1 3/7, FUNNEL_CALM 2 …" */
static const char *
told(void)
{
	return testshop_text(&t, "SELECT COALESCE(GROUP_CONCAT(CONCAT(type, ' ', order_version, ' ', JSON_VALUE(snapshot, '$.paid'), '/',"
	    " JSON_VALUE(snapshot, '$.expired')) ORDER BY event_id SEPARATOR ', '), '') FROM order_events");
}

START_TEST(begins_and_ends)
{
	struct funnel_view v;
	int64_t given;

	sheets(2, "OPEN");
	sheets(3, "EXPIRED");
	run();
	ck_assert_str_eq(told(), "");		/* few say little */
	sheets(1, "PAID");
	run();
	run();
	ck_assert_str_eq(told(), "FUNNEL_ALERT 1 1/3");
	ck_ok(funnel_look(t.shop, t.t.arena, 60, &v));
	ck_assert_int_eq(v.window.made, 6);
	ck_assert_int_eq(v.window.paid, 1);
	ck_assert_int_eq(v.window.expired, 3);
	ck_assert_int_eq(v.unpaid, 7500);
	ck_assert_uint_eq(v.alerts.n, 1);
	ck_assert_int_eq(LIST_AT(v.alerts, struct funnel_alert, 0)->ended_at, 0);
	ck_assert_uint_ge(v.minutes.n, 1);
	sheets(2, "PAID");
	run();
	run();
	ck_assert_str_eq(told(), "FUNNEL_ALERT 1 1/3, FUNNEL_CALM 2 3/3");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(DISTINCT order_id) FROM order_events"), 1);
	ck_ok(funnel_look(t.shop, t.t.arena, 60, &v));
	ck_assert_int_ne(LIST_AT(v.alerts, struct funnel_alert, 0)->ended_at, 0);
	/* In the feed like all the others, and the books agree: but for these sheets, which no order stands behind. */
	ck_ok(sequence_all(t.db, t.t.arena, &given));
	ck_assert_int_eq(given, 2);
	testshop_sql(&t, "DELETE FROM order_sheets");
	testshop_books(&t);
}
END_TEST

/* What lies before the window does not count; an alert ends by that, too. */
START_TEST(window_moves_on)
{
	sheets(4, "EXPIRED");
	run();
	ck_assert_str_eq(told(), "FUNNEL_ALERT 1 0/4");
	clock_shift(INT64_C(11) * 60 * 1000);
	run();
	ck_assert_str_eq(told(), "FUNNEL_ALERT 1 0/4, FUNNEL_CALM 2 0/0");
	clock_shift(INT64_C(60) * 60 * 1000);
	sheets(4, "EXPIRED");
	run();
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM funnel_alerts"), 2);
}
END_TEST

Suite *
funnel_suite(void)
{
	Suite *s = suite_create("work/funnel");
	TCase *c = tcase_create("funnel");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, begins_and_ends);
	tcase_add_test(c, window_moves_on);
	suite_add_tcase(s, c);
	return s;
}
