# Requests and answers: the only room that includes fcgiapp.h.
libbanquet_a_SOURCES += \
	lib/http/body.h \
	lib/http/conn.h \
	lib/http/model.h \
	lib/http/openapi.h \
	lib/http/request.h \
	lib/http/route.h \
	lib/http/messages.c lib/http/messages.h \
	lib/http/template.c lib/http/template.h \
	lib/http/template_helper.c lib/http/template_helper.h \
	lib/http/template_parse.c lib/http/template_parse.h \
	lib/http/serve.h
