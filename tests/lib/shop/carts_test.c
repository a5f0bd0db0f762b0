/* carts: what is put in, what is refused, and that nobody's cart is another's. */
#include "shop/carts.h"

#include "base/err.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

static void
refused(const struct err *e, const char *pointer, const char *reason)
{
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].pointer, pointer);
	ck_assert_str_eq(e->faults[0].reason, reason);
}

START_TEST(used)
{
	const struct goods *cup = testgoods_add(&t, "컵", 500, 3), *gone = testgoods_add(&t, "접시", 700, 0);
	struct cart c;
	int64_t first, second;

	ck_ok(cart_read(t.shop, t.t.arena, &t.kim, &c));
	ck_assert_uint_eq(c.n, 0);
	ck_ok(cart_add(t.shop, t.t.arena, &t.kim, cup->id, 2, &first, &c));
	ck_ok(cart_add(t.shop, t.t.arena, &t.kim, cup->id, 2, &second, &c));
	ck_assert_int_eq(first, second);
	ck_ok(cart_add(t.shop, t.t.arena, &t.kim, gone->id, 1, &second, &c));	/* it may come in again */
	ck_assert_uint_eq(c.n, 2);
	ck_assert_int_eq(cart_total(&c), 2000);
	ck_ok(cart_set(t.shop, t.t.arena, &t.kim, first, 9, &c));
	ck_assert_int_eq(cart_total(&c), 4500);
	ck_assert(err_is(cart_set(t.shop, t.t.arena, &t.lee, first, 1, &c), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(cart_drop(t.shop, t.t.arena, &t.lee, first, &c), ERR_ENTITY_NOT_FOUND));
	ck_ok(cart_drop(t.shop, t.t.arena, &t.kim, first, &c));
	ck_assert_uint_eq(c.n, 1);
	ck_assert(err_is(cart_drop(t.shop, t.t.arena, &t.kim, first, &c), ERR_ENTITY_NOT_FOUND));
	testshop_books(&t);
}
END_TEST

START_TEST(refusals)
{
	const struct goods *cup = testgoods_add(&t, "컵", 500, 3);
	struct cart c;
	int64_t line;

	ck_assert(err_is(cart_add(t.shop, t.t.arena, &t.kim, 1, 1, &line, &c), ERR_ENTITY_NOT_FOUND));
	ck_ok(cart_add(t.shop, t.t.arena, &t.kim, cup->id, CART_PIECES, &line, &c));
	refused(cart_add(t.shop, t.t.arena, &t.kim, cup->id, 1, &line, &c), "/quantity", "too_large");
	for (int i = 1; i < CART_LINES; i++)
		ck_ok(cart_add(t.shop, t.t.arena, &t.kim, testgoods_add(&t, "x", 1, 1)->id, 1, &line, &c));
	refused(cart_add(t.shop, t.t.arena, &t.kim, testgoods_add(&t, "y", 1, 1)->id, 1, &line, &c), "/productId", "too_many");
	testshop_sql(&t, "UPDATE products SET status = 'DISCONTINUED' WHERE product_id = %u", cup->id);
	refused(cart_add(t.shop, t.t.arena, &t.lee, cup->id, 1, &line, &c), "/productId", "not_on_sale");
	/* What is no longer sold stays to be seen, and costs nothing. */
	ck_ok(cart_read(t.shop, t.t.arena, &t.kim, &c));
	ck_assert_uint_eq(c.n, CART_LINES);
	ck_assert_int_eq(cart_total(&c), CART_LINES - 1);
	testshop_books(&t);
}
END_TEST

Suite *
carts_suite(void)
{
	Suite *s = suite_create("shop/carts");
	TCase *c = tcase_create("carts");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, used);
	tcase_add_test(c, refusals);
	suite_add_tcase(s, c);
	return s;
}
