/* earn: see earn.h. */
#include "shop/earn.h"

#include <stddef.h>

#include "base/conf.h"
#include "base/err.h"
#include "domain/refund_split.h"
#include "domain/wallet.h"
#include "shop/batch.h"
#include "shop/purse.h"
#include "shop/shop.h"
#include "store/wallet_store.h"

/* What is due can not be refused: then none of the batch is written. */
static void
move(struct batch *b, const struct order *o, enum wallet_kind kind, won_t points)
{
	if (points > 0 && purse_move(b->arena, b, &o->user_id, kind, points, &o->id, NULL) != NULL)
		b->wallet_rows.entries.failed = true;
}

won_t
earn_base(const struct order_item *it, int64_t pieces_back)
{
	return it->total - refund_of_pieces(it->total, it->quantity, pieces_back);
}

void
earn_confirmed(struct batch *b, const struct order *o, const struct order_item *it, int64_t pieces_back)
{
	if (!uuid_is_zero(&o->user_id))
		move(b, o, WALLET_EARN, wallet_earned(earn_base(it, pieces_back), b->shop->conf->points_rate));
}

void
earn_take_back(struct batch *b, const struct order *o, won_t money)
{
	won_t points = wallet_earned(money, b->shop->conf->points_rate), earned;
	const struct wallet *w;

	if (uuid_is_zero(&o->user_id) || points == 0)
		return;
	if ((w = wallet_find(&b->wallets, &o->user_id)) == NULL || wallet_store_earned(b->db, b->arena, &o->id, &earned) != NULL) {
		b->wallet_rows.entries.failed = true;
		return;
	}
	move(b, o, WALLET_REVOKE_EARNED, wallet_revocable(w, points < earned ? points : earned));
}
