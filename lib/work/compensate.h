/*
 * compensate: works off what is to be found out or undone (struct compensation): asks the gateway what became of a payment, gives
 * money back.  A job of the worker; any number of workers may run it.
 *
 * A worker works on a few rows at once, and on none while the gateway is known to be down.  Each row is taken with a lease: a worker that dies leaves it to the next.  An attempt that fails is
 * repeated ever less often, and after compensation_attempts given up as DEAD, for an admin to see and retry (letters.h).
 */
#ifndef WORK_COMPENSATE_H
#define WORK_COMPENSATE_H

#include "store/compensation_store.h"

struct arena;
struct err;
struct job_run;
struct shop;

/* The worker's job. */
const struct err *compensate_job(struct job_run *);

/* Works on one row that was claimed: done, or when and why to go on. */
const struct err *compensate_one(struct shop *, struct arena *, const struct compensation *);

#endif
