/*
 * inbox: what the receiving platform got, the latest of it, in memory.
 *
 * A message that came before (by its webhook-id) is counted, not kept twice: who sends at least once sends
 * some things twice.  A restart forgets everything.  Safe for any number of threads.
 */
#ifndef PLATFORM_INBOX_H
#define PLATFORM_INBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct inbox;

#define INBOX_MAX 2000	/* messages that are remembered */

struct arrival {
	const char	*id;		/* webhook-id */
	const char	*type, *subject, *sequence, *time;	/* of the CloudEvent */
	const char	*order_number, *status;	/* of its data; may be NULL */
	int64_t		 final_price;		/* won */
	const char	*data;			/* JSON */
	int64_t		 at;			/* ms; when it first came */
	int64_t		 times;			/* how often it came */
};

struct inbox_counts {
	int64_t	 received;	/* different messages */
	int64_t	 repeated;	/* came once more */
	int64_t	 refused;	/* wrong signatures, and what was no event */
	int64_t	 late;		/* came first after a later one (by sequence) of the same subject */
};

struct inbox *inbox_new(void);		/* NULL when memory is out */
void inbox_free(struct inbox *);	/* NULL is fine */

/* Copies what it keeps.  False when there is no memory: it is not taken. *again = it was here already. */
bool inbox_take(struct inbox *, const struct arrival *, bool *again);
void inbox_refuse(struct inbox *);
/* The latest first, at most `max`, copied into the arena; 0 when there is no room either. */
size_t inbox_latest(struct inbox *, struct arena *, size_t max, struct arrival **, struct inbox_counts *);

#endif
