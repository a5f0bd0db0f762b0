/*
 * reply: reads the JSON a provider answered with.
 *
 * A provider adds fields as it likes, so what is not asked for is passed over; what is asked
 * for and has another type counts as not there.  Paths are member names joined by dots.
 * What is found lives as long as the arena.
 */
#ifndef REMOTE_REPLY_H
#define REMOTE_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct json_object;	/* json-c's */

/* The object; NULL when the text is no JSON object, or is nested deeper than REPLY_DEPTH. */
const struct json_object *reply_parse(struct arena *, const char *text, size_t n);
#define REPLY_DEPTH 16

/* NULL when it is not there, no text, or empty. */
const char *reply_text(const struct json_object *, const char *path);
/* False when it is not there or no whole number that fits. */
bool reply_int(const struct json_object *, const char *path, int64_t *out);
/* False also when it is not there. */
bool reply_true(const struct json_object *, const char *path);
/* NULL when it is not there or no object. */
const struct json_object *reply_object(const struct json_object *, const char *path);
bool reply_has_list(const struct json_object *, const char *path);
/* How many entries a list has, 0 when it is none; and the i-th of them, NULL when that is no object. */
size_t reply_count(const struct json_object *, const char *path);
const struct json_object *reply_entry(const struct json_object *, const char *path, size_t i);

#endif
