/*
 * ticket: one wish at the order desk, and what became of it.
 *
 * The thread that waits owns it and its arena; between handing in and being
 * woken only the leader touches them.  An operation is a row of callbacks: what
 * it decides against locked rows is all it adds to the desk.
 */
#ifndef SHOP_TICKET_H
#define SHOP_TICKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "shop/desk.h"
#include "shop/idempotency.h"
#include "store/coupon_store.h"

struct arena;
struct batch;
struct menu;
struct shop;
struct stock_use;
struct ticket;

struct ticket_op {
	const char	*name;
	/* The menu is another than the one the ticket was made with: make it anew. NULL = does not care. */
	const struct err *(*remake)(struct ticket *, const struct menu *);
	/* The goods it names have been read (batch.h: offers), nothing is locked yet: prices them, and says what is to be locked of the stock; or
	 * refuses.  NULL = names none.  May be called again. */
	const struct err *(*prepare)(struct ticket *, struct batch *);
	/* Decides against the batch's locked rows: adds rows to be written and changes the locked figures, or refuses (an error in the
	 * ticket's arena) and changes nothing. May be called again when the transaction is repeated. */
	const struct err *(*decide)(struct ticket *, struct batch *);
	bool		 gives_back;	/* may return what its order took: locks stock, slot, coupons and the buyer's wallet, as far as it took any */
	bool		 buyers_wallet;	/* moves its order's buyer's points or balance in any case (earned, taken back): locks that wallet */
};

/* A request that needs more than one transaction opens its key in the first and closes it in the last. */
enum key_use {
	KEY_KEEP,	/* written with the answer */
	KEY_OPEN,	/* written without: the request is in flight */
	KEY_CLOSE,	/* opened before: the answer is written now */
	KEY_DROP	/* opened before: nothing came of it, and the request may be tried anew */
};

struct ticket {
	struct desk_ticket	 queue;		/* first: the desk sees only this */
	const struct ticket_op	*op;
	struct arena		*arena;		/* the waiter's */
	void			*arg;		/* the operation's own */

	/* What to read first. */
	const uint32_t		*products;	/* goods, sorted, distinct */
	size_t			 nproducts;
	struct uuid		 usual_of;	/* where that member has things sent; zero = nobody's */

	/* What to lock. */
	struct uuid		 order_id;	/* an existing order; zero = none */
	struct uuid		 sheet_key;	/* an existing sheet; zero = none */
	struct uuid		 compensation_id;	/* an existing one; zero = none */
	struct uuid		 charge_id;	/* an existing charge of a balance; zero = none */
	struct coupon_wish	 claim;		/* a coupon that is wanted, and by whom; of coupon 0 = none */
	const struct stock_use	*uses;		/* SKUs to take, sorted */
	size_t			 nuses;
	int64_t			 slot;		/* to take; 0 = none */
	const struct uuid	*issued;	/* issued coupons to use, in any order */
	size_t			 nissued;
	struct uuid		 wallet_user;	/* whose balance or points it moves; zero = nobody's */
	const char		*charged_as;	/* the gateway's name of the payment it begins, which no other may have; NULL = none */
	int64_t			 menu_version;	/* it was made with; 0 = does not matter */

	/* Its Idempotency-Key, what becomes of it, and how its answer is made for keeping (called once it is accepted, only with
	 * a key).  An answer of status 0 says the request goes on: what is known of its answer so far. */
	struct idem		 key;
	enum key_use		 key_use;
	const struct err	*(*answer)(struct ticket *, struct kept *);

	/* What became of it. */
	const struct err	*err;		/* NULL = accepted */
	struct kept		*kept;		/* the answer: kept now, or (replayed) at an earlier time; with IDEMPOTENCY_IN_FLIGHT what
					 * was kept of it so far, NULL when nothing was */
	bool			 replayed;
	const void		*sealed;	/* the desk's: the answer as it is written */
	size_t			 sealed_len;
};

/* Has the ticket served by the desk; returns its error. */
const struct err *ticket_serve(struct shop *, struct ticket *);

/* For the batch.  The ticket's key is known: it gets the answer kept then, or an error when the request is another
 * or still being worked on (status 0). */
void ticket_answer_again(struct ticket *, const struct hash *fingerprint, int status, const void *sealed, size_t len);
/* The ticket was accepted: makes its answer and seals it into the batch's arena; NULL when there is no room. */
const void *ticket_keep_answer(struct ticket *, struct arena *batch, size_t *len);

#endif
