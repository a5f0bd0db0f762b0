/*
 * rfc3339: moments as clients write them, for model_read().
 */
#include <string.h>

#include "base/clock.h"
#include "http/rfc3339.h"

/* Before 1970 there was no shop, and zones had offsets of odd seconds that RFC 3339 can not write.
 * At the other end a moment must still be one in the shop's offset. */
#define YEAR_MIN 1970
#define YEAR_MAX 9998

/* n digits at *p as a number within the limits; moves *p past them. */
static bool
digits(const char **p, int n, int min, int max, int *out)
{
	int v = 0;

	for (int i = 0; i < n; i++, (*p)++) {
		if (**p < '0' || **p > '9')
			return false;
		v = v * 10 + (**p - '0');
	}
	*out = v;
	return v >= min && v <= max;
}

static bool
literal(const char **p, char c)
{
	if (**p != c)
		return false;
	(*p)++;
	return true;
}

/* ".123456": milliseconds; at least one digit. */
static bool
fraction(const char **p, int *ms)
{
	int scale = 100;

	*ms = 0;
	if (!literal(p, '.'))
		return true;
	if (**p < '0' || **p > '9')
		return false;
	for (; **p >= '0' && **p <= '9'; (*p)++, scale /= 10)
		*ms += (**p - '0') * scale;
	return true;
}

/* Days since 1970-01-01 in the Gregorian calendar: years are counted from March. */
static int64_t
days(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = y / 400, yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

/* "Z" or "+09:00" at the end of the text, in minutes. */
static bool
offset_of(const char *p, int *minutes)
{
	int sign = *p == '-' ? -1 : 1, h, m;

	*minutes = 0;
	if ((*p == 'Z' || *p == 'z') && p[1] == '\0')
		return true;
	if (*p != '+' && *p != '-')
		return false;
	p++;
	if (!digits(&p, 2, 0, 23, &h) || !literal(&p, ':') || !digits(&p, 2, 0, 59, &m) || *p != '\0')
		return false;
	*minutes = sign * (h * 60 + m);
	return true;
}

bool
rfc3339_parse(const char *p, bool local, int64_t *ms)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	struct civil c = { 0 };
	int milli = 0, minutes;

	if (!digits(&p, 4, YEAR_MIN, YEAR_MAX, &c.year) || !literal(&p, '-') || !digits(&p, 2, 1, 12, &c.month) ||
	    !literal(&p, '-') || !digits(&p, 2, 1, 31, &c.day))
		return false;
	bool leap = c.year % 4 == 0 && (c.year % 100 != 0 || c.year % 400 == 0);
	if (c.day > length[c.month - 1] + (c.month == 2 && leap))
		return false;
	if ((*p != 'T' && *p != 't' && *p != ' ') || *p++ == '\0')
		return false;
	if (!digits(&p, 2, 0, 23, &c.hour) || !literal(&p, ':') || !digits(&p, 2, 0, 59, &c.minute))
		return false;
	/* A leap second counts as the last second before it. */
	if (*p == ':' ? !literal(&p, ':') || !digits(&p, 2, 0, 60, &c.second) || !fraction(&p, &milli) : !local)
		return false;
	if (c.second == 60)
		c.second = 59;
	if (local && *p == '\0') {
		*ms = clock_moment(c) + milli;
		return true;
	}
	if (!offset_of(p, &minutes))
		return false;
	int64_t last = days(YEAR_MAX, 12, 31) * 86400;
	int64_t seconds = days(c.year, c.month, c.day) * 86400 + c.hour * 3600 + c.minute * 60 + c.second - minutes * 60;
	if (seconds >= last)
		return false;
	*ms = seconds * 1000 + milli;
	return true;
}
