/*
 * seller_goods_page: goods for those who offer them: a list with what has ended too, and each with the forms that change it.
 *
 * An admin has the shop's own, and any seller's.  The forms of a page carry the version of the goods they were made from: who saves what somebody else
 * has changed meanwhile is shown both.
 */
#ifndef CGI_SELLER_GOODS_PAGE_H
#define CGI_SELLER_GOODS_PAGE_H

#include <stdbool.h>

#include "http/route.h"

struct json_object;

handler seller_goods_get, seller_goods_new_get, seller_goods_new_post;
handler seller_goods_one_get, seller_goods_change_post, seller_goods_stock_post, seller_goods_sale_post;

bool seller_goods_page_form(handler *);
const struct err *seller_goods_page_refused(struct request *, const struct err *, const char **template, struct json_object **page);

#endif
