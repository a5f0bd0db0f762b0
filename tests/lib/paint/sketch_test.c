/* sketch: pixels of the size asked for; the same for the same, another for another; changing ours and others' pictures. */
#include "paint/sketch.h"

#include <string.h>

#include "base/arena.h"
#include "support/suite.h"

static struct arena *a;
static void before(void) { a = arena_new(4 << 20); }
static void after(void) { arena_free(a); }

static struct sketch_pixels
draw(const char *prompt, int w, int h, const char *story, const struct sketch_pixels *picture)
{
	struct sketch_ask ask = { prompt, w, h, story, picture };
	struct sketch_pixels out = { 0 };

	ck_assert_ptr_null(sketch_draw(a, &ask, &out));
	ck_assert_int_eq(out.width, w);
	ck_assert_int_eq(out.height, h);
	ck_assert_ptr_nonnull(out.rgb);
	return out;
}

static bool
same(struct sketch_pixels x, struct sketch_pixels y)
{
	return x.width == y.width && x.height == y.height && memcmp(x.rgb, y.rgb, (size_t)x.width * (size_t)x.height * 3) == 0;
}

START_TEST(same_and_different)
{
	struct sketch_pixels one = draw("딸기 케이크", 200, 150, NULL, NULL);

	ck_assert(same(one, draw("딸기 케이크", 200, 150, NULL, NULL)));
	ck_assert(!same(one, draw("딸기 케이크 하나", 200, 150, NULL, NULL)));
}
END_TEST

static const char *const odd[] = { "", " ", "asdf qwerty", "🎂🎂", "\"", "%s%n", "0", "99999999999999999999 stars" };

START_TEST(nothing_said)
{
	(void)draw(odd[_i], 96, 96, NULL, NULL);
}
END_TEST

START_TEST(own_picture_is_drawn_anew)
{
	struct sketch_pixels was = draw("초콜릿 2단 케이크", 160, 160, NULL, NULL);
	struct sketch_pixels now = draw("장미를 더해줘", 160, 160, "초콜릿 2단 케이크", &was);

	ck_assert(!same(was, now));
	ck_assert(same(now, draw("장미를 더해줘", 160, 160, "초콜릿 2단 케이크", NULL)));
	ck_assert(!same(now, draw("장미는 빼줘", 160, 160, "초콜릿 2단 케이크\n장미를 더해줘", NULL)));
}
END_TEST

START_TEST(others_picture_is_drawn_over)
{
	static unsigned char red[120 * 80 * 3];
	struct sketch_pixels was = { 120, 80, red }, now;
	int left = 0;

	for (size_t i = 0; i < sizeof(red); i += 3)
		red[i] = 200;
	now = draw("하트", 160, 160, NULL, &was);
	for (int i = 0; i < 160 * 160; i++)
		left += now.rgb[i * 3] == 200 && now.rgb[i * 3 + 1] == 0 && now.rgb[i * 3 + 2] == 0;
	/* Most of it is as it was, and something is on it. */
	ck_assert(left > 160 * 160 / 2 && left < 160 * 160 - 300);
}
END_TEST

START_TEST(no_room)
{
	struct arena *small = arena_new(40000);
	struct sketch_ask ask = { "하트", 200, 200, NULL, NULL };
	struct sketch_pixels out = { 0 };

	ck_assert(err_is(sketch_draw(small, &ask, &out), ERR_UNAVAILABLE));
	ck_assert_ptr_null(out.rgb);
	arena_free(small);
}
END_TEST

Suite *
sketch_suite(void)
{
	Suite *s = suite_create("sketch");
	TCase *t = tcase_create("all");

	tcase_add_checked_fixture(t, before, after);
	tcase_add_test(t, same_and_different);
	tcase_add_loop_test(t, nothing_said, 0, ROWS(odd));
	tcase_add_test(t, own_picture_is_drawn_anew);
	tcase_add_test(t, others_picture_is_drawn_over);
	tcase_add_test(t, no_room);
	suite_add_tcase(s, t);
	return s;
}
