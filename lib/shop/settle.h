/*
 * settle: what became of a payment, into the order and its books (the second half of a checkout), and what came of a refund.
 *
 * Whoever finds out says so: the request that charged, or the worker that asked.  Saying it twice, or both at
 * once, is one effect.  A payment found after its order was given up is kept as paid and given back.
 */
#ifndef SHOP_SETTLE_H
#define SHOP_SETTLE_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/order.h"
#include "shop/idempotency.h"
#include "shop/ticket.h"

struct arena;
struct compensation;
struct err;
struct shop;

enum settle_outcome {
	SETTLE_PAID,
	SETTLE_FAILED,		/* declined, or surely never made: all that was held is given back */
	SETTLE_LATER		/* not known: the worker asks again at ask_at */
};

struct settlement {
	/* In. */
	struct uuid		 order_id, payment_id;
	enum settle_outcome	 outcome;
	const char		*transaction_id;	/* NULL = not known */
	const char		*failure_code;		/* FAILED: why */
	bool			 not_made;		/* FAILED: the gateway surely did nothing; the name it would have had there is free again */
	const char		*redirect_url;		/* LATER: where the buyer approves it; NULL = not said */
	const char		*why;			/* LATER: for the row; may be NULL */
	int64_t			 ask_at;		/* ms; LATER, and FAILED when it has to be made sure of once more; 0 = no need */
	struct idem		 key;			/* the checkout's, to be closed or dropped */
	enum key_use		 key_use;
	const struct err	*(*answer)(void *arg, const struct order *, struct kept *);
	void			*arg;
	/* Out. */
	const struct order	*order;
	const struct kept	*kept;
};

/* ENTITY_NOT_FOUND when there is no such payment; the desk's own errors. */
const struct err *order_settle(struct shop *, struct arena *, struct settlement *);

/* The gateway gave back what a REFUND compensation asked for, under that name of its own (NULL = none). */
const struct err *order_refunded(struct shop *, struct arena *, const struct compensation *, const char *transaction_id);

#endif
