/*
 * view: pages out of templates and the API's own answers.
 *
 * What a page shows is a tree: the JSON the API answers with, under names of
 * its own, and beside it who is looking ("me"), in which language, on which page, whether cards are taken, and whose form takes them;
 * pages that a guest comes back to have their address ("here").
 * Used by pages.fcgi, and by orders.fcgi and checkout.fcgi for forms that were refused.
 */
#ifndef CGI_VIEW_H
#define CGI_VIEW_H

#include <stddef.h>

#include "base/err.h"

struct buf;
struct conf;
struct json_object;
struct model;
struct request;
struct response;

/* Loads the templates, once, before requests; -1 with a sentence in why. */
int view_open(const struct conf *, char *why, size_t whylen);
void view_close(void);
/* The payment provider whose own form takes cards; NULL when it is ours, or none is.  Its page has to let that form in (PAGE_PARTNER). */
const char *view_provider(void);
#define PAGE_PARTNER "X-Page-Partner"	/* nginx makes it part of the page's Content-Security-Policy */
/* Lets that form into a page that pays; nothing where there is none. */
void view_let_in(struct response *);

/* The tree of a page ("menu", "orders": what the bar marks as current); freed with the request's arena. NULL when memory is out. */
struct json_object *view_new(struct request *, const char *page);
/* Adds the JSON of a struct under a name. */
const struct err *view_put(struct request *, struct json_object *into, const char *name, const struct model *, const void *in);
/* Adds simple values. NULL text adds nothing. */
void view_text(struct json_object *into, const char *name, const char *text);
void view_flag(struct json_object *into, const char *name);
/* Adds an object or list and returns it; NULL when memory is out. */
struct json_object *view_object(struct json_object *into, const char *name);
struct json_object *view_list(struct json_object *into, const char *name);

/* Looks into trees; for whatever is not there or of another type: NULL, NULL, 0. */
struct json_object *view_member(struct json_object *, const char *name);
const char *view_word(struct json_object *, const char *name);	/* a member that is a string */
size_t view_count(struct json_object *list);

/* Writes the page into the buffer, or as the response. A NULL tree is an error. */
const struct err *view_write(struct request *, const char *template, struct json_object *, struct buf *);
const struct err *view_answer(struct request *, struct response *, const char *template, struct json_object *);

/* Tells the page of an error: "problem" (what to correct, linked to the fields), "fault" (the sentence of each field
 * by its name) and "typed" (what the form held). */
const struct err *view_problem(struct request *, struct json_object *page, const struct err *);
/* The sentence of the fault at a pointer, NULL when there is none.  With a name the summary calls the field so. */
const char *view_fault(const struct request *, const struct err *, const char *pointer, struct json_object *page, const char *name);
/* The hidden key of the form that was refused, when sending the same again must not do it twice; NULL when what is sent next is
 * something else. */
const char *view_key_again(const struct request *, const struct err *);
/* A page that tells of an error and leads back (NULL = to the menu). */
const struct err *view_problem_page(struct request *, const struct err *, const char *back, struct buf *);

/* --- who has to sign in first ------------------------------------------------- */

/* The address of the page that is looked at; without its query where that is too long to lead back to. */
const char *view_here(const struct request *);
/* The path of the page of ours a form stood on, as its browser says; NULL when it does not. */
const char *view_came_from(struct request *);
/* The form to sign in, which leads on to that page; for struct app's error_page: NULL when there is no room. */
const char *view_sign_in(struct request *, const char *next, struct buf *);

#endif
