/*
 * mails: sends the e-mails that go out of notices.
 *
 * An e-mail is claimed, and that is committed, before the first word to the server.  What was surely not taken is tried again, later
 * and later; what may have been taken, because the answer did not come or the worker died, is UNSURE and is not sent again by itself:
 * nobody gets the same twice, unless an admin says so (letters.h).
 */
#ifndef WORK_MAILS_H
#define WORK_MAILS_H

struct err;
struct job_run;

/* The worker's: JOB_SHARED.  Without smtp_url there is nothing to do. */
const struct err *mails_job(struct job_run *);

#endif
