/* mails: each at most once, whatever the server does and whoever dies; what was surely not taken comes later. */
#include "work/mails.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "shop/shop.h"
#include "store/mail_store.h"
#include "store/notice_store.h"
#include "support/smtp_sink.h"
#include "support/suite.h"
#include "support/testshop.h"
#include "work/job.h"

static struct testshop t;
static struct smtp_sink *sink;

static void create(void) { testshop_create(&t); }

static void
setup(void)
{
	sink = smtp_sink_start(SMTP_PLAIN);
	testshop_open(&t);
	t.t.conf.smtp_url = smtp_sink_url(sink);
	t.t.conf.mail_from = "shop@banquet.test";
	t.t.conf.smtp_timeout_ms = 400;
	t.t.conf.mail_tries = 3;
	t.t.conf.mail_retry_ms = 1000;
	testshop_reopen(&t);
}

static void
teardown(void)
{
	clock_shift(0);
	testshop_close(&t);
	smtp_sink_stop(sink);
}

static int64_t at_once(const struct conf *c) { (void)c; return 1000; }

static size_t
run(void)
{
	static const struct job job = { .name = "mails", .every = at_once, .kind = JOB_SHARED, .run = mails_job };
	struct job_runner *r = job_start(t.shop, &job, 1, true);
	size_t failed;

	ck_assert_ptr_nonnull(r);
	failed = job_wait(r);
	job_free(r);
	return failed;
}

/* News for a member, with its e-mail. */
static void
queue(const struct uuid *user, int n)
{
	for (int i = 0; i < n; i++) {
		struct notice notice = { .id = uuid_new(), .user_id = *user, .order_id = uuid_new(), .kind = NOTICE_PAYMENT_DONE, .part = 1,
		    .number = "ORD-20261121-7K3M9Q", .amount = 30000, .at = clock_now() };
		ck_ok(notice_store_add(t.db, t.t.arena, &notice, 1));
		ck_ok(mail_store_add(t.db, t.t.arena, &(struct queued_mail){ notice.id, *user, 0, 0 }, 1, clock_now()));
	}
}

static const char *
rows(void)
{
	return testshop_text(&t, "SELECT COALESCE(GROUP_CONCAT(CONCAT_WS(' ', state, attempts) ORDER BY mail_id SEPARATOR ', '), '') FROM mails");
}

START_TEST(sent)
{
	queue(&t.kim, 2);
	ck_assert_uint_eq(run(), 0);
	ck_assert_str_eq(rows(), "SENT 1, SENT 1");
	ck_assert_int_eq(smtp_sink_taken(sink), 2);
	ck_assert_str_eq(smtp_sink_envelope(sink), testshop_text(&t, "SELECT CONCAT('<shop@banquet.test> <', email, '>') FROM users WHERE email LIKE 'kim@%%'"));
	ck_assert_uint_eq(run(), 0);
	ck_assert_int_eq(smtp_sink_taken(sink), 2);
}
END_TEST

START_TEST(later_and_given_up)
{
	queue(&t.kim, 2);
	smtp_sink_at(sink, SMTP_RCPT, "450 later");
	ck_assert_uint_eq(run(), 0);
	ck_assert_str_eq(rows(), "QUEUED 1, QUEUED 0");		/* the other did not try */
	clock_shift(1000);
	smtp_sink_at(sink, SMTP_RCPT, NULL);
	ck_assert_uint_eq(run(), 0);
	ck_assert_str_eq(rows(), "SENT 2, SENT 1");
	smtp_sink_at(sink, SMTP_MAIL, "451 later");
	queue(&t.lee, 1);
	for (int i = 0; i < 4; i++) {
		clock_shift(1000 + 60000 * (i + 1));
		ck_assert_uint_eq(run(), 0);
	}
	ck_assert_str_eq(rows(), "SENT 2, SENT 1, FAILED 3");
	ck_assert_int_eq(smtp_sink_taken(sink), 2);
}
END_TEST

START_TEST(refused)
{
	queue(&t.kim, 1);
	queue(&t.lee, 1);
	smtp_sink_at(sink, SMTP_RCPT, "550 nobody here");
	ck_assert_uint_eq(run(), 0);
	ck_assert_str_eq(rows(), "FAILED 1, FAILED 1");
	ck_assert_ptr_nonnull(strstr(testshop_text(&t, "SELECT last_error FROM mails LIMIT 1"), "550"));
}
END_TEST

/* Its end was sent and nothing came back: perhaps it was taken, so it is not sent again. */
START_TEST(unsure)
{
	queue(&t.kim, 1);
	smtp_sink_at(sink, SMTP_END, "close");
	ck_assert_uint_eq(run(), 0);
	ck_assert_str_eq(rows(), "UNSURE 1");
	smtp_sink_at(sink, SMTP_END, NULL);
	clock_shift(INT64_C(86400000));
	ck_assert_uint_eq(run(), 0);
	ck_assert_int_eq(smtp_sink_ends(sink), 1);
}
END_TEST

/* Given up, and sent once more for each time an admin says so; two who say it at once are one. */
START_TEST(sent_again)
{
	enum mail_state is;
	bool queued[2];
	struct uuid id;

	queue(&t.kim, 1);
	ck_assert(uuid_parse(testshop_text(&t, "SELECT mail_id FROM mails"), &id));
	smtp_sink_at(sink, SMTP_RCPT, "550 nobody here");
	ck_assert_uint_eq(run(), 0);
	smtp_sink_at(sink, SMTP_RCPT, NULL);
	ck_assert_uint_eq(run(), 0);
	ck_assert_str_eq(rows(), "FAILED 1");
	ck_ok(mail_store_retry(t.db, t.t.arena, &id, false, clock_now(), &queued[0], &is));
	smtp_sink_at(sink, SMTP_END, "close");
	ck_assert_uint_eq(run(), 0);
	ck_assert_str_eq(rows(), "UNSURE 1");
	smtp_sink_at(sink, SMTP_END, NULL);
	ck_assert_uint_eq(run(), 0);
	ck_assert_int_eq(smtp_sink_ends(sink), 1);
	for (int i = 0; i < 2; i++)
		ck_ok(mail_store_retry(t.db, t.t.arena, &id, true, clock_now(), &queued[i], &is));
	ck_assert(queued[0] && !queued[1]);
	ck_assert_uint_eq(run(), 0);
	ck_assert_uint_eq(run(), 0);
	ck_assert_str_eq(rows(), "SENT 1");
	ck_assert_int_eq(smtp_sink_ends(sink), 2);
	ck_assert_int_eq(smtp_sink_taken(sink), 1);
}
END_TEST

/* As a worker leaves it that was killed between its claim and the outcome. */
START_TEST(killed)
{
	struct queued_mail m;
	bool found;

	queue(&t.kim, 1);
	ck_ok(mail_store_claim(t.db, t.t.arena, clock_now(), clock_now() + 5000, &m, &found));
	ck_assert(found);
	ck_assert_uint_eq(run(), 0);
	ck_assert_str_eq(rows(), "SENDING 1");
	clock_shift(6000);
	ck_assert_uint_eq(run(), 0);
	ck_assert_str_eq(rows(), "UNSURE 1");
	ck_assert_int_eq(smtp_sink_ends(sink), 0);
}
END_TEST

static void *
another(void *arg)
{
	(void)arg;
	ck_assert_uint_eq(run(), 0);
	return NULL;
}

START_TEST(two_workers)
{
	pthread_t th;

	queue(&t.kim, 30);
	pthread_create(&th, NULL, another, NULL);
	ck_assert_uint_eq(run(), 0);
	pthread_join(th, NULL);
	ck_assert_int_eq(smtp_sink_taken(sink), 30);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM mails WHERE state = 'SENT' AND attempts = 1"), 30);
}
END_TEST

START_TEST(nobody_to_tell)
{
	struct uuid nobody = uuid_new();

	queue(&nobody, 1);
	queue(&t.lee, 1);
	testshop_sql(&t, "UPDATE users SET status = 'WITHDRAWN' WHERE email LIKE 'lee@%%'");
	ck_assert_uint_eq(run(), 0);
	ck_assert_str_eq(rows(), "FAILED 1, FAILED 1");
	ck_assert_int_eq(smtp_sink_ends(sink), 0);
}
END_TEST

START_TEST(switched_off_or_wrong)
{
	queue(&t.kim, 1);
	t.t.conf.smtp_url = "";
	testshop_reopen(&t);
	ck_assert_uint_eq(run(), 0);
	ck_assert_str_eq(rows(), "QUEUED 0");
	t.t.conf.smtp_url = "http://127.0.0.1";
	testshop_reopen(&t);
	ck_assert_uint_eq(run(), 1);
	ck_assert_str_eq(rows(), "QUEUED 0");
}
END_TEST

Suite *
mails_suite(void)
{
	Suite *s = suite_create("work/mails");
	TCase *c = tcase_create("mails");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, sent);
	tcase_add_test(c, later_and_given_up);
	tcase_add_test(c, refused);
	tcase_add_test(c, unsure);
	tcase_add_test(c, sent_again);
	tcase_add_test(c, killed);
	tcase_add_test(c, two_workers);
	tcase_add_test(c, nobody_to_tell);
	tcase_add_test(c, switched_off_or_wrong);
	suite_add_tcase(s, c);
	return s;
}
