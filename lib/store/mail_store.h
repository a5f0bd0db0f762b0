/*
 * mail_store: e-mails that are to be sent, and what became of them.
 *
 * QUEUED → SENDING, by whoever claims it, for so many attempts → SENT, FAILED, UNSURE, or QUEUED for later.  From FAILED and UNSURE only
 * an admin leads back.
 */
#ifndef STORE_MAIL_STORE_H
#define STORE_MAIL_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"

struct arena;
struct db;
struct err;

enum mail_state { MAIL_QUEUED, MAIL_SENDING, MAIL_SENT, MAIL_FAILED, MAIL_UNSURE, MAIL_STATE__MAX };
extern const char *const mail_state_names[];	/* NULL-terminated, in the enum's order */

struct queued_mail { struct uuid id, user_id; int64_t attempts, until; };	/* with this one; when the claim runs out */

/* In a transaction of the caller's; one that is there is left as it is. */
const struct err *mail_store_add(struct db *, struct arena *, const struct queued_mail *, size_t n, int64_t now);
/* Takes the one that is due longest, committed before this returns, until that moment; *found = false when there is none. */
const struct err *mail_store_claim(struct db *, struct arena *, int64_t now, int64_t until, struct queued_mail *, bool *found);
/* What became of this attempt; QUEUED: due again then.  Without effect when the claim has run out. */
const struct err *mail_store_outcome(struct db *, struct arena *, const struct queued_mail *, enum mail_state, int64_t due, const char *error,
    int64_t now);
/* Given up, by id, which is oldest first, after that one. */
struct dead_mail { struct uuid id, order_id; const char *notice, *error; enum mail_state state; int64_t attempts, created_at; };
struct dead_mails { struct dead_mail *v; size_t n; };	/* notice "" and order_id zero: of news that is there no more */
const struct err *mail_store_dead(struct db *, struct arena *, const struct uuid *after, int64_t max, struct dead_mails *);
/* One that FAILED is queued again, with attempts as if new; with `unsure` also one of which nobody knows whether it arrived.
 * *queued = this call did it; *is = what it is now, MAIL_STATE__MAX when there is none. */
const struct err *mail_store_retry(struct db *, struct arena *, const struct uuid *id, bool unsure, int64_t now, bool *queued,
    enum mail_state *is);
/* Those whose claim has run out are UNSURE; *n = how many. */
const struct err *mail_store_lost(struct db *, struct arena *, int64_t now, int64_t *n);

#endif
