/* notices: members are told of their orders once each, guests of none; who may read them; e-mails are queued with them. */
#include "work/notices.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "shop/shop.h"
#include "support/suite.h"
#include "support/testshop.h"
#include "work/job.h"
#include "work/replay.h"
#include "work/sequence.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { clock_shift(0); testshop_close(&t); }

static int64_t at_once(const struct conf *c) { (void)c; return 1000; }

static size_t
run(void)
{
	static const struct job job = { .name = "notices", .every = at_once, .kind = JOB_ALONE, .run = notices_job };
	struct job_runner *r;
	int64_t given;
	size_t failed;

	ck_ok(sequence_all(t.db, t.t.arena, &given));
	r = job_start(t.shop, &job, 1, true);
	ck_assert_ptr_nonnull(r);
	failed = job_wait(r);
	job_free(r);
	return failed;
}

/* "ORDER_RECEIVED 1 PAYMENT_DONE 1": in the order they were told. */
static const char *
told(const struct uuid *user)
{
	char id[UUID_TEXT];

	return testshop_text(&t, "SELECT COALESCE(GROUP_CONCAT(CONCAT_WS(' ', kind, part) ORDER BY notification_id SEPARATOR ' '), '')"
	    " FROM notifications WHERE user_id = '%s'", uuid_text(user, id));
}

static struct uuid
deliver(void)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);

	ck_ok(testshop_move(&t, &id, ITEM_PREPARING, &t.cook, ROLE_COOK));
	ck_ok(testshop_move(&t, &id, ITEM_READY_FOR_DELIVERY, &t.cook, ROLE_COOK));
	ck_ok(testshop_move(&t, &id, ITEM_IN_DELIVERY, &t.courier, ROLE_COURIER));
	ck_ok(testshop_move(&t, &id, ITEM_DELIVERED, &t.courier, ROLE_COURIER));
	return id;
}

static const char delivery[] = "ORDER_RECEIVED 1 ORDER_PREPARING 1 DELIVERY_READY 1 DELIVERY_STARTED 1 PAYMENT_DONE 1 DELIVERY_DONE 1";

START_TEST(life)
{
	struct uuid lees = testshop_order(&t, &testshop_dinner, &t.lee);

	deliver();
	(void)testshop_order(&t, &testshop_dinner, NULL);
	ck_ok(testshop_move(&t, &lees, ITEM_CANCELLED, &t.lee, ROLE_CUSTOMER));
	ck_assert_uint_eq(run(), 0);
	ck_assert_str_eq(told(&t.kim), delivery);
	ck_assert_str_eq(told(&t.lee), "ORDER_RECEIVED 1 ORDER_CANCELLED 1");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM notifications"), 8);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM mails"), 0);		/* none is configured */
	testshop_books(&t);
}
END_TEST

START_TEST(again)
{
	deliver();
	ck_assert_uint_eq(run(), 0);
	for (int64_t from = 1; from <= 6; from++) {
		ck_ok(replay_from(t.db, t.t.arena, CONSUMER_NOTICES, from));
		ck_assert_uint_eq(run(), 0);
		ck_assert_str_eq(told(&t.kim), delivery);
	}
}
END_TEST

/* Notices, e-mails and cursor are one transaction. */
START_TEST(died_before_its_commit)
{
	t.t.conf.smtp_url = "smtp://127.0.0.1";
	testshop_reopen(&t);
	deliver();
	testshop_sql(&t, "INSERT INTO event_cursors (consumer, seq, updated_at) VALUES ('NOTICES', 0, NOW(3));"
	    "ALTER TABLE event_cursors ADD CONSTRAINT stuck CHECK (consumer <> 'NOTICES' OR seq = 0)");
	size_t failed = run();
	testshop_sql(&t, "ALTER TABLE event_cursors DROP CONSTRAINT stuck");
	ck_assert_uint_eq(failed, 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT (SELECT COUNT(*) FROM notifications) + (SELECT COUNT(*) FROM mails)"), 0);
	ck_assert_uint_eq(run(), 0);
	ck_assert_str_eq(told(&t.kim), delivery);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM mails m JOIN notifications n ON n.notification_id = m.mail_id"
	    " WHERE m.user_id = n.user_id AND m.state = 'QUEUED'"), 4);
}
END_TEST

START_TEST(old_news)
{
	t.t.conf.smtp_url = "smtp://127.0.0.1";
	testshop_reopen(&t);
	deliver();
	clock_shift(INT64_C(25) * 3600 * 1000);
	ck_assert_uint_eq(run(), 0);
	ck_assert_str_eq(told(&t.kim), delivery);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM mails"), 0);
}
END_TEST

START_TEST(read)
{
	struct notices_ask ask = { .user = t.kim, .caller = t.kim, .caller_role = ROLE_CUSTOMER, .limit = 4 };
	struct notices_page page;
	const struct notice *n;
	int64_t unread;

	deliver();
	ck_assert_uint_eq(run(), 0);
	ck_ok(notices_find(t.shop, t.t.arena, &ask, &page));
	ck_assert_uint_eq(page.notices.n, 4);
	ck_assert_int_eq(page.unread, 6);
	ck_assert_int_eq(page.notices.v[0].kind, NOTICE_DELIVERY_DONE);
	ask.from = page.next;
	ck_ok(notices_find(t.shop, t.t.arena, &ask, &page));
	ck_assert_uint_eq(page.notices.n, 2);
	ck_assert(uuid_is_zero(&page.next));
	ck_ok(notice_mark(t.shop, t.t.arena, &page.notices.v[0].id, &t.kim, true, &n));
	ck_assert_int_ne(n->read_at, 0);
	int64_t at = n->read_at;
	clock_shift(5000);
	ck_ok(notice_mark(t.shop, t.t.arena, &page.notices.v[0].id, &t.kim, true, &n));
	ck_assert_int_eq(n->read_at, at);
	ck_ok(notices_unread(t.shop, t.t.arena, &t.kim, &unread));
	ck_assert_int_eq(unread, 5);
	ck_ok(notice_mark(t.shop, t.t.arena, &page.notices.v[0].id, &t.kim, false, &n));
	ck_assert_int_eq(n->read_at, 0);
	ck_assert(err_is(notice_mark(t.shop, t.t.arena, &page.notices.v[0].id, &t.lee, true, &n), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(notice_mark(t.shop, t.t.arena, &t.kim, &t.kim, true, &n), ERR_ENTITY_NOT_FOUND));
	ck_ok(notices_mark_all(t.shop, t.t.arena, &t.kim, &page.notices.v[0].id));
	ask = (struct notices_ask){ .user = t.kim, .caller = t.admin, .caller_role = ROLE_ADMIN, .unread = true, .limit = 9 };
	ck_ok(notices_find(t.shop, t.t.arena, &ask, &page));
	ck_assert_uint_eq(page.notices.n, 4);
	ask.caller = t.lee;
	ask.caller_role = ROLE_CUSTOMER;
	ck_assert(err_is(notices_find(t.shop, t.t.arena, &ask, &page), ERR_ENTITY_NOT_FOUND));
}
END_TEST

Suite *
notices_suite(void)
{
	Suite *s = suite_create("work/notices");
	TCase *c = tcase_create("notices");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, life);
	tcase_add_test(c, again);
	tcase_add_test(c, died_before_its_commit);
	tcase_add_test(c, old_news);
	tcase_add_test(c, read);
	suite_add_tcase(s, c);
	return s;
}
