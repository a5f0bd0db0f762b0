check_PROGRAMS += tests/unit_http
TESTS += tests/unit_http
tests_unit_http_CPPFLAGS = $(UNIT_CPPFLAGS) -DSUITES='"lib/http/suites.def"'
tests_unit_http_LDADD = $(UNIT_LIBS)
tests_unit_http_SOURCES = tests/support/runner.c tests/lib/http/suites.def \
	tests/support/call.c tests/support/call.h \
	tests/lib/http/accept_test.c \
	tests/lib/http/etag_test.c \
	tests/lib/http/messages_test.c \
	tests/lib/http/request_test.c \
	tests/lib/http/template_helper_test.c \
	tests/lib/http/template_parse_test.c \
	tests/lib/http/template_test.c \
	tests/lib/http/url_test.c
