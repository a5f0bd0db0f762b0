/* ledger_test: one key is one effect, refunds never come to more than was paid, and the entries tell all that moved. */
#include "gateway/ledger.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "db/migrate.h"
#include "support/suite.h"
#include "support/testdb.h"

#define NOW INT64_C(1795262400000)

static struct testdb t;
static struct db *db;

static void
setup(void)
{
	struct db *plain;

	ck_assert_int_eq(id_start(), 0);
	testdb_start(&t, "ledger");
	plain = testdb_connect(&t, NULL, 0);
	ck_ok(migrate(plain, t.arena, testdb_source(&t, "gateway/sql"), false, NULL, NULL));
	db_close(plain);
	db = testdb_connect(&t, ledger_stmts, LEDGER_STMT__MAX);
}

static void
teardown(void)
{
	db_close(db);
	testdb_stop(&t);
}

static struct payment
paid(won_t amount)
{
	return (struct payment){ .id = uuid_new(), .reference = "order-1", .amount = amount, .method = "CARD", .status = PAYMENT_PAID,
	    .brand = "VISA", .last_four = "4242", .created_at = NOW, .decided_at = NOW };
}

static struct payment
pending(const char *token)
{
	return (struct payment){ .id = uuid_new(), .reference = "order-2", .amount = 7000, .method = "KAKAO", .status = PAYMENT_PENDING,
	    .token = token, .return_url = "https://shop.example/back", .created_at = NOW };
}

static struct once
once(const char *key, const char *request)
{
	return (struct once){ hash_of(key, strlen(key)), hash_of(request, strlen(request)) };
}

/* Answers a payment with its id, a refund with its amount and what was refunded in all. */
static const char *
say_payment(struct arena *a, const void *arg, const void *payment)
{
	char id[UUID_TEXT];

	(void)arg;
	return arena_strdup(a, uuid_text(&((const struct payment *)payment)->id, id));
}

static const char *
say_refund(struct arena *a, const void *arg, const void *refund)
{
	const struct refund *r = refund;

	(void)arg;
	return arena_printf(a, "%lld of %lld", (long long)r->amount, (long long)r->payment->refunded);
}

static const struct err *
pay(const struct payment *p, struct once o, struct told *told)
{
	return ledger_pay(db, t.arena, p, &o, say_payment, NULL, told);
}

static const struct err *
give_back(const struct payment *p, won_t amount, struct once o, struct told *told)
{
	return ledger_refund(db, t.arena, &p->id, amount, &o, say_refund, NULL, told);
}

/* What the entries of a payment come to: charges less refunds. */
static won_t
balance(const struct payment *p, size_t *entries)
{
	const struct entry *v;
	size_t n, mine = 0;
	won_t sum = 0;

	ck_ok(ledger_list(db, t.arena, 0, 0, 1000, &v, &n));
	for (size_t i = 0; i < n; i++)
		if (uuid_cmp(&v[i].payment_id, &p->id) == 0) {
			sum += strcmp(v[i].kind, "CHARGE") == 0 ? v[i].amount : -v[i].amount;
			mine++;
		}
	if (entries != NULL)
		*entries = mine;
	return sum;
}

START_TEST(statements_fit_the_schema)
{
	ck_ok(stmt_prepare_all(db, t.arena));
}
END_TEST

START_TEST(a_payment_is_kept_and_found)
{
	struct payment p = paid(52000);
	const struct payment *found;
	struct told told;
	size_t n;

	ck_ok(pay(&p, once("k", "r"), &told));
	ck_assert(!told.again);
	ck_ok(ledger_find(db, t.arena, &p.id, &found));
	ck_assert_int_eq(found->amount, 52000);
	ck_assert_int_eq(found->status, PAYMENT_PAID);
	ck_assert_str_eq(found->brand, "VISA");
	ck_assert_str_eq(found->last_four, "4242");
	ck_assert_int_eq(found->decided_at, NOW);
	ck_assert_ptr_null(found->token);
	ck_ok(ledger_of_reference(db, t.arena, "order-1", &found, &n));
	ck_assert_uint_eq(n, 1);
	ck_ok(ledger_of_reference(db, t.arena, "order-9", &found, &n));
	ck_assert_uint_eq(n, 0);
	p.id = uuid_new();
	ck_ok(ledger_find(db, t.arena, &p.id, &found));
	ck_assert_ptr_null(found);
}
END_TEST

START_TEST(a_key_is_one_payment)
{
	struct payment p = paid(1000), again = paid(1000);
	const struct payment *found;
	struct told first, second;
	size_t n;

	ck_ok(pay(&p, once("k", "r"), &first));
	ck_ok(pay(&again, once("k", "r"), &second));
	ck_assert(second.again);
	ck_assert_str_eq(first.body, second.body);
	ck_assert(err_is(pay(&again, once("k", "another"), &second), ERR_IDEMPOTENCY_KEY_REUSED));
	ck_ok(ledger_of_reference(db, t.arena, "order-1", &found, &n));
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(balance(&p, &n), 1000);
	ck_assert_uint_eq(n, 1);
	/* And no refund either. */
	ck_assert(err_is(give_back(&p, 1000, once("k", "a refund"), &second), ERR_IDEMPOTENCY_KEY_REUSED));
	ck_assert_int_eq(balance(&p, NULL), 1000);
}
END_TEST

START_TEST(a_declined_one_moves_nothing)
{
	struct payment p = paid(1000);
	struct told told;
	size_t n;

	p.status = PAYMENT_DECLINED;
	p.reason = "card_declined";
	ck_ok(pay(&p, once("k", "r"), &told));
	ck_assert_int_eq(balance(&p, &n), 0);
	ck_assert_uint_eq(n, 0);
	ck_fails(give_back(&p, 1, once("r", "r"), &told), PAYMENT_STATE_CONFLICT, "DECLINED");
}
END_TEST

START_TEST(refunds_add_up)
{
	struct payment p = paid(1000);
	const struct payment *found;
	struct told told;

	ck_ok(pay(&p, once("k", "r"), &told));
	ck_ok(give_back(&p, 300, once("r1", "300"), &told));
	ck_assert_str_eq(told.body, "300 of 300");
	ck_ok(give_back(&p, 300, once("r1", "300"), &told));
	ck_assert(told.again);
	ck_assert_str_eq(told.body, "300 of 300");
	ck_fails(give_back(&p, 701, once("r2", "701"), &told), PAYMENT_STATE_CONFLICT, "700 won");
	/* What was refused took nothing, its key neither. */
	ck_ok(give_back(&p, 700, once("r2", "700"), &told));
	ck_assert_str_eq(told.body, "700 of 1000");
	ck_fails(give_back(&p, 1, once("r3", "1"), &told), PAYMENT_STATE_CONFLICT, "0 won");
	ck_assert(err_is(give_back(&p, 1, once("r2", "1"), &told), ERR_IDEMPOTENCY_KEY_REUSED));
	ck_ok(ledger_find(db, t.arena, &p.id, &found));
	ck_assert_int_eq(found->refunded, 1000);
	ck_assert_int_eq(balance(&p, NULL), 0);
	p.id = uuid_new();
	ck_assert(err_is(give_back(&p, 1, once("r4", "1"), &told), ERR_ENTITY_NOT_FOUND));
}
END_TEST

START_TEST(a_decision_is_made_once)
{
	struct payment p = pending("AAAAAAAAAAAAAAAAAAAAAA"), q = pending("BBBBBBBBBBBBBBBBBBBBBA");
	const struct payment *now;
	struct told told;
	size_t n;

	ck_ok(pay(&p, once("p", "p"), &told));
	ck_ok(pay(&q, once("q", "q"), &told));
	ck_fails(give_back(&p, 1, once("r", "r"), &told), PAYMENT_STATE_CONFLICT, "PENDING");
	ck_assert_int_eq(balance(&p, &n), 0);
	ck_assert_uint_eq(n, 0);

	ck_ok(ledger_decide(db, t.arena, p.token, true, &now));
	ck_assert_int_eq(now->status, PAYMENT_PAID);
	ck_ok(ledger_decide(db, t.arena, p.token, false, &now));
	ck_assert_int_eq(now->status, PAYMENT_PAID);
	ck_assert_int_eq(balance(&p, &n), 7000);
	ck_assert_uint_eq(n, 1);
	ck_ok(give_back(&p, 7000, once("r", "r"), &told));

	ck_ok(ledger_decide(db, t.arena, q.token, false, &now));
	ck_assert_int_eq(now->status, PAYMENT_DECLINED);
	ck_assert_str_eq(now->reason, "customer_declined");
	ck_assert_int_gt(now->decided_at, 0);
	ck_ok(ledger_decide(db, t.arena, q.token, true, &now));
	ck_assert_int_eq(now->status, PAYMENT_DECLINED);
	ck_assert_int_eq(balance(&q, &n), 0);
	ck_ok(ledger_decide(db, t.arena, "CCCCCCCCCCCCCCCCCCCCCA", true, &now));
	ck_assert_ptr_null(now);
}
END_TEST

static size_t
callbacks_of(const struct payment *p)
{
	struct arena *a = t.arena;
	char id[UUID_TEXT];

	testdb_script(&t, arena_printf(a, "CREATE OR REPLACE VIEW told AS SELECT COUNT(*) AS n FROM callbacks WHERE payment_id = '%s'"
	    " AND due_at = created_at AND url = 'https://shop.example/hook'", uuid_text(&p->id, id)));
	struct stmt_def def = { "told", "", "i", "SELECT n FROM told" };
	struct db *look = testdb_connect(&t, &def, 1);
	struct rows r;
	ck_ok(stmt_run(look, a, 0, NULL, 0, &r));
	db_close(look);
	return (size_t)row_int(&r, 0, 0);
}

/* Each decision is told once, whoever made it; and only to those who asked. */
START_TEST(decisions_are_told)
{
	struct payment p = paid(1000), again = paid(1000), declined = paid(1000), quiet = paid(1000);
	struct payment q = pending("AAAAAAAAAAAAAAAAAAAAAA");
	const struct payment *now;
	struct told told;

	p.callback_url = again.callback_url = declined.callback_url = q.callback_url = "https://shop.example/hook";
	declined.status = PAYMENT_DECLINED;
	declined.reason = "card_declined";
	ck_ok(pay(&p, once("p", "p"), &told));
	ck_ok(pay(&again, once("p", "p"), &told));
	ck_ok(pay(&declined, once("d", "d"), &told));
	ck_ok(pay(&quiet, once("s", "s"), &told));
	ck_ok(pay(&q, once("q", "q"), &told));
	ck_assert_uint_eq(callbacks_of(&p), 1);
	ck_assert_uint_eq(callbacks_of(&again), 0);
	ck_assert_uint_eq(callbacks_of(&declined), 1);
	ck_assert_uint_eq(callbacks_of(&quiet), 0);
	ck_assert_uint_eq(callbacks_of(&q), 0);
	ck_ok(ledger_decide(db, t.arena, q.token, true, &now));
	ck_assert_str_eq(now->callback_url, q.callback_url);
	ck_ok(ledger_decide(db, t.arena, q.token, true, &now));
	ck_assert_uint_eq(callbacks_of(&q), 1);
	/* Refunds are the merchant's own doing. */
	ck_ok(give_back(&p, 10, once("r", "10"), &told));
	ck_assert_uint_eq(callbacks_of(&p), 1);
}
END_TEST

START_TEST(time_runs_out)
{
	struct payment p = pending("AAAAAAAAAAAAAAAAAAAAAA"), later = pending("BBBBBBBBBBBBBBBBBBBBBA"), never = pending("CCCCCCCCCCCCCCCCCCCCCA");
	const struct payment *now;
	struct told told;
	size_t n;

	p.callback_url = "https://shop.example/hook";
	p.expires_at = NOW + 1000;
	later.expires_at = NOW + 2000;
	ck_ok(pay(&p, once("p", "p"), &told));
	ck_ok(pay(&later, once("l", "l"), &told));
	ck_ok(pay(&never, once("n", "n"), &told));
	ck_ok(ledger_expire(db, t.arena, NOW + 999, &n));
	ck_assert_uint_eq(n, 0);
	ck_ok(ledger_expire(db, t.arena, NOW + 1000, &n));
	ck_assert_uint_eq(n, 1);
	ck_ok(ledger_find(db, t.arena, &p.id, &now));
	ck_assert_int_eq(now->status, PAYMENT_DECLINED);
	ck_assert_str_eq(now->reason, LEDGER_EXPIRED);
	ck_assert_int_eq(now->decided_at, NOW + 1000);
	ck_assert_uint_eq(callbacks_of(&p), 1);
	ck_ok(ledger_expire(db, t.arena, NOW + 1000, &n));
	ck_assert_uint_eq(n, 0);

	/* Who decides after the time finds it over, though nobody has looked yet. */
	clock_shift(NOW + 2000 - clock_now());
	ck_ok(ledger_decide(db, t.arena, later.token, true, &now));
	ck_assert_str_eq(now->reason, LEDGER_EXPIRED);
	ck_ok(ledger_decide(db, t.arena, never.token, true, &now));
	ck_assert_int_eq(now->status, PAYMENT_PAID);
	clock_shift(0);
	ck_assert_int_eq(balance(&p, NULL) + balance(&later, NULL), 0);
	ck_assert_int_eq(balance(&never, NULL), 7000);
}
END_TEST

START_TEST(the_ledger_is_read_in_pages)
{
	const struct entry *v;
	struct told told;
	char key[8];
	int64_t cursor = 0;
	size_t n, all = 0;

	for (int i = 0; i < 7; i++) {
		struct payment p = paid(100 + i);

		p.created_at = p.decided_at = NOW + i * 1000;
		snprintf(key, sizeof(key), "%d", i);
		ck_ok(pay(&p, once(key, key), &told));
	}
	do {
		ck_ok(ledger_list(db, t.arena, cursor, 0, 3, &v, &n));
		for (size_t i = 0; i < n; i++, all++) {
			ck_assert_int_eq(v[i].amount, 100 + (int64_t)all);
			ck_assert_int_gt(v[i].seq, cursor);
			ck_assert_str_eq(v[i].reference, "order-1");
			cursor = v[i].seq;
		}
	} while (n > 0);
	ck_assert_uint_eq(all, 7);
	ck_ok(ledger_list(db, t.arena, 0, NOW + 5000, 100, &v, &n));
	ck_assert_uint_eq(n, 2);
	ck_assert_int_eq(v[0].at, NOW + 5000);
}
END_TEST

/* --- many at once ------------------------------------------------------------- */

#define THREADS 8
static struct payment shared;
static atomic_int done, again, refused;

/* Each with a connection and an arena of its own. */
static void *
pay_the_same(void *arg)
{
	struct arena *a = arena_new(4u << 20);
	struct payment p = paid(1000);
	struct once o = once("one key", "one request");
	struct told told = { 0 };
	struct db *mine;

	(void)arg;
	if (db_open(&t.conf, ledger_stmts, LEDGER_STMT__MAX, a, &mine) == NULL) {
		if (ledger_pay(mine, a, &p, &o, say_payment, NULL, &told) == NULL)
			atomic_fetch_add(told.again ? &again : &done, 1);
		db_close(mine);
	}
	arena_free(a);
	return NULL;
}

static void *
refund_some(void *arg)
{
	struct arena *a = arena_new(4u << 20);
	struct told told = { 0 };
	struct db *mine;
	char key[16];

	snprintf(key, sizeof(key), "%d", (int)(intptr_t)arg / 2);	/* two threads with each key */
	struct once o = once(key, "300");
	if (db_open(&t.conf, ledger_stmts, LEDGER_STMT__MAX, a, &mine) == NULL) {
		const struct err *e = ledger_refund(mine, a, &shared.id, 300, &o, say_refund, NULL, &told);

		if (e == NULL)
			atomic_fetch_add(told.again ? &again : &done, 1);
		else if (e->code == ERR_PAYMENT_STATE_CONFLICT)
			atomic_fetch_add(&refused, 1);
		db_close(mine);
	}
	arena_free(a);
	return NULL;
}

static void *
expire_all(void *arg)
{
	struct arena *a = arena_new(4u << 20);
	struct db *mine;
	size_t n = 0;

	(void)arg;
	if (db_open(&t.conf, ledger_stmts, LEDGER_STMT__MAX, a, &mine) == NULL) {
		if (ledger_expire(mine, a, NOW, &n) == NULL)
			atomic_fetch_add(&done, (int)n);
		db_close(mine);
	}
	arena_free(a);
	return NULL;
}

static void
all_at_once(void *(*run)(void *))
{
	pthread_t thread[THREADS];

	atomic_store(&done, 0);
	atomic_store(&again, 0);
	atomic_store(&refused, 0);
	for (intptr_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, run, (void *)i), 0);
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_join(thread[i], NULL), 0);
}

START_TEST(one_key_at_once_is_one_charge)
{
	const struct payment *found;
	size_t n;

	all_at_once(pay_the_same);
	ck_assert_int_eq(done, 1);
	ck_assert_int_eq(again, THREADS - 1);
	ck_ok(ledger_of_reference(db, t.arena, "order-1", &found, &n));
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(balance(found, &n), 1000);
	ck_assert_uint_eq(n, 1);
}
END_TEST

/* 1000 won and four refunds of 300, each asked for twice: three fit. */
START_TEST(refunds_at_once_never_exceed)
{
	const struct payment *found;
	struct told told;

	shared = paid(1000);
	ck_ok(pay(&shared, once("k", "r"), &told));
	all_at_once(refund_some);
	ck_assert_int_eq(done, 3);
	ck_assert_int_eq(again, 3);
	ck_assert_int_eq(refused, 2);
	ck_ok(ledger_find(db, t.arena, &shared.id, &found));
	ck_assert_int_eq(found->refunded, 900);
	ck_assert_int_eq(balance(&shared, NULL), 100);
}
END_TEST

START_TEST(many_look_for_the_same)
{
	struct told told;
	char key[23];
	size_t n, rest = 0;

	for (int i = 0; i < 30; i++) {
		struct payment p = pending(key);

		snprintf(key, sizeof(key), "AAAAAAAAAAAAAAAAAAAA%02d", i);
		p.expires_at = NOW - i;
		p.callback_url = "https://shop.example/hook";
		ck_ok(pay(&p, once(key, key), &told));
		shared = p;
	}
	all_at_once(expire_all);
	/* Each by one of them; what somebody else held at the time is left for the next look. */
	do {
		ck_ok(ledger_expire(db, t.arena, NOW, &n));
		rest += n;
	} while (n > 0);
	ck_assert_int_eq(done + (int)rest, 30);
	ck_assert_uint_eq(callbacks_of(&shared), 1);
}
END_TEST

Suite *
ledger_suite(void)
{
	Suite *s = suite_create("ledger");
	TCase *tc = tcase_create("ledger");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, statements_fit_the_schema);
	tcase_add_test(tc, a_payment_is_kept_and_found);
	tcase_add_test(tc, a_key_is_one_payment);
	tcase_add_test(tc, a_declined_one_moves_nothing);
	tcase_add_test(tc, refunds_add_up);
	tcase_add_test(tc, a_decision_is_made_once);
	tcase_add_test(tc, decisions_are_told);
	tcase_add_test(tc, time_runs_out);
	tcase_add_test(tc, many_look_for_the_same);
	tcase_add_test(tc, the_ledger_is_read_in_pages);
	tcase_add_test(tc, one_key_at_once_is_one_charge);
	tcase_add_test(tc, refunds_at_once_never_exceed);
	suite_add_tcase(s, tc);
	return s;
}
