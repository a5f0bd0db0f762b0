/*
 * jsonw: writes JSON into a buf, commas and escapes included.
 *
 *   json_open(w, '{'); json_key(w, "id"); json_int(w, 7); json_close(w, '}');
 *
 * json-c calls a type json_bool: a file includes this or json-c, not both.
 */
#ifndef BASE_JSONW_H
#define BASE_JSONW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/money.h"

struct buf;
struct jsonw { struct buf *out; bool comma; };

void json_open(struct jsonw *, char brace);		/* '{' or '[' */
void json_close(struct jsonw *, char brace);		/* '}' or ']' */
void json_key(struct jsonw *, const char *);
void json_str(struct jsonw *, const char *);		/* NULL writes null */
void json_int(struct jsonw *, int64_t);
void json_qty(struct jsonw *, qty_t);			/* thousandths: 1500 is 1.5, 2000 is 2 */
void json_bool(struct jsonw *, bool);
void json_null(struct jsonw *);
void json_raw(struct jsonw *, const char *json);	/* a value already written */

#endif
