/*
 * seller_page: a member as a seller: asking to become one, waiting for the answer, and one's own data.
 */
#ifndef CGI_SELLER_PAGE_H
#define CGI_SELLER_PAGE_H

#include <stdbool.h>

#include "http/route.h"

struct json_object;
struct model;

/* GET /seller; its forms' POSTs: to ask, and to change one's data. */
handler seller_page_get, seller_page_ask_post, seller_page_change_post;
extern const struct model seller_page_query_model;

/* Whether a route is one of these forms, and the page a refused one comes back as. */
bool seller_page_form(handler *);
const struct err *seller_page_refused(struct request *, const struct err *, const char **template, struct json_object **page);

#endif
