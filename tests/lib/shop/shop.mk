check_PROGRAMS += tests/unit_shop
TESTS += tests/unit_shop
DB_TESTS += tests/unit_shop
tests_unit_shop_CPPFLAGS = $(UNIT_CPPFLAGS) -DSUITES='"lib/shop/suites.def"'
tests_unit_shop_LDADD = $(UNIT_LIBS)
tests_unit_shop_SOURCES = tests/support/runner.c tests/lib/shop/suites.def $(TESTDB) $(TESTSHOP) \
	tests/lib/shop/desk_test.c \
	tests/lib/shop/menus_test.c \
	tests/lib/shop/shop_test.c \
	tests/lib/shop/ticket_test.c \
	tests/lib/shop/tidy_test.c
