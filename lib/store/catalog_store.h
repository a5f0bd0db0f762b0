/*
 * catalog_store: the catalogue between tables and a menu.
 */
#ifndef STORE_CATALOG_STORE_H
#define STORE_CATALOG_STORE_H

#include <stdint.h>

struct arena;
struct db;
struct err;
struct menu;

/* The number that changes with the catalogue. */
const struct err *catalog_store_version(struct db *, struct arena *, int64_t *);

/* Loads the whole menu into the arena, all tables as of one moment. UNAVAILABLE when it changes too fast for that. */
const struct err *catalog_store_load(struct db *, struct arena *, const struct menu **);

#endif
