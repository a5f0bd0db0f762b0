/*
 * goods_page: the goods of the store face for people: a list to search, and a page for each.
 */
#ifndef CGI_GOODS_PAGE_H
#define CGI_GOODS_PAGE_H

#include "http/route.h"

struct json_object;
struct request;

handler goods_list_get, goods_get;

/* Adds what is popular as "popular", the API's answer; nothing where nothing was sold of late. */
const struct err *goods_page_popular(struct request *, struct json_object *page);

#endif
