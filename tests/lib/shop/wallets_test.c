/* wallets: who may read whose, and the ledger a page at a time. */
#include "shop/wallets.h"

#include "base/err.h"
#include "domain/user.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_books(&t); testshop_close(&t); }

static const struct uuid newest = { { 0 } };

static void
book(const struct uuid *user, enum wallet_kind kind, won_t amount)
{
	ck_ok(wallet_store_book(t.db, t.t.arena, user, kind, amount, NULL));
}

static const struct { const struct uuid *by; int role, code; } readers[] = {
	{ &t.kim, ROLE_CUSTOMER, -1 }, { &t.admin, ROLE_ADMIN, -1 }, { &t.lee, ROLE_CUSTOMER, ERR_ENTITY_NOT_FOUND },
	{ &t.cook, ROLE_COOK, ERR_ENTITY_NOT_FOUND }, { &t.lee, ROLE_SELLER, ERR_ENTITY_NOT_FOUND },
};

START_TEST(who_may)
{
	struct wallet w = { .purse = { -1, -1 } };
	struct wallet_page page = { .entries.n = 77 };
	const struct err *e;

	book(&t.kim, WALLET_ADJUST, 500);
	book(&t.kim, WALLET_ADJUST_POINTS, 30);
	book(&t.lee, WALLET_ADJUST, 9);
	e = wallet_of(t.shop, t.t.arena, &t.kim, readers[_i].by, readers[_i].role, &w);
	ck_assert_int_eq(e == NULL ? -1 : (int)e->code, readers[_i].code);
	ck_assert_int_eq(w.purse[PURSE_BALANCE], e == NULL ? 500 : -1);
	ck_assert_int_eq(w.purse[PURSE_POINTS], e == NULL ? 30 : -1);
	e = wallet_ledger(t.shop, t.t.arena, &t.kim, readers[_i].by, readers[_i].role, &newest, 10, &page);
	ck_assert_int_eq(e == NULL ? -1 : (int)e->code, readers[_i].code);
	ck_assert_uint_eq(page.entries.n, e == NULL ? 2 : 77);
}
END_TEST

START_TEST(of_nobody)
{
	struct uuid nobody = uuid_new();
	struct wallet_page page;
	struct wallet w;

	ck_assert(err_is(wallet_of(t.shop, t.t.arena, &nobody, &t.admin, ROLE_ADMIN, &w), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(wallet_ledger(t.shop, t.t.arena, &nobody, &t.admin, ROLE_ADMIN, &newest, 10, &page), ERR_ENTITY_NOT_FOUND));
	/* Who never had anything has a wallet all the same. */
	ck_ok(wallet_of(t.shop, t.t.arena, &t.lee, &t.lee, ROLE_CUSTOMER, &w));
	ck_assert_int_eq(w.purse[PURSE_BALANCE] + w.purse[PURSE_POINTS], 0);
	ck_ok(wallet_ledger(t.shop, t.t.arena, &t.lee, &t.lee, ROLE_CUSTOMER, &newest, 10, &page));
	ck_assert_uint_eq(page.entries.n, 0);
	ck_assert(uuid_is_zero(&page.next));
}
END_TEST

START_TEST(in_pages)
{
	struct wallet_page page;
	struct uuid from = newest;
	won_t expected = 500;
	int pages = 0;

	for (int i = 1; i <= 5; i++)
		book(&t.kim, WALLET_ADJUST, 100);
	do {
		ck_ok(wallet_ledger(t.shop, t.t.arena, &t.kim, &t.kim, ROLE_CUSTOMER, &from, _i, &page));
		ck_assert_uint_le(page.entries.n, (size_t)_i);
		for (size_t i = 0; i < page.entries.n; i++, expected -= 100)
			ck_assert_int_eq(page.entries.v[i].after, expected);
		from = page.next;
		ck_assert_int_le(++pages, 5);
	} while (!uuid_is_zero(&from));
	ck_assert_int_eq(expected, 0);
	ck_assert_int_eq(pages, (5 + _i - 1) / _i);
}
END_TEST

Suite *
wallets_suite(void)
{
	Suite *s = suite_create("shop/wallets");
	TCase *c = tcase_create("wallets");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, who_may, 0, ROWS(readers));
	tcase_add_test(c, of_nobody);
	tcase_add_loop_test(c, in_pages, 1, 7);
	suite_add_tcase(s, c);
	return s;
}
