/* desk: a queue with leaders; one mutex, one semaphore a waiter. */
#include "shop/desk.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

struct desk {
	pthread_mutex_t		 mutex;
	struct desk_ticket	*first, **last;		/* the queue */
	size_t			 batch, leaders;	/* limits */
	size_t			 leading;		/* leaders at work, or on their way to it */
	desk_run		*run;
	void			*arg;
	struct desk_counts	 counts;
};

struct desk *
desk_new(size_t batch, size_t leaders, desk_run *run, void *arg)
{
	struct desk *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	pthread_mutex_init(&d->mutex, NULL);
	d->last = &d->first;
	d->batch = batch;
	d->leaders = leaders;
	d->run = run;
	d->arg = arg;
	return d;
}

void
desk_free(struct desk *d)
{
	if (d == NULL)
		return;
	pthread_mutex_destroy(&d->mutex);
	free(d);
}

static void
count(struct desk *d, size_t n)
{
	size_t slot = 0;

	while (slot < DESK_SIZES - 1 && ((size_t)1 << slot) < n)
		slot++;
	d->counts.by_size[slot]++;
	d->counts.batches++;
	d->counts.tickets += n;
	d->counts.waiting -= n;
}

/* Takes up to a batch off the front of the queue, still chained; the mutex is held. */
static struct desk_ticket *
take(struct desk *d, size_t *n)
{
	struct desk_ticket *head = d->first, *t = head;

	*n = 1;
	while (*n < d->batch && t->next != NULL) {
		t = t->next;
		(*n)++;
	}
	d->first = t->next;
	if (d->first == NULL)
		d->last = &d->first;
	t->next = NULL;
	count(d, *n);
	return head;
}

/* Serves the batch that begins with the leader's own ticket, and hands the lead on. */
static void
lead(struct desk *d, struct desk_ticket *own, size_t n)
{
	struct desk_ticket *batch[DESK_BATCH_MAX], *heir = NULL, *t = own;
	size_t heirs = 0;

	for (size_t i = 0; i < n; i++, t = t->next)
		batch[i] = t;
	d->run(d->arg, batch, n);

	pthread_mutex_lock(&d->mutex);
	if (d->first != NULL)
		heir = take(d, &heirs);
	else
		d->leading--;
	pthread_mutex_unlock(&d->mutex);

	/* The next batch starts before the waiters of this one are up. */
	if (heir != NULL) {
		heir->leads = heirs;
		sem_post(&heir->wake);
	}
	for (size_t i = 1; i < n; i++)
		sem_post(&batch[i]->wake);
}

void
desk_hand_in(struct desk *d, struct desk_ticket *t)
{
	size_t leads = 0;

	t->next = NULL;
	t->leads = 0;
	sem_init(&t->wake, 0, 0);

	pthread_mutex_lock(&d->mutex);
	*d->last = t;
	d->last = &t->next;
	d->counts.waiting++;
	if (d->leading < d->leaders) {
		d->leading++;
		take(d, &leads);	/* the queue was empty: a leader hands on until it is */
	}
	pthread_mutex_unlock(&d->mutex);

	/* What a leader hands on lies in the ticket, and may be read only once woken. */
	if (leads == 0) {
		while (sem_wait(&t->wake) == -1 && errno == EINTR)
			continue;
		leads = t->leads;
	}
	if (leads > 0)
		lead(d, t, leads);
	sem_destroy(&t->wake);
}

struct desk_counts
desk_counts(struct desk *d)
{
	pthread_mutex_lock(&d->mutex);
	struct desk_counts c = d->counts;
	pthread_mutex_unlock(&d->mutex);
	return c;
}
