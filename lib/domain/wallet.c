/* wallet: the table of wallet.def, and the arithmetic of two purses. */
#include "domain/wallet.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/jsonw.h"

const char *const purse_names[] = { [PURSE_BALANCE] = "BALANCE", [PURSE_POINTS] = "POINTS", [PURSE__MAX] = NULL };

const struct wallet_kind_row wallet_kinds[WALLET_KIND__MAX] = {
#define WALLET_KIND(name, purse, sign) [WALLET_##name] = { #name, PURSE_##purse, sign },
#include "domain/wallet.def"
#undef WALLET_KIND
};

int
wallet_kind_parse(const char *name)
{
	for (int i = 0; name != NULL && i < WALLET_KIND__MAX; i++)
		if (strcmp(wallet_kinds[i].name, name) == 0)
			return i;
	return -1;
}

struct wallet *
wallet_find(const struct wallet_book *b, const struct uuid *user_id)
{
	size_t lo = 0, hi = b->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = uuid_cmp(user_id, &b->row[mid].user_id);
		if (c == 0)
			return &b->row[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

struct lack { won_t wanted, available; };

static void
write_lack(struct buf *out, const void *arg)
{
	const struct lack *l = arg;
	struct jsonw w = { out, false };

	json_key(&w, "wanted");
	json_int(&w, l->wanted);
	json_key(&w, "available");
	json_int(&w, l->available);
	json_key(&w, "short");
	json_int(&w, l->wanted - l->available);
}

static const struct err *
not_enough(struct arena *a, enum purse p, won_t wanted, won_t available)
{
	static const enum err_code codes[PURSE__MAX] = {
		[PURSE_BALANCE] = ERR_BALANCE_NOT_ENOUGH, [PURSE_POINTS] = ERR_POINTS_NOT_ENOUGH
	};
	struct err *e = err_new(a, codes[p], NULL);
	struct lack *l = ARENA_NEW(a, struct lack);

	if (l != NULL) {
		*l = (struct lack){ wanted, available };
		e->extra = write_lack;
		e->extra_arg = l;
	}
	return e;
}

const struct err *
wallet_apply(struct arena *a, struct wallet *w, enum wallet_kind kind, won_t amount, const struct uuid *order_id,
    const char *reason, int64_t now, struct wallet_entry *out)
{
	const struct wallet_kind_row *k = &wallet_kinds[kind];
	won_t *purse = &w->purse[k->purse], change, after;

	/* The least won_t has no positive twin to be told as what was wanted. */
	if (k->sign == 0 ? amount == 0 || amount == INT64_MIN : amount <= 0)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "%s of %" PRId64 " won", k->name, amount);
	if (!won_mul(amount, k->sign < 0 ? -1 : 1, &change) || !won_add(*purse, change, &after))
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "%s of %" PRId64 " won does not fit", k->name, amount);
	if (after < 0)
		return not_enough(a, k->purse, -change, *purse);
	*out = (struct wallet_entry){ .id = uuid_new(), .user_id = w->user_id, .kind = kind, .change = change, .after = after,
	    .reason = reason, .at = now };
	if (order_id != NULL)
		out->order_id = *order_id;
	*purse = after;
	w->changed = true;
	return NULL;
}

#define CHARGE_LIMIT INT64_C(100000000)		/* less than that */
#define CHARGE_UNIT 100

const char *
wallet_charge_check(const void *value)
{
	won_t amount = *(const int64_t *)value;

	if (amount <= 0)
		return "too_small";
	if (amount >= CHARGE_LIMIT)
		return "too_large";
	return amount % CHARGE_UNIT == 0 ? NULL : "not_in_hundreds";
}

won_t
wallet_earned(won_t paid, int64_t basis_points)
{
	return paid <= 0 || basis_points <= 0 ? 0 : won_share(paid, basis_points, 10000);
}

won_t
wallet_revocable(const struct wallet *w, won_t earned)
{
	won_t points = w->purse[PURSE_POINTS];

	return earned < points ? earned : points;
}
