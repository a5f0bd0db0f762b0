check_PROGRAMS += tests/unit_page
TESTS += tests/unit_page
tests_unit_page_CPPFLAGS = $(UNIT_CPPFLAGS) -DSUITES='"lib/page/suites.def"'
tests_unit_page_LDADD = $(UNIT_LIBS)
tests_unit_page_SOURCES = tests/support/runner.c tests/lib/page/suites.def \
	tests/support/sample.c tests/support/sample.h \
	tests/lib/page/form_page_test.c \
	tests/lib/page/messages_test.c \
	tests/lib/page/problem_page_test.c \
	tests/lib/page/template_helper_test.c \
	tests/lib/page/template_parse_test.c \
	tests/lib/page/template_test.c
