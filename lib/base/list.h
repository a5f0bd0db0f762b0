/*
 * list: a run of elements whose type the owner of the field knows.
 */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include <stddef.h>
#include <stdint.h>

struct list { const void *v; size_t n; };	/* n elements; v may be NULL when n is 0 */
struct pair { const char *key; int64_t value; };	/* element of a map: {"wine": 2} */

/* Element i of a list of T. */
#define LIST_AT(list, T, i) (&((__typeof__(T) const *)(list).v)[(i)])

#endif
