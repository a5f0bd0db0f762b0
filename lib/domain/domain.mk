# The shop's rules: pure functions over structs; no SQL, no HTTP.
libbanquet_a_SOURCES += \
	lib/domain/aftersale.c lib/domain/aftersale.h lib/domain/aftersale.def \
	lib/domain/card.c lib/domain/card.h lib/domain/card_brand.def \
	lib/domain/cart.c lib/domain/cart.h \
	lib/domain/compensation.c lib/domain/compensation.h lib/domain/compensation.def \
	lib/domain/compose.c lib/domain/compose.h \
	lib/domain/coupon.c lib/domain/coupon.h lib/domain/coupon.def \
	lib/domain/delivery.c lib/domain/delivery.h lib/domain/delivery.def \
	lib/domain/discount.c lib/domain/discount.h \
	lib/domain/event.c lib/domain/event.h lib/domain/event.def \
	lib/domain/image.c lib/domain/image.h \
	lib/domain/goods.c lib/domain/goods.h \
	lib/domain/item_state.c lib/domain/item_state.h lib/domain/item_state.def \
	lib/domain/line_moves.c lib/domain/line_moves.h \
	lib/domain/menu.c lib/domain/menu.h \
	lib/domain/painting.c lib/domain/painting.h lib/domain/ratio.def \
	lib/domain/funnel.h lib/domain/letter.h \
	lib/domain/notice.c lib/domain/notice.h lib/domain/notice.def \
	lib/domain/order.c lib/domain/order.h \
	lib/domain/order_state.c lib/domain/order_state.h lib/domain/order_state.def \
	lib/domain/payment.c lib/domain/payment.h \
	lib/domain/price.c lib/domain/price.h \
	lib/domain/refund_split.c lib/domain/refund_split.h \
	lib/domain/sale.c lib/domain/sale.h \
	lib/domain/seller.c lib/domain/seller.h \
	lib/domain/sheet.c lib/domain/sheet.h \
	lib/domain/slot.c lib/domain/slot.h \
	lib/domain/staff.c lib/domain/staff.h \
	lib/domain/stock.c lib/domain/stock.h \
	lib/domain/user.c lib/domain/user.h \
	lib/domain/wallet.c lib/domain/wallet.h lib/domain/wallet.def
