/*
 * compensate: what the worker finds out and gives back, with a gateway that answers, does not, or answers later:
 * in the end both sides' books say the same.
 */
#include "work/compensate.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "shop/checkout.h"
#include "shop/orders.h"
#include "shop/place.h"
#include "shop/shop.h"
#include "support/bank.h"
#include "support/suite.h"
#include "support/testshop.h"
#include "work/job.h"
#include "work/letters.h"

#define SECOND INT64_C(1000)

static struct testshop t;
static struct bank bank;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); bank_open(&bank, &t); }

/* Whatever happened, what the gateway holds is what we think it does, once nothing is open any more. */
static void
teardown(void)
{
	if (testshop_number(&t, "SELECT COUNT(*) FROM compensations WHERE state <> 'DONE'") == 0)
		ck_assert_int_eq(bank_holds(&bank), testshop_number(&t,
		    "SELECT COALESCE(SUM(amount - refunded_amount), 0) FROM payments WHERE status IN ('SUCCESS', 'PARTIALLY_REFUNDED')"));
	clock_shift(0);
	testshop_books(&t);
	testshop_close(&t);
	bank_close(&bank);
}

static struct order
pay(enum bank_mood mood)
{
	struct checkout c = bank_checkout(t.t.arena, &bank_dinner, &t.kim, NULL);

	bank.charges = mood;
	ck_ok(checkout_run(t.shop, t.t.arena, &c));
	return bank_order(&t);
}

static void
cancel(const struct order *o)
{
	ck_ok(testshop_move(&t, &o->id, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));
}

static void
stands(enum order_state order, enum payment_status payment, const char *settle, const char *refund)
{
	struct order o = bank_order(&t);

	ck_assert_str_eq(order_state_names[o.status], order_state_names[order]);
	ck_assert_str_eq(payment_status_names[o.payment.status], payment_status_names[payment]);
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), settle);
	ck_assert_str_eq(bank_row(&t, COMPENSATE_REFUND), refund);
	ck_assert_int_eq(testshop_available(&t, "wine"), (TESTSHOP_STOCK - (o.stage != ITEM_CANCELLED)) * QTY_ONE);
	ck_assert_int_eq(testshop_number(&t, "SELECT taken FROM slots"), o.stage != ITEM_CANCELLED);
}

/* --- what became of a payment --------------------------------------------------------------- */

START_TEST(found)
{
	(void)pay(BANK_BOOKS_SILENTLY);
	clock_shift(2 * SECOND);
	ck_assert_uint_eq(bank_work(&t), 1);
	stands(ORDER_PAID, PAYMENT_SUCCESS, "DONE", "none");
	ck_assert_uint_eq(bank_work(&t), 0);
}
END_TEST

/* Not decided, and not for long; then as it was decided. */
static const struct { const char *status; enum order_state order; enum payment_status payment; } decisions[] = {
	{ "PAID", ORDER_PAID, PAYMENT_SUCCESS },
	{ "DECLINED", ORDER_CANCELLED, PAYMENT_FAILED },
};

START_TEST(decided_later)
{
	(void)pay(BANK_PONDERS);
	clock_shift(2 * SECOND);
	ck_assert_uint_eq(bank_work(&t), 1);
	stands(ORDER_PENDING_PAYMENT, PAYMENT_PROGRESS, "OPEN", "none");
	bank_decide(&bank, decisions[_i].status);
	clock_shift(30 * SECOND);
	ck_assert_uint_eq(bank_work(&t), 1);
	stands(decisions[_i].order, decisions[_i].payment, "DONE", "none");
}
END_TEST

/* Not known to the gateway: it may be on its way for gateway_settle_s; then all is given back, and the gateway asked once more. */
START_TEST(not_found)
{
	(void)pay(BANK_IS_SILENT);
	for (int64_t s = 2; s < 58; s += 7) {
		clock_shift(s * SECOND);
		(void)bank_work(&t);
		stands(ORDER_PENDING_PAYMENT, PAYMENT_PROGRESS, "OPEN", "none");
	}
	clock_shift(130 * SECOND);
	ck_assert_uint_eq(bank_work(&t), 1);
	stands(ORDER_CANCELLED, PAYMENT_FAILED, "OPEN", "none");
	ck_assert_str_eq(bank_order(&t).payment.failure_code, "not_charged");
	testshop_books(&t);
	/* Not before it is time. */
	clock_shift(1000 * SECOND);
	ck_assert_uint_eq(bank_work(&t), 0);
	clock_shift(1040 * SECOND);
	ck_assert_uint_eq(bank_work(&t), 1);
	stands(ORDER_CANCELLED, PAYMENT_FAILED, "DONE", "none");
	ck_assert_uint_eq(bank_work(&t), 0);
}
END_TEST

/* Booked after all, when it had been given up: given back to the buyer, once. */
START_TEST(found_too_late)
{
	struct order o = pay(BANK_IS_SILENT);

	clock_shift(61 * SECOND);
	ck_assert_uint_eq(bank_work(&t), 1);
	stands(ORDER_CANCELLED, PAYMENT_FAILED, "OPEN", "none");
	bank_book(&bank, &o.payment.id, o.payment.amount);
	clock_shift(1000 * SECOND);
	ck_assert_uint_eq(bank_work(&t), 1);
	stands(ORDER_CANCELLED, PAYMENT_SUCCESS, "DONE", "OPEN");
	testshop_books(&t);
	ck_assert_uint_eq(bank_work(&t), 1);
	stands(ORDER_CANCELLED, PAYMENT_REFUNDED, "DONE", "DONE");
	ck_assert_int_eq(bank_holds(&bank), 0);
	ck_assert_uint_eq(bank_work(&t), 0);
	ck_assert_int_eq(bank.refund_calls, 1);
}
END_TEST

/* Cancelled by the buyer while nobody knew, and charged. */
START_TEST(cancelled_meanwhile)
{
	struct order o = pay(BANK_BOOKS_SILENTLY);

	cancel(&o);
	stands(ORDER_CANCELLED, PAYMENT_PROGRESS, "OPEN", "none");
	clock_shift(2 * SECOND);
	ck_assert_uint_eq(bank_work(&t), 1);
	stands(ORDER_CANCELLED, PAYMENT_SUCCESS, "DONE", "OPEN");
	ck_assert_uint_eq(bank_work(&t), 1);
	stands(ORDER_CANCELLED, PAYMENT_REFUNDED, "DONE", "DONE");
	ck_assert_int_eq(bank_holds(&bank), 0);
	ck_assert_int_eq(bank.refund_calls, 1);
}
END_TEST

/* A gateway that says nothing settles nothing: asked ever less often, then left to an admin, who has it asked again. */
START_TEST(silence)
{
	struct letters dead;
	const char *state;
	int64_t shift = 2 * SECOND;

	(void)pay(BANK_BOOKS_SILENTLY);
	bank.finds = BANK_IS_SILENT;
	for (int i = 1; i <= 5; i++) {
		clock_shift(shift);
		ck_assert_uint_eq(bank_work(&t), 1);
		stands(ORDER_PENDING_PAYMENT, PAYMENT_PROGRESS, i < 5 ? "OPEN" : "DEAD", "none");
		ck_assert_int_eq(testshop_number(&t, "SELECT attempts FROM compensations"), i);
		ck_assert_int_gt(testshop_number(&t, "SELECT LENGTH(last_error) FROM compensations"), 0);
		shift += 700 * SECOND;
	}
	clock_shift(shift);
	ck_assert_uint_eq(bank_work(&t), 0);
	ck_ok(letters_find(t.shop, t.t.arena, &(struct uuid){ { 0 } }, 10, &dead));
	ck_assert_uint_eq(dead.n, 1);
	bank.finds = BANK_PAYS;
	ck_ok(letter_retry(t.shop, t.t.arena, &dead.v[0].id, false, &state));
	ck_assert_uint_eq(bank_work(&t), 1);
	stands(ORDER_PAID, PAYMENT_SUCCESS, "DONE", "none");
}
END_TEST

/* Some gateways know a payment only by their own name for it, which was stored before the charge: by that it is asked for. */
START_TEST(by_its_own_name)
{
	struct card_hold hold = { .payment_id = uuid_new(), .known_as = "t0", .ask_after_ms = 1000 };
	struct placement p = testshop_placement(t.t.arena, &bank_dinner, &t.kim, NULL);

	p.card = &hold;
	ck_ok(order_create(t.shop, t.t.arena, &p));
	bank_book(&bank, &hold.payment_id, 30000);
	clock_shift(2 * SECOND);
	ck_assert_uint_eq(bank_work(&t), 1);
	peer_settle(bank.peer);
	ck_assert_str_eq(bank.last_find, "/payments/t0");
	stands(ORDER_PAID, PAYMENT_SUCCESS, "DONE", "none");
	cancel(p.order);
	ck_assert_uint_eq(bank_work(&t), 1);
	ck_assert_int_eq(bank.find_calls, 1);		/* nor does giving back need a look first */
	stands(ORDER_REFUNDED, PAYMENT_REFUNDED, "DONE", "DONE");
}
END_TEST

/* --- giving back ------------------------------------------------------------------------------- */

/* Given back, whether or not the answer was heard; the same refund asked for again gives nothing twice. */
static const enum bank_mood refunds[] = { BANK_PAYS, BANK_BOOKS_SILENTLY };

START_TEST(given_back)
{
	struct order o = pay(BANK_PAYS);

	cancel(&o);
	stands(ORDER_REFUNDED, PAYMENT_SUCCESS, "DONE", "OPEN");
	bank.refunds = refunds[_i];
	ck_assert_uint_eq(bank_work(&t), 1);
	stands(ORDER_REFUNDED, PAYMENT_REFUNDED, "DONE", "DONE");
	ck_assert_int_eq(bank_holds(&bank), 0);
	ck_assert_int_eq(bank_order(&t).payment.refunded, 30000);
	clock_shift(3600 * SECOND);
	ck_assert_uint_eq(bank_work(&t), 0);
	ck_assert_int_eq(bank.refund_calls, 1);
}
END_TEST

/* Heard by nobody, not even when it was looked for: asked for again under its own key, which gives nothing twice. */
START_TEST(given_back_unheard)
{
	struct order o = pay(BANK_PAYS);

	cancel(&o);
	bank.refunds = BANK_BOOKS_SILENTLY;
	bank.finds = BANK_IS_SILENT;
	ck_assert_uint_eq(bank_work(&t), 1);
	stands(ORDER_REFUNDED, PAYMENT_SUCCESS, "DONE", "OPEN");
	bank.refunds = BANK_PAYS;
	clock_shift(2 * SECOND);
	ck_assert_uint_eq(bank_work(&t), 1);
	stands(ORDER_REFUNDED, PAYMENT_REFUNDED, "DONE", "DONE");
	ck_assert_int_eq(bank.refund_calls, 2);
	peer_settle(bank.peer);
	ck_assert_int_eq(bank.payment[0].refunded, 30000);
}
END_TEST

/* What its buyer is told of its refund. */
static enum refund_state
told(const struct order *o)
{
	struct order_actor kim = testshop_actor(&t.kim, ROLE_CUSTOMER);
	const struct order *seen;

	ck_ok(order_find(t.shop, t.t.arena, &o->id, &kim, &seen));
	return seen->payment.refund;
}

/* Not given back: ever less often, then dead, where an admin sees it and has it tried again. */
static const enum bank_mood no_refunds[] = { BANK_CONFLICTS, BANK_REFUSES, BANK_IS_SILENT };

START_TEST(not_given_back)
{
	struct order o = pay(BANK_PAYS);
	struct uuid none = { { 0 } };
	struct letters dead;
	const char *state;
	int64_t shift = 0, wait = 1000;

	ck_assert_int_eq((int)told(&o), REFUND_NONE);
	cancel(&o);
	ck_assert_int_eq((int)told(&o), REFUND_DUE);
	bank.refunds = no_refunds[_i];
	for (int i = 1; i <= 5; i++, wait *= 2) {
		stands(ORDER_REFUNDED, PAYMENT_SUCCESS, "DONE", "OPEN");
		ck_ok(letters_find(t.shop, t.t.arena, &none, 10, &dead));
		ck_assert_uint_eq(dead.n, 0);
		int64_t before = clock_now();
		ck_assert_uint_eq(bank_work(&t), 1);
		ck_assert_int_eq(bank.refund_calls, i);
		struct compensations c;
		ck_ok(compensation_store_of_order(t.db, t.t.arena, &o.id, &c));
		const struct compensation *r = &c.v[c.v[0].kind == COMPENSATE_REFUND ? 0 : 1];
		ck_assert_int_eq(r->attempts, i);
		ck_assert_int_ge(r->due_at, before + wait);
		ck_assert_int_le(r->due_at, clock_now() + wait);
		ck_assert_ptr_nonnull(r->last_error);
		shift += wait + 1000;
		clock_shift(shift);
	}
	stands(ORDER_REFUNDED, PAYMENT_SUCCESS, "DONE", "DEAD");
	ck_assert_int_eq((int)told(&o), REFUND_GIVEN_UP);
	testshop_books(&t);
	clock_shift(shift + 3600 * SECOND);
	ck_assert_uint_eq(bank_work(&t), 0);
	ck_ok(letters_find(t.shop, t.t.arena, &none, 10, &dead));
	ck_assert_uint_eq(dead.n, 1);
	ck_assert_str_eq(dead.v[0].kind, compensation_kind_names[COMPENSATE_REFUND]);
	ck_assert_int_eq(dead.v[0].amount, 30000);
	bank.refunds = BANK_PAYS;
	ck_ok(letter_retry(t.shop, t.t.arena, &dead.v[0].id, false, &state));
	stands(ORDER_REFUNDED, PAYMENT_SUCCESS, "DONE", "OPEN");
	ck_assert_int_eq((int)told(&o), REFUND_DUE);
	ck_assert_uint_eq(bank_work(&t), 1);
	stands(ORDER_REFUNDED, PAYMENT_REFUNDED, "DONE", "DONE");
	ck_assert_int_eq((int)told(&o), REFUND_NONE);
	ck_assert_int_eq(bank_holds(&bank), 0);
	/* What is not dead is not retried. */
	ck_assert(err_is(letter_retry(t.shop, t.t.arena, &dead.v[0].id, false, &state), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(letter_retry(t.shop, t.t.arena, &none, false, &state), ERR_ENTITY_NOT_FOUND));
}
END_TEST

/* --- many rows, many workers ---------------------------------------------------------------------- */

static int64_t hourly(const struct conf *conf) { (void)conf; return 3600 * SECOND; }
static const struct job job = { "compensate", hourly, JOB_SHARED, compensate_job };

/* Orders whose payment the gateway has taken, and nobody was told. */
static void
leave_open(int n)
{
	for (int i = 0; i < n; i++) {
		struct card_hold hold = { .payment_id = uuid_new(), .ask_after_ms = 1000 };
		struct placement p = testshop_placement(t.t.arena, &bank_dinner, &t.kim, NULL);
		p.card = &hold;
		ck_ok(order_create(t.shop, t.t.arena, &p));
		bank_book(&bank, &hold.payment_id, 30000);
	}
	clock_shift(2 * SECOND);
}

static void
run_once(void)
{
	struct job_runner *runner = job_start(t.shop, &job, 1, true);

	ck_assert_ptr_nonnull(runner);
	ck_assert_uint_eq(job_wait(runner), 0);
	job_free(runner);
}

/* A gateway that takes its time is asked about several at once. */
START_TEST(several_at_once)
{
	enum { ORDERS = 8, DELAY_MS = 500 };
	int64_t begun;

	leave_open(ORDERS);
	bank.delay_ms = DELAY_MS;
	begun = clock_monotonic_us();
	run_once();
	ck_assert_int_lt((clock_monotonic_us() - begun) / 1000, ORDERS * DELAY_MS * 3 / 4);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders WHERE status = 'PAID'"), ORDERS);
	ck_assert_int_eq(bank.find_calls, ORDERS);
}
END_TEST

/* One that is known to be down is not asked, and what waits for it loses no attempt. */
START_TEST(gateway_down)
{
	enum { ORDERS = 12, HANDS = 4 };

	t.t.conf.gateway_breaker_failures = 1;
	testshop_reopen(&t);
	bank_join(&bank, t.shop);
	leave_open(ORDERS);
	bank.finds = BANK_IS_SILENT;
	run_once();
	ck_assert_int_ge(testshop_number(&t, "SELECT SUM(attempts) FROM compensations"), 1);
	ck_assert_int_le(testshop_number(&t, "SELECT SUM(attempts) FROM compensations"), HANDS);
	int calls = bank.find_calls;
	run_once();
	ck_assert_int_eq(bank.find_calls, calls);
	ck_assert_int_le(testshop_number(&t, "SELECT SUM(attempts) FROM compensations"), HANDS);
}
END_TEST

/* Two workers side by side, over more rows than either takes at a time: each payment is settled once, and given back once. */
START_TEST(side_by_side)
{
	enum { ORDERS = 40 };
	struct shop *shops[2] = { t.shop };
	struct job_runner *runner[2];
	char why[256];

	ck_assert_ptr_nonnull(shops[1] = shop_open(&t.t.conf, why, sizeof(why)));
	bank_join(&bank, shops[1]);
	for (int i = 0; i < ORDERS; i++) {
		struct card_hold hold = { .payment_id = uuid_new(), .ask_after_ms = 1000 };
		struct placement p = testshop_placement(t.t.arena, &bank_dinner, &t.kim, NULL);
		p.card = &hold;
		ck_ok(order_create(t.shop, t.t.arena, &p));
		bank_book(&bank, &hold.payment_id, 30000);
		if (i % 2 == 0)
			cancel(p.order);
	}
	clock_shift(2 * SECOND);
	for (int i = 0; i < 2; i++)
		ck_assert_ptr_nonnull(runner[i] = job_start(shops[i], &job, 1, true));
	for (int i = 0; i < 2; i++) {
		ck_assert_uint_eq(job_wait(runner[i]), 0);
		job_free(runner[i]);
	}
	/* What a worker found too late was due at once; the last of it may have come up behind both. */
	(void)bank_work(&t);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM compensations WHERE state <> 'DONE'"), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders WHERE status = 'PAID'"), ORDERS / 2);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM payments WHERE status = 'REFUNDED'"), ORDERS / 2);
	ck_assert_int_eq(bank.refund_calls, ORDERS / 2);
	ck_assert_int_eq(bank.find_calls, ORDERS);
	ck_assert_int_eq(bank_holds(&bank), ORDERS / 2 * 30000);
	shop_close(shops[1]);
}
END_TEST

/* A worker that died with a row in its hands leaves it to the next, after a while. */
START_TEST(left_by_the_dead)
{
	struct compensations due;

	(void)pay(BANK_BOOKS_SILENTLY);
	clock_shift(2 * SECOND);
	ck_ok(compensation_store_claim(t.db, t.t.arena, clock_now(), 60 * SECOND, 16, &due));
	ck_assert_uint_eq(due.n, 1);
	ck_assert_uint_eq(bank_work(&t), 0);
	clock_shift(63 * SECOND);
	ck_assert_uint_eq(bank_work(&t), 1);
	stands(ORDER_PAID, PAYMENT_SUCCESS, "DONE", "none");
	/* And when it was not dead, only slow: what it found is known already. */
	ck_ok(compensate_one(t.shop, t.t.arena, &due.v[0]));
	stands(ORDER_PAID, PAYMENT_SUCCESS, "DONE", "none");
	ck_assert_int_eq(bank_order(&t).version, 2);
}
END_TEST

Suite *
compensate_suite(void)
{
	Suite *s = suite_create("work/compensate");
	TCase *c = tcase_create("compensate");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, found);
	tcase_add_loop_test(c, decided_later, 0, ROWS(decisions));
	tcase_add_test(c, not_found);
	tcase_add_test(c, found_too_late);
	tcase_add_test(c, cancelled_meanwhile);
	tcase_add_test(c, silence);
	tcase_add_test(c, by_its_own_name);
	tcase_add_loop_test(c, given_back, 0, ROWS(refunds));
	tcase_add_test(c, given_back_unheard);
	tcase_add_loop_test(c, not_given_back, 0, ROWS(no_refunds));
	tcase_add_test(c, several_at_once);
	tcase_add_test(c, gateway_down);
	tcase_add_test(c, side_by_side);
	tcase_add_test(c, left_by_the_dead);
	suite_add_tcase(s, c);
	return s;
}
