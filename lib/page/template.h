/*
 * template: HTML pages from text with holes and a json-c tree.
 *
 * A small logic-less language (a subset of mustache); everything a page shows is
 * escaped for HTML unless it asks for {{{raw}}}:
 *
 *   {{name}} {{a.b.c}} {{.}}          a value; what is not there is written as nothing
 *   {{.name}}                         a value of the innermost section alone
 *   {{@index}} {{@number}} {{@key}}   place in the list from 0, from 1; name of the member (in each)
 *   {{#x}}…{{/x}}                     a list: for each entry; an object: inside it; else: when x is something
 *   {{^x}}…{{/x}}                     when x is nothing: absent, null, false, 0, "", an empty list
 *   {{#any x}}…{{/any}}               once when x is something, also when it is a list
 *   {{#is x "word"}}…{{/is}}          when x reads as the word (or as another path's value); {{^is …}} when not
 *   {{#each x}}…{{/each}}             for each member of the object x
 *   {{> name}}                        the template name.html, here
 *   {{! remark }}                     nothing
 *   {{won x}} {{change x}}            1,234원 / ₩1,234; with its sign
 *   {{date x}} {{time x}}             of an RFC 3339 moment, in its own offset
 *   {{url x}}                         percent-encoded, for a part of an address
 *   {{pick object x}}                 the object's member that x names, or x itself where there is none
 *   {{t key}} {{t key x}}             the message in the page's language; {} in it is x
 *   {{label prefix x}}                the message prefix.x, or x itself where there is none
 *
 * Paths are looked up from the innermost section outwards, as mustache does.  A tag alone
 * on its line leaves no empty line.  Templates are parsed once at start; a fault is told
 * with file:line, and so is a partial or a message that does not exist.  After loading nothing is
 * written to, so threads share one set.  Rendering is bounded in depth, steps and by the
 * buffer's cap.
 */
#ifndef PAGE_TEMPLATE_H
#define PAGE_TEMPLATE_H

#include <stddef.h>

#include "base/err.h"
#include "http/request.h"

struct arena;
struct buf;
struct json_object;
struct templates;

/* Loads templates/NAME.html, all there are, and messages.ini of a directory.  NULL with a sentence in why. Freed with
 * templates_free(). */
struct templates *templates_load(const char *dir, char *why, size_t whylen);
void templates_free(struct templates *);	/* NULL is fine */

/* The same from memory: an empty set, what is added to it (-1 with a sentence in why), and the check that all it names is
 * there. A set that has not passed the check must not be rendered. */
struct templates *templates_new(void);
int templates_add(struct templates *, const char *name, const char *text, size_t n, char *why, size_t whylen);
int templates_add_messages(struct templates *, const char *file, const char *text, size_t n, char *why, size_t whylen);
int templates_check(const struct templates *, char *why, size_t whylen);

/* Appends the page.  INTERNAL_SERVER_ERROR when there is no such template or a bound is met; what was appended
 * until then stays in the buffer. */
const struct err *template_render(const struct templates *, const char *name, struct json_object *data, enum lang,
    struct arena *, struct buf *);
/* A message; the key itself when there is none. */
const char *template_message(const struct templates *, const char *key, enum lang);

#endif
