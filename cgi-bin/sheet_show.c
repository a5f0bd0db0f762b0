/* sheet_show: coupons, purses, lines. */
#include "sheet_show.h"

#include "base/arena.h"

bool
sheet_show(struct arena *a, const struct sheet_shown *s, const struct sheet_means *means, bool english, struct sheet_view *out)
{
	struct amounts_view *amounts = ARENA_NEW(a, struct amounts_view);
	struct usable_coupon_view *c = ARENA_ARRAY(a, struct usable_coupon_view, means->ncoupons + 1);

	if (amounts == NULL || c == NULL)
		return false;
	for (size_t i = 0; i < means->ncoupons; i++) {
		const struct issued_coupon *issued = means->coupons[i].issued;
		c[i] = (struct usable_coupon_view){ .issued_coupon_id = issued->id, .name = coupon_name(issued->coupon, english),
		    .kind = coupon_kind_names[issued->coupon->kind], .scope = coupon_scope_names[issued->coupon->scope],
		    .item_index = means->coupons[i].line, .saves = means->coupons[i].saves, .expires_at = issued->expires_at };
	}
	*amounts = amounts_of_bill(&s->bill.amounts);
	*out = (struct sheet_view){ .order_key = s->sheet.order_key, .expires_at = s->sheet.expires_at, .amounts = amounts,
	    .coupons = { c, means->ncoupons }, .points = means->wallet.purse[PURSE_POINTS], .balance = means->wallet.purse[PURSE_BALANCE] };
	return sheet_items_view(a, &s->lines, &s->bill, english, &out->items);
}
