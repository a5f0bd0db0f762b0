/* overlay: each wish changes a picture, and leaves most of it as it was. */
#include "paint/overlay.h"

#include "support/suite.h"

#include "support/painting.h"

static const struct { const char *prompt; int least, most; } wishes[] = {	/* pixels of 40,000 */
	{ "촛불을 꽂아줘", 100, 12000 },
	{ "하트를 더해줘", 200, 16000 },
	{ "add strawberries", 400, 16000 },
	{ "스프링클", 200, 12000 },
	{ "\"고마워\"", 300, 12000 },
	{ "a ribbon", 100, 12000 },
	{ "make it blue", 5000, 40000 },
	{ "더 예쁘게", 100, 30000 },
};

START_TEST(changes_the_picture)
{
	struct painting p;
	struct canvas was;

	painting_open(&p, wishes[_i].prompt, 200, 200);
	canvas_open(&was, 200, 200);
	for (int i = 0; i < 2; i++) {
		cairo_set_source_rgb(i == 0 ? p.canvas.cr : was.cr, 0.8, 0.6, 0.5);
		cairo_paint(i == 0 ? p.canvas.cr : was.cr);
	}
	overlay_draw(p.canvas.cr, &p.brief, 200, 200);
	int n = canvas_differs(&p.canvas, &was);
	ck_assert_msg(n >= wishes[_i].least && n <= wishes[_i].most, "%s: %d", wishes[_i].prompt, n);
	canvas_close(&was);
	painting_close(&p);
}
END_TEST

Suite *
overlay_suite(void)
{
	Suite *s = suite_create("overlay");
	TCase *t = tcase_create("all");

	tcase_add_loop_test(t, changes_the_picture, 0, ROWS(wishes));
	suite_add_tcase(s, t);
	return s;
}
