/*
 * paying: what all who have a card charged do alike, whatever it pays: an order (checkout.h) or the balance (charge.h).
 *
 * What is asked before anything is held; how long the charge can be under way; what the gateway's answer means.
 */
#ifndef SHOP_PAYING_H
#define SHOP_PAYING_H

#include <stdint.h>

#include "shop/checkout.h"

struct arena;
struct conf;
struct err;
struct gateway_card;
struct gateway_payment;
struct settlement;
struct shop;

/* INVALID_REQUEST at /payment/… for a card where a token is wanted, or the other way round; UNAVAILABLE, with when to come again, while the
 * gateway is known to be down: nothing is held for it then. */
const struct err *paying_check(struct shop *, struct arena *, const struct gateway_card *, const char *token);

/* Ms that a charge can be under way at the most; only then does anybody else ask what became of it. */
int64_t paying_may_take(const struct conf *);

/* What the gateway's answer to a charge means: into the settlement, but for whose it is; and what is to be answered. */
enum checkout_result paying_understand(const struct gateway_payment *, struct settlement *);
/* UNAVAILABLE, of a charge that was surely not made. */
const struct err *paying_not_made(struct arena *, const struct gateway_payment *);

#endif
