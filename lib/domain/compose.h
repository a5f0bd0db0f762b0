/*
 * compose: from what the buyer asks for to an order with lines, prices and
 * the stock it needs.  Takes nothing yet; the order desk decides that.
 */
#ifndef DOMAIN_COMPOSE_H
#define DOMAIN_COMPOSE_H

#include <stdint.h>

#include "base/fault.h"
#include "domain/menu.h"
#include "domain/order.h"

/* Composes lines, customisations, pricing, uses and cake of *o in the arena of the faults; all that is wrong with the
 * wish goes to the faults (pointers as in the API's order request), and then the order is not to be used.
 * Identifiers, owner and times are the caller's.  Faults: unknown, not_on_sale, not_offered, required, no_cake, too_many,
 * duplicate_field, and too_small or too_large for what could not be counted. */
void order_compose(const struct menu *, const struct order_wish *, struct order *o, struct faults *);

/* When it is wanted, to o->slot and o->estimated_at (of an order for now: the usual time from now).  Faults at /scheduled_date and
 * /scheduled_time_slot: not_a_date, in_the_past, too_far_ahead, not_a_choice, too_late. */
void order_schedule(const struct menu *, const struct order_wish *, int64_t now_ms, struct order *o, struct faults *);

/* Minutes until an order of that type should be there. */
int order_minutes(enum order_type);

/* The wish that would order the same again (names, not prices, of an order with its lines and customisations loaded). False when the arena is full. */
bool order_again(struct arena *, const struct order *, struct order_wish *);

#endif
