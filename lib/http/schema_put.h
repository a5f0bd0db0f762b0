/*
 * schema_put: the few shapes schemas and the document are made of, over jsonw.
 */
#ifndef HTTP_SCHEMA_PUT_H
#define HTTP_SCHEMA_PUT_H

#include "base/jsonw.h"

/* "key":"value" */
static inline void
put_str(struct jsonw *w, const char *key, const char *value)
{
	json_key(w, key);
	json_str(w, value);
}

static inline void
put_bool(struct jsonw *w, const char *key, bool value)
{
	json_key(w, key);
	json_bool(w, value);
}

static inline void
put_int(struct jsonw *w, const char *key, int64_t value)
{
	json_key(w, key);
	json_int(w, value);
}

/* "key":{ or "key":[ */
static inline void
put_open(struct jsonw *w, const char *key, char brace)
{
	json_key(w, key);
	json_open(w, brace);
}

/* "key":{"type":"…"} */
static inline void
put_typed(struct jsonw *w, const char *key, const char *type)
{
	put_open(w, key, '{');
	put_str(w, "type", type);
	json_close(w, '}');
}

#endif
