/* staff: the boards and names of roles, as tables. */
#include "domain/staff.h"

#include <stddef.h>

#include "base/text.h"

#include "domain/item_state.h"

const char *const role_names[] = {
	[ROLE_CUSTOMER] = "CUSTOMER",
	[ROLE_COOK] = "COOK",
	[ROLE_COURIER] = "COURIER",
	[ROLE_SELLER] = "SELLER",
	[ROLE_ADMIN] = "ADMIN",
	[ROLE__MAX] = NULL
};

const char *const actor_names[] = {
	[ACTOR_BUYER] = "BUYER",
	[ACTOR_STAFF] = "STAFF",
	[ACTOR_SELLER] = "SELLER",
	[ACTOR_ADMIN] = "ADMIN",
	[ACTOR_SYSTEM] = "SYSTEM",
	[ACTOR__MAX] = NULL
};

static const enum actor actors[ROLE__MAX] = {
	[ROLE_CUSTOMER] = ACTOR_BUYER,
	[ROLE_COOK] = ACTOR_STAFF,
	[ROLE_COURIER] = ACTOR_STAFF,
	[ROLE_SELLER] = ACTOR_SELLER,
	[ROLE_ADMIN] = ACTOR_ADMIN
};

/* A pickup order that waits at the counter is still the kitchen's to hand over. */
static const unsigned boards[ROLE__MAX] = {
	[ROLE_COOK] = ITEM_BIT(ITEM_PENDING) | ITEM_BIT(ITEM_PREPARING) | ITEM_BIT(ITEM_READY_FOR_PICKUP),
	[ROLE_COURIER] = ITEM_BIT(ITEM_READY_FOR_DELIVERY) | ITEM_BIT(ITEM_IN_DELIVERY),
	[ROLE_ADMIN] = ITEM_BIT(ITEM_PENDING_PAYMENT) | ITEM_BIT(ITEM_PENDING) | ITEM_BIT(ITEM_PREPARING) |
	    ITEM_BIT(ITEM_READY_FOR_DELIVERY) | ITEM_BIT(ITEM_READY_FOR_PICKUP) | ITEM_BIT(ITEM_IN_DELIVERY) |
	    ITEM_BIT(ITEM_CANCEL_REQUESTED) | ITEM_BIT(ITEM_CANCEL_PROCESSING) |
	    ITEM_BIT(ITEM_RETURN_REQUESTED) | ITEM_BIT(ITEM_RETURN_PROCESSING) |
	    ITEM_BIT(ITEM_EXCHANGE_REQUESTED) | ITEM_BIT(ITEM_EXCHANGE_PROCESSING)
};

int
role_parse(const char *name)
{
	return text_among(role_names, name);
}

enum actor
role_actor(enum role role)
{
	return actors[role];
}

unsigned
staff_board(enum role role)
{
	return boards[role];
}
