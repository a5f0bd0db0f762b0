check_PROGRAMS += tests/unit_domain
TESTS += tests/unit_domain
tests_unit_domain_CPPFLAGS = $(UNIT_CPPFLAGS) -DSUITES='"lib/domain/suites.def"'
tests_unit_domain_LDADD = $(UNIT_LIBS)
tests_unit_domain_SOURCES = tests/support/runner.c tests/lib/domain/suites.def \
	tests/support/demo_menu.c tests/support/demo_menu.h \
	tests/support/refusal.c tests/support/refusal.h \
	tests/lib/domain/aftersale_test.c \
	tests/lib/domain/painting_test.c \
	tests/lib/domain/card_test.c \
	tests/lib/domain/cart_test.c \
	tests/lib/domain/compose_faults.c \
	tests/lib/domain/compensation_test.c \
	tests/lib/domain/slot_test.c \
	tests/lib/domain/compose_test.c \
	tests/lib/domain/coupon_test.c \
	tests/lib/domain/delivery_test.c \
	tests/lib/domain/discount_property.c \
	tests/lib/domain/discount_test.c \
	tests/lib/domain/event_test.c \
	tests/lib/domain/goods_test.c \
	tests/lib/domain/image_test.c \
	tests/lib/domain/item_state_test.c \
	tests/lib/domain/line_moves_test.c \
	tests/lib/domain/menu_test.c \
	tests/lib/domain/notice_test.c \
	tests/lib/domain/order_state_test.c \
	tests/lib/domain/order_test.c \
	tests/lib/domain/payment_test.c \
	tests/lib/domain/price_test.c \
	tests/lib/domain/refund_split_test.c \
	tests/lib/domain/sale_test.c \
	tests/lib/domain/seller_test.c \
	tests/lib/domain/sheet_test.c \
	tests/lib/domain/staff_test.c \
	tests/lib/domain/stock_test.c \
	tests/lib/domain/user_test.c \
	tests/lib/domain/wallet_test.c
