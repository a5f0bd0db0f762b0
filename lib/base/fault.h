/*
 * fault: collects everything there is to correct in a request, not the first
 * thing alone.
 */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct arena;

/* Zeroed but for the arena = none yet.  At most FAULTS_MAX are kept. */
struct faults { struct arena *arena; struct fault *v; size_t n, room; bool failed; };
#define FAULTS_MAX 64

/* Both are copied into the arena. */
void fault_add(struct faults *, const char *pointer, const char *reason);
/* NULL when there are none, else INVALID_REQUEST with all of them. */
const struct err *faults_err(const struct faults *);

#endif
