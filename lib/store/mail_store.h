/*
 * mail_store: e-mails that are to be sent, and what became of them.
 *
 * QUEUED → SENDING, by whoever claims it, for so many attempts → SENT, FAILED, UNSURE, or QUEUED for later.
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

struct queued_mail { struct uuid id, user_id; int64_t attempts; };	/* with this one */

/* In a transaction of the caller's; one that is there is left as it is. */
const struct err *mail_store_add(struct db *, struct arena *, const struct queued_mail *, size_t n, int64_t now);
/* Takes the one that is due longest, committed before this returns, until that moment; *found = false when there is none. */
const struct err *mail_store_claim(struct db *, struct arena *, int64_t now, int64_t until, struct queued_mail *, bool *found);
/* What became of this attempt; QUEUED: due again then.  Without effect when the claim has run out. */
const struct err *mail_store_outcome(struct db *, struct arena *, const struct queued_mail *, enum mail_state, int64_t due, const char *error,
    int64_t now);
/* Those whose claim has run out are UNSURE; *n = how many. */
const struct err *mail_store_lost(struct db *, struct arena *, int64_t now, int64_t *n);

#endif
