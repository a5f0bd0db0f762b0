/*
 * model_row: how the files of model look into a struct.
 *
 * The one place where a row's offset becomes an address.
 */
#ifndef HTTP_MODEL_ROW_H
#define HTTP_MODEL_ROW_H

#include <stdbool.h>

#include "http/model.h"

static inline const void *
row_in(const void *in, const struct model_field *f)
{
	return (const char *)in + f->offset;
}

#define ROW(T, in, f) (*(__typeof__(T) const *)row_in((in), (f)))

/* Entry i of a LIST. */
static inline const void *
row_entry(const struct list *l, const struct model_field *f, size_t i)
{
	return (const char *)l->v + i * f->sub->size;
}

/* "0,0 = no limit"; a max below min is none either. */
static inline bool
row_has_min(int64_t min, int64_t max)
{
	return min != 0 || max != 0;
}

static inline bool
row_has_max(int64_t min, int64_t max)
{
	return row_has_min(min, max) && max >= min;
}

/* Whether the row has something that says "absent": the others are always written. */
static inline bool
row_may_lack(const struct model_field *f)
{
	switch (f->type) {
	case MODEL_STR: case MODEL_ENUM: case MODEL_UUID: case MODEL_TIME: case MODEL_OBJECT: case MODEL_JSON:
		return true;
	case MODEL_INT:
		return (f->flags & MODEL_OPTIONAL) != 0;
	default:
		return false;
	}
}

/* Whether the field stands in answers. */
static inline bool
row_written(const struct model_field *f)
{
	return (f->flags & (MODEL_SECRET | MODEL_IGNORED)) == 0;
}

#endif
