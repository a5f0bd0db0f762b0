/*
 * coupons: offering them, looking at them, taking one back, and writing down those whose time is over.
 *
 * Anybody sees what is offered; what a member holds is theirs and an admin's to see.  Giving one out is claim.h's,
 * using it the order desk's.
 */
#ifndef SHOP_COUPONS_H
#define SHOP_COUPONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "domain/coupon.h"
#include "domain/goods.h"
#include "shop/idempotency.h"
#include "store/coupon_store.h"

struct arena;
struct err;
struct shop;

struct coupon_offering {
	/* In. */
	struct coupon		 coupon;	/* without issue_from: given out at once */
	struct idem		 key;
	/* Makes the answer to be kept under the key.  NULL without a key. */
	const struct err	*(*answer)(void *arg, const struct coupon *, struct kept *);
	void			*arg;
	/* Out: the coupon has its id, and when it was made. */
	bool			 replayed;	/* an earlier answer is given again */
	const struct kept	*kept;		/* with a key: the answer */
};
/* A new coupon.  INVALID_REQUEST at /issueTo ("in_the_past") and at a product that is none of the store's ("unknown"); the rest is
 * coupon_check()'s, asked before. */
const struct err *coupon_offer(struct shop *, struct arena *, struct coupon_offering *);
/* ENTITY_NOT_FOUND; one that is offered no more is found. */
const struct err *coupon_get(struct shop *, struct arena *, int64_t id, const struct coupon **);

struct coupon_page { struct coupons coupons; uint32_t next; };		/* next: the cursor of the next page; 0 = the end */
/* Those being given out or still to be, newest first; cursor 0 = the beginning. */
const struct err *coupon_offered(struct shop *, struct arena *, uint32_t cursor, int64_t limit, struct coupon_page *);

struct issued_page { struct issued_coupons issued; struct uuid next; };	/* next: zero = the end */
/* A member's, newest first; of one state as it is now (enum coupon_state; -1 = all); cursor zero = the beginning. */
const struct err *coupon_holdings(struct shop *, struct arena *, const struct uuid *user, int state, const struct uuid *cursor,
    int64_t limit, struct issued_page *);
/* Which of the coupons a member has ever had: has[i] of the i-th. */
const struct err *coupon_had(struct shop *, struct arena *, const struct uuid *user, const struct coupons *, bool *has);

/* The goods that coupons for products are for, of each coupon the first so many: by number, each once. */
const struct err *coupon_goods(struct shop *, struct arena *, const struct coupons *, size_t each, struct goods_list *);

/* ENTITY_NOT_FOUND, for whoever is neither its member nor an admin too. */
const struct err *coupon_issued(struct shop *, struct arena *, const struct uuid *id, const struct uuid *caller, int role,
    const struct issued_coupon **);
/* Takes one back from its member; one that was taken back stays so.  COUPON_NOT_USABLE (coupon_used, coupon_expired); ENTITY_NOT_FOUND. */
const struct err *coupon_revoke(struct shop *, struct arena *, const struct uuid *id, const struct issued_coupon **);

#endif
