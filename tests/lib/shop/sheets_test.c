/* sheets: made at the prices of the moment, taking nothing; under a key once; looked at with what could pay them. */
#include "shop/sheets.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "shop/shop.h"
#include "shop/wares.h"
#include "support/buyer.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;
static const struct goods *cup;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); cup = testgoods_add(&t, "컵", 10000, 5); }
static void teardown(void) { testshop_books(&t); clock_shift(0); testshop_close(&t); }

static const struct err *
answer(void *arg, const struct sheet_shown *s, struct kept *kept)
{
	char id[UUID_TEXT];

	kept->status = 201;
	kept->json = arena_strdup(arg, uuid_text(&s->sheet.order_key, id));
	return NULL;
}

static const struct err *
make(int64_t product, int64_t pieces, const char *key, struct sheet_making *out)
{
	struct ware_wish wish = { product, pieces, 0 };
	struct list list = { &wish, 1 };
	struct hash print = hash_of(&wish, sizeof(wish));
	const struct err *e;

	*out = (struct sheet_making){ .user_id = t.kim, .items = &list, .answer = answer, .arg = t.t.arena,
	    .key = idem_make(t.kim.b, sizeof(t.kim.b), "/v1/orders", key, &print) };
	e = sheet_make(t.shop, t.t.arena, out);
	out->items = NULL;
	return e;
}

START_TEST(made)
{
	struct sheet_making m;
	struct sheet_shown s;
	const char *first;

	ck_ok(make(cup->id, 2, "k", &m));
	ck_assert_int_eq(m.shown->bill.amounts.total, 20000);
	ck_assert_int_eq(m.shown->sheet.expires_at - m.shown->sheet.created_at, 30 * 60000);
	first = m.kept->json;
	ck_ok(sheet_find(t.shop, t.t.arena, &m.shown->sheet.order_key, &t.kim, &s));
	ck_assert_uint_eq(s.lines.n, 1);
	ck_assert_int_eq(s.lines.v[0].quantity, 2);
	ck_assert_int_eq(s.bill.amounts.total, 20000);
	ck_ok(make(cup->id, 2, "k", &m));
	ck_assert_ptr_null(m.shown);
	ck_assert_str_eq(m.kept->json, first);
	ck_assert(err_is(make(cup->id, 1, "k", &m), ERR_IDEMPOTENCY_KEY_REUSED));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM order_sheets"), 1);
	/* Nothing is taken, and what can not be had is said at once. */
	ck_assert_int_eq(testshop_number(&t, "SELECT CAST(available AS INT) FROM stock WHERE sku_id = %u", cup->sku_id), 5);
	ck_assert(err_is(make(cup->id, 6, NULL, &m), ERR_STOCK_NOT_ENOUGH));
	ck_assert(err_is(make(4000000000, 1, NULL, &m), ERR_ENTITY_NOT_FOUND));
	testshop_sql(&t, "UPDATE products SET status = 'DISCONTINUED' WHERE product_id = %u", cup->id);
	ck_assert(err_is(make(cup->id, 1, NULL, &m), ERR_INVALID_REQUEST));
}
END_TEST

START_TEST(means)
{
	struct sheet_making m;
	struct sheet_shown s;
	struct sheet_means w;
	struct uuid mine = buyer_coupon(&t, &t.kim), spent = buyer_coupon(&t, &t.kim), dear = buyer_coupon(&t, &t.kim);
	char id[UUID_TEXT];

	(void)buyer_coupon(&t, &t.lee);
	testshop_sql(&t, "UPDATE issued_coupons SET expires_at = NOW(3) - INTERVAL 1 DAY WHERE issued_coupon_id = '%s'", uuid_text(&spent, id));
	testshop_sql(&t, "UPDATE coupons c JOIN issued_coupons i USING (coupon_id) SET c.min_order_amount = 50000 WHERE i.issued_coupon_id = '%s'",
	    uuid_text(&dear, id));
	buyer_fill(&t, &t.kim, 700, 30);
	ck_ok(make(cup->id, 2, NULL, &m));
	ck_ok(sheet_checkout(t.shop, t.t.arena, &m.shown->sheet.order_key, &t.kim, &s, &w));
	ck_assert_uint_eq(w.ncoupons, 1);
	ck_assert_int_eq(uuid_cmp(&w.coupons[0].issued->id, &mine), 0);
	ck_assert_int_eq(w.coupons[0].saves, 3000);
	ck_assert_int_eq(w.wallet.purse[PURSE_BALANCE], 700);
	ck_assert_int_eq(w.wallet.purse[PURSE_POINTS], 30);
}
END_TEST

Suite *
sheets_suite(void)
{
	Suite *s = suite_create("shop/sheets");
	TCase *c = tcase_create("sheets");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, made);
	tcase_add_test(c, means);
	suite_add_tcase(s, c);
	return s;
}
