/*
 * wallet_page: a member's balance and points, what happened to them, and the form that pays into the balance by card.
 *
 * pages.fcgi shows it; the form is posted to the API (checkout.fcgi), which shows it again when the charge was refused, with what was typed
 * but for the card.
 */
#ifndef CGI_WALLET_PAGE_H
#define CGI_WALLET_PAGE_H

#include "http/route.h"

struct buf;

handler wallet_page_get;

/* For struct app's error_page: NULL when there is no page to show. */
const char *wallet_page_refused(struct request *, const struct err *, struct buf *);

#endif
