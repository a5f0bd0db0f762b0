# Requests and answers: the only room that includes fcgiapp.h.
libbanquet_a_SOURCES += \
	lib/http/body.h \
	lib/http/conn.h \
	lib/http/model.h \
	lib/http/openapi.h \
	lib/http/request.h \
	lib/http/route.h \
	lib/http/serve.h
