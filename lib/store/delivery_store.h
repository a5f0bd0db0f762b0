/*
 * delivery_store: where a member usually wants it.
 */
#ifndef STORE_DELIVERY_STORE_H
#define STORE_DELIVERY_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/id.h"

struct arena;
struct db;
struct err;

struct delivery_default { const char *address, *recipient_name, *recipient_phone, *delivery_notes; };	/* all but the first may be NULL */

/* Where these members have things sent, as far as they ever said where: their usual delivery, or their own address. */
struct usual_delivery { struct uuid user_id; struct delivery_default to; };
struct usual_deliveries { struct usual_delivery *v; size_t n; };
const struct err *delivery_store_usual(struct db *, struct arena *, const struct uuid *users, size_t n, struct usual_deliveries *);
/* *out NULL when the member has said none. */
const struct err *delivery_store_get(struct db *, struct arena *, const struct uuid *user, const struct delivery_default **out);
const struct err *delivery_store_put(struct db *, struct arena *, const struct uuid *user, const struct delivery_default *, int64_t now);

#endif
