# One FastCGI program a URL family: its own table of routes, and the main of all.
SITE = cgi-bin/main.c cgi-bin/site.c cgi-bin/site.h
pkglibexec_PROGRAMS += cgi-bin/orders.fcgi cgi-bin/catalog.fcgi cgi-bin/carts.fcgi cgi-bin/members.fcgi cgi-bin/pages.fcgi

# orders.fcgi and checkout.fcgi show refused forms again, as pages.fcgi made them.
cgi_bin_orders_fcgi_SOURCES = cgi-bin/orders.c cgi-bin/store_items.c cgi-bin/store_items.h cgi-bin/dinner_page.c cgi-bin/dinner_page.h cgi-bin/view.c cgi-bin/view.h $(SITE)
cgi_bin_orders_fcgi_CPPFLAGS = $(AM_CPPFLAGS) -DAPP=orders_app
cgi_bin_orders_fcgi_LDADD = $(LIBS_ALL)

pkglibexec_PROGRAMS += cgi-bin/checkout.fcgi
cgi_bin_checkout_fcgi_SOURCES = cgi-bin/checkout.c cgi-bin/callbacks.c cgi-bin/callbacks.h cgi-bin/cards.c cgi-bin/cards.h cgi-bin/charges.c cgi-bin/charges.h cgi-bin/store_orders.c cgi-bin/store_orders.h cgi-bin/sheet_page.c cgi-bin/sheet_page.h cgi-bin/sheet_show.c cgi-bin/sheet_show.h cgi-bin/checkout_page.c cgi-bin/checkout_page.h cgi-bin/wallet_page.c cgi-bin/wallet_page.h cgi-bin/view.c cgi-bin/view.h \
	$(SITE)
cgi_bin_checkout_fcgi_CPPFLAGS = $(AM_CPPFLAGS) -DAPP=checkout_app
cgi_bin_checkout_fcgi_LDADD = $(LIBS_ALL)

# The one program that is linked with libvips.
pkglibexec_PROGRAMS += cgi-bin/cake.fcgi
cgi_bin_cake_fcgi_SOURCES = cgi-bin/cake.c cgi-bin/cake.h cgi-bin/cake_paint.c cgi-bin/cake_paint.h $(SITE)
cgi_bin_cake_fcgi_CPPFLAGS = $(AM_CPPFLAGS) -DAPP=cake_app
cgi_bin_cake_fcgi_LDADD = $(LIBS_IMAGE) $(LIBS_ALL)

cgi_bin_catalog_fcgi_SOURCES = cgi-bin/catalog.c cgi-bin/products.c cgi-bin/products.h $(SITE)
cgi_bin_catalog_fcgi_CPPFLAGS = $(AM_CPPFLAGS) -DAPP=catalog_app
cgi_bin_catalog_fcgi_LDADD = $(LIBS_ALL)

# A refused form is answered with a page.
cgi_bin_carts_fcgi_SOURCES = cgi-bin/carts.c cgi-bin/view.c cgi-bin/view.h $(SITE)
cgi_bin_carts_fcgi_CPPFLAGS = $(AM_CPPFLAGS) -DAPP=carts_app
cgi_bin_carts_fcgi_LDADD = $(LIBS_ALL)

pkglibexec_PROGRAMS += cgi-bin/coupons.fcgi
cgi_bin_coupons_fcgi_SOURCES = cgi-bin/coupons.c cgi-bin/view.c cgi-bin/view.h $(SITE)
cgi_bin_coupons_fcgi_CPPFLAGS = $(AM_CPPFLAGS) -DAPP=coupons_app
cgi_bin_coupons_fcgi_LDADD = $(LIBS_ALL)

pkglibexec_PROGRAMS += cgi-bin/admin.fcgi
cgi_bin_admin_fcgi_SOURCES = cgi-bin/admin.c $(SITE)
cgi_bin_admin_fcgi_CPPFLAGS = $(AM_CPPFLAGS) -DAPP=admin_app
cgi_bin_admin_fcgi_LDADD = $(LIBS_ALL)

cgi_bin_members_fcgi_SOURCES = cgi-bin/members.c cgi-bin/addresses.c cgi-bin/addresses.h cgi-bin/notices.c cgi-bin/notices.h cgi-bin/sellers.c cgi-bin/sellers.h cgi-bin/wallets.c cgi-bin/wallets.h $(SITE)
cgi_bin_members_fcgi_CPPFLAGS = $(AM_CPPFLAGS) -DAPP=members_app
cgi_bin_members_fcgi_LDADD = $(LIBS_ALL)

cgi_bin_pages_fcgi_SOURCES = cgi-bin/pages.c cgi-bin/admin_page.c cgi-bin/admin_page.h cgi-bin/admin_sellers_page.c cgi-bin/admin_sellers_page.h cgi-bin/cake_page.c cgi-bin/cake_page.h cgi-bin/cart_page.c cgi-bin/cart_page.h \
	cgi-bin/checkout_page.c cgi-bin/checkout_page.h cgi-bin/coupon_page.c cgi-bin/coupon_page.h \
	cgi-bin/dinner_page.c cgi-bin/dinner_page.h \
	cgi-bin/goods_page.c cgi-bin/goods_page.h cgi-bin/notice_page.c cgi-bin/notice_page.h cgi-bin/order_page.c cgi-bin/order_page.h \
	cgi-bin/seller_goods_page.c cgi-bin/seller_goods_page.h cgi-bin/seller_items_page.c cgi-bin/seller_items_page.h \
	cgi-bin/seller_page.c cgi-bin/seller_page.h \
	cgi-bin/sheet_page.c cgi-bin/sheet_page.h cgi-bin/sheet_show.c cgi-bin/sheet_show.h \
	cgi-bin/wallet_page.c cgi-bin/wallet_page.h cgi-bin/view.c cgi-bin/view.h $(SITE)
cgi_bin_pages_fcgi_CPPFLAGS = $(AM_CPPFLAGS) -DAPP=pages_app
cgi_bin_pages_fcgi_LDADD = $(LIBS_ALL)
