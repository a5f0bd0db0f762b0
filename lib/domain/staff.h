/*
 * staff: roles, and what each sees on its board.
 */
#ifndef DOMAIN_STAFF_H
#define DOMAIN_STAFF_H

#include <stdbool.h>

enum role { ROLE_CUSTOMER, ROLE_COOK, ROLE_COURIER, ROLE_SELLER, ROLE_ADMIN, ROLE__MAX };

/* A set of roles. */
#define ROLE_BIT(r)	(1u << (r))
#define ROLES_STAFF	(ROLE_BIT(ROLE_COOK) | ROLE_BIT(ROLE_COURIER) | ROLE_BIT(ROLE_ADMIN))

/* Names as in the database and the API; NULL-terminated, in the enum's order. */
extern const char *const role_names[];
/* The role of that name, or -1. */
int role_parse(const char *);

/* Who did something, as history tells it. */
enum actor { ACTOR_BUYER, ACTOR_STAFF, ACTOR_SELLER, ACTOR_ADMIN, ACTOR_SYSTEM, ACTOR__MAX };
extern const char *const actor_names[];
/* How history calls a signed-in user of that role who acts in it. */
enum actor role_actor(enum role);

/* Item states on the board of a role, as bits of enum item_state; 0 = has no board. */
unsigned staff_board(enum role);

#endif
