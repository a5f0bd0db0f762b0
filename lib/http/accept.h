/*
 * accept: what the client would like to get (RFC 9110, 12.5).
 */
#ifndef HTTP_ACCEPT_H
#define HTTP_ACCEPT_H

#include "http/request.h"

/* How much an Accept header (NULL = absent: everything) wants a media type ("application/json"): thousandths, 0 = not at all.
 * The most specific range decides. */
int accept_media(const char *header, const char *type);
/* Korean, unless an Accept-Language header (NULL = absent) prefers English. */
enum lang accept_lang(const char *header);

#endif
