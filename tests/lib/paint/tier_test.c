/* tier: points lie where the shape has them, for each shape. */
#include "paint/tier.h"

#include <math.h>

#include "support/canvas.h"
#include "support/suite.h"

START_TEST(side_runs_along_the_front)
{
	struct tier t;
	double last = -1e9, x, y, turn;

	tier_make(&t, (enum shape)_i, 200, 100, 80, 60);
	ck_assert_int_gt(t.nfront, TIER_POINTS / 2);
	ck_assert_double_gt(tier_span(&t), t.r);
	for (int i = -10; i <= 10; i++) {
		tier_side(&t, tier_span(&t) * i / 10, 0, &x, &y, &turn);
		ck_assert_double_ge(x, last);
		ck_assert(x >= 119 && x <= 281 && turn >= -1 && turn <= 1);
		last = x;
	}
	tier_side(&t, 0, 0, &x, &y, &turn);
	ck_assert_double_eq_tol(x, 200, 1.5);
	double top = y;
	tier_side(&t, 0, 1, &x, &y, &turn);
	ck_assert_double_eq_tol(y - top, 60, 1e-6);
}
END_TEST

START_TEST(rim_is_even_and_within)
{
	struct tier t;
	double shortest = 1e9, longest = 0;

	tier_make(&t, (enum shape)_i, 0, 0, 100, 50);
	for (int i = 0; i < TIER_POINTS; i++) {
		int k = (i + 1) % TIER_POINTS;
		double step = hypot(t.at[k].x - t.at[i].x, t.at[k].z - t.at[i].z);
		shortest = fmin(shortest, step);
		longest = fmax(longest, step);
	}
	ck_assert_double_lt(longest, shortest * 2.2);
	ck_assert(tier_within(&t, 0, 0.1, 1));
	ck_assert(!tier_within(&t, 1.2, 0, 1));
	ck_assert(!tier_within(&t, 0.9, 0, 0.5));
}
END_TEST

START_TEST(paths_cover)
{
	struct canvas c;
	struct tier t;

	canvas_open(&c, 220, 160);
	tier_make(&t, (enum shape)_i, 110, 50, 80, 70);
	tier_path_top(c.cr, &t, 1);
	cairo_fill(c.cr);
	ck_assert_uint_eq(canvas_at(&c, 110, 55) >> 24, 255);
	ck_assert_uint_eq(canvas_at(&c, 110, 140) >> 24, 0);
	tier_path_side(c.cr, &t);
	cairo_fill(c.cr);
	ck_assert_uint_eq(canvas_at(&c, 110, 110) >> 24, 255);
	ck_assert_uint_eq(canvas_at(&c, 10, 90) >> 24, 0);
	canvas_close(&c);
}
END_TEST

Suite *
tier_suite(void)
{
	Suite *s = suite_create("tier");
	TCase *t = tcase_create("all");

	tcase_add_loop_test(t, side_runs_along_the_front, 0, SHAPE__MAX);
	tcase_add_loop_test(t, rim_is_even_and_within, 0, SHAPE__MAX);
	tcase_add_loop_test(t, paths_cover, 0, SHAPE__MAX);
	suite_add_tcase(s, t);
	return s;
}
