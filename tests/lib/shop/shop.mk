check_PROGRAMS += tests/unit_shop
TESTS += tests/unit_shop
DB_TESTS += tests/unit_shop
tests_unit_shop_CPPFLAGS = $(UNIT_CPPFLAGS) $(TLS_CFLAGS) -DSUITES='"lib/shop/suites.def"'
tests_unit_shop_LDADD = $(UNIT_LIBS) $(TLS_LIBS)
tests_unit_shop_SOURCES = tests/support/runner.c tests/lib/shop/suites.def $(TESTDB) $(TESTSHOP) $(TESTCOMPANY) \
	tests/lib/shop/aftersale_test.c tests/lib/shop/aftersale_kept.c tests/lib/shop/aftersale_property.c \
	tests/lib/shop/paint_work_test.c \
	tests/lib/shop/paintings_test.c \
	tests/lib/shop/batch_clash.c \
	tests/lib/shop/batch_keys_test.c \
	tests/lib/shop/batch_lock_test.c \
	tests/lib/shop/batch_lost.c \
	tests/lib/shop/batch_names_test.c \
	tests/lib/shop/batch_room_test.c \
	tests/lib/shop/batch_test.c \
	tests/lib/shop/callback_test.c \
	tests/lib/shop/carts_test.c \
	tests/lib/shop/catalog_test.c \
	tests/lib/shop/callers_test.c \
	tests/lib/shop/change_conditions.c \
	tests/lib/shop/change_test.c \
	tests/lib/shop/charge_settle_test.c \
	tests/lib/shop/charge_test.c \
	tests/lib/shop/checkout_keys.c \
	tests/lib/shop/claim_test.c \
	tests/lib/shop/checkout_test.c \
	tests/lib/shop/coupons_test.c \
	tests/lib/shop/delivery_test.c \
	tests/lib/shop/desk_test.c \
	tests/lib/shop/earn_test.c \
	tests/lib/shop/goods_test.c \
	tests/lib/shop/idempotency_test.c \
	tests/lib/shop/inquire_test.c \
	tests/lib/shop/items_test.c \
	tests/lib/shop/image_files_test.c \
	tests/lib/shop/images_test.c \
	tests/lib/shop/keyed_test.c \
	tests/lib/shop/members_test.c \
	tests/lib/shop/menus_test.c \
	tests/lib/shop/order_copy_test.c \
	tests/lib/shop/orders_test.c \
	tests/lib/shop/password_test.c \
	tests/lib/shop/paying_test.c \
	tests/lib/shop/payments_test.c \
	tests/lib/shop/quote_test.c \
	tests/lib/shop/place_test.c \
	tests/lib/shop/purchase_test.c \
	tests/lib/shop/purse_test.c \
	tests/lib/shop/sheets_test.c \
	tests/lib/shop/wares_test.c \
	tests/lib/shop/receive_test.c \
	tests/lib/shop/sellers_test.c \
	tests/lib/shop/settle_test.c \
	tests/lib/shop/parcel_test.c \
	tests/lib/shop/shelf_test.c \
	tests/lib/shop/shop_test.c \
	tests/lib/shop/signin_test.c \
	tests/lib/shop/step_test.c \
	tests/lib/shop/tell_test.c \
	tests/lib/shop/shortage_test.c \
	tests/lib/shop/ticket_test.c \
	tests/lib/shop/wallets_test.c \
	tests/lib/shop/addresses_test.c
