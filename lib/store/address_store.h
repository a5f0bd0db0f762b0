/*
 * address_store: the addresses members keep.
 */
#ifndef STORE_ADDRESS_STORE_H
#define STORE_ADDRESS_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/user.h"

struct arena;
struct db;
struct err;

struct addresses { const struct user_address *v; size_t n; };

/* As they were added. */
const struct err *address_store_of_user(struct db *, struct arena *, const struct uuid *user, struct addresses *);
/* *added = false when the member has `most` already; those who add at once wait for each other. */
const struct err *address_store_add(struct db *, struct arena *, const struct uuid *user, const struct user_address *, int64_t most, bool *added);
/* Writes what is not NULL; *found = the member has such an address. */
const struct err *address_store_change(struct db *, struct arena *, const struct uuid *user, const struct uuid *id, const struct address_wish *, bool *found);
const struct err *address_store_drop(struct db *, struct arena *, const struct uuid *user, const struct uuid *id, bool *found);

#endif
