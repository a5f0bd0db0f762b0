/*
 * charge: money paid into a member's balance, by card.
 *
 *   hold (one transaction) -> gateway, no transaction open -> settle (one transaction)
 *
 * As with an order (checkout.h): the payment and the row that leads the worker to it are written before the gateway is asked, and what
 * became of it is written once, by whoever finds out (charge_settle.h).  Nothing is in the balance before that.
 *
 * Source: charging of the store requirements.
 */
#ifndef SHOP_CHARGE_H
#define SHOP_CHARGE_H

#include "domain/payment.h"
#include "domain/wallet.h"
#include "shop/checkout.h"
#include "shop/idempotency.h"

struct arena;
struct err;
struct gateway_card;
struct shop;

struct charging {
	/* In. */
	struct uuid		 user_id;
	won_t			 amount;	/* as wallet_charge_check() wants it */
	const struct gateway_card *card;	/* checked; or … */
	const char		*token;		/* … of the gateway's own form */
	struct idem		 key;
	/* Makes the answer; with a key it is kept.  HELD: its location, which ends with the payment's id; the wallet is NULL then. */
	const struct err	*(*answer)(void *arg, const struct charge *, const struct wallet *, enum checkout_result, struct kept *);
	void			*arg;
	/* Out. */
	const struct kept	*kept;		/* the answer, now or as it was; a declined payment's has status 402 */
};

/* INVALID_REQUEST at /amount, and at /payment/… when it is not what the gateway wants; UNAVAILABLE when the gateway is down; the desk's own. */
const struct err *charge_run(struct shop *, struct arena *, struct charging *);

/* One charge of a member's, for themselves and admins; ENTITY_NOT_FOUND for others and where there is none. */
const struct err *charge_find(struct shop *, struct arena *, const struct uuid *user, const struct uuid *payment, const struct uuid *caller,
    int caller_role, const struct charge **);

#endif
