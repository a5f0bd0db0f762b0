/*
 * sheet_page: an order sheet for people: what it holds, and the form that pays it.
 *
 * It is paid through the API (checkout.fcgi), which leads on to the order, or to the page where the buyer approves the payment, and shows the form
 * again when it was refused.
 */
#ifndef CGI_SHEET_PAGE_H
#define CGI_SHEET_PAGE_H

#include "http/route.h"

struct buf;

handler sheet_page_get;

/* The form with the request's typing, but for a card, and the error that refused it; for struct app's error_page: NULL when there is no page to show. */
const char *sheet_page_refused(struct request *, const struct err *, struct buf *);

#endif
