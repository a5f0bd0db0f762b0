/* brush: what a stroke leaves, and where it leaves nothing. */
#include "paint/brush.h"

#include "support/canvas.h"
#include "support/suite.h"

static struct canvas c;
static void before(void) { canvas_open(&c, 100, 100); }
static void after(void) { canvas_close(&c); }

START_TEST(ball_is_lit_from_the_upper_left)
{
	brush_ball(c.cr, 50, 50, 40, colour_rgb(0x8080C0));
	uint32_t lit = canvas_at(&c, 36, 34), dark = canvas_at(&c, 72, 74);
	ck_assert_uint_gt(lit & 255, dark & 255);
	ck_assert_uint_gt(lit >> 16 & 255, dark >> 16 & 255);
	ck_assert_uint_eq(canvas_at(&c, 3, 3) >> 24, 0);
	ck_assert_int_gt(canvas_covered(&c), 4900);
	ck_assert_int_lt(canvas_covered(&c), 5200);
}
END_TEST

START_TEST(shadow_fades)
{
	brush_shadow(c.cr, 50, 50, 40, 20, 0.5);
	ck_assert_uint_gt(canvas_at(&c, 50, 50) >> 24, 110);
	ck_assert_uint_lt(canvas_at(&c, 80, 50) >> 24, canvas_at(&c, 60, 50) >> 24);
	ck_assert_uint_eq(canvas_at(&c, 50, 75) >> 24, 0);
}
END_TEST

START_TEST(gradient_goes_over)
{
	cairo_rectangle(c.cr, 0, 0, 100, 100);
	brush_linear(c.cr, 0, 0, 100, 0, BRUSH_STOPS({ 0, colour_rgb(0), 1 }, { 1, colour_rgb(0xFFFFFF), 1 }));
	ck_assert_uint_lt(canvas_at(&c, 2, 50) & 255, 20);
	ck_assert_uint_gt(canvas_at(&c, 97, 50) & 255, 235);
	brush_light(c.cr, 10, 50, 10, colour_rgb(0xFFFFFF), 1);
	ck_assert_uint_gt(canvas_at(&c, 10, 50) & 255, 200);
}
END_TEST

Suite *
brush_suite(void)
{
	Suite *s = suite_create("brush");
	TCase *t = tcase_create("all");

	tcase_add_checked_fixture(t, before, after);
	tcase_add_test(t, ball_is_lit_from_the_upper_left);
	tcase_add_test(t, shadow_fades);
	tcase_add_test(t, gradient_goes_over);
	suite_add_tcase(s, t);
	return s;
}
