# SQL in, structs out.
libbanquet_a_SOURCES += \
	lib/store/address_store.c lib/store/address_store.h \
	lib/store/cart_store.c lib/store/cart_store.h \
	lib/store/catalog_store.c lib/store/catalog_store.h \
	lib/store/charge_store.c lib/store/charge_store.h \
	lib/store/compensation_store.c lib/store/compensation_store.h \
	lib/store/coupon_store.c lib/store/coupon_store.h \
	lib/store/delivery_store.c lib/store/delivery_store.h \
	lib/store/event_store.c lib/store/event_store.h \
	lib/store/funnel_store.c lib/store/funnel_store.h \
	lib/store/goods_store.c lib/store/goods_store.h \
	lib/store/idempotency_store.c lib/store/idempotency_store.h \
	lib/store/image_job_store.c lib/store/image_job_store.h \
	lib/store/image_store.c lib/store/image_store.h \
	lib/store/keys.c lib/store/keys.h \
	lib/store/mail_store.c lib/store/mail_store.h \
	lib/store/member_store.c lib/store/member_store.h \
	lib/store/notice_store.c lib/store/notice_store.h \
	lib/store/order_rows.c lib/store/order_store.c lib/store/order_store.h \
	lib/store/payment_store.c lib/store/payment_store.h \
	lib/store/sales_store.c lib/store/sales_store.h \
	lib/store/seller_store.c lib/store/seller_store.h \
	lib/store/sheet_store.c lib/store/sheet_store.h \
	lib/store/slot_store.c lib/store/slot_store.h \
	lib/store/stmts.c lib/store/stmts.h lib/store/stmts.def \
	lib/store/stock_store.c lib/store/stock_store.h \
	lib/store/wallet_store.c lib/store/wallet_store.h \
	lib/store/sql/audit.def \
	lib/store/sql/carts.def \
	lib/store/sql/coupons.def lib/store/sql/wallet.def \
	lib/store/sql/catalog.def \
	lib/store/sql/checkout.def \
	lib/store/sql/desk.def \
	lib/store/sql/events.def \
	lib/store/sql/funnel.def \
	lib/store/sql/notices.def \
	lib/store/sql/goods.def \
	lib/store/sql/image_jobs.def \
	lib/store/sql/images.def \
	lib/store/sql/jobs.def \
	lib/store/sql/members.def \
	lib/store/sql/orders.def \
	lib/store/sql/reconcile.def \
	lib/store/sql/sales.def \
	lib/store/sql/sellers.def \
	lib/store/sql/sheets.def \
	lib/store/sql/stock.def
