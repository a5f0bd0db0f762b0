/*
 * coupon_page: coupons for people: those a member has, and those to be had.
 *
 * They are claimed through the API (coupons.fcgi), which leads back here.
 */
#ifndef CGI_COUPON_PAGE_H
#define CGI_COUPON_PAGE_H

#include "http/route.h"

handler coupon_page_get;

/* ?cursor= of what is offered, ?mine= of what the member has. */
extern const struct model coupon_page_query_model;

#endif
