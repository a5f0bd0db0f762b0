/* payments: who may read whose, newest first, a page at a time. */
#include "shop/payments.h"

#include "base/arena.h"
#include "base/err.h"
#include "shop/checkout.h"
#include "shop/shop.h"
#include "support/bank.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;
static struct bank bank;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); bank_open(&bank, &t); }
static void teardown(void) { testshop_books(&t); testshop_close(&t); bank_close(&bank); }

static void
pay(const struct uuid *user, enum bank_mood mood)
{
	struct checkout c = bank_checkout(t.t.arena, &testshop_dinner, user, NULL);

	bank.charges = mood;
	ck_ok(checkout_run(t.shop, t.t.arena, &c));
}

static const struct err *
read_page(const struct uuid *user, const struct uuid *by, int role, const struct uuid *from, int64_t limit, struct payment_page *out)
{
	struct order_actor actor = { .role = role };

	if (by != NULL)
		actor.user_id = *by;
	else
		actor.guest = testshop_guest();
	return payments_of_user(t.shop, t.t.arena, user, &actor, from, limit, out);
}

static const struct uuid newest = { { 0 } };

static const struct { const struct uuid *by; int role, code; } readers[] = {
	{ &t.kim, ROLE_CUSTOMER, -1 }, { &t.admin, ROLE_ADMIN, -1 }, { NULL, ROLE_CUSTOMER, ERR_UNAUTHENTICATED },
	{ &t.lee, ROLE_CUSTOMER, ERR_FORBIDDEN }, { &t.cook, ROLE_COOK, ERR_FORBIDDEN }, { &t.courier, ROLE_COURIER, ERR_FORBIDDEN },
	{ &t.lee, ROLE_SELLER, ERR_FORBIDDEN },
};

START_TEST(who_may)
{
	struct payment_page page = { .payments = { NULL, 77 } };
	const struct err *e;

	pay(&t.kim, BANK_PAYS);
	pay(&t.lee, BANK_PAYS);
	pay(NULL, BANK_PAYS);
	e = read_page(&t.kim, readers[_i].by, readers[_i].role, &newest, 10, &page);
	ck_assert_int_eq(e == NULL ? -1 : (int)e->code, readers[_i].code);
	ck_assert_uint_eq(page.payments.n, e == NULL ? 1 : 77);
}
END_TEST

/* Guests have none of their own to list, whatever id is asked for. */
START_TEST(of_nobody)
{
	struct payment_page page;

	pay(NULL, BANK_PAYS);
	ck_assert(err_is(read_page(&newest, NULL, ROLE_CUSTOMER, &newest, 10, &page), ERR_UNAUTHENTICATED));
	ck_ok(read_page(&t.kim, &t.kim, ROLE_CUSTOMER, &newest, 10, &page));
	ck_assert_uint_eq(page.payments.n, 0);
	ck_assert(uuid_is_zero(&page.next));
}
END_TEST

START_TEST(in_pages)
{
	struct payment_page page;
	struct uuid from = newest, last = { { 0 } };
	size_t seen = 0;
	int pages = 0;

	for (int i = 0; i < 5; i++)
		pay(&t.kim, BANK_PAYS);
	pay(&t.lee, BANK_PAYS);
	do {
		ck_ok(read_page(&t.kim, &t.kim, ROLE_CUSTOMER, &from, _i, &page));
		ck_assert_uint_le(page.payments.n, (size_t)_i);
		for (size_t i = 0; i < page.payments.n; i++) {
			const struct payment *p = &page.payments.v[i].payment;
			ck_assert(uuid_is_zero(&last) || uuid_cmp(&p->id, &last) < 0);
			last = p->id;
		}
		seen += page.payments.n;
		from = page.next;
		ck_assert_int_le(++pages, 5);
	} while (!uuid_is_zero(&from));
	ck_assert_uint_eq(seen, 5);
	ck_assert_int_eq(pages, (5 + _i - 1) / _i);
}
END_TEST

/* As they stand: paid, declined, given back. */
START_TEST(as_they_stand)
{
	struct payment_page page;

	pay(&t.kim, BANK_PAYS);
	struct order o = bank_order(&t);
	ck_ok(testshop_move(&t, &o.id, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));
	ck_assert_uint_eq(bank_work(&t), 1);
	pay(&t.kim, BANK_DECLINES);
	pay(&t.kim, BANK_PAYS);
	ck_ok(read_page(&t.kim, &t.kim, ROLE_CUSTOMER, &newest, 10, &page));
	ck_assert_uint_eq(page.payments.n, 3);
	const struct paid_order *p = page.payments.v;
	ck_assert_int_eq((int)p[0].payment.status, PAYMENT_SUCCESS);
	ck_assert_str_eq(p[0].payment.masked_card_number, "**** **** **** 4242");
	ck_assert_int_eq((int)p[1].payment.status, PAYMENT_FAILED);
	ck_assert_str_eq(p[1].payment.failure_code, "insufficient_funds");
	ck_assert_int_eq(p[1].payment.paid_at, 0);
	ck_assert_int_eq((int)p[2].payment.status, PAYMENT_REFUNDED);
	ck_assert_int_eq(p[2].payment.refunded, 30000);
	ck_assert_int_eq(uuid_cmp(&p[2].order_id, &o.id), 0);
}
END_TEST

Suite *
payments_suite(void)
{
	Suite *s = suite_create("shop/payments");
	TCase *c = tcase_create("payments");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, who_may, 0, ROWS(readers));
	tcase_add_test(c, of_nobody);
	tcase_add_loop_test(c, in_pages, 1, 7);
	tcase_add_test(c, as_they_stand);
	suite_add_tcase(s, c);
	return s;
}
