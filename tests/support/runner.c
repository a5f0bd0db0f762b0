/*
 * runner: runs the suites that SUITES lists; exits 1 when a check failed.
 * Each FILE_test.c includes support/suite.h and defines `Suite *FILE_suite(void)`.
 */
#include "support/suite.h"

#include <stdlib.h>

int
main(void)
{
	SRunner *runner = srunner_create(NULL);
#define SUITE(name) srunner_add_suite(runner, name##_suite());
#include SUITES
#undef SUITE
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
