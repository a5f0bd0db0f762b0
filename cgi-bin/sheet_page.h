/*
 * sheet_page: an order sheet for people: what it holds, and the form that pays it.
 *
 * It is paid through the API (checkout.fcgi), which leads on to the order, or to the page where the buyer approves the payment.
 */
#ifndef CGI_SHEET_PAGE_H
#define CGI_SHEET_PAGE_H

#include "http/route.h"

handler sheet_page_get;

#endif
