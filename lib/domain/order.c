/* order: who stands how to an order. */
#include "domain/order.h"

#include "domain/refund_split.h"

const char *const order_styles[] = { "simple", "grand", "deluxe", NULL };

bool
order_uses_coupons(const struct order *o)
{
	for (size_t i = 0; i < o->nitems; i++)
		if (o->items[i].product_discount > 0 || o->items[i].order_discount > 0)
			return true;
	for (size_t i = 0; i < o->nfees; i++)
		if (o->fees[i].waived > 0)
			return true;
	return false;
}

won_t
order_points(const struct order *o)
{
	won_t sum = 0;

	/* Pieces that came back before brought theirs along. */
	for (size_t i = 0; i < o->nitems; i++) {
		const struct order_item *it = &o->items[i];
		if (item_state_live(it->status))
			sum += it->points - refund_of_pieces(it->points, it->quantity, it->cancelled_quantity + it->returned_quantity);
	}
	return sum;
}

bool
order_can_be_parted(const struct order *o)
{
	return o->status != ORDER_CREATED && o->status != ORDER_PENDING_PAYMENT;
}

struct payment *
order_payment(struct order *o, const struct uuid *id)
{
	if (uuid_cmp(&o->payment.id, id) == 0)
		return &o->payment;
	for (size_t i = 0; i < o->nearlier; i++)
		if (uuid_cmp(&o->earlier[i].id, id) == 0)
			return &o->earlier[i];
	return NULL;
}

static bool
is_buyer(const struct order *o, const struct order_actor *a)
{
	static const struct hash none;

	if (!uuid_is_zero(&o->user_id))
		return uuid_cmp(&o->user_id, &a->user_id) == 0;
	return !hash_equal(&o->guest, &none) && hash_equal(&o->guest, &a->guest);
}

/* Something of it is theirs to send. */
static bool
sells(const struct order *o, const struct order_actor *a)
{
	for (size_t i = 0; a->seller_id != 0 && i < o->nitems; i++)
		if (o->items[i].seller_id == a->seller_id)
			return true;
	return false;
}

bool
order_visible(const struct order *o, const struct order_actor *a)
{
	return is_buyer(o, a) || (!uuid_is_zero(&a->user_id) && (ROLES_STAFF & ROLE_BIT(a->role)) != 0) || sells(o, a);
}

unsigned
order_movers(const struct order *o, const struct order_actor *a)
{
	static const unsigned by_role[ROLE__MAX] = {
		[ROLE_COOK] = MOVER_COOK, [ROLE_COURIER] = MOVER_COURIER, [ROLE_ADMIN] = MOVER_ADMIN
	};
	unsigned m = is_buyer(o, a) ? MOVER_BUYER : 0;

	if (!uuid_is_zero(&a->user_id))
		m |= by_role[a->role];
	return m;
}

unsigned
order_item_movers(const struct order *o, const struct order_item *it, const struct order_actor *a)
{
	unsigned m = order_movers(o, a);

	if (it->seller_id != 0)
		m &= ~(unsigned)(MOVER_COOK | MOVER_COURIER);
	return a->seller_id != 0 && it->seller_id == a->seller_id ? m | MOVER_SELLER : m;
}

bool
order_item_seen(const struct order *o, const struct order_item *it, const struct order_actor *a)
{
	return order_movers(o, a) != 0 || (a->seller_id != 0 && it->seller_id == a->seller_id);
}

enum actor
order_acting(const struct order *o, const struct order_actor *a, unsigned movers)
{
	if ((movers & MOVER_BUYER) != 0 && is_buyer(o, a))
		return ACTOR_BUYER;
	return role_actor((enum role)a->role);
}
