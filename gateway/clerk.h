/*
 * clerk: the gateway's thread for what nobody calls for: payments whose time is over are
 * declined, and merchants are told of decisions.
 */
#ifndef GATEWAY_CLERK_H
#define GATEWAY_CLERK_H

struct clerk;
struct gateway;

/* The gateway's pool is open and outlives it.  NULL when a thread can not be had. */
struct clerk *clerk_start(const struct gateway *);
/* There is something to tell. */
void clerk_wake(struct clerk *);
/* Waits for the call under way; NULL is fine. */
void clerk_stop(struct clerk *);

#endif
