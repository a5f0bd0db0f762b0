/* slot: dates and hours as one number, and the book of those that are taken. */
#include "domain/slot.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"

#define HOURS INT64_C(100000000)	/* HHMMHHMM */
#define DAY_MS (INT64_C(24) * 3600 * 1000)

/* "12:30" to 1230; -1 when it is no time of day.  24:00 is one: the end of it. */
static int
clock_of(const char *s)
{
	static const char form[] = "dd:dd";

	for (size_t i = 0; i < sizeof(form) - 1; i++)
		if (form[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != form[i])
			return -1;
	int hour = (s[0] - '0') * 10 + s[1] - '0', minute = (s[3] - '0') * 10 + s[4] - '0';
	return minute > 59 || hour > 24 || (hour == 24 && minute > 0) ? -1 : hour * 100 + minute;
}

uint32_t
slot_hours_find(const struct slot_hours *h, size_t n, const char *text)
{
	size_t len = strlen(text);
	int from = len >= 5 ? clock_of(text) : -1, to = -1;

	if (from < 0 || (len != 5 && (len != 11 || text[5] != '-' || (to = clock_of(text + 6)) < 0)))
		return 0;
	for (size_t i = 0; i < n; i++) {
		int begin = (int)(h[i].hours / 10000), end = (int)(h[i].hours % 10000);
		if (len == 5 ? from >= begin && from < end : from == begin && to == end)
			return h[i].hours;
	}
	return 0;
}

/* Days between two civil days, as their midnights tell (a day may have 23 or 25 hours). */
static int64_t
days_between(struct civil from, struct civil to)
{
	int64_t ms = clock_moment(to) - clock_moment(from);

	return (ms + (ms >= 0 ? DAY_MS / 2 : -DAY_MS / 2)) / DAY_MS;
}

static int64_t
make(struct civil day, uint32_t hours)
{
	return ((int64_t)day.year * 10000 + day.month * 100 + day.day) * HOURS + hours;
}

int64_t
slot_choose(const struct slot_hours *h, size_t n, const char *date, const char *time, int64_t now_ms, int minutes,
    struct slot_faults *faults)
{
	struct civil today = clock_civil(now_ms, NULL), day;
	uint32_t hours = SLOT_ANY_HOUR;
	int64_t slot, ahead;

	*faults = (struct slot_faults){ NULL, NULL };
	today.hour = today.minute = today.second = 0;
	day = today;
	if (date == NULL && time == NULL)
		return 0;
	if (time != NULL && (hours = slot_hours_find(h, n, time)) == 0)
		faults->time = "not_a_choice";
	if (date != NULL && !clock_parse_date(date, &day)) {
		faults->date = "not_a_date";
		return 0;
	}
	ahead = days_between(today, day);
	if (ahead < 0)
		faults->date = "in_the_past";
	else if (ahead > SLOT_DAYS_AHEAD)
		faults->date = "too_far_ahead";
	if (faults->date != NULL || faults->time != NULL)
		return 0;
	slot = make(day, hours);
	if (slot_ends(slot) < now_ms + (int64_t)minutes * 60 * 1000) {
		*(time != NULL ? &faults->time : &faults->date) = "too_late";
		return 0;
	}
	return slot;
}

const char *
slot_date(int64_t slot, char out[SLOT_DATE_TEXT])
{
	unsigned day = (unsigned)(slot / HOURS % HOURS);

	snprintf(out, SLOT_DATE_TEXT, "%04u-%02u-%02u", day / 10000 % 10000, day / 100 % 100, day % 100);
	return out;
}

uint32_t
slot_hours_of(int64_t slot)
{
	return (uint32_t)(slot % HOURS);
}

bool
slot_is_counted(int64_t slot)
{
	return slot != 0 && slot_hours_of(slot) != SLOT_ANY_HOUR;
}

const char *
slot_hours(int64_t slot, char out[SLOT_HOURS_TEXT])
{
	unsigned h = slot_hours_of(slot);

	if (h == SLOT_ANY_HOUR)
		return NULL;
	snprintf(out, SLOT_HOURS_TEXT, "%02u:%02u-%02u:%02u", h / 1000000 % 100, h / 10000 % 100, h / 100 % 100, h % 100);
	return out;
}

int64_t
slot_ends(int64_t slot)
{
	int day = (int)(slot / HOURS), end = (int)(slot % 10000);

	return clock_moment((struct civil){ .year = day / 10000, .month = day / 100 % 100, .day = day % 100,
	    .hour = end / 100, .minute = end % 100 });
}

struct slot_row *
slot_find(const struct slot_book *b, int64_t slot)
{
	size_t from = 0, to = b->n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;
		if (b->row[mid].slot == slot)
			return &b->row[mid];
		if (b->row[mid].slot < slot)
			from = mid + 1;
		else
			to = mid;
	}
	return NULL;
}

bool
slot_take(struct slot_book *b, int64_t slot)
{
	struct slot_row *r;

	if (!slot_is_counted(slot))
		return true;
	if ((r = slot_find(b, slot)) == NULL || r->taken >= r->capacity)
		return false;
	r->taken++;
	r->change++;
	return true;
}

void
slot_give_back(struct slot_book *b, int64_t slot)
{
	struct slot_row *r = slot_is_counted(slot) ? slot_find(b, slot) : NULL;

	if (r != NULL) {
		r->taken--;
		r->change--;
	}
}
