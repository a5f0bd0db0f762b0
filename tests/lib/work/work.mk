check_PROGRAMS += tests/unit_work
TESTS += tests/unit_work
DB_TESTS += tests/unit_work
tests_unit_work_CPPFLAGS = $(UNIT_CPPFLAGS) $(TLS_CFLAGS) -DSUITES='"lib/work/suites.def"'
tests_unit_work_LDADD = $(UNIT_LIBS) $(TLS_LIBS)
tests_unit_work_SOURCES = tests/support/runner.c tests/lib/work/suites.def $(TESTDB) $(TESTSHOP) $(TESTCOMPANY) \
	tests/lib/work/audit_test.c \
	tests/lib/work/compensate_test.c \
	tests/lib/work/confirm_test.c \
	tests/lib/work/coupon_expire_test.c \
	tests/lib/work/feed_test.c \
	tests/lib/work/funnel_test.c \
	tests/lib/work/image_collect_test.c \
	tests/lib/work/image_walk_test.c \
	tests/lib/work/job_test.c \
	tests/lib/work/jobs_test.c \
	tests/lib/work/letters_test.c \
	tests/lib/work/mails_test.c \
	tests/lib/work/notices_test.c \
	tests/lib/work/popular_test.c \
	tests/lib/work/reconcile_test.c \
	tests/lib/work/relay_test.c \
	tests/lib/work/replay_test.c \
	tests/lib/work/sales_test.c \
	tests/lib/work/sequence_test.c \
	tests/lib/work/sheet_sweep_test.c \
	tests/lib/work/snapshot_test.c \
	tests/lib/work/tidy_test.c
