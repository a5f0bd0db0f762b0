/*
 * control: knobs that make the gateway slow or failing, for chaos runs and measurements.
 *
 * Turned at POST /control, which is there only with gateway_control = on; kept in
 * memory, so a program that starts again has forgotten them.
 */
#ifndef GATEWAY_CONTROL_H
#define GATEWAY_CONTROL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define SLOW_MS 30000	/* how late the slow card is answered */

struct knobs {
	_Atomic(int64_t)	latency_ms, slow_ms, fail_next, drop_next, expiry_s;
	_Atomic(int64_t)	slow;		/* slow answers waiting now */
	int64_t			slow_max;	/* and at the most: the others' threads */
};
struct request;
struct response;
struct err;

void knobs_init(struct knobs *, int64_t threads);
/* Before a call of the merchant: waits; UNAVAILABLE when it is one of those that shall fail. */
const struct err *knobs_before(struct knobs *);
/* Whether this answer shall be lost. */
bool knobs_drop(struct knobs *);
/* Holds an answer of the slow card back; false when too many wait already. */
bool knobs_dawdle(struct knobs *);

/* Handlers. */
const struct err *control_get(struct request *, struct response *);
const struct err *control_post(struct request *, struct response *);

#endif
