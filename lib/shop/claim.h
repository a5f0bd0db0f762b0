/*
 * claim: a member takes one of a coupon, first come, first served.
 *
 * Served at the desk: the coupon's row is locked once a batch for all who claim it, so that a thousand are a thousand and nobody
 * has two.  That a coupon is sold out is for good, for what is given out never comes back; who comes after that is refused by a look
 * that locks nothing, and costs the desk nothing.
 */
#ifndef SHOP_CLAIM_H
#define SHOP_CLAIM_H

#include <stdint.h>

#include "base/id.h"
#include "domain/coupon.h"
#include "shop/idempotency.h"

struct arena;
struct err;
struct shop;

struct claiming {
	/* In. */
	int64_t			 coupon_id;
	struct uuid		 user_id;
	struct idem		 key;
	/* Makes the answer to be kept under the key.  NULL without a key. */
	const struct err	*(*answer)(void *arg, const struct issued_coupon *, struct kept *);
	void			*arg;
	/* Out. */
	const struct issued_coupon *issued;	/* its coupon without products; NULL when an earlier answer is given again */
	const struct kept	*kept;
};
/* ENTITY_NOT_FOUND; COUPON_ALREADY_ISSUED; COUPON_SOLD_OUT; COUPON_NOT_USABLE outside its time; and the desk's own. */
const struct err *claim_make(struct shop *, struct arena *, struct claiming *);

#endif
