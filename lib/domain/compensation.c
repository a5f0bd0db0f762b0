/* compensation: the matrix of compensation.def, and the pace of attempts. */
#include "domain/compensation.h"

#include <stddef.h>

unsigned
compensation_of(enum failure f)
{
	enum { STOCK = UNDO_STOCK, SLOT = UNDO_SLOT, COUPON = UNDO_COUPON, POINTS = UNDO_POINTS, MONEY = UNDO_MONEY };
	static const unsigned matrix[FAILED__MAX] = {
#define COMPENSATION(name, when, undo) [FAILED_##name] = (undo),
#include "domain/compensation.def"
#undef COMPENSATION
	};

	return matrix[f];
}

const char *const compensation_kind_names[] = {
	[COMPENSATE_SETTLE] = "SETTLE",
	[COMPENSATE_REFUND] = "REFUND",
	[COMPENSATE__MAX] = NULL
};

const char *const compensation_state_names[] = {
	[COMPENSATION_OPEN] = "OPEN",
	[COMPENSATION_DONE] = "DONE",
	[COMPENSATION_DEAD] = "DEAD",
	[COMPENSATION__MAX] = NULL
};

int64_t
compensation_wait(int64_t attempts, int64_t longest_ms)
{
	int64_t wait = 1000;

	for (int64_t i = 1; i < attempts && wait < longest_ms; i++)
		wait *= 2;
	return wait < longest_ms ? wait : longest_ms;
}
