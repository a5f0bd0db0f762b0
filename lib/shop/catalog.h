/*
 * catalog: the current menu, shared by all threads, replaced when it changed.
 *
 * A menu never changes; a thread holds the one it began with until its request
 * ends.  The desk asks for the version inside each transaction, so an order is
 * always priced by the catalogue as it is when it is taken.
 */
#ifndef SHOP_CATALOG_H
#define SHOP_CATALOG_H

#include <stdint.h>

struct arena;
struct catalog;
struct db;
struct err;
struct menu;
struct shop;

struct catalog *catalog_new(void);
void catalog_free(struct catalog *);

/* The current menu, held until the arena is reset.  Loaded when there is none; looked after when it is older than a
 * second. While the database does not answer it is the menu last seen: an order still waits for the database at the desk, which asks again. */
const struct err *catalog_menu(struct shop *, struct arena *, const struct menu **);
/* The menu of exactly the version the database has now, over this connection (the desk's, inside its transaction). */
const struct err *catalog_menu_now(struct catalog *, struct db *, struct arena *, const struct menu **);
/* Holds a menu that is held already for one more arena, whatever became the current one meanwhile; NULL when that is full. */
const struct menu *catalog_share(const struct menu *, struct arena *);

#endif
