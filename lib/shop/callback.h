/*
 * callback: the payment provider says that something became of a payment.
 *
 * It is taken at its word about nothing: the gateway is asked, at once when it answers, and what it says is written as the worker
 * would write it (inquire.h).  When it does not answer, or is asked for others already, the row that leads the worker to the payment is made
 * due now.  So the same call twice, one that comes before the charge's own answer, or while the worker is at it, has one effect; one
 * that is lost costs time alone.
 */
#ifndef SHOP_CALLBACK_H
#define SHOP_CALLBACK_H

#include <stdbool.h>

struct arena;
struct conf;
struct err;
struct shop;
struct webhook;

enum callback_result {
	CALLBACK_SETTLED,	/* asked, and written */
	CALLBACK_DUE,		/* the worker asks */
	CALLBACK_NOTHING,	/* no payment of ours, known already, or not decided yet */
	CALLBACK__MAX
};
extern const char *const callback_result_names[];	/* NULL-terminated */

/* is_signed: it is the provider's. One that may be anybody's only makes the worker ask sooner, and that a few times. */
const struct err *callback_heard(struct shop *, struct arena *, const struct webhook *, bool is_signed, enum callback_result *);

/* Where the provider reaches us; NULL when it does not, or could not prove that it is the provider. */
const char *callback_address(const struct conf *, struct arena *);

#endif
