/*
 * dinner_page: the form that orders a dinner, fresh or refused.
 *
 * pages.fcgi shows it; orders.fcgi shows it again, with what was typed and what to correct, when the order it asked for was
 * refused.
 */
#ifndef CGI_DINNER_PAGE_H
#define CGI_DINNER_PAGE_H

#include "base/err.h"

struct buf;
struct json_object;
struct menu_now;
struct request;

/* The tree of the form for a dinner in a style (NULL or not offered: the first that can be had).
 * ENTITY_NOT_FOUND when there is no such dinner. */
const struct err *dinner_page(struct request *, const char *code, const char *style, struct json_object **page);
/* A cake in it, as the studio left it: the picture's file name, and what is not NULL of the rest. */
const struct err *dinner_page_cake(struct request *, struct json_object *page, const char *image, const char *message, const char *flavor,
    const char *size);
/* The side dishes under "sides", the cake among them marked as one. */
const struct err *dinner_page_sides(struct request *, const struct menu_now *, struct json_object *page);
/* The form with the request's typing and the error that refused it; for struct app's error_page: NULL when there is no page to show. */
const char *dinner_page_refused(struct request *, const struct err *, struct buf *);

#endif
