/*
 * batch_lost: what a broken connection does to a batch (lib/shop/batch.c): at every command of
 * it, before and after the server has done it; a commit nobody hears of; a
 * database that stays away.  Whatever happens, who was told of an order has it, and has it once.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/inside.h"
#include "shop/batch.h"
#include "shop/shop.h"
#include "shop/ticket.h"
#include "support/crowd.h"
#include "support/dbproxy.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;
static struct dbproxy *proxy;
static const char *direct;

static void create(void) { testshop_create(&t); }

/* The shop goes through the proxy; the connection beside it does not. */
static void
setup(void)
{
	testshop_open(&t);
	direct = t.t.conf.db_socket;
	proxy = dbproxy_start(direct);
	t.t.conf.db_socket = dbproxy_path(proxy);
	t.t.conf.desk_leaders = 1;
	testshop_reopen(&t);
	(void)testshop_order(&t, &testshop_dinner, &t.kim);	/* connected, prepared, menu loaded */
}

static void
teardown(void)
{
	testshop_books(&t);
	testshop_close(&t);
	dbproxy_stop(proxy);
	t.t.conf.db_socket = direct;
	t.t.conf.desk_patience_ms = 5000;
}

static int64_t
orders(void)
{
	return testshop_number(&t, "SELECT COUNT(*) FROM orders");
}

static const struct err *
place(const char *key, struct placement *p)
{
	*p = testshop_placement(t.t.arena, &testshop_dinner, &t.kim, key);
	return order_create(t.shop, t.t.arena, p);
}

/* Cut off at its first command, its second, … until there are no more: each time one order more, and under its key the same answer. */
static const struct { enum dbproxy_cut cut; const char *key; } sweeps[] = {
	{ DBPROXY_BEFORE, NULL },
	{ DBPROXY_BEFORE, "b" },
	{ DBPROXY_AFTER, NULL },
	{ DBPROXY_AFTER, "a" },
};

START_TEST(at_every_command)
{
	int64_t had = orders();
	int cuts = 0;

	for (;; cuts++) {
		const char *key = sweeps[_i].key == NULL ? NULL : arena_printf(t.t.arena, "%s%d", sweeps[_i].key, cuts);
		struct placement p, again;
		dbproxy_cut(proxy, NULL, cuts, sweeps[_i].cut);
		ck_ok(place(key, &p));
		bool cut = dbproxy_was_cut(proxy);
		/* Made by the ticket itself, though it took two tries: never taken for an answer of somebody else's. */
		ck_assert_ptr_nonnull(p.order);
		ck_assert_int_eq(orders(), ++had);
		ck_assert_int_eq(testshop_available(&t, "wine"), (TESTSHOP_STOCK - had) * QTY_ONE);
		if (key != NULL) {
			ck_ok(place(key, &again));
			ck_assert_ptr_null(again.order);
			ck_assert_str_eq(again.kept->json, p.order->number);
			ck_assert_int_eq(orders(), had);
		}
		if (!cut)
			break;
		ck_assert_int_lt(cuts, 60);
	}
	ck_assert_int_ge(cuts, 9);
}
END_TEST

/* A commit that was not heard, or heard late, or done without a word: looked up, never guessed. */
static const enum dbproxy_cut commits[] = { DBPROXY_BEFORE, DBPROXY_AFTER, DBPROXY_LATE };

START_TEST(commit)
{
	struct crowd c = { .n = 5, .wish = { testshop_dinner }, .nwishes = 1, .user = &t.kim };
	struct batch_counts before = batch_counts();
	int made = 0;

	testshop_stock(&t, "wine", 3);
	dbproxy_cut(proxy, "COMMIT", 0, commits[_i]);
	crowd_place(&c, &t.shop, 1);
	ck_assert(dbproxy_was_cut(proxy));
	ck_assert_uint_eq(batch_counts().unsure - before.unsure, 1);
	ck_assert_uint_ge(batch_counts().repeated - before.repeated, 1);
	for (int i = 0; i < c.n; i++) {
		made += c.one[i].code == -1;
		ck_assert(c.one[i].code == -1 || c.one[i].code == ERR_STOCK_NOT_ENOUGH);
	}
	ck_assert_int_eq(made, 3);
	ck_assert_int_eq(orders(), 4);
	ck_assert_int_eq(testshop_available(&t, "wine"), 0);
}
END_TEST

/* The same with a key, twice over. */
START_TEST(commit_under_a_key)
{
	struct placement p, again;

	dbproxy_cut(proxy, "COMMIT", 0, commits[_i]);
	ck_ok(place("k", &p));
	ck_assert(dbproxy_was_cut(proxy));
	ck_assert_int_eq(orders(), 2);
	dbproxy_cut(proxy, "COMMIT", 0, commits[_i]);
	ck_ok(place("k", &again));
	(void)dbproxy_was_cut(proxy);
	ck_assert_ptr_null(again.order);
	ck_assert_str_eq(again.kept->json, p.order->number);
	ck_assert_int_eq(orders(), 2);
}
END_TEST

/* A cancellation likewise gives back once, and exactly. */
START_TEST(commit_of_a_cancellation)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);
	struct order_change c = { .order_id = id, .actor = testshop_actor(&t.kim, ROLE_CUSTOMER), .to = ITEM_CANCELLED, .again_is_error = true };

	dbproxy_cut(proxy, "COMMIT", 0, commits[_i]);
	ck_ok(order_move(t.shop, t.t.arena, &c));
	ck_assert(dbproxy_was_cut(proxy));
	struct order got = testshop_get(&t, &id);
	ck_assert_int_eq((int)got.status, ORDER_CANCELLED);
	ck_assert_int_eq(got.version, 2);
	ck_assert_uint_eq(got.nhistory, 3);
	ck_assert_int_eq(testshop_available(&t, "wine"), (TESTSHOP_STOCK - 1) * QTY_ONE);
}
END_TEST

/* --- a database that stays away -------------------------------------------------- */

START_TEST(away_from_the_start)
{
	struct placement p;
	const struct err *e;
	int64_t began;

	t.t.conf.desk_patience_ms = 300;
	testshop_reopen(&t);
	ck_ok(place(NULL, &p));
	dbproxy_refuse(proxy, true, true);
	began = clock_monotonic_us();
	e = place("k", &p);
	ck_assert(err_is(e, ERR_UNAVAILABLE));
	ck_assert_int_eq(e->retry_after, 1);
	ck_assert_int_ge(clock_monotonic_us() - began, 300000);
	ck_assert_int_lt(clock_monotonic_us() - began, 3000000);
	ck_assert_int_eq(orders(), 2);
	dbproxy_refuse(proxy, false, false);
	ck_ok(place("k", &p));
	ck_assert_ptr_nonnull(p.order);
	ck_assert_int_eq(orders(), 3);
}
END_TEST

/* It goes as the commit is sent, and does not come back in time: whether it took effect is not known, and said so. Who was
 * refused before that stays refused.  The same requests again find out. */
static const struct { enum dbproxy_cut cut; bool committed; } unknowns[] = {
	{ DBPROXY_BEFORE, false },
	{ DBPROXY_AFTER, true },
};

START_TEST(away_at_the_commit)
{
	struct crowd c = { .n = 3, .wish = { testshop_dinner }, .nwishes = 1, .user = &t.kim };
	struct crowd keyed = { .n = 1, .wish = { testshop_dinner }, .nwishes = 1, .user = &t.kim, .key = "k" };
	struct crowd_gate g;
	bool committed = unknowns[_i].committed;

	t.t.conf.desk_patience_ms = 400;
	testshop_reopen(&t);
	(void)testshop_order(&t, &testshop_dinner, &t.kim);
	testshop_stock(&t, "wine", 2);
	crowd_gate_hold(&g, t.shop);
	crowd_begin(&keyed, &t.shop, 1);
	crowd_begin(&c, &t.shop, 1);
	dbproxy_cut(proxy, "COMMIT", 0, unknowns[_i].cut);
	dbproxy_refuse(proxy, true, false);
	crowd_gate_open(&g);
	crowd_end(&keyed);
	crowd_end(&c);
	ck_assert(dbproxy_was_cut(proxy));
	ck_assert_int_eq(keyed.one[0].code, ERR_OUTCOME_UNKNOWN);
	ck_assert_int_eq(keyed.one[0].retry_after, 1);
	ck_assert_int_eq(c.one[0].code, ERR_OUTCOME_UNKNOWN);
	ck_assert_int_eq(c.one[1].code, ERR_STOCK_NOT_ENOUGH);
	ck_assert_int_eq(c.one[2].code, ERR_STOCK_NOT_ENOUGH);
	ck_assert_int_eq(orders(), committed ? 4 : 2);
	dbproxy_refuse(proxy, false, false);
	crowd_place(&keyed, &t.shop, 1);
	ck_assert_int_eq(keyed.one[0].code, -1);
	ck_assert_int_eq(keyed.one[0].made, !committed);
	ck_assert_int_eq(orders(), committed ? 4 : 3);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders WHERE order_number = '%s'", keyed.one[0].json), 1);
}
END_TEST

/* Away for a moment only: nobody notices. */
START_TEST(away_for_a_moment)
{
	struct crowd c = { .n = 8, .wish = { testshop_dinner }, .nwishes = 1, .user = &t.kim };
	struct crowd_gate g;

	crowd_gate_hold(&g, t.shop);
	crowd_begin(&c, &t.shop, 1);
	dbproxy_refuse(proxy, true, true);
	crowd_gate_open(&g);
	nanosleep(&(struct timespec){ 0, 300000000 }, NULL);
	dbproxy_refuse(proxy, false, false);
	crowd_end(&c);
	for (int i = 0; i < c.n; i++)
		ck_assert_int_eq(c.one[i].code, -1);
	ck_assert_int_eq(orders(), 9);
}
END_TEST

/* --- killed by the server itself -------------------------------------------------- */

static const char *const kills[] = { "KILL CONNECTION", "KILL QUERY" };
static int decided, kill_kind;

static const struct err *
kill_own_connection(struct ticket *k, struct batch *b)
{
	struct stmt_def who = { "who", "", "i", "SELECT CONNECTION_ID()" };
	struct rows r;

	(void)k;
	if (decided++ == 0) {
		ck_ok(stmt_once(b->db, b->arena, &who, NULL, 0, &r));
		testshop_sql(&t, "%s %lld", kills[kill_kind], (long long)row_int(&r, 0, 0));
	}
	return NULL;
}

static const struct ticket_op kill_op = { .name = "kill", .decide = kill_own_connection };

static void *
serve(void *arg)
{
	ticket_serve(t.shop, arg);
	return NULL;
}

START_TEST(killed_while_deciding)
{
	struct crowd c = { .n = 3, .wish = { testshop_dinner }, .nwishes = 1, .user = &t.kim }, after = c;
	struct ticket k = { .op = &kill_op, .arena = arena_new(1u << 20) };
	struct crowd_gate g;
	pthread_t thread;

	kill_kind = _i;
	crowd_gate_hold(&g, t.shop);
	crowd_begin(&c, &t.shop, 1);
	ck_assert_int_eq(pthread_create(&thread, NULL, serve, &k), 0);
	crowd_until_queued(t.shop, 4);
	crowd_begin(&after, &t.shop, 1);
	crowd_gate_open(&g);
	crowd_end(&c);
	crowd_end(&after);
	pthread_join(thread, NULL);
	ck_assert_ptr_null(k.err);
	ck_assert_int_eq(decided, _i == 0 ? 2 : decided);
	for (int i = 0; i < c.n; i++) {
		ck_assert_int_eq(c.one[i].code, -1);
		ck_assert_int_eq(after.one[i].code, -1);
	}
	ck_assert_int_eq(orders(), 7);
	arena_free(k.arena);
}
END_TEST

Suite *
batch_lost_suite(void)
{
	Suite *s = suite_create("shop/batch_lost");
	TCase *c = tcase_create("batch_lost");

	tcase_set_timeout(c, 120);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, at_every_command, 0, ROWS(sweeps));
	tcase_add_loop_test(c, commit, 0, ROWS(commits));
	tcase_add_loop_test(c, commit_under_a_key, 0, ROWS(commits));
	tcase_add_loop_test(c, commit_of_a_cancellation, 0, ROWS(commits));
	tcase_add_test(c, away_from_the_start);
	tcase_add_loop_test(c, away_at_the_commit, 0, ROWS(unknowns));
	tcase_add_test(c, away_for_a_moment);
	tcase_add_loop_test(c, killed_while_deciding, 0, ROWS(kills));
	suite_add_tcase(s, c);
	return s;
}
