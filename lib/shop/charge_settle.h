/*
 * charge_settle: what became of a charge of the balance, into its payment, the wallet and the ledger: one transaction.
 *
 * Whoever finds out says so: the request that charged, a callback, the worker.  The charge's own row is locked, so saying it twice,
 * or several at once, puts the money into the wallet once.  One that is found paid after it was given up is paid in all the same.
 */
#ifndef SHOP_CHARGE_SETTLE_H
#define SHOP_CHARGE_SETTLE_H

#include "domain/payment.h"
#include "domain/wallet.h"
#include "shop/settle.h"

struct arena;
struct err;
struct shop;

struct charge_settlement {
	/* In: payment, outcome and what belongs to it, key and its use; order and answer are not looked at. */
	struct settlement	 found;
	struct uuid		 user_id;	/* whose balance it is paid into */
	/* Makes the answer to be kept under the key. */
	const struct err	*(*answer)(void *arg, const struct charge *, const struct wallet *, struct kept *);
	void			*arg;
	/* Out: as they stand then. */
	struct charge		 charge;
	struct wallet		 wallet;
	const struct kept	*kept;
};

/* ENTITY_NOT_FOUND when that member has no such charge; the desk's own errors. */
const struct err *charge_settle(struct shop *, struct arena *, struct charge_settlement *);

#endif
