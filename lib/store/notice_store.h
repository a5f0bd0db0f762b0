/*
 * notice_store: what members were told.
 *
 * Errors live in the arena.
 */
#ifndef STORE_NOTICE_STORE_H
#define STORE_NOTICE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/notice.h"

struct arena;
struct db;
struct err;

struct notices { struct notice *v; size_t n; };

/* How much of each kind orders have told: order_id, kind and part, the largest. */
const struct err *notice_store_known(struct db *, struct arena *, const struct uuid *orders, size_t n, struct notices *);
/* In a transaction of the caller's; what was told before is left as it is. */
const struct err *notice_store_add(struct db *, struct arena *, const struct notice *, size_t n);

/* A member's, newest first, before `from` (NULL = from the newest), at most `max`. */
const struct err *notice_store_page(struct db *, struct arena *, const struct uuid *user, bool unread, const struct uuid *from, int64_t max,
    struct notices *);
/* How many are not read; 100 stands for more. */
const struct err *notice_store_unread(struct db *, struct arena *, const struct uuid *user, int64_t *n);
/* NULL when there is none. */
const struct err *notice_store_find(struct db *, struct arena *, const struct uuid *id, const struct notice **);
const struct err *notice_store_mark(struct db *, struct arena *, const struct uuid *id, int64_t read_at);
/* All up to this one. */
const struct err *notice_store_mark_all(struct db *, struct arena *, const struct uuid *user, const struct uuid *upto, int64_t read_at);

#endif
