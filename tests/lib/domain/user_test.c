/* user: statuses, what passes for an address or a telephone, and how long a guesser waits. */
#include "domain/user.h"

#include <stddef.h>

#include "support/suite.h"

START_TEST(statuses)
{
	static const char *const want[] = { "ACTIVE", "SUSPENDED", "WITHDRAWN" };

	ck_assert_int_eq(ROWS(want), USER_STATUS__MAX);
	for (int i = 0; i < USER_STATUS__MAX; i++) {
		ck_assert_str_eq(user_status_names[i], want[i]);
		ck_assert_int_eq(user_status_parse(want[i]), i);
	}
	ck_assert_ptr_null(user_status_names[USER_STATUS__MAX]);
	ck_assert_int_eq(user_status_parse("active"), -1);
	ck_assert_int_eq(user_status_parse(NULL), -1);
}
END_TEST

START_TEST(withdrawn_is_final)
{
	for (int from = 0; from < USER_STATUS__MAX; from++)
		for (int to = 0; to < USER_STATUS__MAX; to++)
			ck_assert_pstr_eq(user_status_refusal(from, to), from == USER_WITHDRAWN && to != USER_WITHDRAWN ? "final" : NULL);
}
END_TEST

static const struct { const char *email; bool good; } emails[] = {
	{ "a@b.c", true },
	{ "kim.minji+dinner@mail.banquet.test", true },
	{ "김@손님.한국", true },
	{ "o'neil@example.org", true },
	{ "a@b..c", true },		/* what only the mail itself can prove is let be */
	{ "", false },
	{ "a", false },
	{ "@", false },
	{ "a@", false },
	{ "@b.c", false },
	{ "a@b", false },
	{ "a@.b", false },
	{ "a@b.", false },
	{ "a.b@c", false },
	{ "a@b@c.d", false },
	{ "a@@b.c", false },
	{ "a b@c.d", false },
	{ "a\tb@c.d", false },
	{ "a@b,c.d", false },
	{ "a@b.c;d@e.f", false },
	{ "<a@b.c>", false },
	{ "a(b)@c.d", false },
	{ "\"a\"@b.c", false },
	{ "a\\b@c.d", false },
};

START_TEST(email)
{
	ck_assert_pstr_eq(user_email_check(&emails[_i].email), emails[_i].good ? NULL : "not_an_email");
}
END_TEST

static const struct { const char *phone; bool good; } phones[] = {
	{ "010-1234-5678", true },
	{ "+82 10 1234 5678", true },
	{ "(02) 123-4567", true },
	{ "1234567", true },
	{ "123456789012345", true },
	{ "", false },
	{ "123456", false },
	{ "1234567890123456", false },
	{ "010-1234-567a", false },
	{ "010.1234.5678", false },
	{ "010/1234/5678", false },
	{ "-------", false },
	{ "０１０-１２３４-５６７８", false },
};

START_TEST(phone)
{
	ck_assert_pstr_eq(user_phone_check(&phones[_i].phone), phones[_i].good ? NULL : "not_a_phone");
}
END_TEST

START_TEST(nothing_to_check)
{
	const char *none = NULL;

	ck_assert_ptr_null(user_email_check(&none));
	ck_assert_ptr_null(user_phone_check(&none));
}
END_TEST

static const struct { int64_t failures, free, max, seconds; } delays[] = {
	{ 0, 3, 900, 0 },
	{ 3, 3, 900, 0 },
	{ 4, 3, 900, 1 },
	{ 5, 3, 900, 2 },
	{ 6, 3, 900, 4 },
	{ 13, 3, 900, 512 },
	{ 14, 3, 900, 900 },
	{ 13, 3, 512, 512 },
	{ 13, 3, 511, 511 },
	{ 33, 3, 86400, 86400 },
	{ 34, 3, 86400, 86400 },
	{ 1000000, 3, 900, 900 },
	{ INT64_MAX, 1, 900, 900 },
	{ 2, 1, 1, 1 },
	{ 3, 1, 1, 1 },
	{ -1, 3, 900, 0 },
};

START_TEST(delay)
{
	ck_assert_int_eq(signin_delay(delays[_i].failures, delays[_i].free, delays[_i].max), delays[_i].seconds);
}
END_TEST

static const struct { int64_t failures, elapsed, each, left; } forgiven[] = {
	{ 5, 0, 60, 5 }, { 5, 59, 60, 5 }, { 5, 60, 60, 4 }, { 5, 299, 60, 1 }, { 5, 300, 60, 0 }, { 5, INT64_MAX, 60, 0 },
	{ 5, -600, 60, 5 }, { 5, 1000000, 0, 5 }, { 0, 60, 60, 0 },
};

START_TEST(forgiving)
{
	ck_assert_int_eq(signin_unforgiven(forgiven[_i].failures, forgiven[_i].elapsed, forgiven[_i].each), forgiven[_i].left);
}
END_TEST

/* It never shrinks, and never passes its limit. */
START_TEST(delay_grows)
{
	int64_t before = 0;

	for (int64_t n = 0; n < 200; n++) {
		int64_t d = signin_delay(n, 3, 900);
		ck_assert_int_ge(d, before);
		ck_assert_int_le(d, 900);
		before = d;
	}
	ck_assert_int_eq(before, 900);
}
END_TEST

Suite *
user_suite(void)
{
	Suite *s = suite_create("domain/user");
	TCase *c = tcase_create("user");

	tcase_add_test(c, statuses);
	tcase_add_test(c, withdrawn_is_final);
	tcase_add_loop_test(c, email, 0, ROWS(emails));
	tcase_add_loop_test(c, phone, 0, ROWS(phones));
	tcase_add_test(c, nothing_to_check);
	tcase_add_loop_test(c, delay, 0, ROWS(delays));
	tcase_add_loop_test(c, forgiving, 0, ROWS(forgiven));
	tcase_add_test(c, delay_grows);
	suite_add_tcase(s, c);
	return s;
}
