/*
 * menus: the menu to look at, with the stock it can be made of.
 */
#ifndef SHOP_MENUS_H
#define SHOP_MENUS_H

#include "domain/menu.h"
#include "domain/stock.h"

struct arena;
struct err;
struct shop;

struct menu_now { const struct menu *menu; struct stock_book stock; };

/* Held by the arena; the figures are of a moment ago and bind nobody. */
const struct err *menu_now(struct shop *, struct arena *, struct menu_now *);

#endif
