/*
 * sheet_sweep: sheets whose time is over expire; an order that waited for another payment until then is cancelled with its sheet; those that ended
 * long ago are deleted.
 *
 * A sheet is let be for a while after its end: a payment that was decided in time may still be waiting for its commit.
 */
#ifndef WORK_SHEET_SWEEP_H
#define WORK_SHEET_SWEEP_H

struct err;
struct job_run;

/* The worker's job. */
const struct err *sheet_sweep_job(struct job_run *);

#endif
