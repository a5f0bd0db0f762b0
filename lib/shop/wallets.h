/*
 * wallets: reading a member's balance and ledger, for whoever may.
 *
 * Nothing here moves money: that is the desk's (charge.h, checkout.h), by wallet_apply() alone.
 */
#ifndef SHOP_WALLETS_H
#define SHOP_WALLETS_H

#include <stdint.h>

#include "domain/wallet.h"
#include "store/wallet_store.h"

struct arena;
struct err;
struct shop;

/* A member's wallet, for themselves and admins; ENTITY_NOT_FOUND for others, and where there is no such member. */
const struct err *wallet_of(struct shop *, struct arena *, const struct uuid *user, const struct uuid *caller, int caller_role, struct wallet *);

struct wallet_page { struct wallet_entries entries; struct uuid next; };	/* next: continue from here; zero = this was the end */
/* Its ledger, newest first, from there on (zero = from the newest); for whom as wallet_of(). */
const struct err *wallet_ledger(struct shop *, struct arena *, const struct uuid *user, const struct uuid *caller, int caller_role,
    const struct uuid *from, int64_t limit, struct wallet_page *);

#endif
