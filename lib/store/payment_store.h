/*
 * payment_store: payments by themselves, without their orders.
 */
#ifndef STORE_PAYMENT_STORE_H
#define STORE_PAYMENT_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/payment.h"

struct arena;
struct db;
struct err;

struct paid_order { struct uuid order_id; struct payment payment; };
struct payments { struct paid_order *v; size_t n; };

/* A member's payments, newest first, older than `before` (zero = from the newest). */
const struct err *payment_store_of_user(struct db *, struct arena *, const struct uuid *user, const struct uuid *before,
    int64_t limit, struct payments *out);
/* Whether a payment goes by that name of the gateway's already. */
const struct err *payment_store_known(struct db *, struct arena *, const char *transaction_id, bool *out);
/* The payment of that name of the gateway's; zero when there is none. */
const struct err *payment_store_named(struct db *, struct arena *, const char *transaction_id, struct uuid *out);

#endif
