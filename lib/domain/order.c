/* order: who stands how to an order. */
#include "domain/order.h"

const char *const order_styles[] = { "simple", "grand", "deluxe", NULL };

static bool
is_buyer(const struct order *o, const struct order_actor *a)
{
	static const struct hash none;

	if (!uuid_is_zero(&o->user_id))
		return uuid_cmp(&o->user_id, &a->user_id) == 0;
	return !hash_equal(&o->guest, &none) && hash_equal(&o->guest, &a->guest);
}

bool
order_visible(const struct order *o, const struct order_actor *a)
{
	return is_buyer(o, a) || (!uuid_is_zero(&a->user_id) && (ROLES_STAFF & ROLE_BIT(a->role)) != 0);
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

enum actor
order_acting(const struct order *o, const struct order_actor *a, unsigned movers)
{
	if ((movers & MOVER_BUYER) != 0 && is_buyer(o, a))
		return ACTOR_BUYER;
	return role_actor((enum role)a->role);
}
