/* scene: whatever the ratio and the number of tiers, the cake is within the picture. */
#include "support/suite.h"

#include "support/painting.h"

static const struct { int w, h; } sizes[] = { { 1024, 1024 }, { 832, 1248 }, { 1512, 648 }, { 756, 1344 }, { 1344, 756 }, { 64, 64 } };
static const char *const prompts[] = { "1단", "2단 촛불", "3단", "4단 풍선", "하트 모양", "네모 1단 곰돌이" };

START_TEST(fits)
{
	for (int k = 0; k < ROWS(prompts); k++) {
		struct painting p;
		painting_open(&p, prompts[k], sizes[_i].w, sizes[_i].h);
		const struct scene *s = &p.scene;
		const struct tier *low = &s->tier[0], *high = &s->tier[s->ntiers - 1];
		ck_assert_int_ge(s->ntiers, 1);
		ck_assert(s->x - s->r * 1.22 >= 0 && s->x + s->r * 1.22 <= s->w);
		ck_assert(high->y - high->r * TIER_SLOPE > 0 && low->y + low->h + s->r * 0.57 <= s->h);
		ck_assert(s->horizon > 0 && s->horizon < s->h);
		for (int i = 1; i < s->ntiers; i++) {
			ck_assert_double_lt(s->tier[i].r, s->tier[i - 1].r);
			ck_assert_double_eq_tol(s->tier[i].y + s->tier[i].h, s->tier[i - 1].y, 1e-6);
		}
		painting_close(&p);
	}
}
END_TEST

START_TEST(ink_is_legible)
{
	static const char *const said[] = { "white \"a\"", "black \"a\"", "초콜릿 \"a\"", "네이비 \"a\"", "pink \"a\"", "노란 \"a\"", "하얀 \"a\"" };

	for (int k = 0; k < ROWS(said); k++) {
		struct painting p;
		painting_open(&p, said[k], 200, 200);
		double gap = colour_light(p.scene.ink) - colour_light(p.scene.frosting[0]);
		ck_assert_int_eq(p.scene.lettered, 0);
		ck_assert_msg(gap > 0.25 || gap < -0.25, "%s: %f", said[k], gap);
		painting_close(&p);
	}
}
END_TEST

Suite *
scene_suite(void)
{
	Suite *s = suite_create("scene");
	TCase *t = tcase_create("all");

	tcase_add_loop_test(t, fits, 0, ROWS(sizes));
	tcase_add_test(t, ink_is_legible);
	suite_add_tcase(s, t);
	return s;
}
