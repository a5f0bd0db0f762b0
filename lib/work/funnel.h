/*
 * funnel: how many order sheets are made, paid and left to expire, and an alert when too few are paid.
 *
 * A job of the worker counts the sheets' own rows, the latest minutes again and again: no order writes anything for it.  When of the
 * sheets that came to an end within the window the share unpaid passes the limit (domain/sheet.h) an alert begins: a row, a line in the log, and
 * an event for the data platform in the same transaction; another event when it ends.
 * Source: the order sheets of the store requirements.
 */
#ifndef WORK_FUNNEL_H
#define WORK_FUNNEL_H

#include <stdint.h>

#include "domain/funnel.h"

struct arena;
struct err;
struct job_run;
struct shop;

/* The worker's: JOB_ALONE. */
const struct err *funnel_job(struct job_run *);

/* As the job last counted them: at most `minutes` of them. */
const struct err *funnel_look(struct shop *, struct arena *, int64_t minutes, struct funnel_view *);

#endif
