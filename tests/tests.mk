# Unit tests: one program a room; tests/lib/ROOM/suites.def lists its suites,
# tests/lib/ROOM/FILE_test.c mirrors lib/ROOM/FILE.c.
if HAVE_CHECK
UNIT_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS) -I$(srcdir)/tests
UNIT_LIBS = $(LIBS_ALL) $(CHECK_LIBS)
include tests/lib/base/base.mk
include tests/lib/http/http.mk
endif
EXTRA_DIST += tests/support/runner.c tests/support/suite.h
