/*
 * relay: posts completed orders to the data platform.
 *
 * Every platform_interval_ms, in a thread of the worker's own and behind all that somebody waits for: numbers what
 * was committed and tells the platform of orders paid and of what undoes them (lib/domain/event.def), one POST each.
 * An order never waits for it; a platform that is slow or gone costs this thread's time alone.
 * Source: "completed orders are sent every ten seconds" of the order, payment and data transfer requirements.
 */
#ifndef WORK_RELAY_H
#define WORK_RELAY_H

struct err;
struct job_run;

/* The worker's: JOB_ALONE.  Without platform_url there is nothing to do. */
const struct err *relay_job(struct job_run *);

#endif
