/*
 * step: carries a locked order one step on, with all that follows from it, inside a batch.
 *
 * Items walk the table of item_state.def and tell their history, with the pieces each step was about; the order follows its items and its payment; what a
 * cancellation or a failure gives back (compensation.def) is given back here and nowhere else: stock, slot, coupons, points and what was paid from
 * the balance at once (purse.h), other money as a compensation that the worker sees through.  Who may take a step is asked before (change.c, settle.c).
 */
#ifndef SHOP_STEP_H
#define SHOP_STEP_H

#include "domain/aftersale.h"
#include "domain/compensation.h"
#include "domain/order.h"

struct batch;

/* Who takes the step, as history tells it. */
struct step_by {
	enum actor	 actor;
	struct uuid	 actor_id;	/* zero = a guest, or the system */
	const char	*reason;	/* may be NULL */
};

/* Moves every item from which a row leads to that state. */
void step_items(struct batch *, struct order *, enum item_state to, const struct step_by *);
/* One line takes a step of its own. */
void step_line(struct batch *, struct order *, size_t index, const struct after_step *, const struct step_by *);
/* Gives back what the failure must: nothing of it twice.  Before the items are moved. */
void step_give_back(struct batch *, struct order *, enum failure, const char *reason);
/* A payment of an order that waits for one begins. */
void step_begin_payment(struct batch *, struct order *, const struct step_by *);
/* It failed, and the order waits for another (payable_until); told as PAYMENT_FAILED. */
void step_decline(struct batch *, struct order *, const struct step_by *);
/* What of a payment has not gone back and is not on its way: 0 of one that was not made, or is from hand to hand. */
won_t step_refundable(const struct payment *);
/* Gives back so much of a payment of the order, and never more than that is left: to the balance at once; of one that was made elsewhere by the
 * worker's hand (a REFUND of its own).  Returns how much. */
won_t step_refund(struct batch *, struct order *, struct payment *, won_t amount, const char *reason);
/* The order as a whole catches up with its items and its payment. */
void step_follow(struct batch *, struct order *, const struct step_by *);
#endif
