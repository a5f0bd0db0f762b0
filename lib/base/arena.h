/*
 * arena: memory that lives as long as one request.
 *
 * Allocations are carved from chunks and are all given back at once by
 * arena_reset(), which keeps the first chunk for the next request.  An arena
 * has a cap: a request that wants more gets NULL, never the machine's memory.
 * Under AddressSanitizer what is not handed out is poisoned.
 * One arena belongs to one thread at a time; it has no lock.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A new arena that may hold `cap` bytes in all; NULL when memory is out.
 * The caller frees it with arena_free(). */
struct arena *arena_new(size_t cap);
/* Runs the deferred clean-ups, then gives everything back; NULL is fine. */
void arena_free(struct arena *);
/* Runs the deferred clean-ups, newest first, and forgets all allocations. */
void arena_reset(struct arena *);

/* Memory aligned for any type; zeroed.  NULL when the cap is reached. */
void *arena_alloc(struct arena *, size_t size);
/* The same for n elements; NULL also when n * size overflows. */
void *arena_calloc(struct arena *, size_t n, size_t size);
/* Copies; NULL when the cap is reached, and for a NULL argument. */
char *arena_strdup(struct arena *, const char *);
char *arena_memdup(struct arena *, const void *, size_t n);	/* NUL added */
char *arena_printf(struct arena *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *, const char *fmt, va_list)
    __attribute__((format(printf, 2, 0)));

/* Calls fn(arg) at reset or free, for what is not arena memory (a json-c
 * tree, a file).  Returns 0, or -1 when the cap is reached: then fn has been
 * called already, so that nothing leaks. */
int arena_defer(struct arena *, void (*fn)(void *), void *arg);

/* What was handed out, and still is until the next reset or free, is overwritten then. */
void arena_secret(struct arena *);

size_t arena_used(const struct arena *);

#define ARENA_NEW(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define ARENA_ARRAY(a, T, n) ((T *)arena_calloc((a), (n), sizeof(T)))

#endif
