/*
 * template_helper: values as people read them.  For template.c alone.
 */
#ifndef PAGE_TEMPLATE_HELPER_H
#define PAGE_TEMPLATE_HELPER_H

#include "page/messages.h"
#include "page/template_parse.h"

struct buf;
struct json_object;

/* A value in a page: the tree's, or text alone. */
struct template_value {
	struct json_object	*json;		/* NULL for words, places, null and what is not there */
	const char		*text;		/* how it reads; NULL = nothing */
	char			 room[32];	/* where numbers are written */
};

/* How v->json reads: strings as they are, whole numbers, others without trailing zeroes, true and false; NULL for lists, objects and nothing.
 * What it returns lives as long as *v and the tree. */
const char *template_value_text(struct template_value *v);

/* Writes what the helper makes of its one or two values, escaped for HTML. */
void template_help(struct buf *, enum template_helper, const struct messages *, enum lang,
    const struct template_value *a, const struct template_value *b);

#endif
