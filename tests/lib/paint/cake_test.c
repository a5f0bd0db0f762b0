/* cake: each way of making one draws a tier where it is, in its colour, and differs from the others. */
#include "paint/cake.h"

#include "support/suite.h"

#include "support/painting.h"

static const char *const ways[] = { "blue 1단 minimal", "blue 1단", "blue 1단 drip", "blue 1단 vintage", "blue 1단 naked", "blue 1단 ombre",
    "blue 1단 네모", "blue 1단 하트 모양" };

START_TEST(is_there)
{
	struct painting p, plain;
	const struct tier *t;

	painting_open(&p, ways[_i], 160, 160);
	t = &p.scene.tier[0];
	cake_tier(p.canvas.cr, &p.scene, 0);
	ck_assert_int_eq(cairo_status(p.canvas.cr), CAIRO_STATUS_SUCCESS);
	ck_assert_uint_eq(canvas_at(&p.canvas, 80, (int)t->y) >> 24, 255);
	ck_assert_uint_eq(canvas_at(&p.canvas, 80, (int)(t->y + t->h * 0.8)) >> 24, 255);
	ck_assert_uint_eq(canvas_at(&p.canvas, 2, 2) >> 24, 0);
	if (_i > 0) {
		painting_open(&plain, ways[0], 160, 160);
		cake_tier(plain.canvas.cr, &plain.scene, 0);
		ck_assert_int_gt(canvas_differs(&p.canvas, &plain.canvas), 300);
		painting_close(&plain);
	}
	painting_close(&p);
}
END_TEST

START_TEST(has_its_colour)
{
	struct painting p;

	painting_open(&p, ways[0], 160, 160);
	cake_tier(p.canvas.cr, &p.scene, 0);
	uint32_t c = canvas_at(&p.canvas, 70, (int)(p.scene.tier[0].y + p.scene.tier[0].h * 0.8));
	ck_assert_uint_gt(c & 255, c >> 16 & 255);
	/* Its right side is in the shade. */
	uint32_t r = canvas_at(&p.canvas, 80 + (int)(p.scene.r * 0.8), (int)(p.scene.tier[0].y + p.scene.tier[0].h * 0.7));
	ck_assert_uint_lt(r & 255, c & 255);
	painting_close(&p);
}
END_TEST

Suite *
cake_suite(void)
{
	Suite *s = suite_create("cake");
	TCase *t = tcase_create("all");

	tcase_add_loop_test(t, is_there, 0, ROWS(ways));
	tcase_add_test(t, has_its_colour);
	suite_add_tcase(s, t);
	return s;
}
