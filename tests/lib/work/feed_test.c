/*
 * feed: each event told at least once and an order's in their order, whatever the consumer refuses, however
 * long it is gone, and whoever dies in between.
 */
#include "work/feed.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testshop.h"
#include "work/sequence.h"

#define R INT64_C(20000)	/* ms until the second try; the tests need much less */

static struct testshop t;

/* The consumer: what it was told ("a1 b1 …"), and how it takes it. */
static struct {
	struct buf		 told;
	char			 refuses;	/* events of this order; 0 = of none */
	bool			 shut;
	int			 stop_after;	/* events; -1 = never */
} to;

static struct uuid orders[26];
static struct feed_consumer consumer;
static struct feed_counts counts;

static void create(void) { testshop_create(&t); }

static enum feed_verdict
tell(void *arg, struct arena *a, const struct fed_event *ev, const char **why)
{
	char name = '?';

	(void)arg;
	for (int i = 0; i < 26; i++)
		if (uuid_cmp(&orders[i], &ev->event.order_id) == 0)
			name = (char)('a' + i);
	if (to.shut) {
		*why = arena_printf(a, "status %d", 503);
		return FEED_SHUT;
	}
	if (name == to.refuses) {
		*why = "status 400";
		return FEED_REFUSED;
	}
	buf_printf(&to.told, "%s%c%d", to.told.len > 0 ? " " : "", name, (int)ev->event.order_version);
	to.stop_after -= to.stop_after > 0;
	return FEED_TAKEN;
}

static bool
stop(void *arg)
{
	(void)arg;
	return to.stop_after == 0;
}

static void
setup(void)
{
	testshop_open(&t);
	for (int i = 0; i < 26; i++)
		orders[i] = uuid_new();
	memset(&to, 0, sizeof(to));
	to.stop_after = -1;
	consumer = (struct feed_consumer){ .who = CONSUMER_PLATFORM, .tell = tell, .stop = stop, .tries = 3, .retry_ms = R };
}

static void
teardown(void)
{
	clock_shift(0);
	buf_free(&to.told);
	testshop_close(&t);
}

/* Events as "a1 b1 a2"; numbered at once. */
static void
happen(const char *what)
{
	int64_t given;

	for (; *what != '\0'; what += what[2] == '\0' ? 2 : 3) {
		ck_ok(STMT_RUN(t.db, t.t.arena, STMT_EVENT_ADD, NULL, DB_U(uuid_new()), DB_U(orders[what[0] - 'a']),
		    DB_I(what[1] - '0'), DB_S("ORDER_PAID"), DB_S("{}"), DB_T(clock_now())));
		ck_ok(sequence_all(t.db, t.t.arena, &given));
	}
}

/* What a run tells. */
static const char *
run(void)
{
	buf_reset(&to.told);
	ck_ok(feed_run(t.db, t.t.arena, &consumer, &counts));
	return buf_str(&to.told);
}

/* "a1 DUE 1, a2 HELD 0": what is left to be delivered. */
static const char *
left(void)
{
	const char *rows = testshop_text(&t, "SELECT COALESCE(GROUP_CONCAT(CONCAT_WS(' ', d.seq, d.state, d.tries) ORDER BY d.seq SEPARATOR ', '), '')"
	    " FROM event_deliveries d");

	return rows;
}

START_TEST(in_order_once)
{
	ck_assert_str_eq(run(), "");
	happen("a1 b1 a2 c1");
	ck_assert_str_eq(run(), "a1 b1 a2 c1");
	ck_assert_str_eq(run(), "");
	happen("b2");
	ck_assert_str_eq(run(), "b2");
	ck_assert_int_eq(counts.taken, 1);
	ck_assert_str_eq(left(), "");
}
END_TEST

START_TEST(only_what_it_wants)
{
	int64_t given;

	ck_ok(STMT_RUN(t.db, t.t.arena, STMT_EVENT_ADD, NULL, DB_U(uuid_new()), DB_U(orders[0]), DB_I(1), DB_S("ORDER_MOVED"), DB_S("{}"),
	    DB_T(clock_now())));
	ck_ok(sequence_all(t.db, t.t.arena, &given));
	happen("a2");
	ck_assert_str_eq(run(), "a2");
}
END_TEST

/* More than a page. */
START_TEST(many)
{
	int64_t given;

	testshop_sql(&t, "INSERT INTO order_events (event_id, order_id, order_version, type, snapshot, created_at)"
	    " SELECT UUID(), UUID(), 1, 'ORDER_PAID', '{}', NOW(3) FROM seq_1_to_1000");
	ck_ok(sequence_all(t.db, t.t.arena, &given));
	run();
	ck_assert_int_eq(counts.taken, 1000);
	ck_assert_int_eq(testshop_number(&t, "SELECT seq FROM event_cursors"), 1000);
}
END_TEST

/* Which holds back the later ones of its own order, and nobody else's. */
START_TEST(refused)
{
	to.refuses = 'a';
	happen("a1 b1 a2 c1 a3");
	ck_assert_str_eq(run(), "b1 c1");
	ck_assert_int_eq(counts.held, 2);
	ck_assert_str_eq(left(), "1 DUE 1, 3 HELD 0, 5 HELD 0");
	happen("a4 b2");
	ck_assert_str_eq(run(), "b2");
	ck_assert_str_eq(left(), "1 DUE 1, 3 HELD 0, 5 HELD 0, 6 HELD 0");
	to.refuses = 0;
	ck_assert_str_eq(run(), "");		/* not before its time */
	clock_shift(R);
	ck_assert_str_eq(run(), "a1 a2 a3 a4");
	ck_assert_str_eq(left(), "");
}
END_TEST

START_TEST(given_up)
{
	to.refuses = 'a';
	happen("a1 a2 b1");
	ck_assert_str_eq(run(), "b1");
	clock_shift(R);
	run();
	ck_assert_str_eq(left(), "1 DUE 2, 2 HELD 0");
	clock_shift(R + 5 * R);
	run();
	ck_assert_str_eq(left(), "1 DUE 2, 2 HELD 0");
	clock_shift(R + 6 * R);
	run();
	ck_assert_int_eq(counts.dead, 1);
	ck_assert_str_eq(left(), "1 DEAD 3, 2 HELD 0");
	ck_assert_str_eq(testshop_text(&t, "SELECT last_error FROM event_deliveries WHERE seq = 1"), "status 400");
	/* Days later still nothing overtakes it. */
	to.refuses = 0;
	clock_shift(INT64_C(10) * 24 * 3600 * 1000);
	happen("a3");
	ck_assert_str_eq(run(), "");
	ck_assert_str_eq(left(), "1 DEAD 3, 2 HELD 0, 4 HELD 0");
}
END_TEST

/* A dead consumer costs one try a run, and fewer and fewer runs; nothing is lost and nothing out of order. */
START_TEST(shut)
{
	int64_t at = 0;

	to.shut = true;
	consumer.tries = 10;
	happen("a1 b1 a2 c1 d1 e1");
	run();
	ck_assert_int_eq(counts.refused, 1);
	ck_assert_str_eq(left(), "1 DUE 1");
	run();
	ck_assert_int_eq(counts.refused, 0);	/* left alone for a while */
	for (int i = 1; i < 4; i++) {
		clock_shift(at += R << (i - 1));
		run();
		ck_assert_int_eq(counts.refused, 1);
	}
	ck_assert_int_eq(testshop_number(&t, "SELECT failures FROM event_cursors"), 4);
	to.shut = false;
	clock_shift(at += 7 * R);
	ck_assert_str_eq(run(), "");
	/* It is back: what waited for it alone does not wait any longer. */
	clock_shift(at += R);
	run();
	ck_assert_str_eq(left(), "");
	ck_assert_uint_eq(to.told.len, strlen("a1 b1 a2 c1 d1 e1"));
	ck_assert(strstr(buf_str(&to.told), "a1") < strstr(buf_str(&to.told), "a2"));
	ck_assert_int_eq(testshop_number(&t, "SELECT failures FROM event_cursors WHERE paused_until IS NULL"), 0);
}
END_TEST

START_TEST(pauses)
{
	static const int64_t retry[] = { 5000, 30000, 180000, 1080000, 6480000, 38880000, 86400000, 86400000 };
	static const int64_t shut_for[] = { 5000, 10000, 20000, 40000, 80000, 160000, 300000, 300000 };

	for (int i = 0; i < ROWS(retry); i++) {
		ck_assert_int_eq(feed_retry_pause(5000, i + 1), retry[i]);
		ck_assert_int_eq(feed_shut_pause(5000, i + 1), shut_for[i]);
	}
	ck_assert_int_eq(feed_retry_pause(INT64_C(3600000), 1000000), 86400000);
}
END_TEST

START_TEST(stopped)
{
	to.stop_after = 2;
	happen("a1 b1 c1 d1");
	ck_assert_str_eq(run(), "a1 b1");
	to.stop_after = -1;
	ck_assert_str_eq(run(), "c1 d1");
}
END_TEST

/* It was told, and the worker died before that was written: told again, by the next. */
static enum feed_verdict
tell_and_die(void *arg, struct arena *a, const struct fed_event *ev, const char **why)
{
	enum feed_verdict v = tell(arg, a, ev, why);

	consumer.tell = tell;
	testshop_sql(&t, "KILL %d", (int)testshop_number(&t, "SELECT MAX(id) FROM information_schema.processlist WHERE db = DATABASE()"
	    " AND id <> CONNECTION_ID()"));
	return v;
}

START_TEST(died)
{
	struct db *own = testdb_connect(&t.t, stmts, STMT__MAX);

	happen("a1 a2");
	consumer.tell = tell_and_die;
	ck_assert_ptr_nonnull(feed_run(own, t.t.arena, &consumer, &counts));
	ck_assert_str_eq(buf_str(&to.told), "a1 a2");
	db_close(own);
	consumer.tell = tell;
	ck_assert_str_eq(run(), "a1 a2");
}
END_TEST

/* An operator turns the feed back while a page is being told. */
static enum feed_verdict
tell_and_turn_back(void *arg, struct arena *a, const struct fed_event *ev, const char **why)
{
	struct db *other = testdb_connect(&t.t, stmts, STMT__MAX);

	consumer.tell = tell;
	ck_ok(STMT_RUN(other, t.t.arena, STMT_CURSOR_MOVE, NULL, DB_I(0), DB_I(0), DB_NULL, DB_T(clock_now()), DB_S("PLATFORM")));
	db_close(other);
	return tell(arg, a, ev, why);
}

START_TEST(turned_back)
{
	happen("a1 b1");
	run();
	happen("c1");
	consumer.tell = tell_and_turn_back;
	ck_assert_str_eq(run(), "c1 a1 b1 c1");
	ck_assert_int_eq(testshop_number(&t, "SELECT seq FROM event_cursors"), 3);
}
END_TEST

/* The late commit, to the consumer's ears: both arrive, once. */
START_TEST(late_commit)
{
	struct db *late = testdb_connect(&t.t, stmts, STMT__MAX);
	int64_t given;

	ck_ok(db_begin(late, t.t.arena));
	ck_ok(STMT_RUN(late, t.t.arena, STMT_EVENT_ADD, NULL, DB_U(uuid_new()), DB_U(orders[0]), DB_I(1), DB_S("ORDER_PAID"),
	    DB_S("{}"), DB_T(clock_now())));
	happen("b1");
	ck_assert_str_eq(run(), "b1");
	ck_ok(sequence_all(t.db, t.t.arena, &given));
	ck_assert_str_eq(run(), "");
	ck_ok(db_commit(late, t.t.arena));
	ck_ok(sequence_all(t.db, t.t.arena, &given));
	ck_assert_str_eq(run(), "a1");
	ck_assert_str_eq(run(), "");
	db_close(late);
}
END_TEST

/* --- a consumer within --------------------------------------------------------- */

static int refuse_at = -1;

static const struct err *
apply(void *arg, struct db *db, struct arena *a, const struct fed_events *events)
{
	(void)arg;
	for (size_t i = 0; i < events->n; i++) {
		const struct err *e = STMT_RUN(db, a, STMT_SIGNIN_PRUNE, NULL, DB_T(0));
		if (e != NULL)
			return e;
		buf_printf(&to.told, "%lld ", (long long)events->v[i].seq);
		if (events->v[i].seq == refuse_at)
			return err_new(a, ERR_INTERNAL_SERVER_ERROR, "not this one");
	}
	return NULL;
}

START_TEST(within)
{
	int64_t n;

	happen("a1 b1");
	ck_ok(feed_apply(t.db, t.t.arena, CONSUMER_SALES, apply, NULL, &n));
	ck_assert_int_eq(n, 2);
	ck_assert_str_eq(buf_str(&to.told), "1 2 ");
	ck_ok(feed_apply(t.db, t.t.arena, CONSUMER_SALES, apply, NULL, &n));
	ck_assert_int_eq(n, 0);
	happen("c1");
	refuse_at = 3;
	ck_fails(feed_apply(t.db, t.t.arena, CONSUMER_SALES, apply, NULL, &n), INTERNAL_SERVER_ERROR, "not this one");
	ck_assert_int_eq(testshop_number(&t, "SELECT seq FROM event_cursors WHERE consumer = 'SALES'"), 2);
	refuse_at = -1;
	ck_ok(feed_apply(t.db, t.t.arena, CONSUMER_SALES, apply, NULL, &n));
	ck_assert_int_eq(n, 1);
}
END_TEST

/* A consumer within: page after page to the end, what it wrote with the cursor; an error is the caller's, and nothing of its page stays. */
static const struct err *
take(void *arg, struct db *db, struct arena *a, const struct fed_events *page)
{
	int *pages = arg;

	(void)db;
	return ++*pages == 2 ? err_new(a, ERR_UNAVAILABLE, "of the second page, with %zu", page->n) : NULL;
}

START_TEST(follow)
{
	int64_t given, n = 0;
	int pages = 0;
	const struct err *e;

	testshop_sql(&t, "INSERT INTO order_events (event_id, order_id, order_version, type, snapshot, created_at)"
	    " SELECT UUID(), UUID(), 1, 'ORDER_PAID', '{}', NOW(3) FROM seq_1_to_1000");
	ck_ok(sequence_all(t.db, t.t.arena, &given));
	e = feed_follow(t.db, t.t.arena, CONSUMER_SALES, take, &pages, NULL, &n);
	ck_assert(err_is(e, ERR_UNAVAILABLE));
	ck_assert_str_eq(e->detail, "of the second page, with 256");
	ck_assert_int_eq(n, 256);
	ck_assert_int_eq(testshop_number(&t, "SELECT seq FROM event_cursors WHERE consumer = 'SALES'"), 256);
	ck_ok(feed_follow(t.db, t.t.arena, CONSUMER_SALES, take, &pages, NULL, &n));
	ck_assert_int_eq(n, 1000);
	ck_assert_int_eq(pages, 5);
	ck_ok(feed_follow(t.db, t.t.arena, CONSUMER_SALES, take, &pages, NULL, &n));
	ck_assert_int_eq(n, 1000);
}
END_TEST

Suite *
feed_suite(void)
{
	Suite *s = suite_create("work/feed");
	TCase *c = tcase_create("feed");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, in_order_once);
	tcase_add_test(c, only_what_it_wants);
	tcase_add_test(c, many);
	tcase_add_test(c, refused);
	tcase_add_test(c, given_up);
	tcase_add_test(c, shut);
	tcase_add_test(c, pauses);
	tcase_add_test(c, stopped);
	tcase_add_test(c, died);
	tcase_add_test(c, turned_back);
	tcase_add_test(c, late_commit);
	tcase_add_test(c, within);
	tcase_add_test(c, follow);
	suite_add_tcase(s, c);
	return s;
}
