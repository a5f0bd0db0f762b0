/*
 * batch_work: a batch under way; inside batch*.c alone.
 *
 * batch.c runs the transaction; batch_lock.c takes its locks, batch_keys.c knows the keys of its answers, batch_names.c the
 * gateway's names of its payments.
 */
#ifndef SHOP_BATCH_WORK_H
#define SHOP_BATCH_WORK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/id.h"
#include "shop/batch.h"
#include "shop/ticket.h"

/* What an answer kept in this batch was sealed to. */
struct sealed { const void *bytes; size_t len; };

struct work {
	struct batch	 batch;
	struct ticket	**ticket;
	size_t		 n;
	struct uuid	 id;
	struct sealed	*sealed;	/* of each ticket */
	size_t		 accepted;
	bool		 unsure;	/* the last commit may have happened */
};

static inline bool
open_still(const struct ticket *t)
{
	return t->err == NULL && !t->replayed;
}

/* Whether a key known already answers the ticket: not the one that finishes what it began under it. */
static inline bool
asks_key(const struct ticket *t)
{
	return t->key.present && (t->key_use == KEY_KEEP || t->key_use == KEY_OPEN);
}

/* --- batch_lock.c -------------------------------------------------------------- */

/* Until the transaction ends, in this order: sheets, orders, compensations, coupons, issued coupons, wallets, slots,
 * stock, each by key.  What tickets take, and what those that give back may give; what nobody asks for is no round trip. */
const struct err *batch_lock(struct work *);
/* The goods that tickets name, and where members have things sent; not locked. */
const struct err *batch_read_offers(struct work *);

/* --- batch_keys.c -------------------------------------------------------------- */

/* Tickets whose key is known get the answer kept under it. */
const struct err *batch_keys_answer(struct work *);
/* The same for those that were refused: while this batch waited for its locks another program may have taken an order under the same key. */
const struct err *batch_keys_answer_refused(struct work *);
/* The ticket's key was used by an earlier ticket of this batch: it is answered like that one. */
void batch_keys_like_earlier(struct work *, size_t i);
/* The ticket was accepted: its answer is made and sealed. */
void batch_keys_seal(struct work *, size_t i);
/* Writes the keys of accepted tickets with their answers. */
const struct err *batch_keys_write(struct work *);

/* --- batch_names.c ------------------------------------------------------------- */

/* Refuses tickets that begin a payment by a name another has (INVALID_REQUEST, already_used). */
const struct err *batch_names_known(struct work *);
/* The same of a name that an earlier ticket of this batch has just been given. */
void batch_names_like_earlier(struct work *, size_t i);

#endif
