/*
 * compensation: what is still to be found out or to be undone.
 *
 * compensation.def says what each failure gives back; compensation_of() is where everybody asks.  What can be given back
 * in the order's own transaction is; what can not, because an outside company has it, becomes a row written in that
 * transaction (struct compensation), which the worker works off: tried again ever less often, and given up in the
 * end for an admin to see.
 */
#ifndef DOMAIN_COMPENSATION_H
#define DOMAIN_COMPENSATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/money.h"

enum undo { UNDO_STOCK = 1, UNDO_SLOT = 2, UNDO_COUPON = 4, UNDO_POINTS = 8, UNDO_MONEY = 16 };

enum failure {
#define COMPENSATION(name, ...) FAILED_##name,
#include "domain/compensation.def"
#undef COMPENSATION
	FAILED__MAX
};

/* What that failure gives back: bits of enum undo. */
unsigned compensation_of(enum failure);

enum compensation_kind { COMPENSATE_SETTLE, COMPENSATE_REFUND, COMPENSATE__MAX };
enum compensation_state { COMPENSATION_OPEN, COMPENSATION_DONE, COMPENSATION_DEAD, COMPENSATION__MAX };
extern const char *const compensation_kind_names[], *const compensation_state_names[];	/* NULL-terminated */

struct compensation {
	struct uuid		 id;		/* SETTLE: the payment's; REFUND: its own */
	enum compensation_kind	 kind;
	struct uuid		 order_id, payment_id;	/* order: zero of a charge of the balance */
	won_t			 amount;
	enum compensation_state	 state;
	int64_t			 attempts;
	int64_t			 due_at, created_at, ended_at;	/* ms; 0 = not yet */
	const char		*reason, *last_error, *transaction_id;	/* the last two NULL = none */
};

/* Ms to wait after so many attempts (1 = the first has failed): a second, twice as long each time, at most `longest`. */
int64_t compensation_wait(int64_t attempts, int64_t longest_ms);

#endif
