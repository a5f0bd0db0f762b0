/*
 * metrics: what a program counts about its requests.
 *
 * Requests by route, method and status, their latency by route, and how many
 * run.  Counting is a few relaxed atomic additions on memory that threads
 * mostly do not share; the sums are made when somebody asks (Prometheus text format 0.0.4).
 */
#ifndef HTTP_METRICS_H
#define HTTP_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include "http/route.h"

struct buf;

/* Counts for this program's routes from now on; -1 without memory.  Before it, and after metrics_stop(), nothing is counted. */
int metrics_start(const char *program, const struct route *, size_t n);
void metrics_stop(void);

void metrics_enter(void);
/* route NULL: a path of none of them. */
void metrics_leave(const struct route *, int status, int64_t us);
void metrics_write(struct buf *);

#endif
