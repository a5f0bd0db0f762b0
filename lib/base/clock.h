/*
 * clock: what time it is, in the shop and everywhere.
 *
 * Moments are milliseconds since 1970 in UTC (int64_t).  Tests and chaos runs
 * shift the clock; nothing else calls time(2).
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct civil { int year, month, day, hour, minute, second; };

int64_t clock_now(void);		/* ms since 1970, with the shift */
int64_t clock_monotonic_us(void);	/* for durations only */
/* All later clock_now() answers are shifted by that much (in place of any earlier shift).
 * BANQUET_CLOCK_SHIFT_MS does the same at start; one that is no whole number is ignored. */
void clock_shift(int64_t ms);

/* Sets the shop's zone (an IANA name); -1 when the system does not know it. Call once, before threads.
 * Until then the shop's zone is UTC. */
int clock_zone(const char *name);
/* The shop's civil time at a moment, and its offset from UTC in seconds (`offset` may be NULL).
 * Moments before the year 1 or after 9999 count as the first or the last of those. */
struct civil clock_civil(int64_t ms, int *offset);
/* The moment of a civil time in the shop's zone.  Fields out of their range carry over (day 32 is the
 * next month's).  Where clocks go back the earlier moment; where they skip, as if they had not. */
int64_t clock_moment(struct civil);

#define CLOCK_TEXT 32
/* RFC 3339 with the shop's offset: 2026-11-21T19:00:00.123+09:00. */
const char *clock_text(int64_t ms, char out[CLOCK_TEXT]);
/* RFC 3339 in UTC: 2026-11-21T10:00:00.123Z. */
const char *clock_text_utc(int64_t ms, char out[CLOCK_TEXT]);
/* YYYY-MM-DD of a moment in the shop's zone. */
const char *clock_date(int64_t ms, char out[CLOCK_TEXT]);
/* Parses YYYY-MM-DD to that day's midnight, years 0001 to 9999; false when there is no such day. */
bool clock_parse_date(const char *, struct civil *);

#endif
