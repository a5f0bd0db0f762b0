/*
 * sheets: order sheets: made, looked at, given up.
 *
 * A sheet is written by the desk like an order, but takes nothing: making many at once is one commit, and its prices are those of
 * that transaction.  What can not be had now is refused already here, though only paying takes it.
 */
#ifndef SHOP_SHEETS_H
#define SHOP_SHEETS_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/discount.h"
#include "domain/sheet.h"
#include "domain/wallet.h"
#include "shop/idempotency.h"
#include "store/coupon_store.h"

struct arena;
struct err;
struct list;
struct shop;

/* A sheet with its lines and what it comes to, before coupons and points. */
struct sheet_shown { struct sheet sheet; struct sheet_lines lines; struct bill bill; };

struct sheet_making {
	/* In. */
	struct uuid		 user_id;
	const struct list	*items;		/* struct ware_wish; or NULL and … */
	const int64_t		*cart_items;	/* … lines of the member's cart */
	size_t			 ncart_items;
	bool			 english;
	struct idem		 key;
	const struct err	*(*answer)(void *arg, const struct sheet_shown *, struct kept *);
	void			*arg;
	/* Out. */
	const struct sheet_shown *shown;	/* NULL when an earlier answer was given again */
	const struct kept	*kept;
};

/* ENTITY_NOT_FOUND for a product, or a cart's line, that there is not; INVALID_REQUEST for one that is not sold any more; STOCK_NOT_ENOUGH; and the
 * desk's own. */
const struct err *sheet_make(struct shop *, struct arena *, struct sheet_making *);

/* A member's own sheet, whatever became of it. ENTITY_NOT_FOUND when there is none, or it is another's. */
const struct err *sheet_find(struct shop *, struct arena *, const struct uuid *order_key, const struct uuid *user, struct sheet_shown *);

/* A member gives up a sheet that no payment was begun for: it ends, and can not be paid any more.  Whichever of the two is first at the desk. */
struct sheet_giving_up {
	/* In. */
	struct uuid		 order_key, user_id;
	struct idem		 key;
	const struct err	*(*answer)(void *arg, const struct sheet_shown *, struct kept *);
	void			*arg;
	/* Out. */
	struct sheet_shown	 shown;		/* as it was */
	const struct kept	*kept;		/* under the key, now or earlier */
};
/* ENTITY_NOT_FOUND as sheet_find(); ORDER_STATE_CONFLICT once there is an order of it; ORDER_SHEET_EXPIRED when it is over already; and the desk's own. */
const struct err *sheet_give_up(struct shop *, struct arena *, struct sheet_giving_up *);

/* What it could be paid with: coupons that would save something, each alone; the purses. */
struct sheet_coupon { const struct issued_coupon *issued; int line; won_t saves; };
struct sheet_means { struct sheet_coupon *coupons; size_t ncoupons; struct wallet wallet; };
/* ORDER_SHEET_EXPIRED, ORDER_STATE_CONFLICT when it is not to be paid now; and as sheet_find(). */
const struct err *sheet_checkout(struct shop *, struct arena *, const struct uuid *order_key, const struct uuid *user,
    struct sheet_shown *, struct sheet_means *);

#endif
