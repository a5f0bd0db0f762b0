/* colour: mixing stays within the paint box, and goes the way its name says. */
#include "paint/colour.h"

#include "support/suite.h"

static const uint32_t colours[] = { 0x000000, 0xFFFFFF, 0xD6394A, 0xF7B6C6, 0x3C5A94, 0xB4E3D4, 0xFBF6EE };

static void
in_range(struct colour c)
{
	ck_assert(c.r >= 0 && c.r <= 1 && c.g >= 0 && c.g <= 1 && c.b >= 0 && c.b <= 1);
}

START_TEST(parts)
{
	struct colour c = colour_rgb(0xFF8000);

	ck_assert_double_eq(c.r, 1);
	ck_assert_double_eq_tol(c.g, 128 / 255.0, 1e-9);
	ck_assert_double_eq(c.b, 0);
	ck_assert_double_eq(colour_mix(c, colour_rgb(0), 0.5).r, 0.5);
	ck_assert_double_eq(colour_mix(c, colour_rgb(0), 7).r, 0);
}
END_TEST

START_TEST(lighter_darker_softer)
{
	struct colour c = colour_rgb(colours[_i]), s = colour_softer(c, 1);

	in_range(colour_lighter(c, 0.5));
	in_range(colour_darker(c, 0.5));
	ck_assert_double_ge(colour_light(colour_lighter(c, 0.5)), colour_light(c) - 0.02);
	ck_assert_double_le(colour_light(colour_darker(c, 0.5)), colour_light(c));
	ck_assert_double_eq_tol(s.r, s.b, 1e-9);
	ck_assert_double_eq_tol(colour_light(s), colour_light(c), 1e-9);
}
END_TEST

START_TEST(turned)
{
	struct colour red = colour_rgb(0xFF0000), green = colour_turned(red, 1 / 3.0);

	ck_assert_double_eq_tol(green.g, 1, 1e-6);
	ck_assert_double_eq_tol(green.r, 0, 1e-6);
	for (int i = 0; i < ROWS(colours); i++)
		in_range(colour_turned(colour_rgb(colours[i]), 0.37));
}
END_TEST

Suite *
colour_suite(void)
{
	Suite *s = suite_create("colour");
	TCase *t = tcase_create("all");

	tcase_add_test(t, parts);
	tcase_add_loop_test(t, lighter_darker_softer, 0, ROWS(colours));
	tcase_add_test(t, turned);
	suite_add_tcase(s, t);
	return s;
}
