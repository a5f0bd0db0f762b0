/* lettering: Korean and Latin, short and long, on the tier it belongs to and nowhere else. */
#include "paint/lettering.h"

#include <string.h>

#include "support/suite.h"

#include "support/painting.h"

static const char *const messages[] = { "가", "생일 축하해", "Happy Birthday", "사랑하는 우리 할머니의 여든 번째 생신을 온 가족이 함께 축하드립니다 오래오래 건강하세요",
    "<b>&amp;</b>" };

START_TEST(is_on_the_side)
{
	struct painting p;

	painting_open(&p, "minimal 2단", 300, 300);
	p.brief.message = messages[_i];
	p.scene.lettered = 0;
	lettering_tier(p.canvas.cr, &p.scene, 1);
	ck_assert_int_eq(canvas_covered(&p.canvas), 0);
	lettering_tier(p.canvas.cr, &p.scene, 0);
	const struct tier *t = &p.scene.tier[0];
	ck_assert_int_gt(canvas_covered(&p.canvas), 60);
	ck_assert_int_eq(canvas_covered(&p.canvas), canvas_within(&p.canvas, (int)(t->x - t->r), (int)t->y, (int)(t->x + t->r) + 1,
	    (int)(t->y + t->h + t->r * TIER_SLOPE) + 1));
	painting_close(&p);
}
END_TEST

START_TEST(flat_keeps_to_its_box)
{
	struct canvas c;

	canvas_open(&c, 300, 120);
	lettering_flat(c.cr, messages[_i], 150, 60, 240, 60, colour_rgb(0xFFFFFF), colour_rgb(0x402030));
	ck_assert_int_gt(canvas_covered(&c), 200);
	ck_assert_int_eq(canvas_covered(&c), canvas_within(&c, 15, 15, 285, 105));
	canvas_close(&c);
}
END_TEST

Suite *
lettering_suite(void)
{
	Suite *s = suite_create("lettering");
	TCase *t = tcase_create("all");

	tcase_add_loop_test(t, is_on_the_side, 0, ROWS(messages));
	tcase_add_loop_test(t, flat_keeps_to_its_box, 0, ROWS(messages));
	suite_add_tcase(s, t);
	return s;
}
