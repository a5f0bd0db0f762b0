/*
 * notices: what members are told of their orders: a consumer of the feed, and its readers.
 *
 * A notice is a row of kind and figures, put into words in the reader's language (domain/notice.h).  Notices, and the e-mails that
 * are to go out of them (mails.h), are written in the transaction that moves the consumer's cursor: each once.  Guests are told nothing.
 */
#ifndef WORK_NOTICES_H
#define WORK_NOTICES_H

#include <stdbool.h>
#include <stdint.h>

#include "store/notice_store.h"

struct arena;
struct err;
struct job_run;
struct shop;

/* The worker's: JOB_ALONE. */
const struct err *notices_job(struct job_run *);

/* Whose they are is asked of: the member, or an admin; to others there is no such member and no such notice (ENTITY_NOT_FOUND). */
struct notices_ask { struct uuid user, caller; int caller_role; bool unread; struct uuid from; int64_t limit; };	/* from zero = the newest */
struct notices_page { struct notices notices; int64_t unread; struct uuid next; };	/* unread: 100 stands for more; next zero = the end */
const struct err *notices_find(struct shop *, struct arena *, const struct notices_ask *, struct notices_page *);
/* Marks one as read, or as not read yet; the caller's own. */
const struct err *notice_mark(struct shop *, struct arena *, const struct uuid *id, const struct uuid *caller, bool read,
    const struct notice **);
/* All of the caller's up to this one. */
const struct err *notices_mark_all(struct shop *, struct arena *, const struct uuid *caller, const struct uuid *upto);
/* How many the caller has not read; 100 stands for more. */
const struct err *notices_unread(struct shop *, struct arena *, const struct uuid *caller, int64_t *n);

#endif
