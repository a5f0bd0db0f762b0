/*
 * delivery_store: where a member usually wants it.
 */
#ifndef STORE_DELIVERY_STORE_H
#define STORE_DELIVERY_STORE_H

#include <stdint.h>

#include "base/id.h"

struct arena;
struct db;
struct err;

struct delivery_default { const char *address, *recipient_name, *recipient_phone, *delivery_notes; };	/* all but the first may be NULL */

/* *out NULL when the member has said none. */
const struct err *delivery_store_get(struct db *, struct arena *, const struct uuid *user, const struct delivery_default **out);
const struct err *delivery_store_put(struct db *, struct arena *, const struct uuid *user, const struct delivery_default *, int64_t now);

#endif
