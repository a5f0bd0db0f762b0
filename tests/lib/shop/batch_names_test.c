/* batch_names: one token pays one order, however many try it at the same moment; under the same key it is told again. */
#include "shop/batch_work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "remote/http_client.h"
#include "shop/checkout.h"
#include "shop/shop.h"
#include "support/bank.h"
#include "support/http_peer.h"
#include "support/suite.h"
#include "support/testshop.h"

#define TOKEN "paymentkey-1:order-1"

static struct testshop t;
static struct bank bank;
static struct peer *toss;
static atomic_int charges;

/* A company that charges, and is not heard. */
static void
silent(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	(void)arg;
	charges += strcmp(rq->target, "/v1/payments/confirm") == 0;
	out->trick = PEER_DROP;
}

static void create(void) { testshop_create(&t); }

static void
setup(void)
{
	testshop_open(&t);
	bank_open(&bank, &t);
	charges = 0;
	toss = peer_start(silent, NULL);
	t.t.conf.gateway_provider = "toss";
	t.t.conf.gateway_url = peer_url(toss);
	testshop_reopen(&t);
	bank_join(&bank, t.shop);
}

static void
teardown(void)
{
	testshop_books(&t);
	testshop_close(&t);
	t.t.conf.gateway_provider = "mock";
	peer_stop(toss);
	bank_close(&bank);
}

struct buyer { struct arena *arena; struct checkout c; pthread_t thread; const struct err *err; };

static struct buyer
buyer(const char *key)
{
	struct buyer b = { .arena = arena_new(2u << 20) };

	b.c = bank_checkout(b.arena, &bank_dinner, &t.kim, key);
	b.c.card = NULL;
	b.c.token = TOKEN;
	return b;
}

static void *
pay(void *arg)
{
	struct buyer *b = arg;

	b->c.arg = b->arena;
	b->err = checkout_run(t.shop, b->arena, &b->c);
	http_client_close();
	return NULL;
}

static bool
already_used(const struct err *e)
{
	return err_is(e, ERR_INVALID_REQUEST) && e->nfaults == 1 && strcmp(e->faults[0].pointer, "/payment/payment_token") == 0 &&
	    strcmp(e->faults[0].reason, "already_used") == 0;
}

static const int crowds[] = { 2, 8, 64 };

START_TEST(at_once)
{
	static struct buyer all[64];
	int n = crowds[_i], paid = 0;

	for (int i = 0; i < n; i++) {
		all[i] = buyer(arena_printf(t.t.arena, "key %d", i));
		ck_assert_int_eq(pthread_create(&all[i].thread, NULL, pay, &all[i]), 0);
	}
	for (int i = 0; i < n; i++) {
		pthread_join(all[i].thread, NULL);
		if (all[i].err == NULL) {
			ck_assert_int_eq(all[i].c.kept->status, 202);
			paid++;
		} else
			ck_assert(already_used(all[i].err));
		arena_free(all[i].arena);
	}
	ck_assert_int_eq(paid, 1);
	peer_settle(toss);
	ck_assert_int_eq(charges, 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM payments WHERE transaction_id = 'paymentkey-1'"), 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM idempotency"), 1);
}
END_TEST

/* The answer was lost: the same request again is no second use of its token; another is. */
START_TEST(again)
{
	struct buyer first = buyer("k"), same = buyer("k"), other = buyer("other");

	(void)pay(&first);
	ck_ok(first.err);
	(void)pay(&same);
	ck_ok(same.err);
	ck_assert_int_eq(same.c.kept->status, 202);
	ck_assert_str_eq(same.c.kept->location, first.c.kept->location);
	(void)pay(&other);
	ck_assert(already_used(other.err));
	ck_assert_int_eq(charges, 1);
	arena_free(first.arena);
	arena_free(same.arena);
	arena_free(other.arena);
}
END_TEST

/* Who is refused for another reason has used nothing. */
START_TEST(refused)
{
	struct buyer first = buyer("k"), second = buyer("k2");

	testshop_stock(&t, "wine", 0);
	(void)pay(&first);
	ck_assert(err_is(first.err, ERR_STOCK_NOT_ENOUGH));
	testshop_stock(&t, "wine", TESTSHOP_STOCK * QTY_ONE);
	(void)pay(&second);
	ck_ok(second.err);
	arena_free(first.arena);
	arena_free(second.arena);
}
END_TEST

Suite *
batch_names_suite(void)
{
	Suite *s = suite_create("shop/batch_names");
	TCase *c = tcase_create("batch_names");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, at_once, 0, ROWS(crowds));
	tcase_add_test(c, again);
	tcase_add_test(c, refused);
	suite_add_tcase(s, c);
	return s;
}
