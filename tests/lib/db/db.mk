check_PROGRAMS += tests/unit_db
TESTS += tests/unit_db
DB_TESTS += tests/unit_db
tests_unit_db_CPPFLAGS = $(UNIT_CPPFLAGS) -DSUITES='"lib/db/suites.def"'
tests_unit_db_LDADD = $(UNIT_LIBS)
tests_unit_db_SOURCES = tests/support/runner.c tests/lib/db/suites.def $(TESTDB) \
	tests/lib/db/value_test.c \
	tests/lib/db/fault_test.c \
	tests/lib/db/db_test.c \
	tests/lib/db/pool_test.c \
	tests/lib/db/stmt_test.c \
	tests/lib/db/bulk_test.c \
	tests/lib/db/migrate_test.c
