/*
 * breaker: stops asking a server that does not answer, and tries it again now and then.
 *
 *   CLOSED    all may call; after `failures` in a row within the window it opens
 *   OPEN      nobody may call until open_ms have passed
 *   HALF_OPEN one caller tries; its success closes, its failure opens again
 *
 * A success in between begins the count anew: a few bad requests among many good ones do not
 * close the shop.  Who may call gets a ticket and gives it back with the result; tickets of an earlier state are
 * worth nothing, so that a slow failure of long ago does not open what has healed.
 *
 * breaker_ask() and breaker_tell() are the machine itself, over any clock; struct guard
 * is one that threads share.
 */
#ifndef REMOTE_BREAKER_H
#define REMOTE_BREAKER_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum breaker_state { BREAKER_CLOSED, BREAKER_OPEN, BREAKER_HALF_OPEN };

#define BREAKER_FAILURES 64		/* the most that can be asked for */

struct breaker_rules {
	int	failures;		/* 1 to BREAKER_FAILURES */
	int64_t	window_ms;		/* in which they have to lie */
	int64_t	open_ms;		/* how long nobody calls, and how long a trial may take */
};

struct breaker {
	struct breaker_rules	 rules;
	enum breaker_state	 state;
	unsigned		 era;		/* grows with each change of state; never 0 */
	int64_t			 since;		/* ms; when it opened, or the trial began */
	int64_t			 failed[BREAKER_FAILURES];	/* ms; the latest failures in a row, a ring */
	unsigned		 nfailed;
};

void breaker_init(struct breaker *, struct breaker_rules);
/* A ticket to call now; 0 = do not.  `now` in ms of any clock that does not go back. */
unsigned breaker_ask(struct breaker *, int64_t now);
void breaker_tell(struct breaker *, unsigned ticket, int64_t now, bool good);
/* Ms until asking may have success; 0 = now. */
int64_t breaker_wait(const struct breaker *, int64_t now);

struct guard { pthread_mutex_t lock; struct breaker breaker; };

void guard_init(struct guard *, struct breaker_rules);
void guard_destroy(struct guard *);
unsigned guard_enter(struct guard *);
/* True when this result changed the state: worth a line in the log. */
bool guard_leave(struct guard *, unsigned ticket, bool good);
int64_t guard_wait_ms(struct guard *);
enum breaker_state guard_state(struct guard *);

#endif
