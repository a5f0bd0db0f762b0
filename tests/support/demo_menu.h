/*
 * demo_menu: the demo shop's catalogue, sql/demo/menu.json, as a menu: the
 * data the rules are tried on, without a database.
 *
 * SKUs and products are numbered from 1 as the file lists them, which is what
 * an empty database makes of them too.
 */
#ifndef TESTS_DEMO_MENU_H
#define TESTS_DEMO_MENU_H

#include "domain/menu.h"

struct arena;

/* In the arena; a file that can not be read fails the test. */
const struct menu *demo_menu(struct arena *);

#endif
