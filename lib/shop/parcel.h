/*
 * parcel: where a line's delivery is, and who carries it, as its seller or the staff say.
 *
 * A delivery has no state of its own (domain/delivery.h): saying where it is brings its line there, with all that follows of that.
 */
#ifndef SHOP_PARCEL_H
#define SHOP_PARCEL_H

#include "shop/aftersale.h"

struct parcel {
	int		 state;				/* enum delivery_state; -1 = where it is */
	const char	*carrier, *tracking_number;	/* NULL = as they are */
};

/* As order_after(), whose `as` says line, actor, key and the like; what is done it finds out.  ENTITY_NOT_FOUND too for what is picked up;
 * ORDER_STATE_CONFLICT too for a state that nobody sets. */
const struct err *parcel_say(struct shop *, struct arena *, struct aftersale *, const struct parcel *);

#endif
