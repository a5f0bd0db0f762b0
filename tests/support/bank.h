/*
 * bank: a payment gateway of a test's own, with books: for what is charged, asked and given back through a shop.
 *
 * It speaks as the mock gateway does.  How it takes a call is a mood, which a test sets before the call; what it has booked
 * is the truth that the shop has to find out.
 */
#ifndef SUPPORT_BANK_H
#define SUPPORT_BANK_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/id.h"
#include "domain/order.h"
#include "shop/checkout.h"
#include "store/compensation_store.h"
#include "support/http_peer.h"

struct testshop;

enum bank_mood {
	BANK_PAYS,
	BANK_DECLINES,
	BANK_REFUSES,		/* 401: did surely nothing */
	BANK_IS_SILENT,		/* takes nothing, says nothing */
	BANK_BOOKS_SILENTLY,	/* takes it, says nothing */
	BANK_PONDERS,		/* has not decided */
	BANK_CONFLICTS		/* a refund: final, it will not be given back */
};

#define BANK_PAYMENTS 128

struct bank {
	struct peer	*peer;
	/* To be set by the test: how charges, questions and refunds are taken, and after how long. */
	_Atomic enum bank_mood charges, finds, refunds;
	atomic_int	 delay_ms;
	/* What came, counted. */
	atomic_int	 charge_calls, find_calls, refund_calls;
	char		 last_find[256];
	/* The books; read after peer_settle(). */
	struct { char reference[UUID_TEXT], refund[UUID_TEXT]; int64_t amount, refunded; const char *status; } payment[BANK_PAYMENTS];
	int		 npayments;
};

/* Starts it and gives the shop its gateway: charges of at most a second, a minute until what is not found was not charged, a quarter
 * of an hour until it is asked once more, five attempts. */
void bank_open(struct bank *, struct testshop *);
/* After the shop is closed. */
void bank_close(struct bank *);
/* Once more, for a shop that was opened anew or beside the test's own. */
void bank_join(struct bank *, struct shop *);

/* What it has taken, and not given back: the sum, and of how many. */
int64_t bank_holds(struct bank *);
int bank_charged(struct bank *);
/* Books a charge that nobody was told of. */
void bank_book(struct bank *, const struct uuid *payment, int64_t amount);
/* The only payment it has is decided: "PAID", "DECLINED". */
void bank_decide(struct bank *, const char *status);

/* A dinner paid with a good card by that user (NULL = the guest), under a key (NULL = none).  Answers are kept with the order's number as
 * JSON: 201 paid, 402 declined, 202 pending. */
struct checkout bank_checkout(struct arena *, const struct order_wish *, const struct uuid *user, const char *key);
extern const struct order_wish bank_dinner;	/* as testshop_dinner, for tomorrow at noon */

/* Works off what is due now, as the worker does; how many rows there were. */
size_t bank_work(struct testshop *);
/* The only order there is. */
struct order bank_order(struct testshop *);
/* Its row of that kind, in words: "OPEN", "DONE", "DEAD", "none". */
const char *bank_row(struct testshop *, enum compensation_kind);

#endif
