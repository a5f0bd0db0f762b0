# Ground floor: knows nothing of the shop.
libbanquet_a_SOURCES += \
	lib/base/arena.c lib/base/arena.h \
	lib/base/buf.c lib/base/buf.h \
	lib/base/clock.c lib/base/clock.h \
	lib/base/conf.c lib/base/conf.h lib/base/conf.def \
	lib/base/crash.c lib/base/crash.h lib/base/crash.def \
	lib/base/err.c lib/base/err.h lib/base/errors.def \
	lib/base/fault.c lib/base/fault.h \
	lib/base/id.c lib/base/id.h \
	lib/base/jsonw.c lib/base/jsonw.h \
	lib/base/list.h \
	lib/base/log.c lib/base/log.h \
	lib/base/money.c lib/base/money.h \
	lib/base/secrecy.c lib/base/secrecy.h \
	lib/base/text.c lib/base/text.h
