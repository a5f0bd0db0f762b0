check_PROGRAMS += tests/unit_remote
TESTS += tests/unit_remote
tests_unit_remote_CPPFLAGS = $(UNIT_CPPFLAGS) $(TLS_CFLAGS) -DSUITES='"lib/remote/suites.def"'
tests_unit_remote_LDADD = $(UNIT_LIBS) $(TLS_LIBS)
tests_unit_remote_SOURCES = tests/support/runner.c tests/lib/remote/suites.def \
	tests/support/cashier.c tests/support/cashier.h \
	tests/support/smtp_sink.c tests/support/smtp_sink.h \
	tests/support/http_peer.c tests/support/http_peer.h \
	tests/support/listener.c tests/support/listener.h tests/support/must.h \
	tests/support/tls_peer.c tests/support/tls_peer.h \
	tests/lib/remote/mail_test.c \
	tests/lib/remote/painter_test.c \
	tests/lib/remote/breaker_test.c \
	tests/lib/remote/decline_test.c \
	tests/lib/remote/gateway_mock_test.c \
	tests/lib/remote/gateway_stripe_test.c \
	tests/lib/remote/gateway_test.c \
	tests/lib/remote/gateway_toss_test.c \
	tests/lib/remote/http_client_test.c \
	tests/lib/remote/provider_test.c \
	tests/lib/remote/reply_test.c \
	tests/lib/remote/safe_test.c \
	tests/lib/remote/sink_test.c \
	tests/lib/remote/sign_test.c \
	tests/lib/remote/stripe_webhook_test.c \
	tests/lib/remote/webhook_test.c
