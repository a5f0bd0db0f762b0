/*
 * crash: dies on the spot at a named point, when told to at start.
 *
 * For tests that prove what is left behind when a program is killed there: as
 * by kill -9, nothing is flushed, freed or said.  The points (crash.def) are in
 * every build; one that was not named costs a comparison.
 */
#ifndef BASE_CRASH_H
#define BASE_CRASH_H

#include <stdbool.h>

enum crash_point {
	CRASH_NONE,
#define CRASH_POINT(name, where) CRASH_##name,
#include "base/crash.def"
#undef CRASH_POINT
	CRASH__MAX
};

/* Names the point (BANQUET_CRASH_AT, as the programs read it); NULL or "" = none. False when there is no such
 * point.  Call it before there are threads. */
bool crash_start(const char *name);

extern enum crash_point crash_armed;
void crash_now(void);

static inline void
crash_at(enum crash_point p)
{
	if (__builtin_expect(crash_armed == p, 0))
		crash_now();
}

#endif
