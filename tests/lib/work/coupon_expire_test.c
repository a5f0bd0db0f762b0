/* coupon_expire: whose time is over expire, and nobody else. */
#include "work/coupon_expire.h"

#include "base/clock.h"
#include "base/err.h"
#include "shop/claim.h"
#include "shop/coupons.h"
#include "support/suite.h"
#include "support/testshop.h"
#include "work/job.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_books(&t); testshop_close(&t); }

static uint32_t
offered(int64_t quantity)
{
	struct coupon_offering o = { .coupon = { .name = "할인", .kind = COUPON_FIXED, .value = 1000, .quantity = quantity,
	    .issue_to = clock_now() + INT64_C(86400000), .valid_days = 1 } };

	ck_ok(coupon_offer(t.shop, t.t.arena, &o));
	return o.coupon.id;
}

static int64_t at_once(const struct conf *c) { (void)c; return 1000; }

/* More than one statement takes; those that were used, taken back or have time left stay as they are. */
START_TEST(expire)
{
	static const struct job job = { .name = "expire_coupons", .every = at_once, .kind = JOB_SHARED, .run = coupon_expire_job };
	uint32_t id = offered(2000);
	struct job_runner *runner;

	testshop_sql(&t, "INSERT INTO issued_coupons SELECT UUID(), %u, UUID(), IF(seq <= 1200, 'ACTIVE', 'REVOKED'), NULL, UTC_TIMESTAMP(3),"
	    " UTC_TIMESTAMP(3) + INTERVAL IF(seq <= 1100, -1, 60) SECOND, NULL FROM seq_1_to_1300;"
	    "UPDATE coupons SET issued = 1300 WHERE coupon_id = %u", id, id);
	runner = job_start(t.shop, &job, 1, true);
	ck_assert_ptr_nonnull(runner);
	ck_assert_uint_eq(job_wait(runner), 0);
	job_free(runner);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM issued_coupons WHERE status = 'EXPIRED'"), 1100);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM issued_coupons WHERE status = 'ACTIVE'"), 100);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM issued_coupons WHERE status = 'REVOKED'"), 100);
}
END_TEST

Suite *
coupon_expire_suite(void)
{
	Suite *s = suite_create("work/coupon_expire");
	TCase *c = tcase_create("coupon_expire");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, expire);
	suite_add_tcase(s, c);
	return s;
}
