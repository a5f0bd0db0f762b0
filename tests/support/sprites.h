/*
 * sprites: what is true of every sprite, for the tests of their files.
 */
#ifndef SUPPORT_SPRITES_H
#define SUPPORT_SPRITES_H

#include <check.h>

#include "paint/sprite.h"
#include "support/canvas.h"

/* Something of it is there, nothing of it is far away, twice it is the same, and another colour is another picture. */
static inline void
sprite_is_sound(sprite_fn *fn)
{
	struct canvas one, two, other;
	struct dice d1 = dice_for(3, "s"), d2 = dice_for(3, "s"), d3 = dice_for(3, "s");

	canvas_open(&one, 240, 240);
	canvas_open(&two, 240, 240);
	canvas_open(&other, 240, 240);
	sprite_put(one.cr, fn, 120, 160, 16, 0, colour_rgb(0xC04060), &d1);
	sprite_put(two.cr, fn, 120, 160, 16, 0, colour_rgb(0xC04060), &d2);
	sprite_put(other.cr, fn, 120, 160, 16, 0, colour_rgb(0x40A080), &d3);
	ck_assert_int_eq(cairo_status(one.cr), CAIRO_STATUS_SUCCESS);
	ck_assert_int_gt(canvas_covered(&one), 90);
	ck_assert_int_eq(canvas_covered(&one), canvas_within(&one, 120 - 40, 160 - 155, 120 + 40, 160 + 36));
	ck_assert_int_eq(canvas_differs(&one, &two), 0);
	ck_assert_int_gt(canvas_differs(&one, &other), 40);
	canvas_close(&one);
	canvas_close(&two);
	canvas_close(&other);
}

#define SPRITE_SUITE(name, ...) \
	static sprite_fn *const all[] = { __VA_ARGS__ }; \
	START_TEST(sound) { sprite_is_sound(all[_i]); } END_TEST \
	Suite *name##_suite(void) \
	{ \
		Suite *s = suite_create(#name); \
		TCase *t = tcase_create("all"); \
		tcase_add_loop_test(t, sound, 0, ROWS(all)); \
		suite_add_tcase(s, t); \
		return s; \
	}

#endif
