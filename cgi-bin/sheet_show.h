/*
 * sheet_show: an order sheet and what could pay it, as the API shows it; the page shows the same.
 */
#ifndef CGI_SHEET_SHOW_H
#define CGI_SHEET_SHOW_H

#include <stdbool.h>

#include "api/sheet_api.h"
#include "shop/sheets.h"

struct arena;

/* False when the arena is full. */
bool sheet_show(struct arena *, const struct sheet_shown *, const struct sheet_means *, bool english, struct sheet_view *);

#endif
