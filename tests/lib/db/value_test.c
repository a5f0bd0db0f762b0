/* value: conversions between C and what MariaDB is sent, without a server. */
#include <string.h>

#include "db/inside.h"
#include "support/suite.h"

#define B32 "0123456789abcdef0123456789abcdef"

static const struct { int64_t ms; unsigned y, mo, d, h, mi, s, ms_part; } moments[] = {
	{ 0, 1970, 1, 1, 0, 0, 0, 0 },
	{ -1, 1969, 12, 31, 23, 59, 59, 999 },
	{ INT64_C(951782399123), 2000, 2, 28, 23, 59, 59, 123 },
	{ INT64_C(951782400000), 2000, 2, 29, 0, 0, 0, 0 },
	{ INT64_C(951868800000), 2000, 3, 1, 0, 0, 0, 0 },
	{ INT64_C(1795255200007), 2026, 11, 21, 10, 0, 0, 7 },
	{ INT64_C(4107542400000), 2100, 3, 1, 0, 0, 0, 0 },
	{ INT64_C(-2203891200000), 1900, 3, 1, 0, 0, 0, 0 },
	{ INT64_C(-62135596800000), 1, 1, 1, 0, 0, 0, 0 },
	{ INT64_C(253402300799999), 9999, 12, 31, 23, 59, 59, 999 },
};

START_TEST(moment_both_ways)
{
	MYSQL_TIME t;
	int64_t ms;

	ck_assert(moment_in(moments[_i].ms, &t));
	ck_assert_uint_eq(t.year, moments[_i].y);
	ck_assert_uint_eq(t.month, moments[_i].mo);
	ck_assert_uint_eq(t.day, moments[_i].d);
	ck_assert_uint_eq(t.hour, moments[_i].h);
	ck_assert_uint_eq(t.minute, moments[_i].mi);
	ck_assert_uint_eq(t.second, moments[_i].s);
	ck_assert_uint_eq(t.second_part, moments[_i].ms_part * 1000UL);
	ck_assert(moment_out(&t, &ms));
	ck_assert_int_eq(ms, moments[_i].ms);
}
END_TEST

START_TEST(moment_every_day)
{
	MYSQL_TIME t, before = { 0 };
	int64_t ms, day = INT64_C(86400000);

	/* 800 years, a day at a time: there and back, and each day follows the one before. */
	for (ms = -146097 * day; ms <= 146097 * day; ms += day) {
		int64_t back;
		ck_assert(moment_in(ms, &t));
		ck_assert(moment_out(&t, &back) && back == ms);
		if (before.year != 0) {
			bool next_day = t.year == before.year && t.month == before.month && t.day == before.day + 1;
			bool next_month = t.year == before.year && t.month == before.month + 1 && t.day == 1 &&
			    before.day >= 28;
			bool next_year = t.year == before.year + 1 && t.month == 1 && t.day == 1 &&
			    before.month == 12 && before.day == 31;
			ck_assert(next_day || next_month || next_year);
		}
		before = t;
	}
}
END_TEST

START_TEST(moment_out_of_range)
{
	MYSQL_TIME t = { .year = 7 };
	int64_t ms = 7;

	ck_assert(!moment_in(INT64_C(-62135596800001), &t));
	ck_assert(!moment_in(INT64_C(253402300800000), &t));
	ck_assert(!moment_in(INT64_MAX, &t) && !moment_in(INT64_MIN, &t));
	ck_assert_uint_eq(t.year, 7);
	ck_assert(!moment_out(&(MYSQL_TIME){ 0 }, &ms));
	ck_assert(!moment_out(&(MYSQL_TIME){ .year = 2026, .day = 1 }, &ms));
	ck_assert_int_eq(ms, 7);
}
END_TEST

START_TEST(makers)
{
	struct uuid zero = { { 0 } }, u = { { 1 } };

	ck_assert_int_eq(db_s(NULL).type, 0);
	ck_assert_int_eq(db_s("").type, 's');
	ck_assert_uint_eq(db_s("abc").len, 3);
	ck_assert_int_eq(db_b(NULL, 3).type, 0);
	ck_assert_uint_eq(db_b("a\0b", 3).len, 3);
	ck_assert_int_eq(db_t_or_null(0).type, 0);
	ck_assert_int_eq(db_t_or_null(5).i, 5);
	ck_assert_int_eq(db_u_or_null(NULL).type, 0);
	ck_assert_int_eq(db_u_or_null(&zero).type, 0);
	ck_assert_int_eq(db_u_or_null(&u).type, 'u');
}
END_TEST

START_TEST(readers_of_another_type)
{
	const struct db_value v[] = { DB_NULL, DB_S("x"), DB_I(4), db_b(B32, 32),
	    db_b("short", 5), DB_U(((struct uuid){ { 9 } })) };
	const struct rows r = { .n = 1, .columns = 6, .v = v };
	struct hash zero = { { 0 } }, h = row_hash(&r, 0, 3);

	ck_assert(row_null(&r, 0, 0) && !row_null(&r, 0, 1));
	ck_assert_int_eq(row_int(&r, 0, 0), 0);
	ck_assert_int_eq(row_int(&r, 0, 1), 0);
	ck_assert_int_eq(row_int(&r, 0, 2), 4);
	ck_assert_ptr_null(row_str(&r, 0, 0));
	ck_assert_ptr_null(row_str(&r, 0, 2));
	ck_assert_str_eq(row_str(&r, 0, 1), "x");
	ck_assert(uuid_is_zero(&(struct uuid){ { 0 } }));
	ck_assert_int_eq(row_uuid(&r, 0, 1).b[0], 0);
	ck_assert_int_eq(row_uuid(&r, 0, 5).b[0], 9);
	ck_assert_mem_eq(h.b, B32, 32);
	h = row_hash(&r, 0, 4);
	ck_assert_mem_eq(h.b, zero.b, 32);
	h = row_hash(&r, 0, 0);
	ck_assert_mem_eq(h.b, zero.b, 32);
}
END_TEST

START_TEST(wrong_letters)
{
	struct slot s;
	struct db_value v = DB_I(1), out = DB_I(77);

	for (const char *l = "sbuqtx"; *l != '\0'; l++)
		ck_assert(!value_in(&s, *l, &v));
	ck_assert(value_in(&s, 'i', &v));
	v = DB_NULL;
	for (const char *l = "isbuqt"; *l != '\0'; l++)
		ck_assert(value_in(&s, *l, &v) && s.null);
	v = DB_T(INT64_MAX);
	ck_assert(!value_in(&s, 't', &v));
	ck_assert_int_eq(value_type('x'), MYSQL_TYPE_NULL);
	/* What no such value can be read out of leaves the target alone. */
	s = (struct slot){ .text = "not a number", .len = 12 };
	ck_assert(!value_out(&s, 'q', &out) && !value_out(&s, 'u', &out) && !value_out(&s, 'x', &out));
	s = (struct slot){ .i = 3, .cut = 1 };
	ck_assert(!value_out(&s, 'i', &out));
	ck_assert_int_eq(out.i, 77);
}
END_TEST

Suite *
value_suite(void)
{
	Suite *s = suite_create("db/value");
	TCase *c = tcase_create("value");

	tcase_add_loop_test(c, moment_both_ways, 0, ROWS(moments));
	tcase_add_test(c, moment_every_day);
	tcase_add_test(c, moment_out_of_range);
	tcase_add_test(c, makers);
	tcase_add_test(c, readers_of_another_type);
	tcase_add_test(c, wrong_letters);
	suite_add_tcase(s, c);
	return s;
}
