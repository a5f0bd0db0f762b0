/*
 * coupon_store: coupons and those who hold them, locked for the desk or just read.
 *
 * A claim locks the coupon first: whoever holds that lock alone gives it out, so that what issued_coupons says of it then can not change
 * under them.  Coupons come sorted by id, issued ones by theirs unless said otherwise, each leading to its coupon.
 */
#ifndef STORE_COUPON_STORE_H
#define STORE_COUPON_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/stmt.h"
#include "domain/coupon.h"

struct arena;
struct db;
struct err;

struct coupons { struct coupon *v; size_t n; };
struct issued_coupons { struct issued_coupon *v; size_t n; };
/* A member and a coupon they want. */
struct coupon_wish { uint32_t coupon_id; struct uuid user_id; };

/* --- coupons ----------------------------------------------------------------- */

/* A new coupon with its products; sets its id.  Several statements: in a transaction of the caller's. */
const struct err *coupon_store_add(struct db *, struct arena *, struct coupon *);
/* The id of the (first) coupon of that name, 0 when there is none. */
const struct err *coupon_store_named(struct db *, struct arena *, const char *name, uint32_t *id);
/* Those of these ids (sorted, distinct) that there are, with their products. */
const struct err *coupon_store_read(struct db *, struct arena *, const uint32_t *ids, size_t n, struct coupons *);
/* Those being given out or still to be, newest first: at most `limit` of a smaller id than `before`. */
const struct err *coupon_store_offered(struct db *, struct arena *, int64_t now, uint32_t before, int64_t limit, struct coupons *);
/* The one of that id, NULL when it is not among them (sorted by id). */
struct coupon *coupons_find(const struct coupons *, uint32_t id);

/* --- giving out ------------------------------------------------------------------ */

/* Locks the coupons of these ids (sorted, distinct) until the transaction ends; their products are not read. */
const struct err *coupon_store_lock(struct db *, struct arena *, const uint32_t *ids, size_t n, struct coupons *);
/* Whether each wish's member has ever had that coupon: has[i] of wish i.  Asked while the coupons are locked. */
const struct err *coupon_store_held(struct db *, struct arena *, const struct coupon_wish *, size_t n, bool *has);

/* A coupon's figures alone (quantity, issued, its time) and whether that member has had one, with nothing locked. */
const struct err *coupon_store_look(struct db *, struct arena *, const struct coupon_wish *, struct coupon *, bool *found, bool *has);

/* --- issued ones ---------------------------------------------------------------------- */

/* Locks them (ids sorted, distinct) until the transaction ends. */
const struct err *coupon_store_lock_issued(struct db *, struct arena *, const struct uuid *ids, size_t n, struct issued_coupons *);
/* The ids of those that these orders use, sorted: what to lock before they are given back. */
const struct err *coupon_store_of_orders(struct db *, struct arena *, const struct uuid *order_ids, size_t n, struct uuid **ids, size_t *nids);
const struct err *coupon_store_issued(struct db *, struct arena *, const struct uuid *ids, size_t n, struct issued_coupons *);
/* A member's, newest first: at most `limit` before that one (NULL = the newest), of one state as it is now (-1 = all). */
const struct err *coupon_store_of_user(struct db *, struct arena *, const struct uuid *user_id, int state, int64_t now,
    const struct uuid *before, int64_t limit, struct issued_coupons *);
/* Those a member could use now, whatever is bought; at most `limit`. */
const struct err *coupon_store_usable(struct db *, struct arena *, const struct uuid *user_id, int64_t now, int64_t limit, struct issued_coupons *);
/* Writes down at most `limit` ACTIVE ones as EXPIRED whose time is over; *n = how many. */
const struct err *coupon_store_expire(struct db *, struct arena *, int64_t now, int64_t limit, int64_t *n);

/* --- what the desk writes ---------------------------------------------------------------- */

struct coupon_rows { struct bulk coupons, issued, changes; };
void coupon_rows_start(struct coupon_rows *, struct arena *);
void coupon_rows_count(struct coupon_rows *, const struct coupon *);		/* how many were given out; the last figure counts */
void coupon_rows_add(struct coupon_rows *, const struct issued_coupon *);	/* one was */
void coupon_rows_change(struct coupon_rows *, const struct issued_coupon *);	/* its state and order */
const struct err *coupon_rows_write(struct db *, struct coupon_rows *);

#endif
