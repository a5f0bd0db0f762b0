/* dice: the known row of splitmix64, and throws within their bounds. */
#include "paint/dice.h"

#include <string.h>

#include "support/suite.h"

START_TEST(known_row)
{
	struct dice d = { 1234567 };

	/* The numbers of the reference implementation for this seed. */
	ck_assert_uint_eq(dice_next(&d), UINT64_C(6457827717110365317));
	ck_assert_uint_eq(dice_next(&d), UINT64_C(3203168211198807973));
	ck_assert_uint_eq(dice_next(&d), UINT64_C(9817491932198370423));
}
END_TEST

START_TEST(seeds)
{
	ck_assert_uint_eq(dice_seed("", 0), UINT64_C(14695981039346656037));
	ck_assert_uint_ne(dice_seed("cake", 4), dice_seed("cakf", 4));
	struct dice a = dice_for(7, "one"), b = dice_for(7, "two"), c = dice_for(7, "one");
	uint64_t first = dice_next(&a);
	ck_assert_uint_ne(first, dice_next(&b));
	ck_assert_uint_eq(first, dice_next(&c));
}
END_TEST

START_TEST(bounds)
{
	struct dice d = dice_for(99, "bounds");
	int seen[6] = { 0 };

	for (int i = 0; i < 6000; i++) {
		int n = dice_below(&d, 6);
		double v = dice_between(&d, -2, 3);
		ck_assert(n >= 0 && n < 6 && v >= -2 && v < 3);
		seen[n]++;
	}
	for (int i = 0; i < 6; i++)
		ck_assert_int_gt(seen[i], 800);
}
END_TEST

Suite *
dice_suite(void)
{
	Suite *s = suite_create("dice");
	TCase *t = tcase_create("all");

	tcase_add_test(t, known_row);
	tcase_add_test(t, seeds);
	tcase_add_test(t, bounds);
	suite_add_tcase(s, t);
	return s;
}
