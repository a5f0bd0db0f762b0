/*
 * payer: a member of a test's own who pays money into the balance, by a good card.
 */
#ifndef SUPPORT_PAYER_H
#define SUPPORT_PAYER_H

#include "shop/charge.h"

struct arena;
struct testshop;

/* That much, for that member, under a key (NULL = none).  Answers are kept with the payment's id as JSON: 201 paid, 402 declined, 202 pending. */
struct charging payer_charge(struct arena *, const struct uuid *user, won_t amount, const char *key);

/* The only charge there is. */
struct charge payer_only(struct testshop *);
won_t payer_balance(struct testshop *, const struct uuid *user);

#endif
