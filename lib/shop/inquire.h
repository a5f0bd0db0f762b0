/*
 * inquire: asks the gateway what became of a payment, and has it written where it belongs: into its order, or into its member's balance.
 *
 * What the gateway says is all that counts; who made us ask, and what they said, does not.
 */
#ifndef SHOP_INQUIRE_H
#define SHOP_INQUIRE_H

#include <stdbool.h>

#include "domain/compensation.h"

struct arena;
struct err;
struct gateway_ref;
struct shop;

/* The payment of a compensation as the gateway knows it: some find one only by the name that was stored with it before the charge. */
const struct err *inquire_ref(struct shop *, struct arena *, const struct compensation *, struct gateway_ref *);

/* Asks what a SETTLE row wants to know, when it is due: a payment nobody has decided is given up, one that is not known there is
 * failed after a while.  *why: nothing could be written, for that reason; else it is written. */
const struct err *inquire(struct shop *, struct arena *, const struct compensation *, const char **why);

enum inquiry {
	INQUIRY_WRITTEN,	/* decided, and written */
	INQUIRY_OPEN,		/* not decided yet, or not known there */
	INQUIRY_SILENT		/* the gateway does not answer */
};
/* The same before it is due, for somebody who says it is decided: only what is decided is written, all else is left to the row. */
const struct err *inquire_early(struct shop *, struct arena *, const struct compensation *, enum inquiry *);

#endif
