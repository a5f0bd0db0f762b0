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
earn_confirmed(struct batch *b, const struct order *o, struct order_item *it, int64_t pieces_back)
{
	if (it->confirmed)
		return;
	it->confirmed = true;
	if (uuid_is_zero(&o->user_id))
		return;
	it->earned = wallet_earned(earn_base(it, pieces_back), b->shop->conf->points_rate);
	move(b, o, WALLET_EARN, it->earned);
}

struct earn_back
earn_take_back(struct batch *b, const struct order *o, struct order_item *it, int64_t pieces_back, won_t money)
{
	won_t left = won_share(it->earned, earn_base(it, it->cancelled_quantity + it->returned_quantity), earn_base(it, pieces_back));
	won_t due = it->earned - left;
	const struct wallet *w;
	struct earn_back back = { 0 };

	if (due <= 0)
		return back;
	if ((w = wallet_find(&b->wallets, &o->user_id)) == NULL) {
		b->wallet_rows.entries.failed = true;
		return back;
	}
	back.taken = wallet_revocable(w, due);
	back.withheld = due - back.taken < money ? due - back.taken : money;
	move(b, o, WALLET_REVOKE_EARNED, back.taken);
	it->earned -= back.taken + back.withheld;
	it->withheld += back.withheld;
	return back;
}
