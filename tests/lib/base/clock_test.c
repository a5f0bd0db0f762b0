/*
 * clock_test: the calendar against libc's, zones with and without summer time,
 * texts, and threads that ask at once.
 */
#include "support/suite.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

#define CIVIL(y, mo, d, h, mi, s) ((struct civil){ (y), (mo), (d), (h), (mi), (s) })
#define MS(second) (INT64_C(second) * 1000)

static void
ck_civil(struct civil is, struct civil want)
{
	ck_assert_int_eq(is.year, want.year);
	ck_assert_int_eq(is.month, want.month);
	ck_assert_int_eq(is.day, want.day);
	ck_assert_int_eq(is.hour, want.hour);
	ck_assert_int_eq(is.minute, want.minute);
	ck_assert_int_eq(is.second, want.second);
}

static const struct { const char *zone; int64_t ms; const char *text, *utc, *date; } texts[] = {
	{ NULL, 0, "1970-01-01T00:00:00.000+00:00", "1970-01-01T00:00:00.000Z", "1970-01-01" },
	{ "UTC", -1, "1969-12-31T23:59:59.999+00:00", "1969-12-31T23:59:59.999Z", "1969-12-31" },
	{ "Asia/Seoul", MS(1795255200) + 123, "2026-11-21T19:00:00.123+09:00", "2026-11-21T10:00:00.123Z", "2026-11-21" },
	{ "Asia/Seoul", MS(1795273200), "2026-11-22T00:00:00.000+09:00", "2026-11-21T15:00:00.000Z", "2026-11-22" },
	{ "Asia/Seoul", MS(1795273199) + 999, "2026-11-21T23:59:59.999+09:00", "2026-11-21T14:59:59.999Z", "2026-11-21" },
	{ "Asia/Seoul", MS(1709132400), "2024-02-29T00:00:00.000+09:00", "2024-02-28T15:00:00.000Z", "2024-02-29" },
	{ "Asia/Seoul", MS(560000000), "1987-09-30T21:33:20.000+10:00", "1987-09-30T11:33:20.000Z", "1987-09-30" },
	{ "America/New_York", MS(1772953199), "2026-03-08T01:59:59.000-05:00", "2026-03-08T06:59:59.000Z", "2026-03-08" },
	{ "America/New_York", MS(1772953200), "2026-03-08T03:00:00.000-04:00", "2026-03-08T07:00:00.000Z", "2026-03-08" },
	{ "America/St_Johns", MS(1795255200), "2026-11-21T06:30:00.000-03:30", "2026-11-21T10:00:00.000Z", "2026-11-21" },
	{ "Asia/Kathmandu", MS(1795255200), "2026-11-21T15:45:00.000+05:45", "2026-11-21T10:00:00.000Z", "2026-11-21" },
	{ "UTC", INT64_MAX, "9999-12-30T23:59:59.999+00:00", "9999-12-30T23:59:59.999Z", "9999-12-30" },
	{ "UTC", INT64_MIN, "0001-01-02T00:00:00.000+00:00", "0001-01-02T00:00:00.000Z", "0001-01-02" },
};

START_TEST(moments_are_written)
{
	char out[CLOCK_TEXT];

	if (texts[_i].zone != NULL)
		ck_assert_int_eq(clock_zone(texts[_i].zone), 0);
	for (int again = 0; again < 2; again++) {	/* the second time from memory */
		ck_assert_str_eq(clock_text(texts[_i].ms, out), texts[_i].text);
		ck_assert_str_eq(clock_text_utc(texts[_i].ms, out), texts[_i].utc);
		ck_assert_str_eq(clock_date(texts[_i].ms, out), texts[_i].date);
	}
}
END_TEST

static const char *const bad_zones[] = {
	NULL, "", "Asia/Seol", "KST", "/etc/passwd", "/usr/share/zoneinfo/UTC", "../zoneinfo/UTC",
	":UTC", "Asia", "zone.tab", "UTC+9",
};

START_TEST(unknown_zones_are_refused)
{
	int offset = 1;

	ck_assert_int_eq(clock_zone(bad_zones[_i]), -1);
	(void)clock_civil(MS(1795255200), &offset);
	ck_assert_int_eq(offset, 0);
	ck_assert_int_eq(clock_zone("Asia/Seoul"), 0);
	ck_assert_int_eq(clock_zone(bad_zones[_i]), -1);
	(void)clock_civil(MS(1795255200), &offset);
	ck_assert_int_eq(offset, 9 * 3600);	/* the one before stays */
}
END_TEST

START_TEST(a_name_without_end_is_refused)
{
	char name[8192];

	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	ck_assert_int_eq(clock_zone(name), -1);
}
END_TEST

static const char *const zones[] = {
	"UTC", "Asia/Seoul", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu",
	"Africa/Monrovia", "Pacific/Apia", "America/Caracas", "Africa/Casablanca", "Antarctica/Troll",
};

/* What libc says, at random moments and densely around each change of offset. */
START_TEST(civil_times_are_libcs)
{
	ck_assert_int_eq(clock_zone(zones[_i]), 0);
	srand(5);
	int before = 0, wrong = 0;
	for (int round = 0; round < 60000; round++) {
		/* 1900 to 2100, in steps of about a day with ragged seconds */
		time_t t = (time_t)-2208988800 + (time_t)round * 105185 + rand() % 997;
		struct tm tm;
		int offset;
		(void)localtime_r(&t, &tm);
		int near = tm.tm_gmtoff != before ? 200 : 1;
		before = (int)tm.tm_gmtoff;
		for (int k = 0; k < near; k++, t -= 531) {
			(void)localtime_r(&t, &tm);
			struct civil c = clock_civil((int64_t)t * 1000, &offset);
			wrong += c.year != tm.tm_year + 1900 || c.month != tm.tm_mon + 1 || c.day != tm.tm_mday ||
			    c.hour != tm.tm_hour || c.minute != tm.tm_min || c.second != tm.tm_sec ||
			    offset != tm.tm_gmtoff;
		}
	}
	ck_assert_int_eq(wrong, 0);
}
END_TEST

/* civil to moment and back: the same civil time; and the moment itself, unless
 * the clocks went back and there were two. */
START_TEST(moments_survive_the_trip)
{
	int wrong = 0;

	ck_assert_int_eq(clock_zone(zones[_i]), 0);
	for (int round = 0; round < 100000; round++) {
		int64_t ms = MS(315532800) + (int64_t)round * 38000123;	/* 1980 to 2100 */
		ms -= ms % 1000;
		struct civil c = clock_civil(ms, NULL);
		int64_t back = clock_moment(c);
		struct civil again = clock_civil(back, NULL);
		wrong += memcmp(&c, &again, sizeof(c)) != 0;
		wrong += back > ms || ms - back > 2 * 3600 * 1000;
	}
	ck_assert_int_eq(wrong, 0);
}
END_TEST

static const struct { const char *zone; struct civil c; int64_t ms; } moments[] = {
	{ "UTC", { 1970, 1, 1, 0, 0, 0 }, 0 },
	{ "UTC", { 2000, 2, 29, 12, 30, 15 }, MS(951827415) },
	{ "UTC", { 2026, 1, 32, 0, 0, 0 }, MS(1769904000) },		/* 1 February */
	{ "UTC", { 2025, 14, 1, 0, 0, 0 }, MS(1769904000) },
	{ "UTC", { 2026, 3, 0, 0, 0, 0 }, MS(1772236800) },		/* 28 February */
	{ "UTC", { 2026, 0, 1, 0, 0, 0 }, MS(1764547200) },		/* 1 December */
	{ "UTC", { 2026, 1, 31, 24, 0, 0 }, MS(1769904000) },
	{ "UTC", { 2026, 2, 1, 0, -1, 60 }, MS(1769904000) },
	{ "Asia/Seoul", { 2026, 11, 21, 19, 0, 0 }, MS(1795255200) },
	{ "America/New_York", { 2026, 3, 8, 1, 59, 59 }, MS(1772953199) },
	{ "America/New_York", { 2026, 3, 8, 2, 30, 0 }, MS(1772955000) },	/* skipped: 03:30 */
	{ "America/New_York", { 2026, 3, 8, 3, 0, 0 }, MS(1772953200) },
	{ "America/New_York", { 2026, 11, 1, 1, 30, 0 }, MS(1793511000) },	/* twice: the earlier */
	{ "America/New_York", { 2026, 11, 1, 2, 0, 0 }, MS(1793516400) },
};

START_TEST(civil_times_become_moments)
{
	ck_assert_int_eq(clock_zone(moments[_i].zone), 0);
	ck_assert_int_eq(clock_moment(moments[_i].c), moments[_i].ms);
}
END_TEST

static const struct { const char *text; bool ok; int year, month, day; } dates[] = {
	{ "2026-11-21", true, 2026, 11, 21 }, { "2024-02-29", true, 2024, 2, 29 }, { "2000-02-29", true, 2000, 2, 29 },
	{ "0001-01-01", true, 1, 1, 1 }, { "9999-12-31", true, 9999, 12, 31 },
	{ "2026-02-29", false, 0, 0, 0 }, { "1900-02-29", false, 0, 0, 0 }, { "2026-04-31", false, 0, 0, 0 },
	{ "2026-00-10", false, 0, 0, 0 }, { "2026-13-10", false, 0, 0, 0 }, { "2026-10-00", false, 0, 0, 0 },
	{ "2026-10-32", false, 0, 0, 0 }, { "0000-01-01", false, 0, 0, 0 }, { "2026-1-01", false, 0, 0, 0 },
	{ "2026-011-1", false, 0, 0, 0 }, { "2026/11/21", false, 0, 0, 0 }, { "2026-11-21 ", false, 0, 0, 0 },
	{ " 2026-11-21", false, 0, 0, 0 }, { "2026-11-2x", false, 0, 0, 0 }, { "-026-11-21", false, 0, 0, 0 },
	{ "2026-11-21T00:00", false, 0, 0, 0 }, { "", false, 0, 0, 0 }, { NULL, false, 0, 0, 0 },
};

START_TEST(dates_are_read)
{
	struct civil c = CIVIL(9, 9, 9, 9, 9, 9);

	ck_assert_msg(clock_parse_date(dates[_i].text, &c) == dates[_i].ok, "%s", dates[_i].text);
	ck_civil(c, dates[_i].ok ? CIVIL(dates[_i].year, dates[_i].month, dates[_i].day, 0, 0, 0) : CIVIL(9, 9, 9, 9, 9, 9));
}
END_TEST

START_TEST(now_is_now_and_shifts)
{
	int64_t real = (int64_t)time(NULL) * 1000;

	ck_assert_int_ge(clock_now(), real);
	ck_assert_int_le(clock_now(), real + 10000);
	clock_shift(MS(86400));
	ck_assert_int_ge(clock_now(), real + MS(86400));
	ck_assert_int_le(clock_now(), real + MS(86400) + 10000);
	clock_shift(-MS(86400));		/* in place of the one before */
	ck_assert_int_le(clock_now(), real - MS(86400) + 10000);
	clock_shift(INT64_MAX);
	ck_assert_int_eq(clock_now(), INT64_MAX);
	clock_shift(INT64_MIN);
	ck_assert_int_lt(clock_now(), 0);
	clock_shift(0);

	int64_t before = clock_monotonic_us();
	ck_assert_int_eq(usleep(2000), 0);
	ck_assert_int_ge(clock_monotonic_us() - before, 2000);
}
END_TEST

static const struct { const char *value; int64_t shift; } shifts[] = {
	{ "", 0 }, { "86400000", 86400000 }, { "-86400000", -86400000 }, { "soon", 0 }, { "10x", 0 },
	{ "99999999999999999999999", 0 },
};

/* The environment counts at a program's start: so this test starts itself again. */
START_TEST(the_environment_shifts)
{
	char self[4096], value[64];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	ck_assert_int_gt(n, 0);
	self[n] = '\0';
	(void)snprintf(value, sizeof(value), "%lld", (long long)shifts[_i].shift);
	ck_assert_int_eq(setenv("BANQUET_CLOCK_SHIFT_MS", shifts[_i].value, 1), 0);
	ck_assert_int_eq(setenv("CLOCK_TEST_EXPECTS", value, 1), 0);
	ck_assert_int_eq(setenv("CK_RUN_SUITE", "clock_environment", 1), 0);
	ck_assert_int_eq(setenv("CK_VERBOSITY", "silent", 1), 0);
	(void)unsetenv("CK_RUN_CASE");
	(void)unsetenv("CK_XML_LOG_FILE_NAME");
	(void)unsetenv("CK_TAP_LOG_FILE_NAME");
	pid_t pid = fork();
	if (pid == 0) {
		(void)execl(self, self, (char *)NULL);
		_exit(127);
	}
	int status;
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
}
END_TEST

/* Runs in the program started by the test above. */
START_TEST(now_is_as_the_environment_says)
{
	const char *expects = getenv("CLOCK_TEST_EXPECTS");
	int64_t want = (int64_t)time(NULL) * 1000 + (expects != NULL ? atoll(expects) : 0);

	ck_assert_int_ge(clock_now(), want);
	ck_assert_int_le(clock_now(), want + 10000);
}
END_TEST

struct asker { pthread_t thread; int64_t from; int wrong; };

static void *
ask(void *arg)
{
	struct asker *a = arg;

	for (int64_t i = 0; i < 20000; i++) {
		int64_t ms = a->from + i * 500009;
		int offset;
		struct civil c = clock_civil(ms, &offset);
		if (clock_moment(c) > ms || (offset != -4 * 3600 && offset != -5 * 3600))
			a->wrong++;
	}
	return NULL;
}

START_TEST(threads_ask_at_once)
{
	struct asker asker[8] = { 0 };

	ck_assert_int_eq(clock_zone("America/New_York"), 0);
	for (int i = 0; i < ROWS(asker); i++) {
		asker[i].from = MS(1772953200) + i * MS(864000);
		ck_assert_int_eq(pthread_create(&asker[i].thread, NULL, ask, &asker[i]), 0);
	}
	for (int i = 0; i < ROWS(asker); i++) {
		(void)pthread_join(asker[i].thread, NULL);
		ck_assert_int_eq(asker[i].wrong, 0);
	}
}
END_TEST

Suite *
clock_suite(void)
{
	Suite *s = suite_create("clock");
	TCase *t = tcase_create("clock");

	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, moments_are_written, 0, ROWS(texts));
	tcase_add_loop_test(t, unknown_zones_are_refused, 0, ROWS(bad_zones));
	tcase_add_test(t, a_name_without_end_is_refused);
	tcase_add_loop_test(t, civil_times_are_libcs, 0, ROWS(zones));
	tcase_add_loop_test(t, moments_survive_the_trip, 0, ROWS(zones));
	tcase_add_loop_test(t, civil_times_become_moments, 0, ROWS(moments));
	tcase_add_loop_test(t, dates_are_read, 0, ROWS(dates));
	tcase_add_test(t, now_is_now_and_shifts);
	tcase_add_loop_test(t, the_environment_shifts, 0, ROWS(shifts));
	tcase_add_test(t, threads_ask_at_once);
	suite_add_tcase(s, t);
	return s;
}

Suite *
clock_environment_suite(void)
{
	Suite *s = suite_create("clock_environment");
	TCase *t = tcase_create("clock_environment");

	tcase_add_test(t, now_is_as_the_environment_says);
	suite_add_tcase(s, t);
	return s;
}
