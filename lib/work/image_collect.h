/*
 * image_collect: pictures whose time has come, and what was left halfway, goes.
 *
 * A picture that no order names goes image_hours after it was made or last asked for: row first, then files, so that
 * one cut short in between leaves files without a row, and those go image_orphan_s after they were written.  A row
 * whose files are missing goes too, unless an order names it: that is told, and stays for somebody to look at.
 */
#ifndef WORK_IMAGE_COLLECT_H
#define WORK_IMAGE_COLLECT_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct audit_told;
struct conf;
struct db;
struct err;
struct job_run;

/* *gone = pictures removed.  Any number of workers may do it at once. */
const struct err *image_collect_due(struct db *, struct arena *, const struct conf *, int64_t *gone);
/* *gone = rows and files removed. */
const struct err *image_collect_strays(struct db *, struct arena *, const struct conf *, int64_t *gone);
#define IMAGE_SWEEP_MS 600000		/* how often that is done */
const struct err *image_collect_job(struct job_run *);
const struct err *image_sweep_job(struct job_run *);

/* For the audit: rows without files, and files without rows that the worker should have removed by now, as its other invariants are
 * told; *violations counts them. */
const struct err *image_collect_audit(struct db *, struct arena *, const struct conf *, const struct audit_told *, size_t *violations);

#endif
