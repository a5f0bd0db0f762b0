/*
 * sequence: gives the events of orders their numbers in the feed.
 *
 * Numbers are given after commit, by one at a time (a row is locked meanwhile), and committed before the next are
 * given: so whoever reads up to a number has seen everything below it.  A transaction that stays open long
 * gets its events numbered when it commits, behind others, and is never passed over.
 * Events of an order are numbered in the order of its versions, whatever the clocks of the machines that wrote them say:
 * a later version exists only when the earlier one was committed.
 */
#ifndef WORK_SEQUENCE_H
#define WORK_SEQUENCE_H

#include <stdint.h>

struct arena;
struct db;
struct err;
struct job_run;

#define SEQUENCE_MAX 1000	/* numbers given by one transaction */

/* One transaction; *given = how many got a number: less than SEQUENCE_MAX when none is left. Any number of
 * programs may call it at once. */
const struct err *sequence(struct db *, struct arena *, int64_t *given);
/* All there are at the moment; where there are many, half of the time is left to others. */
const struct err *sequence_all(struct db *, struct arena *, int64_t *given);

/* The worker's: JOB_ALONE. */
const struct err *sequence_job(struct job_run *);

#endif
