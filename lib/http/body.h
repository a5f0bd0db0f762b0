/*
 * body: request bodies of three media types into one tree.
 *
 * application/json, application/x-www-form-urlencoded and multipart/form-data
 * all become a json-c object.  Form names nest: delivery[address] and
 * delivery.address are {"delivery":{"address":…}}, items[0][productId] is a
 * list, names[] appends.  Values of forms are strings; the model converts them.
 * Bounded: depth 8, 512 fields, 100 list entries; the same scalar field twice is a fault, as is __proto__-like
 * conflict of scalar and object.  JSON is strict: UTF-8, no duplicate keys, no comments, no trailing bytes, no NaN.
 */
#ifndef HTTP_BODY_H
#define HTTP_BODY_H

#include <stddef.h>

#include "base/err.h"

struct arena;
struct json_object;

enum body_kind { BODY_NONE, BODY_JSON, BODY_FORM, BODY_MULTIPART, BODY_OTHER };
enum body_kind body_kind(const char *content_type);	/* NULL or "" = BODY_NONE */

/* A file of a multipart body; its bytes lie in the request's body. */
struct body_file { const char *field, *filename, *type; const char *data; size_t len; };

struct body {
	enum body_kind		 kind;
	struct json_object	*tree;		/* NULL = no body; freed with the arena */
	struct body_file	*files;
	size_t			 nfiles;
};

/* Parses; INVALID_REQUEST tells what is wrong with the form of it (pointer "" and reason not_json, duplicate_field, too_deep,
 * too_many_fields, bad_multipart, not_text), UNSUPPORTED_MEDIA_TYPE for BODY_OTHER with bytes. */
const struct err *body_parse(struct arena *, const char *content_type, const char *data, size_t n, struct body *);
/* A query string into the same tree (urlencoded). */
const struct err *body_parse_query(struct arena *, const char *query, struct json_object **tree);

/* The parts (each small, each fuzzed). */
const struct err *form_parse(struct arena *, const char *data, size_t n, struct json_object *into);
const struct err *multipart_parse(struct arena *, const char *boundary, const char *data, size_t n, struct body *);
const struct err *form_put(struct arena *, struct json_object *into, const char *name, const char *value, size_t n);

#endif
