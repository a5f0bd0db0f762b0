# MariaDB: the only room that includes mysql.h.
libbanquet_a_SOURCES += \
	lib/db/db.c lib/db/db.h lib/db/inside.h \
	lib/db/fault.c \
	lib/db/pool.c \
	lib/db/value.c \
	lib/db/stmt.c lib/db/stmt.h \
	lib/db/bulk.c \
	lib/db/migrate.c lib/db/migrate.h
