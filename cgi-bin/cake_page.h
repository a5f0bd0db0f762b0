/*
 * cake_page: the cake studio: a picture sent, painted or changed, and the cake it goes on.
 */
#ifndef CGI_CAKE_PAGE_H
#define CGI_CAKE_PAGE_H

#include "http/model.h"

struct json_object;
struct request;

struct cake_query { struct uuid job; const char *image; };	/* a painting under way; the file name of a picture */
extern const struct model cake_query_model;

const struct err *cake_page(struct request *, struct json_object **page);

#endif
