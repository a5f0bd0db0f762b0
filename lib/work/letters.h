/*
 * letters: what was given up and waits for an admin, whoever gave it up: payments that could not be settled, money that could
 * not be given back (compensate.h), events that an outside consumer did not take (feed.h), e-mails that were not taken, or of
 * which nobody knows whether they were (mails.h).
 */
#ifndef WORK_LETTERS_H
#define WORK_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/letter.h"

struct arena;
struct err;
struct shop;

/* By id, which is oldest first, after that one (zero = from the beginning). */
const struct err *letters_find(struct shop *, struct arena *, const struct uuid *after, int64_t limit, struct letters *);
/* Has it tried again; *state = what it is now.  ENTITY_NOT_FOUND when none of that id was given up; INVALID_REQUEST at
 * /mayArriveTwice for an e-mail that may have arrived, unless `twice`. */
const struct err *letter_retry(struct shop *, struct arena *, const struct uuid *id, bool twice, const char **state);

#endif
