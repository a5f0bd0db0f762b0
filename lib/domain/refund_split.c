/* refund_split: lines to pieces, and fees with the last of them. */
#include "domain/refund_split.h"

const char *const refund_way_names[] = {
	[REFUND_TO_BALANCE] = "BALANCE",
	[REFUND_BY_GATEWAY] = "GATEWAY",
	[REFUND_BY_HAND] = "BY_HAND",
	[REFUND_WAY__MAX] = NULL
};

enum refund_way
refund_way(enum payment_method m)
{
	static const enum refund_way ways[PAY__MAX] = {
		[PAY_CARD] = REFUND_BY_GATEWAY,
		[PAY_ON_DELIVERY] = REFUND_BY_HAND,
		[PAY_BALANCE] = REFUND_TO_BALANCE,
		[PAY_NAVER] = REFUND_BY_GATEWAY,
		[PAY_KAKAO] = REFUND_BY_GATEWAY,
	};

	return ways[m];
}

won_t
refund_of_pieces(won_t amount, int64_t n, int64_t k)
{
	won_t each = amount / n, rest = amount % n;

	return each * k + (k < rest ? k : rest);
}

/* What of `amount` the pieces `from` up to `to` of n are worth. */
static won_t
worth(won_t amount, int64_t n, int64_t from, int64_t to)
{
	return refund_of_pieces(amount, n, to) - refund_of_pieces(amount, n, from);
}

/* Every piece that seller sold was cancelled before it left. */
static bool
all_cancelled(const struct refund_line *l, size_t n, uint32_t seller_id)
{
	for (size_t i = 0; i < n; i++)
		if (l[i].seller_id == seller_id && l[i].cancelled != l[i].quantity)
			return false;
	return true;
}

static won_t
fee_of(const struct refund_fee *fee, size_t n, uint32_t seller_id)
{
	for (size_t i = 0; i < n; i++)
		if (fee[i].seller_id == seller_id)
			return fee[i].charged;
	return 0;
}

bool
refund_take(struct refund_line *lines, size_t nlines, size_t i, int64_t pieces, bool cancelled,
    const struct refund_fee *fees, size_t nfees, struct refund *out)
{
	struct refund r = { 0 };
	struct refund_line after;

	if (i >= nlines || pieces <= 0)
		return false;
	after = lines[i];
	int64_t gone = after.cancelled + after.returned;
	if (pieces > after.quantity - gone)
		return false;
	*(cancelled ? &after.cancelled : &after.returned) += pieces;
	r.money = worth(after.money, after.quantity, gone, gone + pieces);
	r.points = worth(after.points, after.quantity, gone, gone + pieces);

	struct refund_line before = lines[i];
	lines[i] = after;
	if (all_cancelled(lines, nlines, after.seller_id))
		r.fee = fee_of(fees, nfees, after.seller_id);
	if (!won_add(r.money, r.fee, &r.money)) {
		lines[i] = before;
		return false;
	}
	*out = r;
	return true;
}

bool
refund_gives_coupons_back(const struct refund_line *l, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (l[i].cancelled != l[i].quantity)
			return false;
	return n > 0;
}
