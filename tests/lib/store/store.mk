check_PROGRAMS += tests/unit_store
TESTS += tests/unit_store
DB_TESTS += tests/unit_store
tests_unit_store_CPPFLAGS = $(UNIT_CPPFLAGS) -DSUITES='"lib/store/suites.def"'
tests_unit_store_LDADD = $(UNIT_LIBS)
tests_unit_store_SOURCES = tests/support/runner.c tests/lib/store/suites.def $(TESTDB) $(TESTSHOP) \
	tests/support/testorder.c tests/support/testorder.h \
	tests/support/testgoods.c tests/support/testgoods.h \
	tests/lib/store/cart_store_test.c \
	tests/lib/store/compensation_store_test.c \
	tests/lib/store/delivery_store_test.c \
	tests/lib/store/payment_store_test.c \
	tests/lib/store/sheet_store_test.c \
	tests/lib/store/slot_store_test.c \
	tests/lib/store/image_job_store_test.c \
	tests/lib/store/catalog_store_test.c \
	tests/lib/store/charge_store_test.c \
	tests/lib/store/coupon_store_test.c \
	tests/lib/store/event_store_test.c \
	tests/lib/store/funnel_store_test.c \
	tests/lib/store/goods_store_test.c \
	tests/lib/store/idempotency_store_test.c \
	tests/lib/store/image_store_test.c \
	tests/lib/store/keys_test.c \
	tests/lib/store/mail_store_test.c \
	tests/lib/store/member_store_test.c \
	tests/lib/store/order_rows_test.c \
	tests/lib/store/notice_store_test.c \
	tests/lib/store/order_store_test.c \
	tests/lib/store/sales_store_test.c \
	tests/lib/store/seller_store_test.c \
	tests/lib/store/stmts_test.c \
	tests/lib/store/stock_store_test.c \
	tests/lib/store/wallet_store_test.c \
	tests/lib/store/address_store_test.c
