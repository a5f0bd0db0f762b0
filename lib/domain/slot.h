/*
 * slot: when a delivery is wanted, and how many can be made at a time.
 *
 * A slot is one number, yyyymmddHHMMHHMM in the shop's time: 2026112712001400 is 27 November, from noon
 * to two.  It sorts by time, and needs no table to be read.  The hours that can be booked, HHMMHHMM, are rows of the
 * catalogue; a day without hours (…00002400) has no capacity to run out of.
 *
 * A slot_book holds the figures of the slots one transaction has locked, as a stock_book does of stock; nobody else
 * changes how many are taken.
 */
#ifndef DOMAIN_SLOT_H
#define DOMAIN_SLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SLOT_DAYS_AHEAD 30	/* a date may lie so many days ahead */
#define SLOT_ANY_HOUR 2400u	/* 0000-2400: of a date without a time */
#define SLOT_DATE_TEXT 11	/* 2026-11-27 and NUL */
#define SLOT_HOURS_TEXT 12	/* 12:00-14:00 and NUL */

struct slot_hours { uint32_t hours; int64_t capacity; };	/* HHMMHHMM; orders a day */

/* The hours meant by "12:00-14:00" (exactly those) or "12:30" (those it lies in); 0 when there are none. */
uint32_t slot_hours_find(const struct slot_hours *, size_t n, const char *text);

/* The slot of a date ("2026-11-27"; NULL: today) and a time (as above; NULL: any), 0 when there is none.  Sets at most one fault of
 * each, else NULL: not_a_date, in_the_past, too_far_ahead (SLOT_DAYS_AHEAD); not_a_choice, and too_late when it ends less
 * than `minutes` after now. */
struct slot_faults { const char *date, *time; };
int64_t slot_choose(const struct slot_hours *, size_t n, const char *date, const char *time, int64_t now_ms, int minutes,
    struct slot_faults *);

const char *slot_date(int64_t slot, char out[SLOT_DATE_TEXT]);
/* NULL for a date without hours. */
const char *slot_hours(int64_t slot, char out[SLOT_HOURS_TEXT]);
uint32_t slot_hours_of(int64_t slot);
/* Ms since 1970 of its end, in the shop's zone. */
int64_t slot_ends(int64_t slot);
/* Whether somebody counts who holds it. */
bool slot_is_counted(int64_t slot);

struct slot_row {
	int64_t	 slot, capacity;
	int64_t	 taken;		/* now, decisions included */
	int64_t	 change;	/* of this transaction; what is to be written */
};
struct slot_book { struct slot_row *row; size_t n; };	/* sorted by slot */

struct slot_row *slot_find(const struct slot_book *, int64_t slot);
/* False when it is full, or not in the book.  What is not counted can always be taken. */
bool slot_take(struct slot_book *, int64_t slot);
void slot_give_back(struct slot_book *, int64_t slot);

#endif
