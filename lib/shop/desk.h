/*
 * desk: where orders queue up, and are taken many at a time.
 *
 * Threads hand in tickets.  One of them becomes the leader, takes all that
 * wait (at most a batch), and runs them together; when it is done each waiter is woken on its own, and the
 * first of those who came meanwhile leads the next batch.  A ticket alone is a
 * batch of one: there is no other path.  The desk knows nothing of orders; what a batch does is the
 * function it was given.
 */
#ifndef SHOP_DESK_H
#define SHOP_DESK_H

#include <semaphore.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct desk;

#define DESK_BATCH_MAX 256

/* One thread's place in the queue; first member of what is handed in. */
struct desk_ticket {
	struct desk_ticket	*next;
	sem_t			 wake;
	size_t			 leads;		/* > 0: woken to lead a batch of that many, itself the first */
};

/* Serves n tickets together, in the order they came. */
typedef void desk_run(void *arg, struct desk_ticket **, size_t n);

/* At most `leaders` batches of at most `batch` (<= DESK_BATCH_MAX) tickets are under way at a time. NULL when memory is out. */
struct desk *desk_new(size_t batch, size_t leaders, desk_run *, void *arg);
/* No thread may be inside. NULL is fine. */
void desk_free(struct desk *);

/* Returns when the ticket has been served, by this thread or another. */
void desk_hand_in(struct desk *, struct desk_ticket *);

#define DESK_SIZES 9	/* batches of 1, 2, up to 4, 8, 16, 32, 64, 128, more */
struct desk_counts { uint64_t batches, tickets, by_size[DESK_SIZES]; size_t waiting; };	/* waiting: now, for a leader */
struct desk_counts desk_counts(struct desk *);

#endif
