/* signin: who is slowed down by whose failures, for how long, and what ends it. */
#include "shop/signin.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { clock_shift(0); testshop_close(&t); }

/* Seconds to wait; 0 = none. */
static int
wait_of(const char *email, const char *address)
{
	struct signin_try s = signin_try(t.t.arena, email, address);
	const struct err *e = signin_delayed(t.db, t.t.arena, &t.t.conf, &s);

	ck_assert(e == NULL || err_is(e, ERR_TOO_MANY_REQUESTS));
	return e == NULL ? 0 : e->retry_after;
}

static void
guess(const char *email, const char *address)
{
	struct signin_try s = signin_try(t.t.arena, email, address);

	ck_ok(signin_failed(t.db, t.t.arena, &t.t.conf, &s));
}

static void
succeed(const char *email, const char *address)
{
	struct signin_try s = signin_try(t.t.arena, email, address);

	ck_ok(signin_succeeded(t.db, t.t.arena, &s));
}

/* Addresses, and whether they count as one. */
static const struct { const char *a, *b; bool one; } networks[] = {
	{ "192.0.2.1", "192.0.2.1", true },
	{ "192.0.2.1", "192.0.2.2", false },
	{ "2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true },
	{ "2001:db8:1:2::1", "2001:0DB8:0001:0002::9", true },
	{ "2001:db8:1:2::1", "2001:db8:1:3::1", false },
	{ "::ffff:192.0.2.1", "::ffff:192.0.2.2", false },
	{ "unix:", "unix:", true },
	{ NULL, "", true },
	{ "", "192.0.2.1", false },
};

START_TEST(addresses)
{
	struct signin_try a = signin_try(t.t.arena, "a@b.test", networks[_i].a), b = signin_try(t.t.arena, "a@b.test", networks[_i].b);

	ck_assert_int_eq(memcmp(&a.who[SIGNIN_ADDRESS], &b.who[SIGNIN_ADDRESS], sizeof(a.who[0])) == 0, networks[_i].one);
	ck_assert_int_eq(memcmp(&a.who[SIGNIN_PAIR], &b.who[SIGNIN_PAIR], sizeof(a.who[0])) == 0, networks[_i].one);
	ck_assert_int_eq(memcmp(&a.who[SIGNIN_ACCOUNT], &b.who[SIGNIN_ACCOUNT], sizeof(a.who[0])), 0);
}
END_TEST

/* No count is another's, whatever accounts are called. */
START_TEST(apart)
{
	static const struct { const char *email, *address; } tries[] = { { "a", "b" }, { "b", "a" }, { "", "a" }, { "a", "" }, { "a b", "" } };
	struct hash seen[SIGNIN_COUNTS * ROWS(tries)];
	int n = 0, same = 0;

	for (int i = 0; i < ROWS(tries); i++) {
		struct signin_try s = signin_try(t.t.arena, tries[i].email, tries[i].address);
		memcpy(&seen[n], s.who, sizeof(s.who));
		n += SIGNIN_COUNTS;
	}
	for (int i = 0; i < n; i++)
		for (int j = 0; j < i; j++)
			same += memcmp(&seen[i], &seen[j], sizeof(seen[i])) == 0;
	ck_assert_int_eq(same, 3);	/* the address a, that of none, the account a: each twice */
}
END_TEST

/* Three are free, then each next one doubles the wait, up to its limit. */
START_TEST(account_at_an_address)
{
	static const int waits[] = { 0, 0, 0, 1, 2, 4, 8, 8 };

	succeed("kim", "1.1.1.1");	/* so that nothing else counts there */
	for (int i = 0; i < ROWS(waits); i++) {
		guess("kim", "1.1.1.1");
		ck_assert_int_eq(wait_of("kim", "1.1.1.1"), waits[i]);
	}
	ck_assert_int_eq(wait_of("lee", "2.2.2.2"), 0);
	clock_shift(8001);
	ck_assert_int_eq(wait_of("kim", "1.1.1.1"), 0);
	guess("kim", "1.1.1.1");
	ck_assert_int_eq(wait_of("kim", "1.1.1.1"), 8);
	succeed("kim", "1.1.1.1");
	ck_assert_int_eq(wait_of("kim", "1.1.1.1"), 0);
	for (int i = 0; i < 3; i++)
		guess("kim", "1.1.1.1");
	ck_assert_int_eq(wait_of("kim", "1.1.1.1"), 0);
}
END_TEST

/* One password at many accounts: an account of one's own in between forgives nothing; time does. */
START_TEST(spraying)
{
	for (int i = 0; i < 6; i++) {
		guess(arena_printf(t.t.arena, "u%d", i), "6.6.6.6");
		succeed("own", "6.6.6.6");
		ck_assert_int_eq(wait_of("kim", "6.6.6.6"), 0);
	}
	guess("u6", "6.6.6.6");
	succeed("own", "6.6.6.6");
	ck_assert_int_eq(wait_of("kim", "6.6.6.6"), 1);
	guess("u7", "6.6.6.6");
	ck_assert_int_eq(wait_of("kim", "6.6.6.6"), 2);
	ck_assert_int_eq(wait_of("own", "6.6.6.6"), 0);	/* who was there before is not kept out by the neighbours */
	ck_assert_int_eq(wait_of("kim", "7.7.7.7"), 0);
	/* Eight failures; a minute forgives one, what is fewer than that nothing. */
	clock_shift(50000);
	guess("u8", "6.6.6.6");
	ck_assert_int_eq(wait_of("kim", "6.6.6.6"), 4);
	clock_shift(50000 + 125000);
	guess("u9", "6.6.6.6");
	ck_assert_int_eq(wait_of("kim", "6.6.6.6"), 2);
	ck_assert_int_eq(testshop_number(&t, "SELECT MAX(failures) FROM signin_failures"), 8);
	clock_shift(50000 + 125000 + 3600000);
	guess("u10", "6.6.6.6");
	ck_assert_int_eq(testshop_number(&t, "SELECT MAX(failures) FROM signin_failures"), 1);
}
END_TEST

/* However many strangers guess from wherever, who was there before gets in at once, and who was not soon. */
START_TEST(strangers_keep_nobody_out)
{
	succeed("kim", "1.1.1.1");
	for (int i = 0; i < 10; i++)
		guess("kim", arena_printf(t.t.arena, "9.9.9.%d", i));
	ck_assert_int_eq(wait_of("kim", "2.2.2.2"), 0);
	for (int i = 10; i < 40; i++)
		guess("kim", arena_printf(t.t.arena, "9.9.9.%d", i));
	ck_assert_int_eq(wait_of("kim", "1.1.1.1"), 0);
	ck_assert_int_eq(wait_of("kim", "2.2.2.2"), 2);		/* signin_account_delay_max */
	clock_shift(2001);
	ck_assert_int_eq(wait_of("kim", "2.2.2.2"), 0);
	succeed("kim", "2.2.2.2");
	ck_assert_int_eq(wait_of("kim", "3.3.3.3"), 0);		/* the account's count is over */
	/* One stranger at one address is slowed there, and nobody else is. */
	for (int i = 0; i < 6; i++)
		guess("lee", "8.8.8.8");
	ck_assert_int_eq(wait_of("lee", "8.8.8.8"), 4);
	ck_assert_int_eq(wait_of("lee", "2.2.2.2"), 0);
}
END_TEST

START_TEST(known_for_a_while)
{
	int64_t days = SIGNIN_KNOWN_DAYS * INT64_C(86400000);

	succeed("kim", "1.1.1.1");
	clock_shift(days - 60000);
	for (int i = 0; i < 40; i++)
		guess("kim", arena_printf(t.t.arena, "9.9.9.%d", i));
	ck_assert_int_eq(wait_of("kim", "1.1.1.1"), 0);
	clock_shift(days + 60000);
	guess("kim", "9.9.9.41");
	ck_assert_int_eq(wait_of("kim", "1.1.1.1"), 2);
	succeed("kim", "1.1.1.1");
	clock_shift(days + 120000);
	for (int i = 0; i < 40; i++)
		guess("kim", arena_printf(t.t.arena, "9.9.9.%d", i));
	ck_assert_int_eq(wait_of("kim", "1.1.1.1"), 0);
}
END_TEST

Suite *
signin_suite(void)
{
	Suite *s = suite_create("shop/signin");
	TCase *c = tcase_create("signin");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, addresses, 0, ROWS(networks));
	tcase_add_test(c, apart);
	tcase_add_test(c, account_at_an_address);
	tcase_add_test(c, spraying);
	tcase_add_test(c, strangers_keep_nobody_out);
	tcase_add_test(c, known_for_a_while);
	suite_add_tcase(s, c);
	return s;
}
