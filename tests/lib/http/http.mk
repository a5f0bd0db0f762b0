check_PROGRAMS += tests/unit_http
TESTS += tests/unit_http
tests_unit_http_CPPFLAGS = $(UNIT_CPPFLAGS) -DSUITES='"lib/http/suites.def"'
tests_unit_http_LDADD = $(UNIT_LIBS)
tests_unit_http_SOURCES = tests/support/runner.c tests/lib/http/suites.def \
	tests/support/call.c tests/support/call.h \
	tests/support/sample.c tests/support/sample.h \
	tests/lib/http/accept_test.c \
	tests/lib/http/auth_test.c \
	tests/lib/http/conn_cgi_test.c \
	tests/lib/http/conn_memory_test.c \
	tests/lib/http/etag_test.c \
	tests/lib/http/form_page_test.c \
	tests/lib/http/handle_test.c \
	tests/lib/http/idempotency_test.c \
	tests/lib/http/messages_test.c \
	tests/lib/http/metrics_test.c \
	tests/lib/http/problem_page_test.c \
	tests/lib/http/problem_test.c \
	tests/lib/http/reply_test.c \
	tests/lib/http/request_test.c \
	tests/lib/http/response_test.c \
	tests/lib/http/template_helper_test.c \
	tests/lib/http/template_parse_test.c \
	tests/lib/http/template_test.c \
	tests/lib/http/url_test.c
