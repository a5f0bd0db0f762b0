/* callback_test: what the merchant hears, that it is signed, and that it is told again until it has heard. */
#include "gateway/callback.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "db/migrate.h"
#include "gateway/ledger.h"
#include "remote/http_client.h"
#include "remote/sign.h"
#include "support/http_peer.h"
#include "support/suite.h"
#include "support/testdb.h"

#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define US "http://127.0.0.1:8090"

static struct testdb t;
static struct db *db;
static struct db_pool *pool;
static struct sign_key key;
static struct peer *shop;

/* What the shop heard; and what it says to it. */
static struct { char id[64], timestamp[32], signature[128], body[4096], type[64]; } heard[64];
static atomic_int nheard;	/* also read while the shop hears */
static int64_t shift;		/* of the clock, in the thread of the shop, too */
static enum sign_verdict verdict;
static struct peer_answer says;

static void
listen_to(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	(void)arg;
	if (nheard < ROWS(heard)) {
		(void)peer_header(rq, "webhook-id", heard[nheard].id, sizeof(heard[0].id));
		(void)peer_header(rq, "webhook-timestamp", heard[nheard].timestamp, sizeof(heard[0].timestamp));
		(void)peer_header(rq, "webhook-signature", heard[nheard].signature, sizeof(heard[0].signature));
		(void)peer_header(rq, "Content-Type", heard[nheard].type, sizeof(heard[0].type));
		(void)snprintf(heard[nheard].body, sizeof(heard[0].body), "%s", rq->body);
		const struct sign_headers h = { heard[nheard].id, heard[nheard].timestamp, heard[nheard].signature };
		verdict = sign_verify(&key, 1, &h, rq->body, rq->len, clock_now() / 1000, 10);
	}
	nheard++;
	*out = says;
}

static void
setup(void)
{
	struct db *plain;

	log_start("test", LOG_ERROR);
	ck_assert_int_eq(id_start(), 0);
	ck_assert(sign_key_parse(SECRET, &key));
	testdb_start(&t, "callback");
	t.conf.db_connections = 8;
	t.conf.db_timeout_ms = 5000;
	plain = testdb_connect(&t, NULL, 0);
	ck_ok(migrate(plain, t.arena, testdb_source(&t, "gateway/sql"), false, NULL, NULL));
	db_close(plain);
	db = testdb_connect(&t, ledger_stmts, LEDGER_STMT__MAX);
	pool = db_pool_new(&t.conf, ledger_stmts, LEDGER_STMT__MAX);
	says = (struct peer_answer){ .status = 204 };
	shop = peer_start(listen_to, NULL);
	shift = 0;
}

static void
teardown(void)
{
	clock_shift(0);
	http_client_close();
	peer_stop(shop);
	db_pool_free(pool);
	db_close(db);
	testdb_stop(&t);
}

static const char *
say(struct arena *a, const void *arg, const void *payment)
{
	(void)arg;
	(void)payment;
	return arena_strdup(a, "paid");
}

/* A payment of which the merchant wants to hear. */
static struct payment
pay(const char *url, enum payment_status status)
{
	struct payment p = { .id = uuid_new(), .reference = "order-1", .amount = 52000, .method = "CARD", .status = status,
	    .reason = status == PAYMENT_DECLINED ? "card_declined" : NULL, .brand = "VISA", .last_four = "4242",
	    .callback_url = url, .created_at = clock_now(), .decided_at = clock_now() };
	struct once o = { hash_of(&p.id, sizeof(p.id)), hash_of("x", 1) };
	struct told told;

	ck_ok(ledger_pay(db, t.arena, &p, &o, say, NULL, &told));
	return p;
}

static bool
send_one(void)
{
	bool sent;

	ck_ok(callback_send(pool, t.arena, US, &key, clock_now(), &sent));
	peer_settle(shop);
	return sent;
}

static void
later(int64_t ms)
{
	shift += ms;
	clock_shift(shift);
}

START_TEST(twice_as_late_each_time)
{
	static const int64_t want[] = { 1000, 2000, 4000, 8000, 16000, 32000, 64000, 128000, 256000, 300000, 300000 };

	for (int i = 0; i < ROWS(want); i++)
		ck_assert_int_eq(callback_delay(i + 1), want[i]);
	ck_assert_int_eq(callback_delay(INT64_MAX), 300000);
}
END_TEST

START_TEST(a_decision_is_told)
{
	struct payment p = pay(peer_url(shop), _i == 0 ? PAYMENT_PAID : PAYMENT_DECLINED);
	char id[UUID_TEXT];

	ck_assert(send_one());
	ck_assert_int_eq(nheard, 1);
	ck_assert_int_eq(verdict, SIGN_GOOD);
	ck_assert_str_eq(heard[0].type, "application/json");
	ck_assert_ptr_nonnull(strstr(heard[0].body, arena_printf(t.arena, "{\"type\":\"payment.%s\",", _i == 0 ? "paid" : "declined")));
	ck_assert_ptr_nonnull(strstr(heard[0].body, arena_printf(t.arena, "\"data\":{\"id\":\"%s\"", uuid_text(&p.id, id))));
	ck_assert_ptr_nonnull(strstr(heard[0].body, "\"reference\":\"order-1\",\"amount\":52000"));
	/* Heard once, told once. */
	ck_assert(!send_one());
	later(3600000);
	ck_assert(!send_one());
	ck_assert_int_eq(nheard, 1);
}
END_TEST

START_TEST(nothing_to_tell)
{
	ck_assert(!send_one());
	(void)pay(NULL, PAYMENT_PAID);
	ck_assert(!send_one());
}
END_TEST

/* Everything but a 2xx is told again, under the same id and signed anew, twice as late each time. */
static const struct peer_answer deaf[] = {
	{ .status = 500 }, { .status = 404 }, { .status = 301, .headers = "Location: /elsewhere\r\n" }, { .status = 429 }, { .trick = PEER_DROP },
	{ .trick = PEER_CUT, .body = "some" }, { .trick = PEER_RAW, .body = "what?" },
};

START_TEST(until_it_is_heard)
{
	(void)pay(peer_url(shop), PAYMENT_PAID);
	for (int i = 0; i < ROWS(deaf); i++) {
		peer_settle(shop);
		says = deaf[i];
		ck_assert(send_one());
		ck_assert_int_eq(nheard, i + 1);
		ck_assert_int_eq(verdict, SIGN_GOOD);
		ck_assert_str_eq(heard[i].id, heard[0].id);
		later(callback_delay(i + 1) - 500);
		ck_assert(!send_one());
		later(500 + 50);
	}
	says = (struct peer_answer){ .status = 200, .body = "{}" };
	ck_assert(send_one());
	ck_assert_int_eq(nheard, ROWS(deaf) + 1);
	ck_assert_str_ne(heard[ROWS(deaf)].signature, heard[0].signature);
	later(CALLBACK_GIVE_UP);
	ck_assert(!send_one());
}
END_TEST

/* A shop that is away is told when it is back; and one that never comes back is given up after three days. */
START_TEST(nobody_there)
{
	int tries = 0;

	(void)pay(peer_nobody(), PAYMENT_PAID);
	while (send_one()) {
		later(CALLBACK_DELAY_MAX + 1);
		tries++;
	}
	/* 72 hours, 300 s each. */
	ck_assert_int_ge(tries, 860);
	ck_assert_int_le(tries, 866);
	ck_assert_int_eq(nheard, 0);
}
END_TEST

START_TEST(as_it_stands)
{
	struct payment p = pay(peer_url(shop), PAYMENT_PAID);
	struct once o = { hash_of("refund", 6), hash_of("x", 1) };
	struct told told;

	says.status = 503;
	ck_assert(send_one());
	ck_assert_ptr_nonnull(strstr(heard[0].body, "\"refunded_amount\":0"));
	ck_ok(ledger_refund(db, t.arena, &p.id, 2000, &o, say, NULL, &told));
	later(1100);
	ck_assert(send_one());
	ck_assert_ptr_nonnull(strstr(heard[1].body, "\"refunded_amount\":2000"));
}
END_TEST

static void *
send_all(void *arg)
{
	struct arena *a = arena_new(4u << 20);
	bool sent = true;

	while (sent && callback_send(pool, a, US, &key, clock_now(), &sent) == NULL)
		arena_reset(a);
	*(bool *)arg = !sent;
	arena_free(a);
	return NULL;
}

/* Several programs of the gateway side by side: each word is told once. */
START_TEST(many_tellers)
{
	pthread_t thread[6];
	bool fine[6];

	for (int i = 0; i < 40; i++)
		(void)pay(peer_url(shop), PAYMENT_PAID);
	for (int i = 0; i < ROWS(fine); i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, send_all, &fine[i]), 0);
	for (int i = 0; i < ROWS(fine); i++) {
		pthread_join(thread[i], NULL);
		ck_assert(fine[i]);
	}
	(void)send_one();
	while (send_one())
		continue;
	ck_assert_int_eq(nheard, 40);
	for (int i = 0; i < 40; i++)
		for (int k = 0; k < i; k++)
			ck_assert_str_ne(heard[i].id, heard[k].id);
}
END_TEST

/* A program that dies while it tells holds nothing back for long. */
START_TEST(dies_while_telling)
{
	pthread_t thread;
	bool fine, sent;

	(void)pay(peer_url(shop), PAYMENT_PAID);
	says.trick = PEER_HANG;
	ck_assert_int_eq(pthread_create(&thread, NULL, send_all, &fine), 0);
	while (atomic_load(&nheard) == 0)
		(void)usleep(1000);
	ck_ok(callback_send(pool, t.arena, US, &key, clock_now(), &sent));
	ck_assert(!sent);
	peer_settle(shop);
	says = (struct peer_answer){ .status = 204 };
	ck_ok(callback_send(pool, t.arena, US, &key, clock_now() + 6100, &sent));
	ck_assert(sent);
	peer_settle(shop);
	ck_assert_int_eq(nheard, 2);
	ck_assert_str_eq(heard[0].id, heard[1].id);
	/* And should it not have died: what was heard is heard. */
	pthread_join(thread, NULL);
	ck_assert(fine);
	later(3600000);
	ck_assert(!send_one());
}
END_TEST

Suite *
callback_suite(void)
{
	Suite *s = suite_create("callback");
	TCase *tc = tcase_create("callback");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, twice_as_late_each_time);
	tcase_add_loop_test(tc, a_decision_is_told, 0, 2);
	tcase_add_test(tc, nothing_to_tell);
	tcase_add_test(tc, until_it_is_heard);
	tcase_add_test(tc, nobody_there);
	tcase_add_test(tc, as_it_stands);
	tcase_add_test(tc, many_tellers);
	tcase_add_test(tc, dies_while_telling);
	suite_add_tcase(s, tc);
	return s;
}
