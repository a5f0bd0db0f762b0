/*
 * cake_page: the cake studio: a picture sent, painted or changed, and the cake it goes on.
 */
#ifndef CGI_CAKE_PAGE_H
#define CGI_CAKE_PAGE_H

#include "http/model.h"

struct json_object;
struct request;

/* A painting under way; the file name of a picture; where the list of pictures goes on. */
struct cake_query { struct uuid job; const char *image, *cursor; };
extern const struct model cake_query_model;

const struct err *cake_page(struct request *, struct json_object **page);

#endif
