/*
 * payment: how an order is paid, and how far that has come.
 */
#ifndef DOMAIN_PAYMENT_H
#define DOMAIN_PAYMENT_H

#include "base/id.h"
#include "base/money.h"

enum payment_method { PAY_CARD, PAY_ON_DELIVERY, PAY_BALANCE, PAY_NAVER, PAY_KAKAO, PAY__MAX };
enum payment_status {
	PAYMENT_PROGRESS, PAYMENT_SUCCESS, PAYMENT_FAILED, PAYMENT_PARTIALLY_REFUNDED, PAYMENT_REFUNDED, PAYMENT__MAX
};
/* Names as in the database; NULL-terminated, in the enums' order. */
extern const char *const payment_method_names[], *const payment_status_names[];
/* As the dinner API says it: PROGRESS is PENDING there. */
const char *payment_status_shown(enum payment_status);
int payment_method_parse(const char *);		/* -1 when there is none */
int payment_status_parse(const char *);

#define PAYMENT_ELSEWHERE_MAX INT64_C(1000000000)	/* won: more no provider takes at a time */
/* Whether a card's or another company can be asked for that much: NULL, or the fault's reason (nothing_to_pay, too_much_to_pay). */
const char *payment_elsewhere_check(won_t);

/* What is still to go back of a payment; known only where it was asked for (order_find). */
enum refund_state { REFUND_NONE, REFUND_DUE, REFUND_GIVEN_UP /* until an admin has it tried again */ };

struct payment {
	struct uuid		 id;
	enum payment_method	 method;
	enum payment_status	 status;
	won_t			 amount, refunded;
	enum refund_state	 refund;
	won_t			 refunding;	/* on its way back: asked of whoever charged it, and not done */
	const char		*masked_card_number, *card_brand, *transaction_id, *failure_code;	/* NULL = none */
	const char		*redirect_url;	/* where the buyer approves it while it is in PROGRESS; NULL = nowhere */
	int64_t			 created_at, paid_at;	/* ms; 0 = not yet */
};

/* A payment of no order: into its member's own balance. */
struct charge {
	struct uuid		 user_id;
	struct payment		 payment;
	struct uuid		 entry_id;	/* of the ledger; zero = it is not paid */
};

/* How far giving back has come, in words: NONE, PENDING, FAILED, or the payment's own PARTIALLY_REFUNDED or REFUNDED. */
const char *refund_shown(const struct payment *);

#endif
