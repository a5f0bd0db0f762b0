/*
 * feed: tells a consumer the events it wants, each at least once, those of an order in their order.
 *
 * A consumer has a cursor: all up to there were delivered, or have a row in event_deliveries.
 * - An event that is refused is due again later, each time six times later than the time before, and given up
 *   (DEAD) after so many tries; later events of its order wait behind it (HELD), those of others do not. A dead one
 *   keeps holding them until an operator tries it again or drops it (work/replay.h).
 * - A consumer that takes nothing at all (SHUT) ends the run and is left alone for a while, twice as long
 *   each time; so a dead platform costs one try now and then. Once it takes events again, what waited for it is due at once.
 * Whoever was told and whose row was not written is told again: that is what "at least once" means.
 * What is told outside has no transaction open; what a consumer writes into this database it writes with its cursor
 * (feed_apply), and so exactly once.
 */
#ifndef WORK_FEED_H
#define WORK_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/event_store.h"

struct arena;
struct db;
struct err;
struct job_run;

enum feed_verdict { FEED_TAKEN, FEED_REFUSED, FEED_SHUT };

struct feed_consumer {
	enum event_consumer	 who;
	/* Tells it one event; *why for what was not taken. The arena is gone soon after. */
	enum feed_verdict	 (*tell)(void *arg, struct arena *, const struct fed_event *, const char **why);
	bool			 (*stop)(void *arg);	/* asked between events; NULL = never */
	void			*arg;
	int64_t			 tries;			/* before an event is given up */
	int64_t			 retry_ms;		/* until the second try */
};

struct feed_counts { int64_t taken, refused, held, dead; };

/* Until all was told, the consumer is shut, or stop says so.  The connection is the consumer's own while this runs. */
const struct err *feed_run(struct db *, struct arena *, const struct feed_consumer *, struct feed_counts *);

/* The pause after so many tries of an event, and after so many runs that found the consumer shut: ms. */
int64_t feed_retry_pause(int64_t retry_ms, int64_t tries);
int64_t feed_shut_pause(int64_t retry_ms, int64_t failures);

/* For consumers within: `apply` gets the next events and writes what follows from them, in the transaction that moves the
 * cursor. Its error rolls both back and is returned.  *n = numbers of the feed gone over; 0 = nothing new. */
const struct err *feed_apply(struct db *, struct arena *, enum event_consumer,
    const struct err *(*apply)(void *arg, struct db *, struct arena *, const struct fed_events *), void *arg, int64_t *n);
/* The same page after page until nothing is new; *n = numbers gone over in all.  For a job (run not NULL): until it is told to stop, behind
 * those who wait for an answer, and with most of the time left to others, however much there is. */
const struct err *feed_follow(struct db *, struct arena *, enum event_consumer,
    const struct err *(*apply)(void *arg, struct db *, struct arena *, const struct fed_events *), void *arg, const struct job_run *run,
    int64_t *n);

#endif
