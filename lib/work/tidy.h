/*
 * tidy: forgets what has had its time: sessions, keys, batches, failed sign-ins.
 */
#ifndef WORK_TIDY_H
#define WORK_TIDY_H

#include <stdint.h>

struct arena;
struct conf;
struct db;
struct err;
struct job_run;

/* One round in small deletions; *gone = rows deleted.  Any number of workers may do it at once. */
const struct err *tidy(struct db *, struct arena *, const struct conf *, int64_t *gone);
/* The worker's. */
const struct err *tidy_job(struct job_run *);

#endif
