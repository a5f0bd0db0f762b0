/* shortage: the members of the problem, and an error even without room for them. */
#include "shop/shortage.h"

#include "base/arena.h"
#include "base/buf.h"
#include "domain/stock.h"
#include "support/suite.h"

START_TEST(told)
{
	const struct shortage v[] = { { 1, "wine", "와인", 2000, 500 }, { 2, "steak", "\"스테이크\"", 1, 0 } };
	struct arena *a = arena_new(4096);
	const struct err *e = shortage_err(a, v, ROWS(v));
	struct buf b = { 0 };

	ck_assert(err_is(e, ERR_STOCK_NOT_ENOUGH));
	e->extra(&b, e->extra_arg);
	ck_assert_str_eq(buf_str(&b), "\"shortages\":[{\"sku\":\"wine\",\"name\":\"와인\",\"wanted\":2,\"available\":0.5},"
	    "{\"sku\":\"steak\",\"name\":\"\\\"스테이크\\\"\",\"wanted\":0.001,\"available\":0}]");
	buf_free(&b);
	arena_free(a);
}
END_TEST

START_TEST(without_room)
{
	struct arena *a = arena_new(1);

	ck_assert(err_is(shortage_err(a, NULL, 0), ERR_STOCK_NOT_ENOUGH));
	arena_free(a);
}
END_TEST

Suite *
shortage_suite(void)
{
	Suite *s = suite_create("shop/shortage");
	TCase *c = tcase_create("shortage");

	tcase_add_test(c, told);
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
