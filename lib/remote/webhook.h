/*
 * webhook: a payment provider's call that says something became of a payment: whether it is the provider's, and which payment it means.
 *
 * mock signs after Standard Webhooks (sign.h), Stripe in its own way (stripe_webhook.h); both say when, and what is older or newer than
 * SIGN_TOLERANCE is refused.  Toss signs what it calls about payouts and sellers alone, not about payments: those are read, and known to be from
 * anybody.  What a call says of money is not even read: find() is asked, which alone decides.
 */
#ifndef REMOTE_WEBHOOK_H
#define REMOTE_WEBHOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "remote/sign.h"

struct arena;

/* As it came; headers NULL = not there. */
struct webhook_call {
	struct sign_headers	 standard;
	const char		*stripe;	/* Stripe-Signature */
	const void		*body;
	size_t			 n;
};

enum webhook_result {
	WEBHOOK_SIGNED,
	WEBHOOK_UNSIGNED,	/* from anybody; this provider signs none of these */
	WEBHOOK_REFUSED,	/* not signed, or not by them, or not now */
	WEBHOOK_UNREADABLE	/* theirs, but it names no payment */
};

/* Which payment it means: one of the two is there, and may be none of ours. */
struct webhook { struct uuid payment_id; const char *transaction_id; };

/* Whether that provider's calls can be told from others': unsigned ones need no secret. */
bool webhook_can(const char *provider, const char *secret);
/* Texts live in the arena; *out only of SIGNED and UNSIGNED. */
enum webhook_result webhook_read(struct arena *, const char *provider, const char *secret, const struct webhook_call *, int64_t now_s,
    struct webhook *out);

#endif
