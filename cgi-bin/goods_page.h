/*
 * goods_page: the goods of the store face for people: a list to search, and a page for each.
 */
#ifndef CGI_GOODS_PAGE_H
#define CGI_GOODS_PAGE_H

#include "http/route.h"

handler goods_list_get, goods_get;

#endif
