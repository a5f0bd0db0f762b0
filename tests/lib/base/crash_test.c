/*
 * crash_test: the point that was named kills, every other does nothing.
 */
#include "support/suite.h"

#include <signal.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/crash.h"

static const struct { const char *name; enum crash_point point; } points[] = {
#define CRASH_POINT(name, where) { #name, CRASH_##name },
#include "base/crash.def"
#undef CRASH_POINT
};

/* How a process ends that names one point and passes another. */
static int
passing(const char *named, enum crash_point passed)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (!crash_start(named))
			_exit(2);
		crash_at(passed);
		_exit(0);
	}
	ck_assert_int_gt(pid, 0);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return status;
}

START_TEST(only_the_named_point_kills)
{
	for (int i = 0; i < ROWS(points); i++) {
		int status = passing(points[_i].name, points[i].point);
		if (i == _i) {
			ck_assert(WIFSIGNALED(status));
			ck_assert_int_eq(WTERMSIG(status), SIGKILL);
		} else {
			ck_assert(WIFEXITED(status));
			ck_assert_int_eq(WEXITSTATUS(status), 0);
		}
	}
}
END_TEST

START_TEST(unnamed_none_kills)
{
	ck_assert_int_eq(passing(NULL, points[_i].point), 0);
	ck_assert_int_eq(passing("", points[_i].point), 0);
}
END_TEST

START_TEST(a_name_may_be_taken_back)
{
	ck_assert(crash_start(points[0].name));
	ck_assert_int_eq(crash_armed, points[0].point);
	ck_assert(crash_start(NULL));
	ck_assert_int_eq(crash_armed, CRASH_NONE);
}
END_TEST

START_TEST(other_names_are_refused)
{
	static const char *const bad[] = { "NONE", "batch_begun", "BATCH_BEGUN ", "BATCH", "_MAX", "0" };

	ck_assert(crash_start(NULL));
	for (int i = 0; i < ROWS(bad); i++) {
		ck_assert_msg(!crash_start(bad[i]), "%s", bad[i]);
		ck_assert_int_eq(crash_armed, CRASH_NONE);
	}
}
END_TEST

Suite *
crash_suite(void)
{
	Suite *s = suite_create("crash");
	TCase *tc = tcase_create("points");

	tcase_add_loop_test(tc, only_the_named_point_kills, 0, ROWS(points));
	tcase_add_loop_test(tc, unnamed_none_kills, 0, ROWS(points));
	tcase_add_test(tc, a_name_may_be_taken_back);
	tcase_add_test(tc, other_names_are_refused);
	suite_add_tcase(s, tc);
	return s;
}
