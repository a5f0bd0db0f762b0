/*
 * checkout_page: the form that pays an order by card, fresh or refused.
 *
 * pages.fcgi shows it for what the dinner's form holds, which it carries along in hidden fields; checkout.fcgi shows it again,
 * with what was typed and what to correct, when the payment was refused.  Cards are never in it.
 */
#ifndef CGI_CHECKOUT_PAGE_H
#define CGI_CHECKOUT_PAGE_H

#include "base/err.h"

struct buf;
struct json_object;
struct order_wish;
struct request;

/* The tree of the form for the wish the request's form was read to.  INVALID_REQUEST with the wish's faults. */
const struct err *checkout_page(struct request *, const struct order_wish *, struct json_object **page);
/* The form with the request's typing and the error that refused it; for struct app's error_page: NULL when there is no page to show. */
const char *checkout_page_refused(struct request *, const struct err *, struct buf *);

#endif
