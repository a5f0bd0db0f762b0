/* batch_room: arenas for the batches under way, lent and given back. */
#include "shop/batch_room.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"

#define BATCH_ARENA	(64u << 20)	/* bytes; a batch of 64 dinners takes about 2 MB */

struct batch_room {
	pthread_mutex_t	 mutex;
	size_t		 n;
	struct arena	*free[];
};

struct batch_room *
batch_room_new(size_t n)
{
	struct batch_room *r = calloc(1, sizeof(*r) + n * sizeof(r->free[0]));

	if (r == NULL)
		return NULL;
	pthread_mutex_init(&r->mutex, NULL);
	for (; r->n < n; r->n++)
		if ((r->free[r->n] = arena_new(BATCH_ARENA)) == NULL) {
			batch_room_free(r);
			return NULL;
		}
	return r;
}

void
batch_room_free(struct batch_room *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->n; i++)
		arena_free(r->free[i]);
	pthread_mutex_destroy(&r->mutex);
	free(r);
}

struct arena *
batch_room_lend(struct batch_room *r)
{
	struct arena *a;

	pthread_mutex_lock(&r->mutex);
	a = r->free[--r->n];	/* there is one for each leader */
	pthread_mutex_unlock(&r->mutex);
	return a;
}

void
batch_room_return(struct batch_room *r, struct arena *a)
{
	arena_reset(a);
	pthread_mutex_lock(&r->mutex);
	r->free[r->n++] = a;
	pthread_mutex_unlock(&r->mutex);
}
