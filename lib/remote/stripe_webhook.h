/*
 * stripe_webhook: the signatures of Stripe's webhooks.
 *
 * What a webhook says is a hint to ask find(), which alone decides; the signature keeps strangers from
 * making us ask.
 */
#ifndef REMOTE_STRIPE_WEBHOOK_H
#define REMOTE_STRIPE_WEBHOOK_H

#include "remote/sign.h"

/* `header` is Stripe-Signature ("t=SECONDS,v1=HEX,…"; NULL = not there), `secret` the endpoint's as it was given
 * (whsec_…), `body` the bytes as they came.  Good when any of the v1 signatures is right and the time fits. */
enum sign_verdict stripe_webhook_verify(const char *secret, const char *header, const void *body, size_t n, int64_t now_s, int64_t tolerance_s);

#endif
