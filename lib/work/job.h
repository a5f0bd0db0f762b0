/*
 * job: what is done again and again without anybody asking, and who does it.
 *
 * A job is a row: name, how often, alone or not, function.  Each has a thread
 * of its own, so that one that waits for an outside company holds up no other.
 * Any number of workers may run, on any number of machines:
 *
 * - JOB_ALONE runs in one worker at a time, under a lease (GET_LOCK) that belongs to a
 *   connection of the job's own and ends with it: when the worker dies, another's next round
 *   takes over.  Whoever finds the lease taken has nothing to do.  A holder that lost its
 *   connection does not know it yet; so what two must not write is written over that very connection.
 * - JOB_SHARED runs in all of them; its function claims what it works on (FOR UPDATE SKIP LOCKED).
 *
 * A job that fails is logged and tried again when it is next due.
 */
#ifndef WORK_JOB_H
#define WORK_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct conf;
struct db;
struct err;
struct job_runner;
struct shop;

enum job_kind { JOB_SHARED, JOB_ALONE };

/* One run of one job. */
struct job_run {
	struct shop	*shop;
	struct arena	*arena;		/* the run's own; reset after it */
	struct db	*lease;		/* JOB_ALONE: the connection that has the lease; NULL otherwise */
	struct job_runner *runner;
	int64_t		 done;		/* things done, counted up by the job; 0 is not worth a line in the log */
};

struct job {
	const char		*name;
	int64_t			(*every)(const struct conf *);	/* ms from the beginning of one run to that of the next */
	enum job_kind		 kind;
	const struct err	*(*run)(struct job_run *);
};

/* Whether the worker was told to leave: asked by a job between one thing and the next, when there may be many. */
bool job_stopping(const struct job_run *);

/* Starts the jobs of the table, each at once; `once`: each one time only.  Table and shop outlive it.
 * NULL when a thread can not be had.  The caller's signals should be blocked: the threads inherit that. */
struct job_runner *job_start(struct shop *, const struct job *, size_t n, bool once);
/* Begins no further run; from any thread. */
void job_stop(struct job_runner *);
/* Waits, once, until nothing runs any more: after job_stop(), or when each job ran its one time.
 * Returns how many jobs failed when they last ran. */
size_t job_wait(struct job_runner *);
void job_free(struct job_runner *);

#endif
