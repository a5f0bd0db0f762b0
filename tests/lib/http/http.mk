check_PROGRAMS += tests/unit_http tests/echo_app
TESTS += tests/unit_http
tests_unit_http_CPPFLAGS = $(UNIT_CPPFLAGS) -DSUITES='"lib/http/suites.def"' \
	-DECHO_APP='"$(abs_top_builddir)/tests/echo_app"'
tests_unit_http_LDADD = $(UNIT_LIBS)
tests_unit_http_SOURCES = tests/support/runner.c tests/lib/http/suites.def \
	tests/support/call.c tests/support/call.h \
	tests/support/jsonc.h \
	tests/support/refusal.c tests/support/refusal.h \
	tests/support/fcgi_client.c tests/support/fcgi_client.h \
	tests/support/sample.c tests/support/sample.h \
	tests/lib/http/accept_test.c \
	tests/lib/http/auth_test.c \
	tests/lib/http/body_test.c \
	tests/lib/http/conn_cgi_test.c \
	tests/lib/http/conn_fcgi_test.c \
	tests/lib/http/conn_memory_test.c \
	tests/lib/http/etag_test.c \
	tests/lib/http/fault_say_test.c tests/lib/http/fault_text_test.c \
	tests/lib/http/form_test.c \
	tests/lib/http/handle_test.c \
	tests/lib/http/idempotency_test.c \
	tests/lib/http/jsonr_test.c \
	tests/lib/http/metrics_test.c \
	tests/lib/http/model_hash_test.c \
	tests/lib/http/model_read_test.c \
	tests/lib/http/model_schema_test.c \
	tests/lib/http/model_take_test.c \
	tests/lib/http/model_test.c \
	tests/lib/http/model_write_test.c \
	tests/lib/http/multipart_test.c \
	tests/lib/http/openapi_names_test.c \
	tests/lib/http/openapi_operation_test.c \
	tests/lib/http/openapi_problem_test.c \
	tests/lib/http/openapi_test.c \
	tests/lib/http/pointer_test.c \
	tests/lib/http/problem_test.c \
	tests/lib/http/reply_test.c \
	tests/lib/http/request_test.c \
	tests/lib/http/response_test.c \
	tests/lib/http/rfc3339_test.c \
	tests/lib/http/route_test.c \
	tests/lib/http/serve_test.c \
	tests/lib/http/url_test.c

# A program over serve(), for serve_test.
tests_echo_app_LDADD = $(LIBS_ALL)
tests_echo_app_SOURCES = tests/support/echo_app.c
