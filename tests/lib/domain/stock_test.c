/* stock: all or nothing, exactly back, and sums kept sorted; also against a model of a few hundred random takes. */
#include "domain/stock.h"

#include <string.h>

#include "support/suite.h"

static struct stock_row shelf[] = { { 2, 5000, 0 }, { 4, 1500, 0 }, { 7, 0, 0 }, { 9, 3, 0 } };

static struct stock_book
book(struct stock_row *rows)
{
	memcpy(rows, shelf, sizeof(shelf));
	return (struct stock_book){ rows, ROWS(shelf) };
}

START_TEST(find)
{
	struct stock_row rows[ROWS(shelf)];
	struct stock_book b = book(rows), empty = { 0 };

	for (uint32_t id = 0; id < 12; id++) {
		struct stock_row *r = stock_find(&b, id);
		ck_assert_int_eq(r != NULL, id == 2 || id == 4 || id == 7 || id == 9);
		if (r != NULL)
			ck_assert_uint_eq(r->sku_id, id);
		ck_assert_ptr_null(stock_find(&empty, id));
	}
}
END_TEST

static const struct { struct stock_use use[4]; size_t n; struct shortage shorts[4]; size_t nshorts; } takes[] = {
	{ { { 0 } }, 0, { { 0 } }, 0 },
	{ { { 2, 5000, 0 } }, 1, { { 0 } }, 0 },				/* to the last */
	{ { { 2, 5001, 0 } }, 1, { { 2, NULL, NULL, 5001, 5000 } }, 1 },
	{ { { 2, 1000, 0 }, { 4, 1500, 0 }, { 9, 3, 0 } }, 3, { { 0 } }, 0 },
	{ { { 2, 1000, 0 }, { 4, 1501, 0 }, { 9, 3, 0 } }, 3, { { 4, NULL, NULL, 1501, 1500 } }, 1 },
	{ { { 7, 1, 0 }, { 9, 4, 0 } }, 2, { { 7, NULL, NULL, 1, 0 }, { 9, NULL, NULL, 4, 3 } }, 2 },
	{ { { 3, 1, 0 } }, 1, { { 3, NULL, NULL, 1, 0 } }, 1 },			/* nobody has heard of it */
	{ { { 1, 1, 0 }, { 2, 1, 0 }, { 99, 7, 0 } }, 3, { { 1, NULL, NULL, 1, 0 }, { 99, NULL, NULL, 7, 0 } }, 2 },
};

START_TEST(take)
{
	struct stock_row rows[ROWS(shelf)];
	struct stock_book b = book(rows);
	struct shortage shorts[4];
	size_t n = 77;

	bool got = stock_take(&b, takes[_i].use, takes[_i].n, shorts, &n);
	ck_assert_int_eq(got, takes[_i].nshorts == 0);
	ck_assert_uint_eq(n, takes[_i].nshorts);
	for (size_t i = 0; i < n; i++) {
		ck_assert_uint_eq(shorts[i].sku_id, takes[_i].shorts[i].sku_id);
		ck_assert_int_eq(shorts[i].wanted, takes[_i].shorts[i].wanted);
		ck_assert_int_eq(shorts[i].available, takes[_i].shorts[i].available);
	}
	for (int r = 0; r < ROWS(shelf); r++) {
		qty_t taken = 0;
		for (size_t i = 0; got && i < takes[_i].n; i++)
			taken += takes[_i].use[i].sku_id == shelf[r].sku_id ? takes[_i].use[i].quantity : 0;
		ck_assert_int_eq(rows[r].available, shelf[r].available - taken);
		ck_assert_int_eq(rows[r].change, -taken);
	}
}
END_TEST

START_TEST(give_back)
{
	struct stock_row rows[ROWS(shelf)];
	struct stock_book b = book(rows);
	struct stock_use use[] = { { 2, 1000, 0 }, { 3, 500, 0 }, { 4, 700, 200 }, { 9, 3, 3 } };

	ck_assert_uint_eq(stock_give_back(&b, use, 4), 2);
	ck_assert_int_eq(rows[0].available, 6000);
	ck_assert_int_eq(rows[0].change, 1000);
	ck_assert_int_eq(rows[1].available, 2000);	/* what had come back already comes not again */
	ck_assert_int_eq(rows[1].change, 500);
	ck_assert_int_eq(rows[3].change, 0);
	ck_assert_int_eq(use[0].returned, 1000);
	ck_assert_int_eq(use[1].returned, 0);		/* not in the book: it is not marked either */
	ck_assert_int_eq(use[2].returned, 700);
	ck_assert_int_eq(use[3].returned, 3);
	/* A second time changes nothing. */
	ck_assert_uint_eq(stock_give_back(&b, use, 4), 0);
	ck_assert_int_eq(rows[0].available, 6000);
	ck_assert_int_eq(rows[1].available, 2000);
}
END_TEST

static const struct { uint32_t sku; qty_t delta; bool good; qty_t then; } receipts[] = {
	{ 1, 500, true, 2500 },
	{ 1, -2000, true, 0 },
	{ 1, -2001, false, 2000 },
	{ 1, 7000, true, 9000 },
	{ 1, 7001, false, 2000 },
	{ 1, INT64_MAX, false, 2000 },
	{ 1, INT64_MIN, false, 2000 },
	{ 2, 1, false, 2000 },
};

START_TEST(receive)
{
	struct stock_row rows[] = { { 1, 2000, -10 } };
	struct stock_book b = { rows, 1 };

	ck_assert_int_eq(stock_receive(&b, receipts[_i].sku, receipts[_i].delta, 9000), receipts[_i].good);
	ck_assert_int_eq(rows[0].available, receipts[_i].then);
	ck_assert_int_eq(rows[0].change, -10 + (receipts[_i].good ? receipts[_i].delta : 0));
}
END_TEST

START_TEST(need_keeps_sorted_and_distinct)
{
	struct stock_use use[4];
	size_t n = 0;

	ck_assert(stock_need(use, &n, 4, 5, 100));
	ck_assert(stock_need(use, &n, 4, 2, 200));
	ck_assert(stock_need(use, &n, 4, 9, 300));
	ck_assert(stock_need(use, &n, 4, 5, 50));
	ck_assert(stock_need(use, &n, 4, 7, 1));
	ck_assert_uint_eq(n, 4);
	static const struct stock_use want[] = { { 2, 200, 0 }, { 5, 150, 0 }, { 7, 1, 0 }, { 9, 300, 0 } };
	for (size_t i = 0; i < n; i++) {
		ck_assert_uint_eq(use[i].sku_id, want[i].sku_id);
		ck_assert_int_eq(use[i].quantity, want[i].quantity);
		ck_assert_int_eq(use[i].returned, 0);
	}
	/* Full: another SKU has no room, one that is there has. */
	ck_assert(!stock_need(use, &n, 4, 6, 1));
	ck_assert(!stock_need(use, &n, 4, 10, 1));
	ck_assert(stock_need(use, &n, 4, 2, 1));
	ck_assert_uint_eq(n, 4);
}
END_TEST

START_TEST(need_does_not_overflow)
{
	struct stock_use use[1];
	size_t n = 0;

	ck_assert(stock_need(use, &n, 1, 1, INT64_MAX - 1));
	ck_assert(stock_need(use, &n, 1, 1, 1));
	ck_assert(!stock_need(use, &n, 1, 1, 1));
	ck_assert_int_eq(use[0].quantity, INT64_MAX);	/* left alone */
	ck_assert_uint_eq(n, 1);
}
END_TEST

/* Many orders taken and given back in a random order: stock is always what it was less what is out. */
START_TEST(random_orders)
{
	enum { SKUS = 6, ORDERS = 40 };
	struct stock_row rows[SKUS];
	struct stock_book b = { rows, SKUS };
	struct { struct stock_use use[SKUS]; size_t n; bool out; } order[ORDERS] = { 0 };
	struct shortage shorts[SKUS];
	uint64_t seed = 1 + (uint64_t)_i;
	int taken = 0, refused = 0;

	for (uint32_t i = 0; i < SKUS; i++)
		rows[i] = (struct stock_row){ i * 3 + 1, 20000, 0 };
	for (int step = 0; step < 2000; step++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		int o = (int)(seed >> 33) % ORDERS;
		if (order[o].out) {
			ck_assert_uint_eq(stock_give_back(&b, order[o].use, order[o].n), order[o].n);
			order[o].out = false;
		} else {
			size_t n = 0, nshorts;
			for (uint32_t i = 0; i < SKUS; i++)
				if ((seed >> (8 + i) & 1) != 0)
					ck_assert(stock_need(order[o].use, &n, SKUS, i * 3 + 1, 1 + (qty_t)(seed >> (20 + i) & 0xfff)));
			order[o].n = n;
			order[o].out = stock_take(&b, order[o].use, n, shorts, &nshorts);
			taken += order[o].out;
			refused += !order[o].out;
		}
		for (int i = 0; i < SKUS; i++) {
			qty_t out = 0;
			for (int k = 0; k < ORDERS; k++)
				for (size_t u = 0; order[k].out && u < order[k].n; u++)
					out += order[k].use[u].sku_id == rows[i].sku_id ? order[k].use[u].quantity : 0;
			ck_assert_int_ge(rows[i].available, 0);
			ck_assert_int_eq(rows[i].available, 20000 - out);
			ck_assert_int_eq(rows[i].change, -out);
		}
	}
	ck_assert_int_gt(taken, 100);
	ck_assert_int_gt(refused, 100);
}
END_TEST

/* A part of a use comes back, and never more than is out. */
START_TEST(parts_come_back)
{
	struct stock_row rows[] = { { 7, 5000, 0 } };
	struct stock_book b = { rows, 1 };
	struct stock_use use = { 7, 3000, 0 }, other = { 8, 3000, 0 };

	ck_assert(stock_return(&b, &use, 1000));
	ck_assert_int_eq(rows[0].available, 6000);
	ck_assert_int_eq(rows[0].change, 1000);
	ck_assert_int_eq(use.returned, 1000);
	ck_assert(!stock_return(&b, &use, 2001));
	ck_assert(!stock_return(&b, &use, 0));
	ck_assert(!stock_return(&b, &use, -1));
	ck_assert(!stock_return(&b, &other, 1));
	ck_assert_int_eq(rows[0].available, 6000);
	ck_assert(stock_return(&b, &use, 2000));
	ck_assert_int_eq(use.returned, 3000);
	ck_assert_uint_eq(stock_give_back(&b, &use, 1), 0);
}
END_TEST

Suite *
stock_suite(void)
{
	Suite *s = suite_create("domain/stock");
	TCase *c = tcase_create("stock");

	tcase_add_test(c, find);
	tcase_add_loop_test(c, take, 0, ROWS(takes));
	tcase_add_test(c, give_back);
	tcase_add_loop_test(c, receive, 0, ROWS(receipts));
	tcase_add_test(c, need_keeps_sorted_and_distinct);
	tcase_add_test(c, need_does_not_overflow);
	tcase_add_loop_test(c, random_orders, 0, 4);
	tcase_add_test(c, parts_come_back);
	suite_add_tcase(s, c);
	return s;
}
