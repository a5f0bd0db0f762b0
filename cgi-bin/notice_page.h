/*
 * notice_page: the page of what a member was told.
 */
#ifndef CGI_NOTICE_PAGE_H
#define CGI_NOTICE_PAGE_H

#include "http/route.h"

struct model;

/* GET /notifications; a form's POST of one that was read, and of all up to the newest shown. */
handler notice_page_get, notice_page_read_post, notice_page_all_post;
extern const struct model notice_page_query_model, notice_page_all_model;

#endif
