/* inquire: asked before it is due: only what is decided is written.  What is asked when it is due: compensate_test.c and charge_test.c. */
#include "shop/inquire.h"

#include "base/arena.h"
#include "base/err.h"
#include "remote/gateway.h"
#include "shop/charge.h"
#include "shop/checkout.h"
#include "store/compensation_store.h"
#include "support/bank.h"
#include "support/payer.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;
static struct bank bank;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); bank_open(&bank, &t); }
static void teardown(void) { testshop_books(&t); testshop_close(&t); bank_close(&bank); }

/* The only row there is. */
static struct compensation
row(void)
{
	struct compensations c;
	struct uuid id;

	ck_assert(uuid_parse(testshop_text(&t, "SELECT CAST(compensation_id AS CHAR) FROM compensations"), &id));
	ck_ok(compensation_store_lock(t.db, t.t.arena, &id, 1, &c));
	ck_assert_uint_eq(c.n, 1);
	return c.v[0];
}

static const struct { enum bank_mood charges, finds; const char *decided; enum inquiry inquiry; const char *status, *state; } early[] = {
	{ BANK_BOOKS_SILENTLY, BANK_PAYS, NULL, INQUIRY_WRITTEN, "SUCCESS", "DONE" },
	{ BANK_PONDERS, BANK_PAYS, "DECLINED", INQUIRY_WRITTEN, "FAILED", "DONE" },
	{ BANK_PONDERS, BANK_PAYS, NULL, INQUIRY_OPEN, "PROGRESS", "OPEN" },
	{ BANK_IS_SILENT, BANK_PAYS, NULL, INQUIRY_OPEN, "PROGRESS", "OPEN" },
	{ BANK_BOOKS_SILENTLY, BANK_IS_SILENT, NULL, INQUIRY_SILENT, "PROGRESS", "OPEN" },
};

/* Of an order and of a charge alike. */
START_TEST(before_it_is_due)
{
	const int how = _i / 2;
	enum inquiry inquiry = INQUIRY_OPEN;

	bank.charges = early[how].charges;
	if (_i % 2 == 0) {
		struct checkout c = bank_checkout(t.t.arena, &bank_dinner, &t.kim, NULL);
		ck_ok(checkout_run(t.shop, t.t.arena, &c));
	} else {
		struct charging c = payer_charge(t.t.arena, &t.kim, 5000, NULL);
		ck_ok(charge_run(t.shop, t.t.arena, &c));
	}
	if (early[how].decided != NULL)
		bank_decide(&bank, early[how].decided);
	bank.finds = early[how].finds;
	struct compensation was = row();
	ck_ok(inquire_early(t.shop, t.t.arena, &was, &inquiry));
	ck_assert_int_eq((int)inquiry, (int)early[how].inquiry);
	ck_assert_str_eq(testshop_text(&t, "SELECT CAST(status AS CHAR) FROM payments"), early[how].status);
	ck_assert_str_eq(bank_row(&t, COMPENSATE_SETTLE), early[how].state);
	struct compensation is = row();
	ck_assert_int_eq(is.due_at, was.due_at);
	ck_assert_int_eq(is.attempts, was.attempts);
	/* Again: nothing more. */
	ck_ok(inquire_early(t.shop, t.t.arena, &is, &inquiry));
	ck_assert_int_eq((int)inquiry, (int)early[how].inquiry);
}
END_TEST

START_TEST(of_nothing)
{
	struct compensation c = { .id = uuid_new(), .payment_id = uuid_new(), .amount = 1 };
	struct gateway_ref ref;
	enum inquiry inquiry;
	const char *why = NULL;

	for (int i = 0; i < 2; i++) {
		ck_assert(err_is(inquire_ref(t.shop, t.t.arena, &c, &ref), ERR_ENTITY_NOT_FOUND));
		ck_assert(err_is(inquire(t.shop, t.t.arena, &c, &why), ERR_ENTITY_NOT_FOUND));
		ck_assert(err_is(inquire_early(t.shop, t.t.arena, &c, &inquiry), ERR_ENTITY_NOT_FOUND));
		c.order_id = uuid_new();
	}
	ck_assert_int_eq(bank.find_calls, 0);
}
END_TEST

Suite *
inquire_suite(void)
{
	Suite *s = suite_create("shop/inquire");
	TCase *c = tcase_create("inquire");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, before_it_is_due, 0, 2 * ROWS(early));
	tcase_add_test(c, of_nothing);
	suite_add_tcase(s, c);
	return s;
}
