/*
 * delivery: where an item is on its way to its buyer, and who carries it.
 *
 * Each item of a delivered order has one delivery, which is called like the item.  It has no life of its own: its state follows from the item's, and setting it by
 * hand is moving the item (item_state.def says whether and by whom), so that the two can not come apart.
 * What is its own is the carrier and the tracking number.
 * Source: deliveries per item, of the store requirements.
 */
#ifndef DOMAIN_DELIVERY_H
#define DOMAIN_DELIVERY_H

#include <stdbool.h>

#include "domain/item_state.h"

struct faults;

enum delivery_state {
#define DELIVERY_STATE(name, item) DELIVERY_##name,
#include "domain/delivery.def"
	DELIVERY__MAX
};
extern const char *const delivery_names[];	/* NULL-terminated, in the enum's order */
int delivery_state_parse(const char *);			/* -1 when there is none of that name */

struct delivery {
	enum delivery_state	 state;
	const char		*carrier, *tracking_number;	/* NULL = the shop's own courier, or not known yet */
};

/* Where the delivery of an item in that state stands; -1 for what is picked up. */
int delivery_of(enum item_state);
/* The item state that setting a delivery so asks for; -1 = it is not set by hand. */
int delivery_item(enum delivery_state);

/* Both unknown, or the same text. */
bool delivery_same(const char *, const char *);

/* Carrier and number as they would be after a change, in that state: both or neither (required), letters, digits and dashes, 4 to 40
 * (not_a_tracking_number), and no others any more once it was delivered (final).  Faults: /carrier, /trackingNumber. */
void delivery_check(const struct delivery *now, const char *carrier, const char *tracking_number, struct faults *);

#endif
