/* sales_store: what orders sold there and back, sums that move, lists that neither overlap nor skip. */
#include "store/sales_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

START_TEST(lines)
{
	struct sale in[] = { { uuid_new(), 1, "2026-11-25", 2, 60000 }, { uuid_new(), 2, "2026-11-24", 1, 500 } }, *out;
	struct uuid orders[] = { in[0].order_id, in[1].order_id, uuid_new() };
	size_t n;

	ck_ok(sales_store_put(t.db, t.t.arena, in, 2));
	in[0].quantity = 1;
	in[0].amount = 30000;
	strcpy(in[0].day, "2026-11-26");	/* the day stays */
	ck_ok(sales_store_put(t.db, t.t.arena, in, 1));
	ck_ok(sales_store_of(t.db, t.t.arena, orders, 3, &out, &n));
	ck_assert_uint_eq(n, 2);
	ck_assert_int_eq(uuid_cmp(&out[0].order_id, &in[0].order_id), 0);
	ck_assert_str_eq(out[0].day, "2026-11-25");
	ck_assert_int_eq(out[0].quantity, 1);
	ck_assert_int_eq(out[0].amount, 30000);
	ck_assert_uint_eq(out[1].product_id, 2);
	ck_ok(sales_store_forget(t.db, t.t.arena));
	ck_ok(sales_store_of(t.db, t.t.arena, orders, 3, &out, &n));
	ck_assert_uint_eq(n, 0);
}
END_TEST

/* "name×pieces …" */
static const char *
popular(const char *from, const char *to)
{
	struct list l;
	const char *text = "";

	ck_ok(sales_store_popular(t.db, t.t.arena, from, to, 5, &l));
	for (size_t i = 0; i < l.n; i++) {
		const struct sale_popular *p = LIST_AT(l, struct sale_popular, i);
		text = arena_printf(t.t.arena, "%s%s%s×%lld", text, i > 0 ? " " : "", p->name, (long long)p->quantity);
	}
	return text;
}

START_TEST(most_sold)
{
	const char *const names[] = { "a", "b", "c", "d", "e", "f", "g" };
	struct sale s[ROWS(names) + 2];

	for (int i = 0; i < ROWS(names); i++)
		s[i] = (struct sale){ .product_id = testgoods_add(&t, names[i], 100, 1)->id, .day = "2026-11-24", .quantity = i, .amount = 100 * i };
	s[ROWS(names)] = (struct sale){ .product_id = s[0].product_id, .day = "2026-11-25", .quantity = 5, .amount = 500 };
	s[ROWS(names) + 1] = (struct sale){ .product_id = 1, .day = "2026-11-25", .quantity = 99, .amount = 99 };	/* a dinner */
	ck_ok(sales_store_add(t.db, t.t.arena, s, ROWS(s)));
	ck_assert_str_eq(popular("2026-11-23", "2026-11-25"), "g×6 a×5 f×5 e×4 d×3");
	ck_assert_str_eq(popular("2026-11-25", "2026-11-25"), "a×5");
	ck_assert_str_eq(popular("2026-11-26", "2026-11-28"), "");
	s[0] = (struct sale){ .product_id = s[6].product_id, .day = "2026-11-24", .quantity = -6, .amount = -600 };
	ck_ok(sales_store_add(t.db, t.t.arena, s, 1));
	testshop_sql(&t, "UPDATE products SET status = 'DISCONTINUED' WHERE name = 'f'");
	ck_assert_str_eq(popular("2026-11-23", "2026-11-25"), "a×5 e×4 d×3 c×2 b×1");
}
END_TEST

START_TEST(by_day)
{
	const struct sale s[] = { { .product_id = 1, .day = "2026-11-23", .quantity = 1, .amount = 10 },
	    { .product_id = 1, .day = "2026-11-24", .quantity = 2, .amount = 20 }, { .product_id = 2, .day = "2026-11-24", .quantity = 3, .amount = 30 },
	    { .product_id = 1, .day = "2026-11-25", .quantity = 4, .amount = 40 } };
	static const int64_t in_order[] = { 4, 2, 3, 1 };
	const struct sale_of_day *last = NULL;
	int64_t quantity;
	won_t amount;
	struct list l;

	ck_ok(sales_store_add(t.db, t.t.arena, s, ROWS(s)));
	for (int i = 0; i < ROWS(in_order); i++) {
		ck_ok(sales_store_days(t.db, t.t.arena, "2026-11-23", "2026-11-25", last == NULL ? NULL : last->day,
		    last == NULL ? 0 : last->product_id, 1, &l));
		ck_assert_uint_eq(l.n, 1);
		last = LIST_AT(l, struct sale_of_day, 0);
		ck_assert_int_eq(last->quantity, in_order[i]);
		ck_assert_str_eq(last->kind, "DINNER");
		ck_assert_int_eq(last->seller_id, 0);
	}
	ck_ok(sales_store_days(t.db, t.t.arena, "2026-11-23", "2026-11-25", last->day, last->product_id, 1, &l));
	ck_assert_uint_eq(l.n, 0);
	ck_ok(sales_store_sum(t.db, t.t.arena, "2026-11-24", "2026-11-24", &quantity, &amount));
	ck_assert_int_eq(quantity, 5);
	ck_assert_int_eq(amount, 50);
	ck_ok(sales_store_sum(t.db, t.t.arena, "2026-01-01", "2026-01-01", &quantity, &amount));
	ck_assert_int_eq(quantity, 0);
}
END_TEST

Suite *
sales_store_suite(void)
{
	Suite *s = suite_create("store/sales_store");
	TCase *c = tcase_create("sales_store");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, lines);
	tcase_add_test(c, most_sold);
	tcase_add_test(c, by_day);
	suite_add_tcase(s, c);
	return s;
}
