check_PROGRAMS += tests/unit_storefront
TESTS += tests/unit_storefront
tests_unit_storefront_CPPFLAGS = $(UNIT_CPPFLAGS) -DSUITES='"cgi-bin/suites.def"'
tests_unit_storefront_LDADD = $(UNIT_LIBS)
tests_unit_storefront_SOURCES = tests/support/runner.c tests/cgi-bin/suites.def \
	tests/cgi-bin/storefront_test.c
