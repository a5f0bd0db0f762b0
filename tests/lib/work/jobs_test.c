/* jobs: every row of the table can be run, and runs in a shop that has nothing to do. */
#include "work/jobs.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "shop/shop.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

START_TEST(rows)
{
	ck_assert_uint_gt(jobs_n, 0);
	for (size_t i = 0; i < jobs_n; i++) {
		/* The name is part of the lease's, which may have 64 characters. */
		ck_assert_uint_ge(strlen(jobs[i].name), 1);
		ck_assert_uint_le(strlen(jobs[i].name), 64 - strlen("banquet_job__") - 32);
		for (size_t k = 0; k < i; k++)
			ck_assert_str_ne(jobs[i].name, jobs[k].name);
		ck_assert_ptr_nonnull(jobs[i].run);
	}
}
END_TEST

/* As the worker has them with no file and no environment. */
START_TEST(how_often)
{
	struct conf c;
	char why[256];

	ck_assert_int_eq(conf_load(&c, "/dev/null", why, sizeof(why)), 0);
	for (size_t i = 0; i < jobs_n; i++)
		ck_assert_msg(jobs[i].every(&c) >= 100 && jobs[i].every(&c) <= INT64_C(24) * 3600 * 1000, "%s: %lld ms",
		    jobs[i].name, (long long)jobs[i].every(&c));
	conf_free(&c);
}
END_TEST

START_TEST(nothing_to_do)
{
	struct job_runner *r = job_start(t.shop, jobs, jobs_n, true);

	ck_assert_ptr_nonnull(r);
	ck_assert_uint_eq(job_wait(r), 0);
	job_free(r);
	testshop_books(&t);
}
END_TEST

Suite *
jobs_suite(void)
{
	Suite *s = suite_create("work/jobs");
	TCase *c = tcase_create("jobs");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, rows);
	tcase_add_test(c, how_often);
	tcase_add_test(c, nothing_to_do);
	suite_add_tcase(s, c);
	return s;
}
