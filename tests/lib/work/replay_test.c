/* replay: told again from where an operator says; what was given up is tried again or let go, and what waited behind it goes on. */
#include "work/replay.h"

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
#include "work/feed.h"
#include "work/sequence.h"

static struct testshop t;
static struct buf told;		/* "1 2 4 " */
static bool refuses;
static struct uuid order;

static void create(void) { testshop_create(&t); }

static enum feed_verdict
tell(void *arg, struct arena *a, const struct fed_event *ev, const char **why)
{
	(void)arg;
	(void)a;
	if (refuses && uuid_cmp(&ev->event.order_id, &order) == 0) {
		*why = "status 422";
		return FEED_REFUSED;
	}
	buf_printf(&told, "%lld ", (long long)ev->seq);
	return FEED_TAKEN;
}

static const char *
run(void)
{
	const struct feed_consumer c = { .who = CONSUMER_PLATFORM, .tell = tell, .tries = 1, .retry_ms = 1000 };
	struct feed_counts counts;

	buf_reset(&told);
	ck_ok(feed_run(t.db, t.t.arena, &c, &counts));
	return buf_str(&told);
}

static void
happen(const struct uuid *of, int64_t version, int64_t at)
{
	int64_t given;

	ck_ok(STMT_RUN(t.db, t.t.arena, STMT_EVENT_ADD, NULL, DB_U(uuid_new()), DB_U(*of), DB_I(version), DB_S("ORDER_PAID"), DB_S("{}"), DB_T(at)));
	ck_ok(sequence_all(t.db, t.t.arena, &given));
}

/* Four events, the 1st and 3rd of one order. */
static void
setup(void)
{
	struct uuid other = uuid_new();

	testshop_open(&t);
	order = uuid_new();
	happen(&order, 1, 1000);
	happen(&other, 1, 2000);
	happen(&order, 2, 3000);
	happen(&other, 2, 4000);
}

static void
teardown(void)
{
	buf_free(&told);
	testshop_close(&t);
}

static struct replay_standing
standing(void)
{
	struct replay_standing s;

	ck_ok(replay_standing(t.db, t.t.arena, CONSUMER_PLATFORM, &s));
	return s;
}

START_TEST(from)
{
	int64_t seq;

	ck_assert(err_is(replay_from(t.db, t.t.arena, CONSUMER_PLATFORM, 2), ERR_INVALID_REQUEST));
	ck_assert_str_eq(run(), "1 2 3 4 ");
	ck_ok(replay_from(t.db, t.t.arena, CONSUMER_PLATFORM, 3));
	ck_assert_str_eq(run(), "3 4 ");
	ck_ok(replay_from(t.db, t.t.arena, CONSUMER_PLATFORM, 5));	/* just what is to come */
	ck_assert_str_eq(run(), "");
	ck_assert(err_is(replay_from(t.db, t.t.arena, CONSUMER_PLATFORM, 6), ERR_INVALID_REQUEST));
	ck_assert(err_is(replay_from(t.db, t.t.arena, CONSUMER_PLATFORM, 0), ERR_INVALID_REQUEST));
	ck_ok(replay_number_of(t.db, t.t.arena, 2000, &seq));
	ck_assert_int_eq(seq, 2);
	ck_ok(replay_number_of(t.db, t.t.arena, 4001, &seq));
	ck_assert_int_eq(seq, 0);
}
END_TEST

/* What was refused from there on is told again too; what was refused before still holds back its order. */
START_TEST(over_refused)
{
	refuses = true;
	ck_assert_str_eq(run(), "2 4 ");
	refuses = false;
	ck_ok(replay_from(t.db, t.t.arena, CONSUMER_PLATFORM, 2));
	ck_assert_str_eq(run(), "2 4 ");
	ck_assert_int_eq(standing().held, 1);
	ck_ok(replay_from(t.db, t.t.arena, CONSUMER_PLATFORM, 1));
	ck_assert_str_eq(run(), "1 2 3 4 ");
	ck_assert_int_eq(standing().held + standing().due + standing().dead, 0);
}
END_TEST

START_TEST(retried)
{
	int64_t n = 0;

	refuses = true;
	run();
	ck_assert_int_eq(standing().dead, 1);
	ck_assert_int_eq(standing().held, 1);
	ck_ok(replay_retry(t.db, t.t.arena, CONSUMER_PLATFORM, 2, &n));
	ck_assert_int_eq(n, 0);
	ck_ok(replay_retry(t.db, t.t.arena, CONSUMER_SALES, 1, &n));
	ck_assert_int_eq(n, 0);
	for (int64_t seq = 0; seq < 2; seq++) {
		ck_ok(replay_retry(t.db, t.t.arena, CONSUMER_PLATFORM, seq, &n));
		ck_assert_int_eq(n, 1);
		ck_assert_str_eq(run(), "");	/* refused once more */
	}
	refuses = false;
	ck_ok(replay_retry(t.db, t.t.arena, CONSUMER_PLATFORM, 0, &n));
	ck_assert_str_eq(run(), "1 3 ");
	ck_assert_int_eq(standing().held + standing().due + standing().dead, 0);
}
END_TEST

START_TEST(dropped)
{
	refuses = true;
	run();
	ck_assert(err_is(replay_drop(t.db, t.t.arena, CONSUMER_PLATFORM, 3), ERR_ENTITY_NOT_FOUND));	/* held, not dead */
	ck_assert(err_is(replay_drop(t.db, t.t.arena, CONSUMER_PLATFORM, 9), ERR_ENTITY_NOT_FOUND));
	refuses = false;
	ck_ok(replay_drop(t.db, t.t.arena, CONSUMER_PLATFORM, 1));
	ck_assert_str_eq(run(), "3 ");
}
END_TEST

START_TEST(listed)
{
	struct replay_row *rows;
	struct replay_standing s;
	size_t n;
	int64_t waiting;

	refuses = true;
	run();
	s = standing();
	ck_assert_int_eq(s.cursor.seq, 4);
	ck_assert_int_eq(s.last, 4);
	ck_ok(replay_list(t.db, t.t.arena, CONSUMER__MAX, false, 10, &rows, &n));
	ck_assert_uint_eq(n, 2);
	ck_assert_int_eq(rows[0].seq, 1);
	ck_assert_str_eq(rows[0].state, "DEAD");
	ck_assert_str_eq(rows[0].consumer, "PLATFORM");
	ck_assert_str_eq(rows[0].type, "ORDER_PAID");
	ck_assert_str_eq(rows[0].error, "status 422");
	ck_assert_int_eq(rows[0].tries, 1);
	ck_assert_str_eq(rows[1].state, "HELD");
	ck_assert_ptr_null(rows[1].error);
	ck_ok(replay_list(t.db, t.t.arena, CONSUMER_PLATFORM, true, 10, &rows, &n));
	ck_assert_uint_eq(n, 1);
	ck_ok(replay_list(t.db, t.t.arena, CONSUMER_SALES, false, 10, &rows, &n));
	ck_assert_uint_eq(n, 0);
	ck_ok(STMT_RUN(t.db, t.t.arena, STMT_EVENT_ADD, NULL, DB_U(uuid_new()), DB_U(order), DB_I(3), DB_S("ORDER_PAID"), DB_S("{}"), DB_T(1)));
	ck_ok(replay_waiting(t.db, t.t.arena, &waiting));
	ck_assert_int_eq(waiting, 1);
}
END_TEST

Suite *
replay_suite(void)
{
	Suite *s = suite_create("work/replay");
	TCase *c = tcase_create("replay");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, from);
	tcase_add_test(c, over_refused);
	tcase_add_test(c, retried);
	tcase_add_test(c, dropped);
	tcase_add_test(c, listed);
	suite_add_tcase(s, c);
	return s;
}
