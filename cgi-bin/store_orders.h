/*
 * store_orders: handlers of the store face's orders: sheets, paying them, orders that were paid.
 *
 * Part of checkout.fcgi, which alone sees cards.
 */
#ifndef CGI_STORE_ORDERS_H
#define CGI_STORE_ORDERS_H

#include "http/request.h"

handler store_order_post, cart_order_post, store_orders_get, store_order_get, sheet_get, sheet_quote_post, sheet_pay_post;

/* Where a refused form of these leads back to; NULL when it was none of them. */
const char *store_orders_back(const struct request *);

#endif
