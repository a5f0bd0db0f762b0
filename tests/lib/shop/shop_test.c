/* shop: opened and closed, with the database or without. */
#include "shop/shop.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

START_TEST(ready)
{
	ck_ok(shop_ready(t.shop, t.t.arena));
}
END_TEST

/* It opens without a database, and says that it is not ready. */
START_TEST(not_ready)
{
	t.t.conf.db_name = _i == 0 ? "no_such_database" : "information_schema";
	testshop_reopen(&t);
	ck_assert_ptr_nonnull(shop_ready(t.shop, t.t.arena));
	t.t.conf.db_name = t.t.name;
	testshop_reopen(&t);
	ck_ok(shop_ready(t.shop, t.t.arena));
}
END_TEST

START_TEST(wrong_zone)
{
	struct conf c = t.t.conf;
	char why[256] = "";

	c.tz = "Mars/Olympus";
	ck_assert_ptr_null(shop_open(&c, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "Mars/Olympus"));
}
END_TEST

START_TEST(several)
{
	struct shop *s[3];
	char why[256];

	for (int i = 0; i < 3; i++)
		ck_assert_ptr_nonnull(s[i] = shop_open(&t.t.conf, why, sizeof(why)));
	for (int i = 0; i < 3; i++)
		ck_ok(shop_ready(s[i], t.t.arena));
	for (int i = 0; i < 3; i++)
		shop_close(s[i]);
	shop_close(NULL);
}
END_TEST

Suite *
shop_suite(void)
{
	Suite *s = suite_create("shop/shop");
	TCase *c = tcase_create("shop");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, ready);
	tcase_add_loop_test(c, not_ready, 0, 2);
	tcase_add_test(c, wrong_zone);
	tcase_add_test(c, several);
	suite_add_tcase(s, c);
	return s;
}
