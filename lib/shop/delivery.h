/*
 * delivery: where a member usually wants it, and when a delivery can be booked.
 */
#ifndef SHOP_DELIVERY_H
#define SHOP_DELIVERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/order.h"
#include "store/delivery_store.h"

struct arena;
struct err;
struct shop;

/* The member themselves and admins, others FORBIDDEN; *out NULL when they have said nothing. */
const struct err *delivery_usual(struct shop *, struct arena *, const struct uuid *user, const struct order_actor *,
    const struct delivery_default **out);
const struct err *delivery_usual_set(struct shop *, struct arena *, const struct uuid *user, const struct order_actor *,
    const struct delivery_default *);

struct slot_offer { int64_t slot, capacity, free; bool open; };	/* open: early enough for it */
struct slot_offers { const char *date; struct slot_offer *v; size_t n; };	/* YYYY-MM-DD; in the order of the day */
/* Of a day ("2026-11-27"; NULL = today).  INVALID_REQUEST at ?date: not_a_date, in_the_past, too_far_ahead. */
const struct err *delivery_slots(struct shop *, struct arena *, const char *date, struct slot_offers *);

#endif
