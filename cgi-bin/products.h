/*
 * products: what catalog.fcgi answers about goods.
 */
#ifndef CGI_PRODUCTS_H
#define CGI_PRODUCTS_H

#include "http/route.h"

handler products_get, popular_get, product_get, product_post, product_patch, product_stock_post;

#endif
