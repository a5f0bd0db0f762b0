/* sale: which orders count, and what is left of their lines. */
#include "domain/sale.h"

#include "domain/refund_split.h"

bool
sale_counts(enum order_state s)
{
	static const bool counts[ORDER__MAX] = {
		[ORDER_PAID] = true,
		[ORDER_PARTIALLY_CANCELLED] = true,
		[ORDER_COMPLETED] = true,
		[ORDER_REFUNDED] = true,
	};

	return counts[s];
}

void
sale_left(const struct sale_line *l, int64_t *quantity, won_t *amount)
{
	int64_t gone = item_state_live(l->status) ? l->cancelled + l->returned : l->quantity;

	*quantity = 0;
	*amount = 0;
	if (l->quantity <= 0 || gone < 0 || gone >= l->quantity)
		return;
	*quantity = l->quantity - gone;
	*amount = l->total - refund_of_pieces(l->total, l->quantity, gone);
}

const char *
sale_day_before(int64_t now, int days, char out[CLOCK_TEXT])
{
	struct civil c = clock_civil(now, NULL);

	c.day -= days;
	c.hour = 12;	/* no clock is put forward or back at noon */
	c.minute = c.second = 0;
	return clock_date(clock_moment(c), out);
}
