/*
 * arena: see arena.h.
 *
 * A chain of chunks, the newest first.  Small allocations are cut from the
 * newest chunk; a large one gets a chunk of its own behind it, so that what is
 * left of the newest is not lost.  The cap counts what was handed out, and
 * what is wasted at the ends of chunks is at most a quarter on top of it.
 */
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#define GAP 16u			/* stays poisoned after each allocation */
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#define GAP 0u
#endif

#define ALIGN 16u
#define CHUNK ((size_t)16 << 10)	/* room of an ordinary chunk, bytes */
#define LARGE (CHUNK / 4)		/* from here on a chunk of its own */

_Static_assert(ALIGN >= _Alignof(max_align_t), "ALIGN must do for any type");

struct chunk {
	struct chunk	*next;
	size_t		 room, used;
	_Alignas(ALIGN) unsigned char mem[];
};

struct deferred {
	struct deferred	*next;
	void		(*fn)(void *);
	void		*arg;
};

struct arena {
	struct chunk	*first;		/* kept over resets; NULL until used */
	struct chunk	*newest;	/* head of the chain that ends in first */
	struct deferred	*deferred;	/* newest first; arena memory */
	size_t		 cap, used;
	bool		 secret;
};

static size_t
round_up(size_t n)
{
	return (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

struct arena *
arena_new(size_t cap)
{
	struct arena *a = calloc(1, sizeof(*a));
	if (a != NULL)	/* in whole units, so that one allocation of cap bytes fits */
		a->cap = cap > SIZE_MAX / 2 ? SIZE_MAX / 2 : round_up(cap);
	return a;
}

static struct chunk *
chunk_new(size_t room)
{
	struct chunk *c = malloc(sizeof(*c) + room);
	if (c == NULL)
		return NULL;
	c->next = NULL;
	c->room = room;
	c->used = 0;
	POISON(c->mem, room);
	return c;
}

static void
chunk_free(struct chunk *c)
{
	UNPOISON(c->mem, c->room);
	free(c);
}

void
arena_secret(struct arena *a)
{
	a->secret = true;
}

static void
overwrite(struct chunk *c)
{
	for (; c != NULL; c = c->next) {
		UNPOISON(c->mem, c->used);
		explicit_bzero(c->mem, c->used);
	}
}

void
arena_reset(struct arena *a)
{
	/* A clean-up may use arena memory, and may even defer another one. */
	while (a->deferred != NULL) {
		struct deferred *d = a->deferred;
		a->deferred = d->next;
		d->fn(d->arg);
	}
	if (a->secret)
		overwrite(a->newest);
	a->secret = false;
	while (a->newest != a->first) {
		struct chunk *c = a->newest;
		a->newest = c->next;
		chunk_free(c);
	}
	if (a->first != NULL) {
		/* Chunks of large allocations hang behind the first as well. */
		while (a->first->next != NULL) {
			struct chunk *c = a->first->next;
			a->first->next = c->next;
			chunk_free(c);
		}
		a->first->used = 0;
		POISON(a->first->mem, a->first->room);
	}
	a->used = 0;
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	arena_reset(a);
	if (a->first != NULL)
		chunk_free(a->first);
	free(a);
}

/* The chunk that `need` bytes are to be cut from; NULL without memory. */
static struct chunk *
chunk_for(struct arena *a, size_t need)
{
	struct chunk *c = a->newest;

	if (c != NULL && c->room - c->used >= need)
		return c;
	c = chunk_new(need < LARGE ? CHUNK : need);
	if (c == NULL)
		return NULL;
	if (need >= LARGE && a->newest != NULL) {
		c->next = a->newest->next;
		a->newest->next = c;
		return c;
	}
	c->next = a->newest;
	a->newest = c;
	if (a->first == NULL)
		a->first = c;
	return c;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	if (size > a->cap)		/* also keeps the rounding from wrapping */
		return NULL;
	size_t whole = round_up(size == 0 ? 1 : size);
	if (whole > a->cap - a->used)
		return NULL;
	struct chunk *c = chunk_for(a, whole + GAP);
	if (c == NULL)
		return NULL;
	void *p = c->mem + c->used;
	c->used += whole + GAP;
	a->used += whole;
	UNPOISON(p, size);
	return memset(p, 0, size);
}

void *
arena_calloc(struct arena *a, size_t n, size_t size)
{
	size_t all;

	return __builtin_mul_overflow(n, size, &all) ? NULL : arena_alloc(a, all);
}

char *
arena_memdup(struct arena *a, const void *from, size_t n)
{
	if (from == NULL || n == SIZE_MAX)
		return NULL;
	char *p = arena_alloc(a, n + 1);
	if (p != NULL)
		memcpy(p, from, n);
	return p;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return s == NULL ? NULL : arena_memdup(a, s, strlen(s));
}

char *
arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char *p = NULL;

	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	if (n >= 0 && (p = arena_alloc(a, (size_t)n + 1)) != NULL)
		(void)vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return p;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	char *p = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return p;
}

int
arena_defer(struct arena *a, void (*fn)(void *), void *arg)
{
	struct deferred *d = ARENA_NEW(a, struct deferred);
	if (d == NULL) {
		fn(arg);
		return -1;
	}
	*d = (struct deferred){ a->deferred, fn, arg };
	a->deferred = d;
	return 0;
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}
