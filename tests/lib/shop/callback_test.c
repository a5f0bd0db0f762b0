/* callback: what is said of a payment is asked at the gateway; said twice, too early, by many or by strangers, it has one effect. */
#include "shop/callback.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "remote/webhook.h"
#include "shop/charge.h"
#include "shop/checkout.h"
#include "shop/shop.h"
#include "support/bank.h"
#include "support/payer.h"
#include "support/suite.h"
#include "support/testshop.h"

#define SECOND INT64_C(1000)

static struct testshop t;
static struct bank bank;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); bank_open(&bank, &t); }
static void teardown(void) { clock_shift(0); testshop_books(&t); testshop_close(&t); bank_close(&bank); }

/* A payment the shop waits for: of an order, or (odd) into the balance. */
static struct webhook
waiting(int which, enum bank_mood mood)
{
	struct webhook w = { .transaction_id = NULL };

	bank.charges = mood;
	if (which % 2 == 0) {
		struct checkout c = bank_checkout(t.t.arena, &bank_dinner, &t.kim, NULL);
		ck_ok(checkout_run(t.shop, t.t.arena, &c));
	} else {
		struct charging c = payer_charge(t.t.arena, &t.kim, 30000, NULL);
		ck_ok(charge_run(t.shop, t.t.arena, &c));
	}
	ck_assert(uuid_parse(testshop_text(&t, "SELECT CAST(payment_id AS CHAR) FROM payments"), &w.payment_id));
	return w;
}

static enum callback_result
hear(const struct webhook *w, bool is_signed)
{
	enum callback_result result = CALLBACK__MAX;

	ck_ok(callback_heard(t.shop, t.t.arena, w, is_signed, &result));
	return result;
}

static const char *
status(void)
{
	return testshop_text(&t, "SELECT CAST(status AS CHAR) FROM payments");
}

/* Ms until the row is due. */
static int64_t
due_in(void)
{
	return testshop_number(&t, "SELECT COALESCE(MAX(TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), due_at) DIV 1000), -1) FROM compensations WHERE state = 'OPEN'");
}

static const struct { enum bank_mood charges; const char *decided; enum bank_mood finds; enum callback_result result; const char *status; } told[] = {
	{ BANK_BOOKS_SILENTLY, NULL, BANK_PAYS, CALLBACK_SETTLED, "SUCCESS" },
	{ BANK_PONDERS, "PAID", BANK_PAYS, CALLBACK_SETTLED, "SUCCESS" },
	{ BANK_PONDERS, "DECLINED", BANK_PAYS, CALLBACK_SETTLED, "FAILED" },
	/* Said, and not so. */
	{ BANK_PONDERS, NULL, BANK_PAYS, CALLBACK_NOTHING, "PROGRESS" },
	{ BANK_IS_SILENT, NULL, BANK_PAYS, CALLBACK_NOTHING, "PROGRESS" },
	/* The gateway itself does not answer. */
	{ BANK_BOOKS_SILENTLY, NULL, BANK_IS_SILENT, CALLBACK_DUE, "PROGRESS" },
};

START_TEST(heard)
{
	const int how = _i / 2;
	struct webhook w = waiting(_i, told[how].charges);

	if (told[how].decided != NULL)
		bank_decide(&bank, told[how].decided);
	bank.finds = told[how].finds;
	testshop_sql(&t, "UPDATE compensations SET due_at = UTC_TIMESTAMP(3) + INTERVAL 60 SECOND");
	ck_assert_int_eq((int)hear(&w, true), (int)told[how].result);
	ck_assert_str_eq(status(), told[how].status);
	if (told[how].result == CALLBACK_DUE)
		ck_assert_int_le(due_in(), 0);
	if (told[how].result == CALLBACK_NOTHING)
		ck_assert_int_gt(due_in(), 30000);
	/* Again: the same, and where it was written the gateway is not even asked. */
	int asked = bank.find_calls;
	ck_assert_int_eq((int)hear(&w, true), (int)(told[how].result == CALLBACK_SETTLED ? CALLBACK_NOTHING : told[how].result));
	ck_assert_str_eq(status(), told[how].status);
	ck_assert_int_eq(bank.find_calls, asked + (told[how].result != CALLBACK_SETTLED));
	if (_i % 2 == 1)
		ck_assert_int_eq(payer_balance(&t, &t.kim), strcmp(told[how].status, "SUCCESS") == 0 ? 30000 : 0);
}
END_TEST

START_TEST(of_nobody)
{
	struct webhook w = waiting(0, BANK_BOOKS_SILENTLY), none = { .payment_id = uuid_new(), .transaction_id = "t99" };

	ck_assert_int_eq((int)hear(&none, true), CALLBACK_NOTHING);
	ck_assert_int_eq((int)hear(&none, false), CALLBACK_NOTHING);
	ck_assert_int_eq(bank.find_calls, 0);
	/* Known by the gateway's own name alone. */
	testshop_sql(&t, "UPDATE payments SET transaction_id = 't0'");
	w = (struct webhook){ .transaction_id = "t0" };
	ck_assert_int_eq((int)hear(&w, true), CALLBACK_SETTLED);
	ck_assert_str_eq(status(), "SUCCESS");
}
END_TEST

/* Who may be anybody makes nobody ask within the call, and the worker sooner; but not for ever. */
START_TEST(unsigned_calls)
{
	struct webhook w = waiting(1, BANK_BOOKS_SILENTLY);

	testshop_sql(&t, "UPDATE compensations SET due_at = UTC_TIMESTAMP(3) + INTERVAL 60 SECOND");
	ck_assert_int_eq((int)hear(&w, false), CALLBACK_DUE);
	ck_assert_int_eq(bank.find_calls, 0);
	ck_assert_int_le(due_in(), 0);
	testshop_sql(&t, "UPDATE compensations SET due_at = UTC_TIMESTAMP(3) + INTERVAL 60 SECOND, attempts = 5");
	ck_assert_int_eq((int)hear(&w, false), CALLBACK_NOTHING);
	ck_assert_int_gt(due_in(), 30000);
	ck_assert_int_eq((int)hear(&w, true), CALLBACK_SETTLED);
}
END_TEST

/* --- at once -------------------------------------------------------------------------------- */

struct one { struct shop *shop; const struct webhook *w; pthread_t thread; int code; };

static void *
run(void *arg)
{
	struct one *me = arg;
	struct arena *a = arena_new(1u << 20);
	enum callback_result result;
	const struct err *e = callback_heard(me->shop, a, me->w, true, &result);

	me->code = e == NULL ? -1 : (int)e->code;
	arena_free(a);
	return NULL;
}

static void *
work(void *arg)
{
	/* As the worker: the row may be claimed, or written by then. */
	*(size_t *)arg = bank_work(&t);
	return NULL;
}

static const int crowds[] = { 2, 8, 64 };

/* The same call many times over, and the worker at the same row. */
START_TEST(at_once)
{
	static struct one one[64];
	struct webhook w = waiting(_i, BANK_BOOKS_SILENTLY);
	int n = crowds[_i / 2];
	pthread_t worker;
	size_t rows;

	testshop_sql(&t, "UPDATE compensations SET due_at = UTC_TIMESTAMP(3)");
	for (int i = 0; i < n; i++) {
		one[i] = (struct one){ .shop = t.shop, .w = &w };
		ck_assert_int_eq(pthread_create(&one[i].thread, NULL, run, &one[i]), 0);
	}
	ck_assert_int_eq(pthread_create(&worker, NULL, work, &rows), 0);
	pthread_join(worker, NULL);
	for (int i = 0; i < n; i++) {
		pthread_join(one[i].thread, NULL);
		ck_assert_int_eq(one[i].code, -1);
	}
	/* Of 64 some only made it due. */
	(void)bank_work(&t);
	ck_assert_str_eq(status(), "SUCCESS");
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), "DONE");
	ck_assert_str_eq(bank_row(&t, COMPENSATE_REFUND), "none");
	if (_i % 2 == 1)
		ck_assert_int_eq(payer_balance(&t, &t.kim), 30000);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallet_entries"), _i % 2);
}
END_TEST

/* The call comes while the charge is still being made: its own answer comes to the same. */
static void *
charge_slowly(void *arg)
{
	struct arena *a = arena_new(2u << 20);
	struct charging c = payer_charge(a, &t.kim, 30000, "k");

	ck_ok(charge_run(t.shop, a, &c));
	*(int *)arg = c.kept->status;
	arena_free(a);
	return NULL;
}

START_TEST(before_the_answer)
{
	struct webhook w = { .transaction_id = NULL };
	pthread_t thread;
	int answered;

	bank.delay_ms = 500;
	ck_assert_int_eq(pthread_create(&thread, NULL, charge_slowly, &answered), 0);
	for (int i = 0; i < 2000 && bank.charge_calls == 0; i++)
		nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
	ck_assert(uuid_parse(testshop_text(&t, "SELECT CAST(payment_id AS CHAR) FROM payments"), &w.payment_id));
	ck_assert_str_eq(status(), "PROGRESS");
	ck_assert_int_eq((int)hear(&w, true), CALLBACK_SETTLED);
	ck_assert_int_eq(payer_balance(&t, &t.kim), 30000);
	pthread_join(thread, NULL);
	ck_assert_int_eq(answered, 201);
	ck_assert_int_eq(payer_balance(&t, &t.kim), 30000);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM wallet_entries"), 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM idempotency WHERE status = 201"), 1);
}
END_TEST

START_TEST(address)
{
	struct conf *c = &t.t.conf;

	c->gateway_webhook_key = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
	c->gateway_callback_url = "http://127.0.0.1:1";
	c->public_url = "https://shop.example";
	ck_assert_str_eq(callback_address(c, t.t.arena), "http://127.0.0.1:1/v1/payment-callbacks/mock");
	c->gateway_callback_url = "";
	ck_assert_str_eq(callback_address(c, t.t.arena), "https://shop.example/v1/payment-callbacks/mock");
	c->public_url = "";
	ck_assert_ptr_null(callback_address(c, t.t.arena));
	c->public_url = "https://shop.example/";
	ck_assert_str_eq(callback_address(c, t.t.arena), "https://shop.example/v1/payment-callbacks/mock");
	c->gateway_webhook_key = "";
	ck_assert_ptr_null(callback_address(c, t.t.arena));
	c->public_url = "";
}
END_TEST

Suite *
callback_suite(void)
{
	Suite *s = suite_create("shop/callback");
	TCase *c = tcase_create("callback");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, heard, 0, 2 * ROWS(told));
	tcase_add_test(c, of_nobody);
	tcase_add_test(c, unsigned_calls);
	tcase_add_loop_test(c, at_once, 0, 2 * ROWS(crowds));
	tcase_add_test(c, before_the_answer);
	tcase_add_test(c, address);
	suite_add_tcase(s, c);
	return s;
}
