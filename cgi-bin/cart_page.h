/*
 * cart_page: a member's cart for people.
 *
 * Goods are put into it through the API (carts.fcgi); a form can neither PATCH nor DELETE, so lines are changed and taken out here.
 */
#ifndef CGI_CART_PAGE_H
#define CGI_CART_PAGE_H

#include <stdbool.h>

#include "http/route.h"

struct json_object;
struct request;

handler cart_page_get, cart_page_set_post, cart_page_drop_post;

/* Whether a route is one of the cart's forms, and the page a refused one comes back as. */
bool cart_page_form(handler *);
const struct err *cart_page_refused(struct request *, const struct err *, struct json_object **page);

#endif
