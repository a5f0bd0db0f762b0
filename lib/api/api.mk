# The contract: models and routes as tables.
libbanquet_a_SOURCES += \
	lib/api/address_api.c lib/api/address_api.h \
	lib/api/aftersale_api.c lib/api/aftersale_api.h \
	lib/api/delivery_api.c lib/api/delivery_api.h \
	lib/api/admin_api.c lib/api/admin_api.h \
	lib/api/checkout_answer.c lib/api/checkout_answer.h \
	lib/api/checkout_request.c lib/api/checkout_request.h \
	lib/api/cart_api.c lib/api/cart_api.h \
	lib/api/cake_api.c lib/api/cake_api.h \
	lib/api/contract.c lib/api/contract.h \
	lib/api/coupon_api.c lib/api/coupon_api.h \
	lib/api/goods_api.c lib/api/goods_api.h \
	lib/api/member_api.c lib/api/member_api.h \
	lib/api/menu_answer.c lib/api/menu_view.c lib/api/menu_answer.h \
	lib/api/painting_api.c lib/api/painting_api.h \
	lib/api/notice_api.c lib/api/notice_api.h \
	lib/api/order_answer.c lib/api/order_view.c lib/api/order_answer.h \
	lib/api/order_request.c lib/api/order_request.h \
	lib/api/sales_api.c lib/api/sales_api.h \
	lib/api/seller_api.c lib/api/seller_api.h \
	lib/api/seller_page.c lib/api/seller_page.h \
	lib/api/sheet_api.c lib/api/sheet_api.h \
	lib/api/store_order_api.c lib/api/store_order_api.h \
	lib/api/wallet_api.c lib/api/wallet_api.h \
	lib/api/routes/admin.def \
	lib/api/routes/cake.def \
	lib/api/routes/carts.def \
	lib/api/routes/catalog.def \
	lib/api/routes/checkout.def \
	lib/api/routes/coupons.def \
	lib/api/routes/members.def \
	lib/api/routes/orders.def
