/*
 * order_page: one order, as its buyer and the staff see it.
 */
#ifndef CGI_ORDER_PAGE_H
#define CGI_ORDER_PAGE_H

#include "base/err.h"

struct json_object;
struct order;
struct order_page;
struct request;

/* The tree of an order's page. */
const struct err *order_page_tree(struct request *, const struct order *, struct json_object **page);
/* A list of orders under "list", each with what was changed on its dinner. */
const struct err *order_page_list(struct request *, const struct order_page *, struct json_object *page);
/* The same orders by stage under "lanes": the board. */
const struct err *order_page_board(struct request *, const struct order_page *, struct json_object *page);

#endif
