/* shop: opens without a database, says whether there is one, and refuses settings that mean nothing. */
#include "shop/shop.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t, "shop"); }
static void drop(void) { testshop_drop(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

START_TEST(ready)
{
	ck_ok(shop_ready(t.shop, t.t.arena));
}
END_TEST

START_TEST(not_ready_without_a_database)
{
	struct conf c = t.t.conf;
	char why[256] = "";
	struct shop *s;
	const struct err *e;

	c.db_socket = "/nonexistent/db.sock";
	s = shop_open(&c, why, sizeof(why));	/* programs may start before the database does */
	ck_assert_msg(s != NULL, "%s", why);
	e = shop_ready(s, t.t.arena);
	ck_assert(err_is(e, ERR_UNAVAILABLE));
	shop_close(s);
}
END_TEST

START_TEST(not_ready_without_the_schema)
{
	const struct err *e;

	testshop_sql(&t, "RENAME TABLE catalog_version TO elsewhere");
	e = shop_ready(t.shop, t.t.arena);
	testshop_sql(&t, "RENAME TABLE elsewhere TO catalog_version");
	ck_assert_ptr_nonnull(e);
}
END_TEST

START_TEST(no_such_zone)
{
	struct conf c = t.t.conf;
	char why[256] = "";

	c.tz = "Asia/Atlantis";
	ck_assert_ptr_null(shop_open(&c, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "Asia/Atlantis"));
	ck_assert_int_eq(clock_zone(t.t.conf.tz), 0);
}
END_TEST

START_TEST(closing_nothing)
{
	shop_close(NULL);
}
END_TEST

Suite *
shop_suite(void)
{
	Suite *s = suite_create("shop/shop");
	TCase *c = tcase_create("shop");

	tcase_add_unchecked_fixture(c, create, drop);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, ready);
	tcase_add_test(c, not_ready_without_a_database);
	tcase_add_test(c, not_ready_without_the_schema);
	tcase_add_test(c, no_such_zone);
	tcase_add_test(c, closing_nothing);
	suite_add_tcase(s, c);
	return s;
}
