/*
 * form: names and values of forms into one tree.
 *
 * delivery[address] and delivery.address are {"delivery":{"address":…}}; items[0][productId] is a list,
 * whose numbers may have gaps (the order counts); names[] appends.  Values are strings.  A name
 * that is not made like that is a plain key, which no model knows.
 * Urlencoded bodies, query strings and the fields of multipart bodies come through here.
 */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include <stddef.h>

#include "base/err.h"

struct arena;
struct json_object;

struct form {
	struct arena		*arena;
	struct json_object	*tree;		/* freed with the arena */
	size_t			 fields;	/* so far; at most BODY_FIELDS */
};

/* An empty form; UNAVAILABLE when there is no memory. */
const struct err *form_begin(struct form *, struct arena *);
/* One field.  INVALID_REQUEST with the field's pointer and duplicate_field (also: a value where there is
 * an object or list, or the other way round), too_deep, too_many (entries of a list), too_many_fields or not_text. */
const struct err *form_put(struct form *, const char *name, const char *value, size_t n);
/* All fields of an urlencoded text. */
const struct err *form_parse(struct form *, const char *data, size_t n);
/* Closes the gaps in lists: once, after the last field. */
void form_end(struct form *);

#endif
