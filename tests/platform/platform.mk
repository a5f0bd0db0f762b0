check_PROGRAMS += tests/unit_platform
TESTS += tests/unit_platform
tests_unit_platform_CPPFLAGS = $(UNIT_CPPFLAGS) -DSUITES='"platform/suites.def"'
tests_unit_platform_LDADD = $(UNIT_LIBS)
tests_unit_platform_SOURCES = tests/support/runner.c tests/platform/suites.def $(PLATFORM) \
	tests/platform/inbox_test.c
