/* secrecy_test: what a process may no longer do; each in a child, since it does not end. */
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/secrecy.h"
#include "support/suite.h"

static bool
no_core(void)
{
	struct rlimit l = { 1, 1 };

	return getrlimit(RLIMIT_CORE, &l) == 0 && l.rlim_cur == 0 && l.rlim_max == 0;
}

static bool
not_dumpable(void)
{
	return prctl(PR_GET_DUMPABLE) == 0;
}

static bool (*const holds[])(void) = { no_core, not_dumpable };

START_TEST(holds_after_it_began)
{
	int status = -1;
	pid_t child = fork();

	ck_assert_int_ge(child, 0);
	if (child == 0) {
		secrecy_begin();
		_exit(holds[_i]() ? 0 : 1);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
}
END_TEST

Suite *
secrecy_suite(void)
{
	Suite *s = suite_create("secrecy");
	TCase *t = tcase_create("secrecy");

	tcase_add_loop_test(t, holds_after_it_began, 0, (int)(sizeof(holds) / sizeof(holds[0])));
	suite_add_tcase(s, t);
	return s;
}
