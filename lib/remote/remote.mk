# What is outside: the only room that includes curl/curl.h.
libbanquet_a_SOURCES += \
	lib/remote/breaker.c lib/remote/breaker.h \
	lib/remote/decline.c lib/remote/decline.h lib/remote/decline.def \
	lib/remote/gateway.c lib/remote/gateway.h \
	lib/remote/gateway_mock.c \
	lib/remote/gateway_stripe.c lib/remote/stripe_codes.def \
	lib/remote/gateway_toss.c lib/remote/toss_codes.def \
	lib/remote/http_client.c lib/remote/http_client.h \
	lib/remote/mail.c lib/remote/mail.h \
	lib/remote/painter.c lib/remote/painter.h lib/remote/painter_sizes.def \
	lib/remote/provider.c lib/remote/provider.h \
	lib/remote/reply.c lib/remote/reply.h \
	lib/remote/safe.c lib/remote/safe.h \
	lib/remote/sink.c lib/remote/sink.h \
	lib/remote/sign.c lib/remote/sign.h \
	lib/remote/stripe_webhook.c lib/remote/stripe_webhook.h \
	lib/remote/webhook.c lib/remote/webhook.h
