/* sequence: numbers without gaps, in order per order, given to what is committed and never passing over what commits late. */
#include "work/sequence.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/event_store.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testshop.h"
#include "work/job.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

static void
write_event(struct db *db, const struct uuid *id, const struct uuid *order, int64_t version)
{
	ck_ok(STMT_RUN(db, t.t.arena, STMT_EVENT_ADD, NULL, DB_U(*id), DB_U(*order), DB_I(version), DB_S("ORDER_MOVED"),
	    DB_S("{}"), DB_T(1795600000000)));
}

static int64_t
numbered(void)
{
	int64_t given;

	ck_ok(sequence_all(t.db, t.t.arena, &given));
	return given;
}

static int64_t
number_of(const struct uuid *id)
{
	char text[UUID_TEXT];

	return testshop_number(&t, "SELECT seq FROM order_events WHERE event_id = '%s'", uuid_text(id, text));
}

START_TEST(nothing_there)
{
	ck_assert_int_eq(numbered(), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT last_seq FROM event_feed"), 0);
}
END_TEST

START_TEST(without_gaps)
{
	struct uuid order = testshop_order(&t, &testshop_dinner, &t.kim);

	testshop_order(&t, &testshop_dinner, &t.lee);
	ck_assert_int_eq(numbered(), 2);
	ck_assert_int_eq(numbered(), 0);
	ck_ok(testshop_move(&t, &order, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));
	ck_assert_int_eq(numbered(), 1);
	ck_assert_str_eq(testshop_text(&t, "SELECT GROUP_CONCAT(seq ORDER BY seq) FROM order_events"), "1,2,3");
	ck_assert_int_eq(testshop_number(&t, "SELECT last_seq FROM event_feed"), 3);
}
END_TEST

/*
 * A transaction is open with its event written, a later one is committed and numbered, twice over; then the first is committed.
 * Numbering neither waits for it nor passes over it.
 */
START_TEST(late_commit)
{
	struct db *late = testdb_connect(&t.t, stmts, STMT__MAX);
	struct uuid first = uuid_new(), second = uuid_new(), a = uuid_new(), b = uuid_new();

	ck_ok(db_begin(late, t.t.arena));
	write_event(late, &first, &a, 1);
	write_event(t.db, &second, &b, 1);
	ck_assert_int_eq(numbered(), 1);
	ck_assert_int_eq(numbered(), 0);
	ck_assert_int_eq(number_of(&second), 1);
	ck_ok(db_commit(late, t.t.arena));
	ck_assert_int_eq(number_of(&first), 0);
	ck_assert_int_eq(numbered(), 1);
	ck_assert_int_eq(number_of(&first), 2);
	db_close(late);
}
END_TEST

START_TEST(rolled_back)
{
	struct db *other = testdb_connect(&t.t, stmts, STMT__MAX);
	struct uuid id = uuid_new(), order = uuid_new();

	ck_ok(db_begin(other, t.t.arena));
	write_event(other, &id, &order, 1);
	ck_assert_int_eq(numbered(), 0);
	db_rollback(other);
	ck_assert_int_eq(numbered(), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT last_seq FROM event_feed"), 0);
	db_close(other);
}
END_TEST

/* The machine that wrote the later version has a clock that is an hour slow: its id is the lesser one. */
START_TEST(clocks_that_differ)
{
	struct uuid order = uuid_new(), v1 = uuid_new(), v2 = v1, v3 = uuid_new();

	v2.b[4]--;
	write_event(t.db, &v3, &order, 3);
	write_event(t.db, &v2, &order, 2);
	write_event(t.db, &v1, &order, 1);
	ck_assert_int_eq(numbered(), 3);
	ck_assert_int_eq(number_of(&v1), 1);
	ck_assert_int_eq(number_of(&v2), 2);
	ck_assert_int_eq(number_of(&v3), 3);
}
END_TEST

/* More than a round takes: whatever is left for the next one, an order's earlier versions are never behind its later ones. */
START_TEST(more_than_a_round)
{
	testshop_sql(&t, "INSERT INTO order_events (event_id, order_id, order_version, type, snapshot, created_at)"
	    " SELECT CONCAT('00000000-0000-7000-8000-', LPAD(HEX(9999 - seq), 12, '0')),"
	    " CONCAT('00000000-0000-7000-8000-', LPAD(HEX(seq MOD 7), 12, '0')), seq, 'ORDER_MOVED', '{}', NOW(3) FROM seq_1_to_2500");
	ck_assert_int_eq(numbered(), 2500);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM (SELECT order_version, LAG(order_version) OVER"
	    " (PARTITION BY order_id ORDER BY seq) AS earlier FROM order_events) e WHERE earlier >= order_version"), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(DISTINCT seq) * 10000 + MAX(seq) FROM order_events"), 25002500);
}
END_TEST

/* --- many at once ------------------------------------------------------------------ */

static void *
sequencer(void *arg)
{
	struct arena *a = arena_new(8u << 20);
	int64_t given = 0, sum = 0;

	for (int i = 0; i < 20; i++) {
		if (sequence(arg, a, &given) == NULL)
			sum += given;
		arena_reset(a);
	}
	arena_free(a);
	return (void *)(intptr_t)sum;
}

START_TEST(sequencers_at_once)
{
	struct db *db[4];
	pthread_t thread[4];
	int64_t sum = 0;
	void *given;

	for (int i = 0; i < 4; i++) {
		db[i] = testdb_connect(&t.t, stmts, STMT__MAX);
		pthread_create(&thread[i], NULL, sequencer, db[i]);
	}
	for (int i = 0; i < 50; i++) {
		struct uuid id = uuid_new(), order = uuid_new();
		write_event(t.db, &id, &order, 1);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(thread[i], &given);
		sum += (intptr_t)given;
		db_close(db[i]);
	}
	sum += numbered();
	ck_assert_int_eq(sum, 50);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(DISTINCT seq) * 100 + MAX(seq) FROM order_events"), 5050);
}
END_TEST

START_TEST(feed_that_lost_its_row)
{
	int64_t given = 7;

	testshop_sql(&t, "DELETE FROM event_feed");
	ck_fails(sequence_all(t.db, t.t.arena, &given), INTERNAL_SERVER_ERROR, "lost its row");
	testshop_sql(&t, "INSERT INTO event_feed (last_seq) VALUES (0)");
}
END_TEST

START_TEST(as_a_job)
{
	struct job_run run = { .shop = t.shop, .arena = t.t.arena, .lease = t.db };

	testshop_order(&t, &testshop_dinner, &t.kim);
	ck_ok(sequence_job(&run));
	ck_assert_int_eq(run.done, 1);
}
END_TEST

Suite *
sequence_suite(void)
{
	Suite *s = suite_create("work/sequence");
	TCase *c = tcase_create("sequence");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, nothing_there);
	tcase_add_test(c, without_gaps);
	tcase_add_test(c, late_commit);
	tcase_add_test(c, rolled_back);
	tcase_add_test(c, clocks_that_differ);
	tcase_add_test(c, more_than_a_round);
	tcase_add_test(c, sequencers_at_once);
	tcase_add_test(c, feed_that_lost_its_row);
	tcase_add_test(c, as_a_job);
	suite_add_tcase(s, c);
	return s;
}
