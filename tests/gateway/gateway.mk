check_PROGRAMS += tests/unit_gateway
TESTS += tests/unit_gateway
DB_TESTS += tests/unit_gateway
tests_unit_gateway_CPPFLAGS = $(UNIT_CPPFLAGS) -DSUITES='"gateway/suites.def"'
tests_unit_gateway_LDADD = $(UNIT_LIBS)
tests_unit_gateway_SOURCES = tests/support/runner.c tests/gateway/suites.def $(TESTDB) $(GATEWAY) \
	tests/gateway/card_test.c \
	tests/gateway/ledger_test.c
