/* inbox: a ring of messages behind one lock. */
#include "platform/inbox.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

struct inbox {
	pthread_mutex_t		 lock;
	struct inbox_counts	 counts;
	size_t			 next;			/* where the next one goes */
	struct arrival		 kept[INBOX_MAX];	/* texts are one allocation, at id */
};

struct inbox *
inbox_new(void)
{
	struct inbox *b = calloc(1, sizeof(*b));

	if (b != NULL)
		pthread_mutex_init(&b->lock, NULL);
	return b;
}

void
inbox_free(struct inbox *b)
{
	if (b == NULL)
		return;
	for (size_t i = 0; i < INBOX_MAX; i++)
		free((char *)(uintptr_t)b->kept[i].id);
	pthread_mutex_destroy(&b->lock);
	free(b);
}

/* The texts of an arrival, in one order. */
#define TEXTS 8
static void
texts_of(struct arrival *m, const char **at[TEXTS])
{
	const char **all[TEXTS] = { &m->id, &m->type, &m->subject, &m->sequence, &m->time, &m->order_number, &m->status, &m->data };

	memcpy(at, all, sizeof(all));
}

/* A copy whose texts are one allocation; false without memory. */
static bool
copy(const struct arrival *m, struct arrival *to, void *(*get)(void *, size_t), void *arg)
{
	const char **at[TEXTS];
	size_t n = 0;
	char *p;

	*to = *m;
	texts_of(to, at);
	for (size_t i = 0; i < TEXTS; i++)
		n += *at[i] == NULL ? 0 : strlen(*at[i]) + 1;
	if ((p = get(arg, n)) == NULL)
		return false;
	for (size_t i = 0; i < TEXTS; i++) {
		size_t len = *at[i] == NULL ? 0 : strlen(*at[i]) + 1;
		if (len == 0)
			continue;
		memcpy(p, *at[i], len);
		*at[i] = p;
		p += len;
	}
	return true;
}

static void *from_heap(void *arg, size_t n) { (void)arg; return malloc(n); }
static void *from_arena(void *arg, size_t n) { return arena_alloc(arg, n); }

static struct arrival *
find(struct inbox *b, const char *id)
{
	for (size_t i = 0; i < INBOX_MAX && b->kept[i].id != NULL; i++)
		if (strcmp(b->kept[i].id, id) == 0)
			return &b->kept[i];
	return NULL;
}

/* Whether a later one of the same subject is here already. */
static bool
is_late(const struct inbox *b, const struct arrival *m)
{
	for (size_t i = 0; i < INBOX_MAX && b->kept[i].id != NULL; i++)
		if (strcmp(b->kept[i].subject, m->subject) == 0 && strcmp(b->kept[i].sequence, m->sequence) > 0)
			return true;
	return false;
}

bool
inbox_take(struct inbox *b, const struct arrival *m, bool *again)
{
	struct arrival mine, *had;
	bool good = true;

	pthread_mutex_lock(&b->lock);
	had = find(b, m->id);
	*again = had != NULL;
	if (had != NULL) {
		had->times++;
		b->counts.repeated++;
	} else if ((good = copy(m, &mine, from_heap, NULL))) {
		mine.times = 1;
		b->counts.received++;
		b->counts.late += is_late(b, m);
		free((char *)(uintptr_t)b->kept[b->next].id);
		b->kept[b->next] = mine;
		b->next = (b->next + 1) % INBOX_MAX;
	}
	pthread_mutex_unlock(&b->lock);
	return good;
}

void
inbox_refuse(struct inbox *b)
{
	pthread_mutex_lock(&b->lock);
	b->counts.refused++;
	pthread_mutex_unlock(&b->lock);
}

size_t
inbox_latest(struct inbox *b, struct arena *a, size_t max, struct arrival **out, struct inbox_counts *counts)
{
	struct arrival *v = ARENA_ARRAY(a, struct arrival, max + 1);
	size_t n = 0;

	pthread_mutex_lock(&b->lock);
	*counts = b->counts;
	for (size_t i = 1; v != NULL && n < max && i <= INBOX_MAX; i++) {
		const struct arrival *m = &b->kept[(b->next + INBOX_MAX - i) % INBOX_MAX];
		if (m->id == NULL || !copy(m, &v[n], from_arena, a))
			break;
		n++;
	}
	pthread_mutex_unlock(&b->lock);
	*out = v;
	return n;
}
