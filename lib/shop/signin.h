/*
 * signin: what slows those down who guess passwords, and what they can do to others by guessing.
 *
 * Three counts of failures, each with its own delay before the next try:
 *
 *   of an account at an address   free: signin_free_failures   a success ends it
 *   of an address                 free: signin_free_address    only time ends it: each signin_forgive_s forgives one; else whoever has
 *                                                              one account of their own could try one password at all others
 *   of an account                 free: signin_free_account    a success ends it; never longer than signin_account_delay_max
 *
 * Delays double up to signin_delay_max.  Where an account was signed in to before, in SIGNIN_KNOWN_DAYS, the first alone counts: strangers,
 * however many addresses they have, do not keep its owner out there, and elsewhere for signin_account_delay_max at a time.
 * Of IPv6 an address is its first 64 bits, which are one customer's.
 */
#ifndef SHOP_SIGNIN_H
#define SHOP_SIGNIN_H

#include "base/id.h"

struct arena;
struct conf;
struct db;
struct err;

#define SIGNIN_KNOWN_DAYS 90

enum signin_count { SIGNIN_PAIR, SIGNIN_ADDRESS, SIGNIN_ACCOUNT, SIGNIN_COUNTS };

/* Who tries to sign in, from where. */
struct signin_try { struct hash who[SIGNIN_COUNTS]; };
/* The e-mail address as accounts have it, in lower case. */
struct signin_try signin_try(struct arena *, const char *email, const char *client_address);

/* TOO_MANY_REQUESTS with the seconds to wait, while a delay lasts. */
const struct err *signin_delayed(struct db *, struct arena *, const struct conf *, const struct signin_try *);
const struct err *signin_failed(struct db *, struct arena *, const struct conf *, const struct signin_try *);
const struct err *signin_succeeded(struct db *, struct arena *, const struct signin_try *);

#endif
