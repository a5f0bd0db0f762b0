/*
 * member_store: users, their sessions, and failed sign-ins.
 */
#ifndef STORE_MEMBER_STORE_H
#define STORE_MEMBER_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "domain/user.h"

struct arena;
struct db;
struct err;

/* Adds a user; *taken = the e-mail address is somebody's already (then nothing was added). */
const struct err *member_store_add(struct db *, struct arena *, const struct user *, bool *taken);
/* *out = NULL when there is none.  By e-mail: of exactly this address, as it was added. */
const struct err *member_store_by_id(struct db *, struct arena *, const struct uuid *, const struct user **out);
/* The very same address, not one that sorts like it. */
const struct err *member_store_by_email(struct db *, struct arena *, const char *email, const struct user **out);
/* Writes what is not NULL (status: not negative), and updated_at; what is left out stays as somebody else has it by now.
 * A withdrawn member stays that. */
const struct err *member_store_change(struct db *, struct arena *, const struct uuid *, const char *name, const char *phone,
    const char *address, int status);
/* The ADMINs who are ACTIVE, locked until the transaction ends. */
const struct err *member_store_lock_admins(struct db *, struct arena *, const struct uuid **ids, size_t *n);
const struct err *member_store_set_password(struct db *, struct arena *, const struct uuid *, const char *hash);
const struct err *member_store_set_role(struct db *, struct arena *, const struct uuid *, int role);

const struct err *session_store_add(struct db *, struct arena *, const struct hash *token, const struct uuid *user, int64_t expires_at);
struct session_user { struct hash token; struct user user; };	/* id, role, name filled */
struct session_users { struct session_user *v; size_t n; };
/* The ACTIVE users of those of these sessions that have not expired, in any order. */
const struct err *session_store_users(struct db *, struct arena *, const struct hash *tokens, size_t n, struct session_users *);
const struct err *session_store_end(struct db *, struct arena *, const struct hash *token);
const struct err *session_store_end_all(struct db *, struct arena *, const struct uuid *user);

/* Failures of one who is counted (shop/signin.h), and when the last was (ms). */
const struct err *signin_store_failures(struct db *, struct arena *, const struct hash *who, int64_t *n, int64_t *last_at);
/* One more; for each forgive_s (0 = never) since the last one was forgiven before. */
const struct err *signin_store_failed(struct db *, struct arena *, const struct hash *who, int64_t forgive_s);
const struct err *signin_store_forget(struct db *, struct arena *, const struct hash *who);
/* Whether it was signed in since then. */
const struct err *signin_store_known(struct db *, struct arena *, const struct hash *who, int64_t since, bool *known);
const struct err *signin_store_know(struct db *, struct arena *, const struct hash *who, int64_t now);

#endif
