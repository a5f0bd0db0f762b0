# The use cases, on domain and store; for programs and worker alike.
libbanquet_a_SOURCES += \
	lib/shop/aftersale.c lib/shop/aftersale.h \
	lib/shop/audit.c lib/shop/audit.h \
	lib/shop/batch.c lib/shop/batch.h \
	lib/shop/batch_keys.c lib/shop/batch_lock.c lib/shop/batch_work.h \
	lib/shop/batch_names.c \
	lib/shop/batch_room.c lib/shop/batch_room.h \
	lib/shop/callback.c lib/shop/callback.h \
	lib/shop/carts.c lib/shop/carts.h \
	lib/shop/catalog.c lib/shop/catalog.h \
	lib/shop/change.c lib/shop/change.h \
	lib/shop/claim.c lib/shop/claim.h \
	lib/shop/charge.c lib/shop/charge.h \
	lib/shop/charge_settle.c lib/shop/charge_settle.h \
	lib/shop/checkout.c lib/shop/checkout.h \
	lib/shop/compensate.c lib/shop/compensate.h \
	lib/shop/coupons.c lib/shop/coupons.h \
	lib/shop/delivery.c lib/shop/delivery.h \
	lib/shop/desk.c lib/shop/desk.h \
	lib/shop/earn.c lib/shop/earn.h \
	lib/shop/feed.c lib/shop/feed.h \
	lib/shop/funnel.c lib/shop/funnel.h \
	lib/shop/goods.c lib/shop/goods.h \
	lib/shop/idempotency.c lib/shop/idempotency.h \
	lib/shop/inquire.c lib/shop/inquire.h \
	lib/shop/job.c lib/shop/job.h \
	lib/shop/jobs.c lib/shop/jobs.h lib/shop/jobs.def \
	lib/shop/image_collect.c lib/shop/image_collect.h \
	lib/shop/image_files.c lib/shop/image_files.h \
	lib/shop/paint_work.c lib/shop/paint_work.h \
	lib/shop/paintings.c lib/shop/paintings.h \
	lib/shop/image_walk.c lib/shop/image_walk.h \
	lib/shop/images.c lib/shop/images.h \
	lib/shop/mails.c lib/shop/mails.h \
	lib/shop/keyed.c lib/shop/keyed.h \
	lib/shop/letters.c lib/shop/letters.h \
	lib/shop/members.c lib/shop/members.h \
	lib/shop/menus.c lib/shop/menus.h \
	lib/shop/notices.c lib/shop/notices.h \
	lib/shop/order_copy.c lib/shop/order_copy.h \
	lib/shop/orders.c lib/shop/orders.h \
	lib/shop/password.c lib/shop/password.h \
	lib/shop/paying.c lib/shop/paying.h \
	lib/shop/payments.c lib/shop/payments.h \
	lib/shop/place.c lib/shop/place.h \
	lib/shop/relay.c lib/shop/relay.h \
	lib/shop/replay.c lib/shop/replay.h \
	lib/shop/sequence.c lib/shop/sequence.h \
	lib/shop/reconcile.c lib/shop/reconcile.h lib/shop/reconcile.def \
	lib/shop/quote.c lib/shop/quote.h \
	lib/shop/settle.c lib/shop/settle.h \
	lib/shop/receive.c lib/shop/receive.h \
	lib/shop/sales.c lib/shop/sales.h \
	lib/shop/sellers.c lib/shop/sellers.h \
	lib/shop/shop.c lib/shop/shop.h \
	lib/shop/purchase.c lib/shop/purchase.h \
	lib/shop/purse.c lib/shop/purse.h \
	lib/shop/snapshot.c lib/shop/snapshot.h \
	lib/shop/sheet_sweep.c lib/shop/sheet_sweep.h \
	lib/shop/sheets.c lib/shop/sheets.h \
	lib/shop/step.c lib/shop/step.h \
	lib/shop/tell.c lib/shop/tell.h \
	lib/shop/shortage.c lib/shop/shortage.h \
	lib/shop/wares.c lib/shop/wares.h \
	lib/shop/ticket.c lib/shop/ticket.h \
	lib/shop/tidy.c lib/shop/tidy.h \
	lib/shop/wallets.c lib/shop/wallets.h
