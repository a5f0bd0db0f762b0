# Requests and answers: the only room that includes fcgiapp.h.
libbanquet_a_SOURCES += \
	lib/http/body.c lib/http/body.h \
	lib/http/conn.h \
	lib/http/fault_text.c lib/http/fault_text.h lib/http/faults.def \
	lib/http/form.c lib/http/form.h \
	lib/http/jsonr.c lib/http/jsonr.h \
	lib/http/messages.c lib/http/messages.h \
	lib/http/model.c lib/http/model.h \
	lib/http/model_hash.c \
	lib/http/model_read.c \
	lib/http/model_row.h \
	lib/http/model_schema.c lib/http/model_schema.h \
	lib/http/model_write.c \
	lib/http/multipart.c lib/http/multipart.h \
	lib/http/openapi.c lib/http/openapi.h \
	lib/http/openapi_names.c lib/http/openapi_names.h \
	lib/http/openapi_problem.c lib/http/openapi_problem.h \
	lib/http/pointer.c lib/http/pointer.h \
	lib/http/request.h \
	lib/http/rfc3339.c lib/http/rfc3339.h \
	lib/http/route.c lib/http/route.h \
	lib/http/serve.h \
	lib/http/template.c lib/http/template.h \
	lib/http/template_helper.c lib/http/template_helper.h \
	lib/http/template_parse.c lib/http/template_parse.h \
	lib/http/utf8.h
