/*
 * callback: tells the merchant what was decided, until it has heard.
 *
 * A row of the books that is due is sent as a POST signed after Standard Webhooks, with the
 * payment as it stands; anything but a 2xx brings it back later, each time twice as late.  So
 * each arrives at least once, in no order, under the same webhook-id each time.  No
 * transaction is open and no connection held while the merchant is called.
 */
#ifndef GATEWAY_CALLBACK_H
#define GATEWAY_CALLBACK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"

struct arena;
struct db;
struct db_pool;
struct err;
struct sign_key;

#define CALLBACK_DELAY_MAX	300000			/* ms between two tries at the most */
#define CALLBACK_GIVE_UP	(INT64_C(72) * 3600000)	/* ms after the decision */

/* How long after its n-th try (from 1) it is tried again, in ms. */
int64_t callback_delay(int64_t tries);

/* Sends the one longest due, if any is at that moment; *sent: there was one, whatever came of it.
 * `url` is the gateway's own address.  Any number may do it at once. */
const struct err *callback_send(struct db_pool *, struct arena *, const char *url, const struct sign_key *, int64_t now, bool *sent);

#endif
