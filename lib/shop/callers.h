/*
 * callers: whose a session token is.
 *
 * Every request of a member asks it first.  Who asks while an answer is on its way waits for the next one, and that one
 * is for all of them: a desk (shop/desk.h) whose batch is one SELECT.  Nothing is remembered from one answer to the next: who was
 * signed out or suspended is so at the next request.
 */
#ifndef SHOP_CALLERS_H
#define SHOP_CALLERS_H

#include <stddef.h>

struct arena;
struct desk_ticket;
struct err;
struct hash;
struct shop;
struct user;

#define CALLERS_BATCH 64

/* The ACTIVE user of a session token's hash (id, role, name filled, in the arena); NULL when there is none. */
const struct err *caller_find(struct shop *, struct arena *, const struct hash *session, const struct user **);

/* What shop->callers runs: arg is the shop. */
void callers_run(void *arg, struct desk_ticket **, size_t n);

#endif
