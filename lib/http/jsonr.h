/*
 * jsonr: reads a JSON body, strictly.
 *
 * What json-c's tokener lets pass even in its strict mode is refused: a key twice in one
 * object, NaN and Infinity, 01 and 1., control characters and broken UTF-8 in strings,
 * \u0000 and half surrogate pairs, NUL and other bytes after the end; and so is what
 * passes body's limits of depth, fields and list entries.
 */
#ifndef HTTP_JSONR_H
#define HTTP_JSONR_H

#include <stddef.h>

#include "base/err.h"

struct arena;
struct json_object;

/* The object in *tree, freed with the arena.  INVALID_REQUEST with the pointer "" and the reason not_json,
 * not_text, duplicate_field, too_deep, too_many_fields, or wrong_type when it is JSON but not an object; or with a list's pointer
 * and too_many. */
const struct err *jsonr_parse(struct arena *, const char *data, size_t n, struct json_object **tree);

/* Overwrites all texts of a tree, which keeps its shape. */
void jsonr_forget(struct json_object *);
/* The same, and frees it: for arena_defer(). */
void jsonr_put(void *tree);

#endif
