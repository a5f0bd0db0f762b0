/*
 * ctl_json: what banquetctl seed reads of the objects of its documents.
 */
#ifndef BIN_CTL_JSON_H
#define BIN_CTL_JSON_H

#include <stdint.h>

struct json_object;

/* The value under that key, which the document owns; NULL where there is none, or null. */
struct json_object *ctl_at(struct json_object *, const char *key);
/* As a text: lives as long as the document. NULL as above. */
const char *ctl_text(struct json_object *, const char *key);
/* As a number; 0 as above. */
int64_t ctl_number(struct json_object *, const char *key);

#endif
