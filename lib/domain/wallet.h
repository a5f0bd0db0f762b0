/*
 * wallet: a member's balance and points, and the ledger both are the sum of.
 *
 * Two purses, in whole won (a point is a won).  wallet_apply() is the only way a figure changes: it makes the ledger's entry with it,
 * and neither purse ever goes below 0.  A wallet_book holds the wallets one transaction has locked; what is decided
 * against them is in memory until it is written.  A member without a wallet has nothing in it.
 * Source: balance and charging of the store requirements.
 */
#ifndef DOMAIN_WALLET_H
#define DOMAIN_WALLET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/money.h"

struct arena;
struct err;

enum purse { PURSE_BALANCE, PURSE_POINTS, PURSE__MAX };
extern const char *const purse_names[];		/* NULL-terminated, in the enum's order */

enum wallet_kind {
#define WALLET_KIND(name, ...) WALLET_##name,
#include "domain/wallet.def"
#undef WALLET_KIND
	WALLET_KIND__MAX
};
struct wallet_kind_row { const char *name; enum purse purse; int sign; };
extern const struct wallet_kind_row wallet_kinds[WALLET_KIND__MAX];
int wallet_kind_parse(const char *);		/* -1 when there is none of that name */

struct wallet {
	struct uuid	 user_id;
	won_t		 purse[PURSE__MAX];	/* decisions included */
	bool		 changed;		/* by this transaction: is to be written */
};
struct wallet_book { struct wallet *row; size_t n; };	/* sorted by user_id */

/* The book's wallet of a member, NULL when it is not there. */
struct wallet *wallet_find(const struct wallet_book *, const struct uuid *user_id);

struct wallet_entry {
	struct uuid	 id, user_id;
	enum wallet_kind kind;
	won_t		 change, after;		/* of its purse; change is negative when something was taken */
	struct uuid	 order_id;		/* zero = none */
	const char	*reason;		/* may be NULL */
	int64_t		 at;			/* ms */
};

/* Moves `amount` as the kind says (more than 0; either sign but not 0 where the kind does either), and fills in the entry with a new id.
 * BALANCE_NOT_ENOUGH or POINTS_NOT_ENOUGH, with the members wanted, available and short, when there is less; INTERNAL_SERVER_ERROR for an
 * amount the kind does not take and for more than a purse can hold. The wallet is then as it was. */
const struct err *wallet_apply(struct arena *, struct wallet *, enum wallet_kind, won_t amount, const struct uuid *order_id,
    const char *reason, int64_t now, struct wallet_entry *out);

/* What one may charge at a time: more than 0, less than 100,000,000, in hundreds.  NULL = fine, else the fault's reason:
 * too_small, too_large, not_in_hundreds.  For models: const int64_t *. */
const char *wallet_charge_check(const void *value);

/* Points for what was paid in money, at so many hundredths of a per cent, rounded down; nothing for nothing. */
won_t wallet_earned(won_t paid, int64_t basis_points);
/* What of earned points can be taken back: the rest has been spent. */
won_t wallet_revocable(const struct wallet *, won_t earned);

#endif
