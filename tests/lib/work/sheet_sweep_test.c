/* sheet_sweep: what nobody paid in time is gone, with the order that waited for another payment; what is being paid is let be. */
#include "work/sheet_sweep.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "shop/place.h"
#include "shop/purchase.h"
#include "shop/settle.h"
#include "shop/sheets.h"
#include "shop/shop.h"
#include "support/buyer.h"
#include "support/suite.h"
#include "support/testgoods.h"
#include "work/job.h"

#define MINUTE INT64_C(60000)

static struct testshop t;
static const struct goods *cup;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); cup = testgoods_add(&t, "컵", 10000, 100); }
static void teardown(void) { testshop_books(&t); clock_shift(0); testshop_close(&t); }

static const struct err *
no_answer(void *arg, const struct sheet_shown *s, struct kept *kept)
{
	(void)arg;
	(void)s;
	(void)kept;
	return NULL;
}

static struct sheet_shown
sheet(void)
{
	struct ware_wish wish = { cup->id, 1, 0 };
	struct list list = { &wish, 1 };
	struct sheet_making m = { .user_id = t.kim, .items = &list, .answer = no_answer };

	ck_ok(sheet_make(t.shop, t.t.arena, &m));
	return *m.shown;
}

static struct order
begin(const struct sheet_shown *s, const struct card_hold *hold)
{
	struct purchase p = { .user_id = t.kim, .method = hold != NULL ? PAY_CARD : PAY_BALANCE, .hold = hold, .sheet = &s->sheet, .then = &s->lines };

	ck_ok(wares_of_lines(t.t.arena, &s->lines, &p.wares));
	ck_ok(purchase_make(t.shop, t.t.arena, &p));
	return *p.order;
}

static int64_t done;

static const struct err *
counted(struct job_run *run)
{
	const struct err *e = sheet_sweep_job(run);

	done = run->done;
	return e;
}

static int64_t every(const struct conf *c) { (void)c; return 1000; }

static int64_t
sweep(void)
{
	static const struct job job = { "sheets", every, JOB_SHARED, counted };
	struct job_runner *r = job_start(t.shop, &job, 1, true);

	ck_assert_ptr_nonnull(r);
	ck_assert_uint_eq(job_wait(r), 0);
	job_free(r);
	return done;
}

static int64_t count(const char *status) { return testshop_number(&t, "SELECT COUNT(*) FROM order_sheets WHERE status = '%s'", status); }

START_TEST(swept)
{
	struct sheet_shown open = sheet(), paid = sheet(), failed = sheet(), under_way = sheet();
	struct card_hold one = { .payment_id = uuid_new(), .ask_after_ms = 60000 }, other = { .payment_id = uuid_new(), .ask_after_ms = 60000 };
	struct settlement s = { .outcome = SETTLE_FAILED, .failure_code = "card_declined" };
	struct order o;

	buyer_fill(&t, &t.kim, 10000, 0);
	(void)begin(&paid, NULL);
	o = begin(&failed, &one);
	s.order_id = o.id;
	s.payment_id = o.payment.id;
	ck_ok(order_settle(t.shop, t.t.arena, &s));
	(void)begin(&under_way, &other);
	ck_assert_int_eq(sweep(), 0);
	/* Not the moment its time is over: what was decided just before may still be committed. */
	clock_shift(30 * MINUTE + 1000);
	ck_assert_int_eq(sweep(), 0);
	clock_shift(31 * MINUTE);
	ck_assert_int_eq(sweep(), 2);
	ck_assert_int_eq(count("EXPIRED"), 2);
	ck_assert_int_eq(count("PAID"), 1);
	ck_assert_int_eq(count("OPEN"), 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_sheets WHERE status = 'EXPIRED' AND ended_at = expires_at"), 2);
	o = testshop_get(&t, &failed.sheet.order_key);
	ck_assert_int_eq((int)o.status, ORDER_CANCELLED);
	ck_assert_int_eq((int)o.items[0].status, ITEM_CANCELLED);
	ck_assert_int_eq((int)testshop_get(&t, &under_way.sheet.order_key).status, ORDER_PENDING_PAYMENT);
	ck_assert_int_eq(sweep(), 0);
	/* Its payment fails in the end: then it goes with the next sweep. */
	s.order_id = under_way.sheet.order_key;
	s.payment_id = other.payment_id;
	ck_ok(order_settle(t.shop, t.t.arena, &s));
	ck_assert_int_eq(sweep(), 1);
	ck_assert_int_eq(count("EXPIRED"), 3);
	/* A day later nothing is left of them. */
	clock_shift(25 * 60 * MINUTE);
	ck_assert_int_eq(sweep(), 4);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_sheets"), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM sheet_lines"), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 3);
	(void)open;
}
END_TEST

Suite *
sheet_sweep_suite(void)
{
	Suite *s = suite_create("work/sheet_sweep");
	TCase *c = tcase_create("sheet_sweep");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, swept);
	suite_add_tcase(s, c);
	return s;
}
