/*
 * admin_sellers_page: who sells and who asks to, for an admin to decide.
 */
#ifndef CGI_ADMIN_SELLERS_PAGE_H
#define CGI_ADMIN_SELLERS_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "http/route.h"

struct json_object;

/* GET /admin/sellers; a form's POST that approves or rejects one. */
handler admin_sellers_page_get, admin_sellers_page_post;

/* Those who ask, the first of them, under "asking" of any page of an admin's. */
const struct err *admin_sellers_asking(struct request *, struct json_object *page);

/* Whose goods a page of an admin's is about, under "of"; nothing when there is no such seller. */
const struct err *admin_sellers_name(struct request *, int64_t seller_id, struct json_object *page);

bool admin_sellers_page_form(handler *);
const struct err *admin_sellers_page_refused(struct request *, const struct err *, const char **template, struct json_object **page);

#endif
