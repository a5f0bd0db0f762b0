/* reconcile: every way the two sides can differ is told, once; and what is being worked on is not. */
#include "work/reconcile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "support/cashier.h"
#include "support/suite.h"
#include "support/testshop.h"

/* 21 November 2026, noon in UTC. */
#define NOW INT64_C(1795262400000)
#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)

static struct testshop t;
static struct cashier c;

/* --- the pure part ---------------------------------------------------------- */

#define ABSENT { .charges = 0 }
#define PAID(amount, refunded) { 1, true, amount, refunded }
#define UNPAID(amount) { 1, false, amount, 0 }
static const struct { struct reconcile_side here, there; enum difference_kind is; } sides[] = {
	{ PAID(1000, 0), PAID(1000, 0), DIFFERENCE_NONE },
	{ PAID(1000, 300), PAID(1000, 300), DIFFERENCE_NONE },
	{ PAID(1000, 1000), PAID(1000, 1000), DIFFERENCE_NONE },
	{ UNPAID(1000), ABSENT, DIFFERENCE_NONE },
	{ UNPAID(1000), PAID(1000, 1000), DIFFERENCE_NONE },	/* paid too late, and given back */
	{ ABSENT, PAID(1000, 1000), DIFFERENCE_NONE },
	{ ABSENT, PAID(1000, 0), DIFFERENCE_NOT_OURS },
	{ ABSENT, PAID(1000, 999), DIFFERENCE_NOT_OURS },
	{ UNPAID(1000), PAID(1000, 0), DIFFERENCE_NOT_PAID_HERE },
	{ UNPAID(1000), PAID(1000, 1), DIFFERENCE_NOT_PAID_HERE },
	{ PAID(1000, 0), ABSENT, DIFFERENCE_NOT_CHARGED },
	{ PAID(1000, 1000), ABSENT, DIFFERENCE_NOT_CHARGED },
	{ PAID(1000, 0), PAID(999, 0), DIFFERENCE_AMOUNT },
	{ PAID(1000, 0), PAID(1001, 1), DIFFERENCE_AMOUNT },
	{ PAID(1000, 0), PAID(1000, 1), DIFFERENCE_REFUNDED },
	{ PAID(1000, 1000), PAID(1000, 0), DIFFERENCE_REFUNDED },
	{ PAID(1000, 0), { 2, true, 2000, 0 }, DIFFERENCE_CHARGED_TWICE },
	{ PAID(1000, 0), { 2, true, 2000, 1000 }, DIFFERENCE_NONE },
	{ PAID(1000, 1000), { 2, true, 2000, 1000 }, DIFFERENCE_CHARGED_TWICE },
};

START_TEST(each_pair_of_sides)
{
	ck_assert_int_eq(reconcile_compare(&sides[_i].here, &sides[_i].there), sides[_i].is);
}
END_TEST

START_TEST(each_kind_has_its_words)
{
	for (int k = DIFFERENCE_NONE + 1; k < DIFFERENCE__MAX; k++) {
		bool seen = false;
		ck_assert_uint_gt(strlen(difference_name((enum difference_kind)k)), 3);
		ck_assert_uint_le(strlen(difference_name((enum difference_kind)k)), 14);	/* the table's column */
		ck_assert_uint_gt(strlen(difference_meaning((enum difference_kind)k)), 10);
		for (int i = 0; i < ROWS(sides); i++)
			seen |= sides[i].is == (enum difference_kind)k;
		ck_assert(seen);
	}
}
END_TEST

/* --- both sides -------------------------------------------------------------- */

/* Their books: entries as JSON, told in pages of so many. */
static struct { const char *entry[8000]; int n, page, status, asked; char target[256]; } theirs;

static void
tell_books(const struct peer_request *rq, struct peer_answer *out)
{
	const char *at = strstr(rq->target, "cursor=");
	int from = at != NULL ? atoi(at + 7) : 0, n = theirs.n - from < theirs.page ? theirs.n - from : theirs.page;
	size_t used = (size_t)snprintf(out->body, sizeof(out->body), "{\"entries\":[");

	for (int i = 0; i < n; i++)
		used += (size_t)snprintf(out->body + used, sizeof(out->body) - used, "%s%s", i > 0 ? "," : "", theirs.entry[from + i]);
	if (n == theirs.page)
		(void)snprintf(out->body + used, sizeof(out->body) - used, "],\"next_cursor\":%d}", from + n);
	else
		(void)snprintf(out->body + used, sizeof(out->body) - used, "],\"next_cursor\":null}");
}

/* A payment of Toss by its key: the key says what became of it. */
static void
tell_payment(const struct peer_request *rq, struct peer_answer *out)
{
	const char *key = strrchr(rq->target, '/') + 1;
	int amount = 0, left = 0;

	if (sscanf(key, "done-%d-%d", &amount, &left) == 2) {
		(void)snprintf(out->body, sizeof(out->body), "{\"paymentKey\":\"%s\",\"status\":\"%s\",\"totalAmount\":%d,\"balanceAmount\":%d}",
		    key, left == amount ? "DONE" : left > 0 ? "PARTIAL_CANCELED" : "CANCELED", amount, left);
	} else {
		out->status = strncmp(key, "gone", 4) == 0 ? 404 : 500;
		(void)snprintf(out->body, sizeof(out->body), "{\"code\":\"NOT_FOUND_PAYMENT\"}");
	}
}

static void
answer(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	(void)arg;
	theirs.asked++;
	(void)snprintf(theirs.target, sizeof(theirs.target), "%.255s", rq->target);
	if (theirs.status != 0)
		out->status = theirs.status;
	else if (strncmp(rq->target, "/ledger?", 8) == 0)
		tell_books(rq, out);
	else
		tell_payment(rq, out);
}

static void create(void) { testshop_create(&t); }

static void
setup(void)
{
	testshop_open(&t);
	testshop_sql(&t, "DELETE FROM compensations");
	memset(&theirs, 0, sizeof(theirs));
	theirs.page = 1000;
	cashier_open(&c, "mock", answer, NULL);
}

static void
teardown(void)
{
	cashier_close(&c);
	testshop_sql(&t, "DELETE FROM payments; DELETE FROM compensations");
	testshop_close(&t);
}

/* The n-th id of that moment. */
static struct uuid
id_of(int64_t at, int n)
{
	struct uuid u = uuid_least(at);

	u.b[14] = (uint8_t)(n >> 8);
	u.b[15] = (uint8_t)n;
	return u;
}

static const char *
text_of(const struct uuid *u)
{
	char *out = arena_alloc(t.t.arena, UUID_TEXT);

	ck_assert_ptr_nonnull(out);
	return uuid_text(u, out);
}

/* A payment of ours begun then; paid in the same second when it is. */
static struct uuid
ours(int n, int64_t at, const char *status, int amount, int refunded, const char *transaction)
{
	struct uuid id = id_of(at, n);
	long long s = (long long)at / 1000;
	bool paid = strcmp(status, "PROGRESS") != 0 && strcmp(status, "FAILED") != 0;

	testshop_sql(&t, "INSERT INTO payments (payment_id, order_id, method, status, amount, refunded_amount, transaction_id, created_at, paid_at)"
	    " VALUES ('%s', UUID(), 'CARD', '%s', %d, %d, %s%s%s, FROM_UNIXTIME(%lld), %s)", text_of(&id), status, amount, refunded,
	    transaction != NULL ? "'" : "", transaction != NULL ? transaction : "NULL", transaction != NULL ? "'" : "", s,
	    paid ? arena_printf(t.t.arena, "FROM_UNIXTIME(%lld)", s) : "NULL");
	return id;
}

static void
booked(const char *kind, const char *reference, int amount)
{
	theirs.entry[theirs.n] = arena_printf(c.arena, "{\"id\":\"e%d\",\"kind\":\"%s\",\"payment_id\":\"t-%s\",\"reference\":\"%s\",\"amount\":%d}",
	    theirs.n, kind, reference, reference, amount);
	ck_assert_ptr_nonnull(theirs.entry[theirs.n]);
	theirs.n++;
}

static void charged(struct uuid id, int amount) { booked("CHARGE", text_of(&id), amount); }
static void returned(struct uuid id, int amount) { booked("REFUND", text_of(&id), amount); }

static struct reconcile_sum sum;
static struct buf told;

static void
differs(void *arg, const struct difference *d)
{
	(void)arg;
	buf_printf(&told, "%s %d ", difference_name(d->kind), uuid_is_zero(&d->payment_id) ? -1 : d->payment_id.b[14] << 8 | d->payment_id.b[15]);
}

static const struct err *
run(int64_t from)
{
	struct reconcile_ask ask = { .from = from, .now = NOW, .grace_ms = 300000, .differs = differs };

	buf_reset(&told);
	return reconcile(t.db, c.gateway, t.t.arena, &ask, &sum);
}

START_TEST(sides_that_agree)
{
	ck_ok(run(NOW - DAY));
	ck_assert_uint_eq(sum.payments + sum.entries + sum.differences, 0);
	charged(ours(1, NOW - HOUR, "SUCCESS", 1000, 0, NULL), 1000);
	struct uuid back = ours(2, NOW - HOUR, "REFUNDED", 2000, 2000, NULL);
	charged(back, 2000);
	returned(back, 500);
	returned(back, 1500);
	(void)ours(3, NOW - HOUR, "FAILED", 3000, 0, NULL);
	ck_ok(run(NOW - DAY));
	ck_assert_str_eq(buf_str(&told), "");
	ck_assert_uint_eq(sum.payments, 3);
	ck_assert_uint_eq(sum.entries, 4);
	ck_assert_uint_eq(sum.differences + sum.under_way, 0);
	/* An hour earlier than what is looked at. */
	ck_assert_ptr_nonnull(strstr(theirs.target, "/ledger?from=2026-11-20T11:00:00.000Z&cursor=0&"));
}
END_TEST

START_TEST(each_difference_is_told)
{
	struct uuid twice = ours(4, NOW - HOUR, "SUCCESS", 4000, 0, NULL), back = ours(6, NOW - HOUR, "SUCCESS", 6000, 0, NULL);

	/* In no order at all. */
	returned(back, 100);
	charged(back, 6000);
	charged(twice, 4000);
	charged(ours(2, NOW - HOUR, "FAILED", 2000, 0, NULL), 2000);
	charged(ours(3, NOW - HOUR, "PROGRESS", 3000, 0, NULL), 3000);
	charged(twice, 4000);
	charged(id_of(NOW - HOUR, 1), 1000);
	charged(ours(5, NOW - HOUR, "SUCCESS", 5000, 0, NULL), 5001);
	charged(id_of(NOW - HOUR, 9), 1000);
	booked("CHARGE", "by hand", 77);
	(void)ours(7, NOW - HOUR, "SUCCESS", 7000, 0, NULL);
	for (theirs.page = 1; theirs.page <= 16; theirs.page *= 4) {
		ck_ok(run(NOW - DAY));
		ck_assert_str_eq(buf_str(&told), "NOT_OURS -1 NOT_OURS 1 NOT_PAID_HERE 2 NOT_PAID_HERE 3 CHARGED_TWICE 4 AMOUNT 5 REFUNDED 6"
		    " NOT_CHARGED 7 NOT_OURS 9 ");
		ck_assert_uint_eq(sum.differences, 9);
		ck_assert_uint_eq(sum.payments, 6);
		ck_assert_uint_eq(sum.entries, 10);
	}
}
END_TEST

/* Younger than the grace, outside of the time, or with something open: no difference. */
START_TEST(what_is_under_way)
{
	struct uuid open = ours(1, NOW - HOUR, "SUCCESS", 1000, 0, NULL), done = ours(2, NOW - HOUR, "REFUNDED", 1000, 1000, NULL);
	struct uuid late = ours(3, NOW - HOUR, "SUCCESS", 1000, 0, NULL), dead = ours(4, NOW - HOUR, "SUCCESS", 1000, 0, NULL);
	const struct { struct uuid id; const char *state, *ended; } work[] = { { open, "OPEN", "NULL" },
	    { done, "DONE", "FROM_UNIXTIME(1795262400 - 299)" }, { dead, "DEAD", "NULL" } };

	(void)ours(5, NOW - 299000, "SUCCESS", 1000, 0, NULL);
	charged(id_of(NOW - 299000, 6), 1000);
	charged(id_of(NOW - DAY - 1, 7), 1000);
	(void)ours(8, NOW - DAY - 1000, "SUCCESS", 1000, 0, NULL);
	testshop_sql(&t, "UPDATE payments SET paid_at = FROM_UNIXTIME(1795262400 - 299) WHERE payment_id = '%s'", text_of(&late));
	for (int i = 0; i < ROWS(work); i++)
		testshop_sql(&t, "INSERT INTO compensations (compensation_id, kind, order_id, payment_id, amount, state, due_at, reason, created_at, ended_at)"
		    " VALUES (UUID(), 'REFUND', UUID(), '%s', 1000, '%s', FROM_UNIXTIME(1795262400), 'x', FROM_UNIXTIME(1795258800), %s)",
		    text_of(&work[i].id), work[i].state, work[i].ended);
	ck_ok(run(NOW - DAY));
	ck_assert_str_eq(buf_str(&told), "NOT_CHARGED 4 ");
	ck_assert_uint_eq(sum.under_way, 3);
	/* A refund that was through long ago is held against theirs. */
	testshop_sql(&t, "UPDATE compensations SET ended_at = FROM_UNIXTIME(1795262400 - 301) WHERE state = 'DONE'");
	ck_ok(run(NOW - DAY));
	ck_assert_str_eq(buf_str(&told), "NOT_CHARGED 2 NOT_CHARGED 4 ");
}
END_TEST

/* What is paid otherwise is none of the gateway's. */
START_TEST(other_ways_to_pay)
{
	struct uuid id = ours(1, NOW - HOUR, "SUCCESS", 1000, 0, NULL);

	for (int i = 0; i < 2; i++) {
		testshop_sql(&t, "UPDATE payments SET method = '%s' WHERE payment_id = '%s'", i == 0 ? "BALANCE" : "ON_DELIVERY", text_of(&id));
		ck_ok(run(NOW - DAY));
		ck_assert_uint_eq(sum.payments, 0);
	}
	testshop_sql(&t, "UPDATE payments SET method = 'KAKAO' WHERE payment_id = '%s'", text_of(&id));
	ck_ok(run(NOW - DAY));
	ck_assert_str_eq(buf_str(&told), "NOT_CHARGED 1 ");
}
END_TEST

/* More than a page on either side. */
START_TEST(many)
{
	for (int i = 1; i <= 2500; i++)
		charged(id_of(NOW - HOUR, i), i);
	struct uuid first = id_of(NOW - HOUR, 0);
	testshop_sql(&t, "INSERT INTO payments (payment_id, order_id, method, status, amount, created_at, paid_at)"
	    " SELECT CONCAT(LEFT('%s', 32), LPAD(HEX(seq), 4, '0')), UUID(), 'CARD', 'SUCCESS', seq + (seq = 2001),"
	    " FROM_UNIXTIME(1795258800), FROM_UNIXTIME(1795258800) FROM seq_1_to_2500", text_of(&first));
	theirs.page = 300;
	ck_ok(run(NOW - DAY));
	ck_assert_str_eq(buf_str(&told), "AMOUNT 2001 ");
	ck_assert_uint_eq(sum.payments, 2500);
	ck_assert_uint_eq(sum.entries, 2500);
}
END_TEST

/* When they do not tell, nothing is known, and nobody is accused. */
START_TEST(they_do_not_tell)
{
	(void)ours(1, NOW - HOUR, "SUCCESS", 1000, 0, NULL);
	theirs.status = _i == 0 ? 503 : 401;
	ck_fails(run(NOW - DAY), UPSTREAM_FAILED, "its books");
	ck_assert_str_eq(buf_str(&told), "");
}
END_TEST

/* A provider without books is asked for each of ours. */
START_TEST(one_by_one)
{
	cashier_close(&c);
	cashier_open(&c, "toss", answer, NULL);
	(void)ours(1, NOW - HOUR, "SUCCESS", 1000, 0, "done-1000-1000");
	(void)ours(2, NOW - HOUR, "SUCCESS", 1000, 0, "done-1000-400");
	(void)ours(3, NOW - HOUR, "SUCCESS", 1000, 0, "gone-1");
	(void)ours(4, NOW - HOUR, "FAILED", 1000, 0, "done-1000-1001");
	(void)ours(5, NOW - HOUR, "REFUNDED", 1000, 1000, "done-1000-0");
	(void)ours(6, NOW - HOUR, "FAILED", 1000, 0, "gone-2");
	(void)ours(7, NOW - 299000, "SUCCESS", 1000, 0, "gone-3");
	testshop_sql(&t, "UPDATE payments SET transaction_id = 'done-1001-1001' WHERE transaction_id = 'done-1000-1001'");
	ck_ok(run(NOW - DAY));
	ck_assert_str_eq(buf_str(&told), "REFUNDED 2 NOT_CHARGED 3 NOT_PAID_HERE 4 ");
	ck_assert_uint_eq(sum.payments, 6);
	ck_assert_int_eq(theirs.asked, 6);
	testshop_sql(&t, "UPDATE payments SET transaction_id = 'broken' WHERE transaction_id = 'gone-2'");
	ck_fails(run(NOW - DAY), UPSTREAM_FAILED, "what became of a payment");
}
END_TEST

Suite *
reconcile_suite(void)
{
	Suite *s = suite_create("work/reconcile");
	TCase *plain = tcase_create("compare"), *tc = tcase_create("reconcile");

	tcase_add_loop_test(plain, each_pair_of_sides, 0, ROWS(sides));
	tcase_add_test(plain, each_kind_has_its_words);
	suite_add_tcase(s, plain);
	tcase_set_timeout(tc, 60);
	tcase_add_unchecked_fixture(tc, create, NULL);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, sides_that_agree);
	tcase_add_test(tc, each_difference_is_told);
	tcase_add_test(tc, what_is_under_way);
	tcase_add_test(tc, other_ways_to_pay);
	tcase_add_test(tc, many);
	tcase_add_loop_test(tc, they_do_not_tell, 0, 2);
	tcase_add_test(tc, one_by_one);
	suite_add_tcase(s, tc);
	return s;
}
