/*
 * gateway: has cards charged and money given back, whoever does it.
 *
 * One provider at a time, named by the configuration: mock, toss or stripe.  A call blocks, at the
 * most twice gateway_timeout_ms (an ambiguous answer is looked up once); no transaction may be open
 * across it.  Every call is keyed by our own id, so that asking twice charges once.
 *
 * What a result means for the money is in the enums below, and is never a guess: what can not be told from
 * the answer is UNKNOWN, and find() is asked until it is known.  A payment of another amount than
 * asked for is never PAID.
 *
 * While the provider does not answer, a circuit breaker ends calls at once as NOT_DONE.
 * Strings in answers live in the arena.  Any thread may call.
 */
#ifndef REMOTE_GATEWAY_H
#define REMOTE_GATEWAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/money.h"
#include "remote/decline.h"

struct arena;
struct conf;
struct gateway;

enum gateway_result {
	GATEWAY_PAID,		/* charged, and at least a part of it not given back */
	GATEWAY_DECLINED,	/* final: this payment is not charged and never will be */
	GATEWAY_PENDING,	/* not decided: the customer has to go to redirect_url, or the provider is at it */
	GATEWAY_UNKNOWN,	/* it may have been charged: ask find() */
	GATEWAY_NOT_DONE,	/* this call surely did nothing: not reached, circuit open, or refused by reason of ours */
	GATEWAY_RETURNED,	/* find: was charged, and all of it given back */
	GATEWAY_NOT_FOUND,	/* find: the provider knows no such payment.  Final once no call of ours can still be under way. */
	GATEWAY__MAX
};
extern const char *const gateway_result_names[];	/* "PAID"; NULL-terminated, in the enum's order */

/* As it was typed; the caller wipes it. */
struct gateway_card { const char *number, *holder, *expiry, *cvc; };

struct gateway_charge {
	struct uuid			 payment_id;
	won_t				 amount;
	const char			*method;	/* "CARD", "NAVER", "KAKAO" */
	const char			*order_number;	/* shown at the provider; NULL = none */
	const struct gateway_card	*card;		/* a card, or … */
	const char			*token;		/* … what the provider's own form gave the page instead of one */
	const char			*return_url;	/* where the customer comes back to; NULL = nowhere */
	const char			*callback_url;	/* where the provider tells us; NULL = nowhere */
};

/* A payment to be looked up. */
struct gateway_ref {
	struct uuid	 payment_id;
	const char	*transaction_id;	/* NULL = not known */
	won_t		 amount;		/* 0 = any */
	int64_t		 created_at;		/* ms; our payment's; 0 = not known (then a list is read from its newest end) */
};

struct gateway_payment {
	enum gateway_result	 result;
	const char		*transaction_id;	/* the provider's name for it; NULL = not known */
	won_t			 amount, refunded;	/* PAID, RETURNED */
	enum decline		 decline;		/* DECLINED */
	const char		*redirect_url;		/* PENDING; NULL = nothing for the customer to do */
	const char		*code;			/* the provider's own word, or why not: for the log and for staff; may be NULL */
	int			 retry_after;		/* NOT_DONE: seconds until it is worth trying; 0 = none to say */
};

enum gateway_refund_result {
	GATEWAY_REFUNDED,
	GATEWAY_REFUND_PENDING,		/* accepted; find_refund() tells when it is through */
	GATEWAY_REFUND_REFUSED,		/* final: not given back, and asking again does not help */
	GATEWAY_REFUND_UNKNOWN,		/* ask find_refund(), or the same refund again */
	GATEWAY_REFUND_NOT_DONE,	/* this call surely did nothing */
	GATEWAY_REFUND_NOT_FOUND,	/* find_refund: the provider knows no such refund */
	GATEWAY_REFUND__MAX
};
extern const char *const gateway_refund_names[];	/* "REFUNDED", "PENDING", …; NULL-terminated */

struct gateway_refund_ask {
	struct uuid		 refund_id;
	struct gateway_ref	 payment;	/* its transaction_id should be known */
	won_t			 amount;
	const char		*reason;	/* shown to the customer; NULL = none */
};

struct gateway_refund {
	enum gateway_refund_result	 result;
	const char			*transaction_id;	/* the provider's name for the refund; NULL = not known */
	const char			*code;
	int				 retry_after;
};

/* What a provider's books say: money that moved. */
struct gateway_entry {
	bool		 refund;
	const char	*transaction_id;	/* the payment's */
	const char	*reference;		/* what the payment was asked for with; may be NULL */
	struct uuid	 payment_id;		/* the reference as our payment's id; zero = it is none */
	won_t		 amount;
};

enum gateway_ledger_result {
	GATEWAY_LEDGER_READ,
	GATEWAY_LEDGER_NOT_READ,	/* no answer that can be read: nothing is known */
	GATEWAY_LEDGER_NONE		/* this provider has no books that name payments by our ids: ask find() for each */
};

struct gateway_ledger {
	enum gateway_ledger_result	 result;
	const struct gateway_entry	*entries;
	size_t				 n;
	const char			*next;		/* where the next page begins; NULL = this is the last */
	const char			*code;
	int				 retry_after;
};

/* NULL, with a sentence in why, when the configuration is none to work with: an unknown provider, no key, an
 * address that is neither https nor this machine. */
struct gateway *gateway_open(const struct conf *, char *why, size_t whylen);
void gateway_close(struct gateway *);		/* NULL is fine */

const char *gateway_name(const struct gateway *);	/* "mock" */
/* Card fields are refused and a token is required: true for every real provider. */
bool gateway_needs_token(const struct gateway *);
/* The provider's name for a payment as far as it is known before the charge.  It is to be stored with the payment,
 * before the charge, as its transaction_id: so it can be found even if no answer comes.  And it must be
 * unique among all payments: a customer who sends the token of a payment that is paid already would
 * otherwise pay two orders with it.  NULL = none. */
const char *gateway_known_as(const struct gateway *, struct arena *, const struct gateway_charge *);

void gateway_charge(struct gateway *, struct arena *, const struct gateway_charge *, struct gateway_payment *);
void gateway_find(struct gateway *, struct arena *, const struct gateway_ref *, struct gateway_payment *);
/* Gives up a payment that is PENDING, so that it can not be paid any more; what it then is, as find() would
 * tell.  Providers whose pending payments end by themselves just tell. */
void gateway_abandon(struct gateway *, struct arena *, const struct gateway_ref *, struct gateway_payment *);
void gateway_refund(struct gateway *, struct arena *, const struct gateway_refund_ask *, struct gateway_refund *);
void gateway_find_refund(struct gateway *, struct arena *, const struct gateway_refund_ask *, struct gateway_refund *);

/* A page of the provider's books: what was charged since that moment (ms), and given back of it, in the provider's own order.
 * `cursor` is NULL for the first page, then the `next` of the one before. */
void gateway_ledger(struct gateway *, struct arena *, int64_t from, const char *cursor, struct gateway_ledger *);

/* Whether calls are answered at once with NOT_DONE now: seconds until they are tried again, at least 1; 0 = they are tried. */
int gateway_down_for(struct gateway *);

#endif
