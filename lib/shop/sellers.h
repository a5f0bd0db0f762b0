/*
 * sellers: members who ask to sell, and the admin who decides.
 */
#ifndef SHOP_SELLERS_H
#define SHOP_SELLERS_H

#include <stddef.h>
#include <stdint.h>

#include "base/id.h"

struct arena;
struct err;
struct seller;
struct seller_change;
struct seller_wish;
struct shop;

/* A customer asks.  SELLER_STATE_CONFLICT for who asks already or sells; FORBIDDEN for staff; INVALID_REQUEST at
 * /registrationNumber ("taken") when another has it. */
const struct err *seller_ask(struct shop *, struct arena *, const struct uuid *user, int role, const struct seller_wish *, const struct seller **);

/* Those who sell are for everybody to see; who asks or was rejected for themselves and admins.  ENTITY_NOT_FOUND. */
const struct err *seller_find(struct shop *, struct arena *, int64_t id, const struct uuid *caller, int caller_role, const struct seller **);
/* The caller as a seller. */
const struct err *seller_find_own(struct shop *, struct arena *, const struct uuid *caller, const struct seller **);
/* By number, from after that one on; status -1 = all. */
const struct err *sellers_list(struct shop *, struct arena *, int status, int64_t after, int64_t limit, const struct seller **, size_t *n);

/* The seller's own data; the status by an ADMIN only.  Who is approved becomes SELLER; who is rejected after that a CUSTOMER again, whose goods
 * are no longer sold.  SELLER_STATE_CONFLICT when no such step leads from where the seller is. */
const struct err *seller_decide(struct shop *, struct arena *, int64_t id, const struct uuid *caller, int caller_role,
    const struct seller_change *, const struct seller **);

#endif
