/*
 * members: registering, signing in and out, being changed.
 *
 * Passwords are kept as argon2id; a session is a token of 128 random bits of which the
 * table has only the hash.  Failed sign-ins delay the next try (signin.h), and
 * an unknown address costs as much time as a known one.
 */
#ifndef SHOP_MEMBERS_H
#define SHOP_MEMBERS_H

#include <stdint.h>

#include "base/id.h"
#include "domain/user.h"

struct arena;
struct err;
struct order_actor;
struct shop;

/* A new CUSTOMER (or, from the command line, any role). INVALID_REQUEST at /email ("taken") when the address is somebody's. */
const struct err *member_register(struct shop *, struct arena *, const struct registration *, int role, const struct user **);

struct sign_in { const struct user *user; char token[TOKEN_TEXT]; int64_t expires_at; };
/* UNAUTHENTICATED when e-mail and password do not belong together or the user is not ACTIVE; TOO_MANY_REQUESTS with
 * the seconds to wait after repeated failures. */
const struct err *member_sign_in(struct shop *, struct arena *, const char *email, const char *password,
    const char *client_address, struct sign_in *);
const struct err *member_sign_out(struct shop *, struct arena *, const struct hash *session);

/* What is a member's own and an admin's: UNAUTHENTICATED for strangers, FORBIDDEN for everybody else. */
const struct err *member_only(struct arena *, const struct uuid *member, const struct order_actor *);

/* A user, for themselves and admins; ENTITY_NOT_FOUND for others. */
const struct err *member_find(struct shop *, struct arena *, const struct uuid *, const struct uuid *caller, int caller_role, const struct user **);

/* Own name, phone and address; status by an ADMIN only, who is one still. A user who is no longer ACTIVE is signed out everywhere.  The last
 * ADMIN who is ACTIVE stays so (INVALID_REQUEST at /status, last_admin), also when two suspend each other at once. */
const struct err *member_change(struct shop *, struct arena *, const struct uuid *, const struct uuid *caller,
    int caller_role, const struct member_change *, const struct user **);

#endif
