check_PROGRAMS += tests/unit_api
TESTS += tests/unit_api
tests_unit_api_CPPFLAGS = $(UNIT_CPPFLAGS) -DSUITES='"lib/api/suites.def"'
tests_unit_api_LDADD = $(UNIT_LIBS)
tests_unit_api_SOURCES = tests/support/runner.c tests/lib/api/suites.def \
	tests/support/demo_menu.c tests/support/demo_menu.h tests/support/jsonc.h \
	tests/support/models.c tests/support/models.h \
	tests/lib/api/cake_api_test.c \
	tests/lib/api/cart_api_test.c \
	tests/lib/api/aftersale_api_test.c \
	tests/lib/api/delivery_api_test.c \
	tests/lib/api/admin_api_test.c \
	tests/lib/api/checkout_answer_test.c \
	tests/lib/api/checkout_request_test.c \
	tests/lib/api/painting_api_test.c \
	tests/lib/api/contract_test.c \
	tests/lib/api/coupon_api_test.c \
	tests/lib/api/goods_api_test.c \
	tests/lib/api/member_api_test.c \
	tests/lib/api/menu_answer_test.c \
	tests/lib/api/menu_view_test.c \
	tests/lib/api/notice_api_test.c \
	tests/lib/api/order_answer_test.c \
	tests/lib/api/order_request_test.c \
	tests/lib/api/order_view_test.c \
	tests/lib/api/sales_api_test.c \
	tests/lib/api/sheet_api_test.c \
	tests/lib/api/store_order_api_test.c \
	tests/lib/api/seller_api_test.c \
	tests/lib/api/seller_page_test.c \
	tests/lib/api/wallet_api_test.c \
	tests/lib/api/address_api_test.c
