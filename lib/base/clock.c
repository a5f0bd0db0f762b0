/*
 * clock: see clock.h.  The only file that reads the time.
 *
 * The zone's rules are libc's (localtime_r), which takes a lock around them.
 * Offsets change on quarter hours of UTC only, in all zones since 1980, so
 * each thread remembers the offset of the last quarter hour it asked about, and
 * everything else is arithmetic on the proleptic Gregorian calendar.
 */
#include "base/clock.h"

#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SECOND INT64_C(1000)
#define DAY (86400 * SECOND)
#define QUARTER 900			/* seconds */
#define QUARTERS_KNOWN INT64_C(315532800)	/* 1980: before it zones had odd offsets */
/* 0001-01-02 and 9999-12-30, so that any offset leaves the year in range. */
#define MOMENT_MIN (INT64_C(-62135510400) * SECOND)
#define MOMENT_MAX (INT64_C(253402214400) * SECOND - 1)

static _Atomic int64_t shift_ms;
static atomic_uint zone_generation;	/* 0: no zone yet, UTC */

__attribute__((constructor)) static void
shift_from_environment(void)
{
	const char *s = getenv("BANQUET_CLOCK_SHIFT_MS");
	char *end;

	if (s == NULL || *s == '\0')
		return;
	errno = 0;
	long long ms = strtoll(s, &end, 10);
	if (errno == 0 && *end == '\0')
		clock_shift(ms);
}

int64_t
clock_now(void)
{
	struct timespec t;
	int64_t shifted;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	int64_t ms = (int64_t)t.tv_sec * SECOND + t.tv_nsec / 1000000;
	if (__builtin_add_overflow(ms, atomic_load_explicit(&shift_ms, memory_order_relaxed), &shifted))
		return INT64_MAX;	/* the time itself is positive */
	return shifted;
}

int64_t
clock_monotonic_us(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void
clock_shift(int64_t ms)
{
	atomic_store_explicit(&shift_ms, ms, memory_order_relaxed);
}

/* libc takes any TZ and means UTC by what it does not know, so look for the
 * zone's file first.  The name must not lead out of the directory. */
static bool
zone_known(const char *name)
{
	char path[PATH_MAX], magic[4];
	const char *dir = getenv("TZDIR");

	if (name == NULL || *name == '\0' || *name == '/' || *name == ':' || strstr(name, "..") != NULL)
		return false;
	int n = snprintf(path, sizeof(path), "%s/%s",
	    dir != NULL && *dir != '\0' ? dir : "/usr/share/zoneinfo", name);
	if (n < 0 || (size_t)n >= sizeof(path))
		return false;
	FILE *f = fopen(path, "re");
	if (f == NULL)
		return false;
	bool known = fread(magic, 1, sizeof(magic), f) == sizeof(magic) &&
	    memcmp(magic, "TZif", sizeof(magic)) == 0;
	(void)fclose(f);
	return known;
}

int
clock_zone(const char *name)
{
	if (!zone_known(name) || setenv("TZ", name, 1) != 0)
		return -1;
	tzset();
	atomic_fetch_add(&zone_generation, 1);
	return 0;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* The zone's offset from UTC in seconds, at a second since 1970. */
static int
offset_at(int64_t second)
{
	static _Thread_local struct { unsigned generation; int64_t quarter; int offset; } last;
	unsigned generation = atomic_load_explicit(&zone_generation, memory_order_relaxed);
	int64_t quarter = floor_div(second, QUARTER);
	time_t t = (time_t)second;
	struct tm tm;

	if (generation == 0)
		return 0;
	if (last.generation == generation && last.quarter == quarter)
		return last.offset;
	if (localtime_r(&t, &tm) == NULL)
		return 0;
	if (second >= QUARTERS_KNOWN) {
		last.generation = generation;
		last.quarter = quarter;
		last.offset = (int)tm.tm_gmtoff;
	}
	return (int)tm.tm_gmtoff;
}

/* Days from 1970-01-01 to a day; month and day may be out of range.
 * Years are counted from March, so that the leap day comes last. */
static int64_t
days_of(int64_t year, int64_t month, int64_t day)
{
	int64_t months = year * 12 + month - 3;		/* since March of the year 0 */
	int64_t y = floor_div(months, 12);
	int64_t m = months - y * 12;			/* 0 = March */
	int64_t before = (153 * m + 2) / 5;		/* days of the year before the month */

	return y * 365 + floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400) + before + day - 1 - 719468;
}

/* The other way round, for a moment that is already local. */
static struct civil
civil_of(int64_t ms)
{
	int64_t days = floor_div(ms, DAY);
	int64_t second = (ms - days * DAY) / SECOND;
	int64_t z = days + 719468;			/* since 0000-03-01 */
	int64_t era = floor_div(z, 146097);		/* 400 years */
	int64_t in_era = z - era * 146097;
	int64_t y = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t in_year = in_era - (365 * y + y / 4 - y / 100);
	int64_t m = (5 * in_year + 2) / 153;		/* 0 = March */

	return (struct civil){
		.year = (int)(y + era * 400 + (m >= 10)),
		.month = (int)(m < 10 ? m + 3 : m - 9),
		.day = (int)(in_year - (153 * m + 2) / 5 + 1),
		.hour = (int)(second / 3600),
		.minute = (int)(second / 60 % 60),
		.second = (int)(second % 60),
	};
}

static int64_t
within(int64_t ms)
{
	return ms < MOMENT_MIN ? MOMENT_MIN : ms > MOMENT_MAX ? MOMENT_MAX : ms;
}

struct civil
clock_civil(int64_t ms, int *offset)
{
	ms = within(ms);
	int off = offset_at(floor_div(ms, SECOND));
	if (offset != NULL)
		*offset = off;
	return civil_of(ms + off * SECOND);
}

int64_t
clock_moment(struct civil c)
{
	int64_t local = days_of(c.year, c.month, c.day) * 86400 +
	    (int64_t)c.hour * 3600 + (int64_t)c.minute * 60 + c.second;
	int64_t before = offset_at(local - 86400), after = offset_at(local + 86400);

	/* Trying the offset of the day before first gives the earlier of two
	 * moments; when neither holds, the clocks skipped this time. */
	if (before != after && offset_at(local - before) != before && offset_at(local - after) == after)
		return (local - after) * SECOND;
	return (local - before) * SECOND;
}

/* The last n decimal digits of v, which is not negative. */
static char *
digits(char *p, int v, int n)
{
	for (int i = n - 1; i >= 0; i--, v /= 10)
		p[i] = (char)('0' + v % 10);
	return p + n;
}

static char *
put_date(char *p, struct civil c)
{
	p = digits(p, c.year, 4);
	*p++ = '-';
	p = digits(p, c.month, 2);
	*p++ = '-';
	return digits(p, c.day, 2);
}

static char *
put_moment(char *p, struct civil c, int64_t ms)
{
	p = put_date(p, c);
	*p++ = 'T';
	p = digits(p, c.hour, 2);
	*p++ = ':';
	p = digits(p, c.minute, 2);
	*p++ = ':';
	p = digits(p, c.second, 2);
	*p++ = '.';
	return digits(p, (int)(ms - floor_div(ms, SECOND) * SECOND), 3);
}

const char *
clock_text(int64_t ms, char out[CLOCK_TEXT])
{
	int offset;

	ms = within(ms);
	char *p = put_moment(out, clock_civil(ms, &offset), ms);
	*p++ = offset < 0 ? '-' : '+';
	offset = abs(offset) / 60;
	p = digits(p, offset / 60, 2);
	*p++ = ':';
	p = digits(p, offset % 60, 2);
	*p = '\0';
	return out;
}

const char *
clock_text_utc(int64_t ms, char out[CLOCK_TEXT])
{
	ms = within(ms);
	char *p = put_moment(out, civil_of(ms), ms);
	*p++ = 'Z';
	*p = '\0';
	return out;
}

const char *
clock_date(int64_t ms, char out[CLOCK_TEXT])
{
	*put_date(out, clock_civil(ms, NULL)) = '\0';
	return out;
}

bool
clock_parse_date(const char *s, struct civil *out)
{
	static const char form[] = "0000-00-00";
	int v[3] = { 0, 0, 0 }, part = 0;

	if (s == NULL || strlen(s) != sizeof(form) - 1)
		return false;
	for (int i = 0; form[i] != '\0'; i++) {
		if (form[i] == '-') {
			if (s[i] != '-')
				return false;
			part++;
		} else {
			if (s[i] < '0' || s[i] > '9')
				return false;
			v[part] = v[part] * 10 + (s[i] - '0');
		}
	}
	struct civil c = { .year = v[0], .month = v[1], .day = v[2] };
	/* There is such a day when the calendar gives it back unchanged. */
	struct civil back = civil_of(days_of(c.year, c.month, c.day) * DAY);
	if (c.year < 1 || back.year != c.year || back.month != c.month || back.day != c.day)
		return false;
	*out = c;
	return true;
}
