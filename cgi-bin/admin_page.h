/*
 * admin_page: what an admin looks after, on one page.
 */
#ifndef CGI_ADMIN_PAGE_H
#define CGI_ADMIN_PAGE_H

#include "http/route.h"

struct model;

/* GET /admin: who asks to sell, dead letters, the funnel of order sheets, sales of the last days; a form's POST that has a letter tried again. */
handler admin_page_get, admin_page_retry_post;
extern const struct model admin_page_query_model;

#endif
