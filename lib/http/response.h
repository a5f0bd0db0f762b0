/*
 * response: a handler's success becomes a reply.
 */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include "base/err.h"

struct reply;
struct request;
struct response;

/* Renders it: JSON members with "success" or in the envelope, a page, other bytes, 304 for a version the client has,
 * or 303 to the page that shows the result when a browser's form asked. */
const struct err *response_render(struct request *, const struct response *, struct reply *);

#endif
