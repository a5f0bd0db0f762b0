/* stage: the room fills the picture, the stand is under the cake, the light keeps to its edges. */
#include "paint/stage.h"

#include "support/suite.h"

#include "support/painting.h"

START_TEST(room_fills_everything)
{
	static const char *const rooms[] = { "a cake", "생일 케이크", "night galaxy", "크리스마스" };

	for (int k = 0; k < ROWS(rooms); k++) {
		struct painting p;
		painting_open(&p, rooms[k], 160, 120);
		stage_room(p.canvas.cr, &p.scene);
		ck_assert_int_eq(canvas_covered(&p.canvas), 160 * 120);
		painting_close(&p);
	}
}
END_TEST

START_TEST(stand_is_under_the_cake)
{
	struct painting p;

	painting_open(&p, "a cake", 200, 200);
	stage_stand(p.canvas.cr, &p.scene);
	const struct tier *t = &p.scene.tier[0];
	ck_assert_uint_eq(canvas_at(&p.canvas, 100, (int)(t->y + t->h)) >> 24, 255);
	ck_assert_int_eq(canvas_within(&p.canvas, 0, 0, 200, (int)(t->y + t->h * 0.4)), 0);
	painting_close(&p);
}
END_TEST

START_TEST(light_darkens_the_corners)
{
	struct painting p;

	painting_open(&p, "a cake", 100, 100);
	cairo_set_source_rgb(p.canvas.cr, 0.8, 0.8, 0.8);
	cairo_paint(p.canvas.cr);
	stage_light(p.canvas.cr, &p.scene);
	ck_assert_uint_lt(canvas_at(&p.canvas, 98, 98) & 255, canvas_at(&p.canvas, 50, 50) & 255);
	painting_close(&p);
}
END_TEST

Suite *
stage_suite(void)
{
	Suite *s = suite_create("stage");
	TCase *t = tcase_create("all");

	tcase_add_test(t, room_fills_everything);
	tcase_add_test(t, stand_is_under_the_cake);
	tcase_add_test(t, light_darkens_the_corners);
	suite_add_tcase(s, t);
	return s;
}
