/* rfc3339_test: moments, and what is none. */
#include "base/clock.h"
#include "http/rfc3339.h"
#include "support/suite.h"

#define NONE INT64_MIN

static const struct { const char *text; int64_t strict, local; } rows[] = {
	{ "1970-01-01T00:00:00Z",		0, 0 },
	{ "2026-11-21T19:00:00+09:00",		1795255200000, 1795255200000 },
	{ "2026-11-21T10:00:00Z",		1795255200000, 1795255200000 },
	{ "2026-11-21t10:00:00z",		1795255200000, 1795255200000 },
	{ "2026-11-21 10:00:00Z",		1795255200000, 1795255200000 },
	{ "2026-11-21T04:30:00-05:30",		1795255200000, 1795255200000 },
	{ "2026-11-21T10:00:00.5Z",		1795255200500, 1795255200500 },
	{ "2026-11-21T10:00:00.1239999Z",	1795255200123, 1795255200123 },
	{ "2024-02-29T00:00:00Z",		1709164800000, 1709164800000 },
	{ "2000-02-29T00:00:00Z",		951782400000, 951782400000 },
	{ "9998-12-30T23:59:59Z",		253370678399000, 253370678399000 },
	{ "9998-12-31T00:00:00Z",		NONE, NONE },
	{ "9998-12-30T23:59:59-00:01",		NONE, NONE },
	{ "1970-01-01T08:59:59+09:00",		-1000, -1000 },
	{ "1969-12-31T23:59:59Z",		NONE, NONE },
	{ "9999-01-01T00:00:00Z",		NONE, NONE },
	{ "2016-12-31T23:59:60Z",		1483228799000, 1483228799000 },	/* a leap second */
	/* What <input type="datetime-local"> sends: the shop's time. */
	{ "2026-11-21T19:00",			NONE, 1795255200000 },
	{ "2026-11-21T19:00:30",		NONE, 1795255230000 },
	{ "2026-11-21T19:00Z",			NONE, 1795287600000 },
	{ "",					NONE, NONE },
	{ "2026-11-21",				NONE, NONE },
	{ "2026-11-21T",			NONE, NONE },
	{ "2026-11-21T19",			NONE, NONE },
	{ "2026-02-29T00:00:00Z",		NONE, NONE },
	{ "1900-02-29T00:00:00Z",		NONE, NONE },
	{ "2026-13-01T00:00:00Z",		NONE, NONE },
	{ "2026-00-01T00:00:00Z",		NONE, NONE },
	{ "2026-04-31T00:00:00Z",		NONE, NONE },
	{ "2026-11-21T24:00:00Z",		NONE, NONE },
	{ "2026-11-21T10:60:00Z",		NONE, NONE },
	{ "2026-11-21T10:00:61Z",		NONE, NONE },
	{ "2026-11-21T10:00:00.Z",		NONE, NONE },
	{ "2026-11-21T10:00:00+24:00",		NONE, NONE },
	{ "2026-11-21T10:00:00+0900",		NONE, NONE },
	{ "2026-11-21T10:00:00+09:00x",		NONE, NONE },
	{ "2026-11-21T10:00:00Zx",		NONE, NONE },
	{ "2026-11-21x10:00:00Z",		NONE, NONE },
	{ "26-11-21T10:00:00Z",			NONE, NONE },
	{ "0000-01-01T00:00:00Z",		NONE, NONE },
};

START_TEST(moments)
{
	int64_t ms = NONE;

	ck_assert_int_eq(rfc3339_parse(rows[_i].text, false, &ms), rows[_i].strict != NONE);
	ck_assert_int_eq(ms, rows[_i].strict);
	ms = NONE;
	ck_assert_int_eq(rfc3339_parse(rows[_i].text, true, &ms), rows[_i].local != NONE);
	ck_assert_int_eq(ms, rows[_i].local);
}
END_TEST

START_TEST(reads_what_the_clock_writes)
{
	char text[CLOCK_TEXT];

	for (int64_t at = 1, ms; at < INT64_C(4000000000000); at = at * 3 + 77) {
		ck_assert_msg(rfc3339_parse(clock_text(at, text), false, &ms), "%s", text);
		ck_assert_int_eq(ms, at);
	}
}
END_TEST

static void setup(void) { ck_assert_int_eq(clock_zone("Asia/Seoul"), 0); }

Suite *
rfc3339_suite(void)
{
	Suite *s = suite_create("rfc3339");
	TCase *c = tcase_create("all");

	tcase_add_checked_fixture(c, setup, NULL);
	tcase_add_loop_test(c, moments, 0, ROWS(rows));
	tcase_add_test(c, reads_what_the_clock_writes);
	suite_add_tcase(s, c);
	return s;
}
