/*
 * form_page: a refused form again, with what was typed.
 *
 * Made from the rows of the route's model and the submitted tree, so that any
 * form of the house is kept, whichever page it came from.  Secret fields come back empty.
 */
#ifndef PAGE_FORM_PAGE_H
#define PAGE_FORM_PAGE_H

#include <stdbool.h>

struct buf;
struct err;
struct request;

/* Whether there is a form to show: a body was read as a form, and the route has a model. */
bool form_page_fits(const struct request *);
/* The <form>; fields with a fault of the error are marked and described by it. */
void form_page(struct buf *, const struct request *, const struct err *);

/* The id of its element: "f-delivery-address". */
void form_page_id(struct buf *, const char *pointer);
/* What people call it, and a colon ("배달 주소: "); nothing for the body as a whole. */
void form_page_label(struct buf *, const struct request *, const char *pointer);

#endif
