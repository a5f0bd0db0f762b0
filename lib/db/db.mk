# MariaDB: the only room that includes mysql.h.
libbanquet_a_SOURCES += \
	lib/db/db.c lib/db/db.h \
	lib/db/stmt.c lib/db/stmt.h \
	lib/db/migrate.c lib/db/migrate.h
