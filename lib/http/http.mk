# Requests and answers: the only room that includes fcgiapp.h.
libbanquet_a_SOURCES += \
	lib/http/accept.c lib/http/accept.h \
	lib/http/auth.c lib/http/auth.h \
	lib/http/body.c lib/http/body.h \
	lib/http/conn.h \
	lib/http/conn_cgi.c \
	lib/http/conn_fcgi.c \
	lib/http/conn_memory.c \
	lib/http/etag.c lib/http/etag.h \
	lib/http/fault_say.c lib/http/fault_say.h \
	lib/http/fault_text.c lib/http/fault_text.h lib/http/faults.def lib/http/details.def \
	lib/http/form.c lib/http/form.h \
	lib/http/handle.c \
	lib/http/idempotency.c lib/http/idempotency.h \
	lib/http/jsonr.c lib/http/jsonr.h \
	lib/http/metrics.c lib/http/metrics.h \
	lib/http/model.c lib/http/model.h \
	lib/http/model_hash.c \
	lib/http/model_read.c \
	lib/http/model_row.h \
	lib/http/model_schema.c lib/http/model_schema.h \
	lib/http/model_take.c lib/http/model_take.h \
	lib/http/model_write.c \
	lib/http/multipart.c lib/http/multipart.h \
	lib/http/openapi.c lib/http/openapi.h \
	lib/http/openapi_names.c lib/http/openapi_names.h \
	lib/http/openapi_operation.c lib/http/openapi_operation.h \
	lib/http/openapi_problem.c lib/http/openapi_problem.h \
	lib/http/pointer.c lib/http/pointer.h \
	lib/http/problem.c lib/http/problem.h \
	lib/http/reply.c lib/http/reply.h \
	lib/http/request.c lib/http/request.h \
	lib/http/response.c lib/http/response.h \
	lib/http/rfc3339.c lib/http/rfc3339.h \
	lib/http/route.c lib/http/route.h \
	lib/http/schema_put.h \
	lib/http/serve.c lib/http/serve.h \
	lib/http/url.c lib/http/url.h \
	lib/http/utf8.h
