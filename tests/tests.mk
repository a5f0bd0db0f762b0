# Unit tests: one program a room; tests/lib/ROOM/suites.def lists its suites,
# tests/lib/ROOM/FILE_test.c mirrors lib/ROOM/FILE.c.
if HAVE_CHECK
UNIT_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS) -I$(srcdir)/tests
UNIT_LIBS = $(LIBS_ALL) $(CHECK_LIBS)
# Programs that need a MariaDB name themselves in DB_TESTS and compile $(TESTDB);
# with-mariadb gives each a private one, or all the same when it runs make check.
DB_TESTS =
TESTDB = tests/support/testdb.c tests/support/testdb.h
# What needs a whole shop in it compiles this as well.
TESTSHOP = tests/support/testshop.c tests/support/testshop.h tests/support/demo_menu.c tests/support/demo_menu.h
# Who comes to that shop, and the companies around it.
TESTCOMPANY = \
	tests/support/cashier.c tests/support/cashier.h \
	tests/support/smtp_sink.c tests/support/smtp_sink.h \
	tests/support/http_peer.c tests/support/http_peer.h \
	tests/support/listener.c tests/support/listener.h tests/support/must.h \
	tests/support/tls_peer.c tests/support/tls_peer.h \
	tests/support/bank.c tests/support/bank.h \
	tests/support/payer.c tests/support/payer.h \
	tests/support/crowd.c tests/support/crowd.h \
	tests/support/dbproxy.c tests/support/dbproxy.h \
	tests/support/testgoods.c tests/support/testgoods.h \
	tests/support/buyer.c tests/support/buyer.h \
	tests/support/deal.c tests/support/deal.h \
	tests/support/refusal.c tests/support/refusal.h \
	tests/support/testorder.c tests/support/testorder.h
LOG_COMPILER = $(srcdir)/tests/support/with-mariadb
AM_LOG_FLAGS = --for "$(DB_TESTS)"
# A busy machine is no failure.
AM_TESTS_ENVIRONMENT = CK_DEFAULT_TIMEOUT=60; export CK_DEFAULT_TIMEOUT;
include tests/lib/api/api.mk
include tests/lib/base/base.mk
include tests/lib/db/db.mk
include tests/lib/domain/domain.mk
include tests/lib/http/http.mk
include tests/lib/page/page.mk
include tests/lib/paint/paint.mk
include tests/lib/image/image.mk
include tests/lib/remote/remote.mk
include tests/lib/shop/shop.mk
include tests/lib/work/work.mk
include tests/lib/store/store.mk
include tests/cgi-bin/cgi-bin.mk
include tests/gateway/gateway.mk
include tests/platform/platform.mk
endif
include tests/fuzz/fuzz.mk
EXTRA_DIST += tests/.npmrc tests/package.json tests/package-lock.json tests/api tests/browser tests/chaos tests/limits tests/scripts
EXTRA_DIST += tests/support/lsan.txt tests/support/tsan.txt tests/support/runner.c tests/support/suite.h tests/support/with-mariadb
