/*
 * addresses: those a member keeps, to choose from.
 *
 * For the member and admins; others are told there is no such member.  Each answers with all the member has then.
 */
#ifndef SHOP_ADDRESSES_H
#define SHOP_ADDRESSES_H

#include "domain/user.h"
#include "store/address_store.h"

struct arena;
struct err;
struct shop;

struct address_owner { struct uuid user_id, caller; int caller_role; };

const struct err *addresses_of(struct shop *, struct arena *, const struct address_owner *, struct addresses *);
/* INVALID_REQUEST at /address (too_many) beyond ADDRESSES_MAX. */
const struct err *address_add(struct shop *, struct arena *, const struct address_owner *, const struct address_wish *, struct uuid *id,
    struct addresses *);
/* ENTITY_NOT_FOUND when the member has no such address. */
const struct err *address_change(struct shop *, struct arena *, const struct address_owner *, const struct uuid *id, const struct address_wish *,
    struct addresses *);
const struct err *address_drop(struct shop *, struct arena *, const struct address_owner *, const struct uuid *id, struct addresses *);

#endif
