check_PROGRAMS += tests/unit_gateway
TESTS += tests/unit_gateway
DB_TESTS += tests/unit_gateway
tests_unit_gateway_CPPFLAGS = $(UNIT_CPPFLAGS) $(TLS_CFLAGS) -DSUITES='"gateway/suites.def"'
tests_unit_gateway_LDADD = $(UNIT_LIBS) $(TLS_LIBS)
tests_unit_gateway_SOURCES = tests/support/runner.c tests/gateway/suites.def $(TESTDB) $(GATEWAY) \
	tests/support/http_peer.c tests/support/http_peer.h \
	tests/support/listener.c tests/support/listener.h tests/support/must.h \
	tests/support/tls_peer.c tests/support/tls_peer.h \
	tests/gateway/callback_test.c \
	tests/gateway/card_test.c \
	tests/gateway/ledger_test.c
