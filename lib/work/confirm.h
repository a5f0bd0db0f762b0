/*
 * confirm: what its buyer has had for confirm_days, and has neither kept nor asked to bring back, is confirmed by the shop itself.
 *
 * A line that comes to its buyer leaves a row (order_store.h: arrivals), which is looked at when its time is over, and then goes, whatever has become
 * of the line.  Whether that still waits to be kept is decided at the desk, under the order's lock: so it is confirmed, and its points are earned, once,
 * however many workers look at it and whoever confirms it meanwhile.  Some at a time, so that a day's worth at once takes nothing from orders.
 */
#ifndef WORK_CONFIRM_H
#define WORK_CONFIRM_H

struct err;
struct job_run;

/* The worker's job. */
const struct err *confirm_job(struct job_run *);

#endif
