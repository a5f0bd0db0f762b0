/*
 * seller_items_page: goods that were bought, for those who send them: by the state they are in, oldest first, with a button for each way the state
 * table leaves them.
 *
 * Sellers have their own; cooks and couriers what the shop itself sells; an admin that, and any seller's.
 */
#ifndef CGI_SELLER_ITEMS_PAGE_H
#define CGI_SELLER_ITEMS_PAGE_H

#include <stdbool.h>

#include "http/route.h"

struct json_object;

/* GET /seller/items; its forms' POSTs: an item is moved along, or it is said who carries it. */
handler seller_items_get, seller_items_move_post, seller_items_parcel_post;

bool seller_items_page_form(handler *);
const struct err *seller_items_page_refused(struct request *, const struct err *, const char **template, struct json_object **page);

#endif
