/*
 * letters: what was given up and waits for an admin, whoever gave it up: payments that could not be settled, money that could
 * not be given back (compensate.h), events that an outside consumer did not take (feed.h).
 */
#ifndef WORK_LETTERS_H
#define WORK_LETTERS_H

#include <stdint.h>

#include "domain/letter.h"

struct arena;
struct err;
struct shop;

/* By id, which is oldest first, after that one (zero = from the beginning). */
const struct err *letters_find(struct shop *, struct arena *, const struct uuid *after, int64_t limit, struct letters *);
/* Has it tried again; *state = what it is now.  ENTITY_NOT_FOUND when none of that id was given up. */
const struct err *letter_retry(struct shop *, struct arena *, const struct uuid *id, const char **state);

#endif
