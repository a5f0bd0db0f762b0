check_PROGRAMS += tests/unit_base
TESTS += tests/unit_base
tests_unit_base_CPPFLAGS = $(UNIT_CPPFLAGS) -DSUITES='"lib/base/suites.def"'
tests_unit_base_LDADD = $(UNIT_LIBS)
tests_unit_base_SOURCES = tests/support/runner.c tests/lib/base/suites.def \
	tests/lib/base/arena_test.c \
	tests/lib/base/money_test.c
