check_PROGRAMS += tests/unit_base
TESTS += tests/unit_base
tests_unit_base_CPPFLAGS = $(UNIT_CPPFLAGS) -DSUITES='"lib/base/suites.def"'
tests_unit_base_LDADD = $(UNIT_LIBS)
tests_unit_base_SOURCES = tests/support/runner.c tests/lib/base/suites.def \
	tests/lib/base/arena_test.c \
	tests/lib/base/buf_test.c \
	tests/lib/base/clock_test.c \
	tests/lib/base/conf_test.c \
	tests/lib/base/crash_test.c \
	tests/lib/base/err_test.c \
	tests/lib/base/fault_test.c \
	tests/lib/base/id_test.c \
	tests/lib/base/jsonw_test.c \
	tests/lib/base/log_test.c \
	tests/lib/base/money_test.c \
	tests/lib/base/secrecy_test.c \
	tests/lib/base/text_test.c
