# What ./dev bench measures with; built only for it.
EXTRA_PROGRAMS = bench/floor bench/path
bench_floor_SOURCES = bench/floor.c bench/floor.h bench/floor_dinner.c bench/floor_goods.c
bench_floor_LDADD = $(DB_LIBS) $(SODIUM_LIBS)
bench_path_SOURCES = bench/path.c
bench_path_LDADD = $(LIBS_ALL)
EXTRA_DIST += bench/order.lua bench/checkout.lua bench/claims.lua bench/purchase.lua bench/upload.lua bench/paint.lua bench/thread.lua bench/crowd.mjs bench/README.md
