/* decor: each decoration is drawn when it is asked for, and nothing when nothing is. */
#include "paint/decor.h"

#include "support/suite.h"

#include "support/painting.h"

static int
drawn_with(int deco)
{
	struct painting p;
	int n;

	painting_open(&p, "minimal 1단", 200, 200);
	for (int i = 0; i < DECO__MAX; i++)
		p.brief.deco[i] = (struct brief_thing){ .wanted = i == deco };
	decor_tier(p.canvas.cr, &p.scene, 0);
	ck_assert_int_eq(cairo_status(p.canvas.cr), CAIRO_STATUS_SUCCESS);
	n = canvas_covered(&p.canvas);
	painting_close(&p);
	return n;
}

START_TEST(rows_are_whole)
{
	ck_assert_ptr_nonnull(decor_table[_i].sprite);
	ck_assert(decor_table[_i].size > 0 && decor_table[_i].size < 0.5);
	ck_assert_int_gt(drawn_with(_i), _i == DECO_SUGAR ? -1 : 20);
}
END_TEST

START_TEST(nothing_asked_nothing_drawn)
{
	ck_assert_int_eq(drawn_with(-1), 0);
}
END_TEST

START_TEST(own_colour_wins)
{
	struct painting p;

	painting_open(&p, "white cake with blue roses", 100, 100);
	struct colour c = decor_colour(&p.scene, DECO_ROSE), blue = colour_rgb(0xA7CFEA);
	ck_assert(c.r == blue.r && c.g == blue.g && c.b == blue.b);
	c = decor_colour(&p.scene, DECO_STRAWBERRY);
	ck_assert_double_eq(c.r, colour_rgb(decor_table[DECO_STRAWBERRY].colour).r);
	painting_close(&p);
}
END_TEST

START_TEST(more_candles_more_drawn)
{
	int covered[2];

	for (int i = 0; i < 2; i++) {
		struct painting p;
		painting_open(&p, i == 0 ? "minimal 1단 촛불 1개" : "minimal 1단 촛불 40개", 200, 200);
		decor_tier(p.canvas.cr, &p.scene, 0);
		covered[i] = canvas_covered(&p.canvas);
		painting_close(&p);
	}
	ck_assert_int_gt(covered[1], covered[0] * 5);
}
END_TEST

START_TEST(table_is_beside_the_cake)
{
	struct painting p;

	painting_open(&p, "딸기 케이크", 400, 200);
	decor_table_around(p.canvas.cr, &p.scene);
	ck_assert_int_gt(canvas_covered(&p.canvas), 50);
	ck_assert_int_eq(canvas_within(&p.canvas, 0, 0, 400, (int)p.scene.tier[0].y), 0);
	painting_close(&p);
}
END_TEST

Suite *
decor_suite(void)
{
	Suite *s = suite_create("decor");
	TCase *t = tcase_create("all");

	tcase_add_loop_test(t, rows_are_whole, 0, DECO__DRAWN);
	tcase_add_test(t, nothing_asked_nothing_drawn);
	tcase_add_test(t, own_colour_wins);
	tcase_add_test(t, more_candles_more_drawn);
	tcase_add_test(t, table_is_beside_the_cake);
	suite_add_tcase(s, t);
	return s;
}
