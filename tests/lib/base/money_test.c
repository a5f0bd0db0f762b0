/*
 * money_test: edge values by table, and that splits and shares add up for
 * whatever they are given.
 */
#include "support/suite.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/money.h"

#define MAX INT64_MAX
#define MIN INT64_MIN

static uint64_t seed = UINT64_C(0x9e3779b97f4a7c15);

/* xorshift64: the same numbers in each run. */
static uint64_t
any(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static const struct { won_t a, b; bool fits; won_t is; } sums[] = {
	{ 0, 0, true, 0 }, { 1, 2, true, 3 }, { -5, 3, true, -2 },
	{ MAX, 0, true, MAX }, { MAX, 1, false, 0 }, { MAX, MIN, true, -1 },
	{ MIN, -1, false, 0 }, { MIN, 0, true, MIN }, { MAX - 1, 1, true, MAX },
};

START_TEST(sums_are_checked)
{
	won_t out = 77;

	ck_assert(won_add(sums[_i].a, sums[_i].b, &out) == sums[_i].fits);
	ck_assert_int_eq(out, sums[_i].fits ? sums[_i].is : 77);
}
END_TEST

static const struct { int64_t a, n; bool fits; int64_t is; } products[] = {
	{ 0, MAX, true, 0 }, { 3, 4, true, 12 }, { -3, 4, true, -12 }, { MAX, 1, true, MAX },
	{ MAX, -1, true, -MAX }, { MIN, -1, false, 0 }, { MIN, 1, true, MIN },
	{ INT64_C(1) << 32, INT64_C(1) << 31, false, 0 }, { MAX / 2, 2, true, MAX - 1 },
};

START_TEST(products_are_checked)
{
	int64_t out = 77;

	ck_assert(won_mul(products[_i].a, products[_i].n, &out) == products[_i].fits);
	ck_assert_int_eq(out, products[_i].fits ? products[_i].is : 77);
	out = 77;
	ck_assert(qty_mul(products[_i].a, products[_i].n, &out) == products[_i].fits);
	ck_assert_int_eq(out, products[_i].fits ? products[_i].is : 77);
}
END_TEST

static const struct { won_t a; int64_t part, whole; won_t is; } shares[] = {
	{ 100, 1, 3, 33 }, { 100, 2, 3, 66 }, { 100, 3, 3, 100 }, { 0, 5, 7, 0 }, { 9999, 10, 100, 999 },
	{ -100, 1, 3, -34 }, { 100, -1, 3, -34 }, { -100, -1, 3, 33 }, { -99, 1, 3, -33 },
	{ MAX, MAX, MAX, MAX }, { MAX, MAX - 1, MAX, MAX - 1 }, { MIN, MAX, MAX, MIN }, { MIN, 1, 1, MIN },
	{ MAX, 2, 1, MAX }, { MIN, 2, 1, MIN }, { MIN, -1, 1, MAX }, { MAX, 1, 2, MAX / 2 },
	{ 100, 1, 0, 0 }, { 100, 1, -4, 0 },
};

START_TEST(shares_round_down)
{
	ck_assert_int_eq(won_share(shares[_i].a, shares[_i].part, shares[_i].whole), shares[_i].is);
}
END_TEST

#define LINES 5
static const struct { won_t total; size_t n; won_t weight[LINES]; bool can; won_t part[LINES]; } splits[] = {
	{ 0, 0, { 0 }, true, { 0 } },
	{ 5, 0, { 0 }, false, { 0 } },
	{ 0, 3, { 0, 0, 0 }, true, { 0, 0, 0 } },
	{ 1, 3, { 0, 0, 0 }, false, { 0 } },
	{ 0, 3, { 1, 2, 3 }, true, { 0, 0, 0 } },
	{ 10, 1, { 7 }, true, { 10 } },
	{ 10, 2, { 1, 1 }, true, { 5, 5 } },
	{ 10, 3, { 1, 1, 1 }, true, { 4, 3, 3 } },		/* ties: the earlier line */
	{ 11, 3, { 1, 1, 1 }, true, { 4, 4, 3 } },
	{ 10, 3, { 0, 1, 1 }, true, { 0, 5, 5 } },
	{ 1, 3, { 0, 1, 1 }, true, { 0, 1, 0 } },
	{ 100, 3, { 1, 2, 4 }, true, { 14, 29, 57 } },		/* remainders 2/7 4/7 1/7 */
	{ 1000, 4, { 10000, 20000, 30000, 0 }, true, { 167, 333, 500, 0 } },
	{ 3, 5, { 1, 1, 1, 1, 1 }, true, { 1, 1, 1, 0, 0 } },
	{ -10, 3, { 1, 1, 1 }, true, { -4, -3, -3 } },
	{ MIN, 1, { 3 }, true, { MIN } },
	{ MIN, 2, { 1, 1 }, true, { MIN / 2, MIN / 2 } },
	{ MAX, 2, { 1, 1 }, true, { MAX / 2 + 1, MAX / 2 } },
	{ MAX, 2, { MAX - 1, 1 }, true, { MAX - 1, 1 } },
	{ MAX, 2, { MAX, 1 }, false, { 0 } },			/* weights do not add up */
	{ 10, 2, { 5, -1 }, false, { 0 } },
};

START_TEST(splits_by_largest_remainder)
{
	won_t part[LINES] = { 99, 99, 99, 99, 99 };

	ck_assert(won_split(splits[_i].total, splits[_i].weight, part, splits[_i].n) == splits[_i].can);
	for (size_t i = 0; i < LINES; i++)
		ck_assert_int_eq(part[i], splits[_i].can && i < splits[_i].n ? splits[_i].part[i] : 99);
}
END_TEST

/* Exactly the total, no line off its proportion by a won, and of two lines the
 * earlier one has no smaller part when its weight is no smaller. */
START_TEST(splits_add_up)
{
	for (int round = 0; round < 10000; round++) {
		won_t weight[24], part[24], sum = 0;
		int wrong = 0;
		size_t n = 1 + any() % ROWS(weight);
		unsigned width = 1 + (unsigned)(any() % 58);
		won_t total = (won_t)(any() >> (any() % 62 + 1)), all = 0;
		for (size_t i = 0; i < n; i++) {
			weight[i] = any() % 5 == 0 ? 0 : (won_t)(any() >> (64 - width));
			all += weight[i];
		}
		if (any() % 2 == 0)
			total = -total;
		if (all == 0) {
			ck_assert(won_split(total, weight, part, n) == (total == 0));
			continue;
		}
		ck_assert(won_split(total, weight, part, n));
		for (size_t i = 0; i < n; i++) {
			sum += part[i];
			won_t least = won_share(total, weight[i], all);
			wrong += part[i] != least && part[i] != least + 1;
			wrong += weight[i] == 0 && part[i] != 0;
			for (size_t k = 0; k < i; k++)
				wrong += weight[k] >= weight[i] && llabs(part[k]) < llabs(part[i]);
		}
		ck_assert_int_eq(sum, total);
		ck_assert_int_eq(wrong, 0);
	}
}
END_TEST

static const struct { const char *text; bool ok; qty_t is; } numbers[] = {
	{ "0", true, 0 }, { "1", true, 1000 }, { "1.5", true, 1500 }, { "-2", true, -2000 }, { "3.000", true, 3000 },
	{ "0.001", true, 1 }, { "-0.001", true, -1 }, { "-0", true, 0 }, { "007", true, 7000 }, { "1.25", true, 1250 },
	{ "1.5000", true, 1500 }, { "999999999.999", true, INT64_C(999999999999) },
	{ "9223372036854775.807", true, MAX }, { "-9223372036854775.808", true, MIN },
	{ "9223372036854775.808", false, 0 }, { "-9223372036854775.809", false, 0 }, { "9223372036854776", false, 0 },
	{ "99999999999999999999999", false, 0 },
	{ "", false, 0 }, { "-", false, 0 }, { ".", false, 0 }, { ".5", false, 0 }, { "1.", false, 0 }, { "+1", false, 0 },
	{ "--1", false, 0 }, { " 1", false, 0 }, { "1 ", false, 0 }, { "1,5", false, 0 }, { "1.0005", false, 0 },
	{ "1.2.3", false, 0 }, { "1e3", false, 0 }, { "0x10", false, 0 }, { "-.5", false, 0 }, { "1.-5", false, 0 }, { NULL, false, 0 },
};

START_TEST(quantities_are_read)
{
	qty_t q = 77;

	ck_assert_msg(qty_parse(numbers[_i].text, &q) == numbers[_i].ok, "%s", numbers[_i].text);
	ck_assert_int_eq(q, numbers[_i].ok ? numbers[_i].is : 77);
}
END_TEST

static const struct { qty_t q; const char *text; } written[] = {
	{ 0, "0.000" }, { 1, "0.001" }, { -1, "-0.001" }, { 1500, "1.500" }, { 1000, "1.000" }, { -2050, "-2.050" },
	{ MAX, "9223372036854775.807" }, { MIN, "-9223372036854775.808" },
};

START_TEST(quantities_are_written)
{
	char out[QTY_TEXT];

	ck_assert_str_eq(qty_text(written[_i].q, out), written[_i].text);
}
END_TEST

START_TEST(quantities_survive_the_trip)
{
	char out[QTY_TEXT];

	for (int round = 0; round < 20000; round++) {
		qty_t q = (qty_t)(any() >> (any() % 64)), back = 0;
		if (round % 2 == 0)
			q = (qty_t)(0 - (uint64_t)q);
		ck_assert(qty_parse(qty_text(q, out), &back));
		ck_assert_int_eq(back, q);
	}
}
END_TEST

static const struct { won_t w; const char *text; } won_texts[] = {
	{ 0, "0" }, { 7, "7" }, { 999, "999" }, { 1000, "1,000" }, { 12345, "12,345" }, { 1234567, "1,234,567" },
	{ -1, "-1" }, { -999, "-999" }, { -1000, "-1,000" }, { 100000, "100,000" },
	{ MAX, "9,223,372,036,854,775,807" }, { MIN, "-9,223,372,036,854,775,808" },
};

START_TEST(won_is_written)
{
	char out[WON_TEXT];

	ck_assert_str_eq(won_text(won_texts[_i].w, out), won_texts[_i].text);
}
END_TEST

Suite *
money_suite(void)
{
	Suite *s = suite_create("money");
	TCase *t = tcase_create("money");

	tcase_add_loop_test(t, sums_are_checked, 0, ROWS(sums));
	tcase_add_loop_test(t, products_are_checked, 0, ROWS(products));
	tcase_add_loop_test(t, shares_round_down, 0, ROWS(shares));
	tcase_add_loop_test(t, splits_by_largest_remainder, 0, ROWS(splits));
	tcase_add_test(t, splits_add_up);
	tcase_add_loop_test(t, quantities_are_read, 0, ROWS(numbers));
	tcase_add_loop_test(t, quantities_are_written, 0, ROWS(written));
	tcase_add_test(t, quantities_survive_the_trip);
	tcase_add_loop_test(t, won_is_written, 0, ROWS(won_texts));
	suite_add_tcase(s, t);
	return s;
}
