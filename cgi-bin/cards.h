/*
 * cards: what the answers of checkout.fcgi to those who pay by card have in common.
 */
#ifndef CGI_CARDS_H
#define CGI_CARDS_H

#include "http/request.h"
#include "shop/checkout.h"
#include "shop/idempotency.h"

struct payment_request;

/* The request's key.  The card is not in the request's fingerprint; its last digits make it another request all the same. */
struct idem cards_key(const struct request *, const struct payment_request *);

/* The answer's; 0 while nothing is decided. */
int cards_status(enum checkout_result);

/* PAYMENT_DECLINED, with why (the decline's word); of an order of the dinner face also which (NULL = of none). */
const struct err *cards_declined(struct request *, const char *word, const char *order_id);

#endif
