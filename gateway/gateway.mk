# The mock payment gateway: an outside company's program, which knows base, db and http, of remote how to call and sign, of domain what a card is; nothing of the shop.
pkglibexec_PROGRAMS += gateway/gateway.fcgi
GATEWAY = gateway/callback.c gateway/callback.h \
	gateway/card.c gateway/card.h gateway/cards.def \
	gateway/ledger.c gateway/ledger.h gateway/ledger.def \
	gateway/wire.c gateway/wire.h
gateway_gateway_fcgi_SOURCES = cgi-bin/main.c $(GATEWAY) \
	gateway/clerk.c gateway/clerk.h \
	gateway/control.c gateway/control.h \
	gateway/gateway.c gateway/gateway.h \
	gateway/page.c
gateway_gateway_fcgi_CPPFLAGS = $(AM_CPPFLAGS) -DAPP=gateway_app
gateway_gateway_fcgi_LDADD = $(LIBS_ALL)
EXTRA_DIST += gateway/README.md gateway/sql gateway/page
