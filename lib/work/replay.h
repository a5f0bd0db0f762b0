/*
 * replay: an operator's hands on the feed: what waits, what was given up, telling it again.
 */
#ifndef WORK_REPLAY_H
#define WORK_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "store/event_store.h"

struct arena;
struct db;
struct err;

/* Turns a consumer back so that it is told again all from that number of the feed on, also what it had refused from
 * there on. A relay under way notices.  INVALID_REQUEST for a number that it has not come to yet. */
const struct err *replay_from(struct db *, struct arena *, enum event_consumer, int64_t seq);
/* The number to begin with for everything since then (ms); 0 = there is nothing. */
const struct err *replay_number_of(struct db *, struct arena *, int64_t at, int64_t *seq);

/* A dead event, or with seq 0 all of them, gets all its tries anew; *n = how many. */
const struct err *replay_retry(struct db *, struct arena *, enum event_consumer, int64_t seq, int64_t *n);
/* The consumer will not be told of it: what waited behind it goes on.  ENTITY_NOT_FOUND when there is no dead event of that number. */
const struct err *replay_drop(struct db *, struct arena *, enum event_consumer, int64_t seq);

/* How a consumer stands. */
struct replay_standing {
	struct event_cursor	 cursor;
	int64_t			 last;		/* number of the feed */
	int64_t			 due, held, dead;
};
const struct err *replay_standing(struct db *, struct arena *, enum event_consumer, struct replay_standing *);
/* Committed events that have no number yet. */
const struct err *replay_waiting(struct db *, struct arena *, int64_t *n);

struct replay_row {
	const char	*consumer, *type, *order_id, *state, *error;	/* error may be NULL */
	int64_t		 seq, tries, next_at, since;
};
/* What is left to be delivered, or only what was given up; who = CONSUMER__MAX: to all. At most `max` rows. */
const struct err *replay_list(struct db *, struct arena *, enum event_consumer who, bool dead, int64_t max, struct replay_row **, size_t *n);

#endif
