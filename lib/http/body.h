/*
 * body: request bodies of three media types into one tree.
 *
 * application/json, application/x-www-form-urlencoded and multipart/form-data
 * all become a json-c object.  Form names nest: delivery[address] and
 * delivery.address are {"delivery":{"address":…}}, items[0][productId] is a
 * list, names[] appends.  Values of forms are strings; the model converts them.
 * Bounded: depth, fields, list entries; the same scalar field twice is a fault, as is __proto__-like
 * conflict of scalar and object.  JSON is strict: UTF-8, no duplicate keys, no comments, no trailing bytes, no NaN.
 */
#ifndef HTTP_BODY_H
#define HTTP_BODY_H

#include <stddef.h>

#include "base/err.h"

struct arena;
struct json_object;

#define BODY_DEPTH	8	/* objects and lists within each other, the whole included */
#define BODY_FIELDS	512	/* members of all objects together */
#define BODY_ENTRIES	100	/* of one list */

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

/* Parses; INVALID_REQUEST tells what is wrong with the form of it (reason not_json, duplicate_field, too_deep,
 * too_many_fields, too_many (entries of the list at the pointer), too_many_files, bad_multipart, not_text, wrong_type; the pointer is
 * that of the field where one is to blame, else ""),
 * UNSUPPORTED_MEDIA_TYPE for bytes of any other type or none.  No bytes = no tree, whatever the type. */
const struct err *body_parse(struct arena *, const char *content_type, const char *data, size_t n, struct body *);
/* A query string into the same tree (urlencoded); pointers begin with '?'. */
const struct err *body_parse_query(struct arena *, const char *query, struct json_object **tree);

#endif
