/* parcel: from where a delivery is said to be to where its line is to go. */
#include "shop/parcel.h"

#include "base/arena.h"
#include "base/err.h"
#include "domain/delivery.h"
#include "shop/items.h"

/* Where the line is to be for its delivery to be there (-1 = as it is): one that is there already, and can not be brought there, stays.
 * -1: nobody brings it there. */
static int
line_for(const struct order_item *it, enum order_type type, int delivery)
{
	int to = delivery < 0 ? -1 : delivery_item((enum delivery_state)delivery);

	if (delivery < 0 || (delivery == delivery_of(it->status) && (to < 0 || item_move_find(it->status, (enum item_state)to, type) == NULL)))
		return (int)it->status;
	return to;
}

const struct err *
parcel_say(struct shop *shop, struct arena *a, struct aftersale *as, const struct parcel *p)
{
	const struct order_item *it;
	const struct order *o;
	int to;
	const struct err *e;

	if ((e = item_find(shop, a, &as->order_id, as->index, &as->actor, &o)) != NULL)
		return e;
	if (o->type != ORDER_DELIVERY)
		return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	it = &o->items[as->index];
	if ((to = line_for(it, o->type, p->state)) < 0)
		return err_new(a, ERR_ORDER_STATE_CONFLICT, "%s is not set by hand", delivery_names[p->state]);
	as->to_state = as->serves = as->tracks = true;
	as->to = (enum item_state)to;
	as->carrier = p->carrier != NULL ? p->carrier : it->carrier;
	as->tracking_number = p->tracking_number != NULL ? p->tracking_number : it->tracking_number;
	return order_after(shop, a, as);
}
