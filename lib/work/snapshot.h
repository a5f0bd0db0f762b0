/*
 * snapshot: an event's snapshot (domain/event.h), read again.
 *
 * What newer programs wrote beside it is passed over, what older ones did not write is 0, so that
 * events stay readable as long as they are kept.
 */
#ifndef WORK_SNAPSHOT_H
#define WORK_SNAPSHOT_H

#include <stdbool.h>

#include "domain/event.h"

struct arena;

/* False when it is none, or the arena is full. */
bool snapshot_read(struct arena *, const char *text, struct snapshot *);

#endif
