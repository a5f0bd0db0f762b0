/* painting: every shape is as its name says, states have their names, stories grow and end. */
#include "domain/painting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "support/suite.h"

static const char *const wanted[] = { "1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9" };

START_TEST(shapes)
{
	const struct ratio *r = &ratios[_i];
	char name[16];

	ck_assert_str_eq(ratio_names[_i], wanted[_i]);
	ck_assert_int_eq(ratio_parse(wanted[_i]), _i);
	(void)snprintf(name, sizeof(name), "%d:%d", r->wide, r->high);
	ck_assert_str_eq(r->name, name);
	/* Exactly that shape, to the pixel, and about a million of them. */
	ck_assert_int_le(abs(r->width * r->high - r->height * r->wide), r->wide > r->high ? r->wide : r->high);
	ck_assert(r->width * r->height > 900000 && r->width * r->height < 1100000);
}
END_TEST

START_TEST(no_other_shapes)
{
	ck_assert_ptr_null(ratio_names[ROWS(wanted)]);
	ck_assert_int_eq(ratio_parse("2:1"), -1);
	ck_assert_int_eq(ratio_parse(""), -1);
	ck_assert_int_eq(ratio_parse(NULL), -1);
	for (int i = 0; i < ROWS(wanted); i++)
		ck_assert_int_eq(ratio_nearest(ratios[i].width, ratios[i].height), i);
	ck_assert_str_eq(ratios[ratio_nearest(4000, 100)].name, "21:9");
	ck_assert_int_eq(ratio_nearest(0, 10), 0);
}
END_TEST

START_TEST(states)
{
	for (int i = 0; i < PAINTING__MAX; i++)
		ck_assert_int_eq(painting_status_parse(painting_status_names[i]), i);
	ck_assert_int_eq(painting_status_parse("done"), -1);
	ck_assert_ptr_null(painting_status_names[PAINTING__MAX]);
}
END_TEST

START_TEST(stories)
{
	struct arena *a = arena_new(1 << 20);
	char long_one[PAINTING_PROMPT + 1];

	ck_assert_str_eq(painting_story(a, NULL, "one\r\ncake"), "one  cake");
	ck_assert_str_eq(painting_story(a, "one", "two"), "one\ntwo");
	memset(long_one, 'x', PAINTING_PROMPT);
	long_one[PAINTING_PROMPT] = '\0';
	ck_assert_ptr_nonnull(painting_story(a, NULL, long_one));
	ck_assert_ptr_null(painting_story(a, "a", long_one));
	arena_free(a);
}
END_TEST

static const struct { const char *one, *other; bool same; } addresses[] = {
	{ "203.0.113.7", "203.0.113.7", true }, { "203.0.113.7", "203.0.113.8", false }, { "203.0.113.7", "::ffff:203.0.113.7", true },
	{ "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true }, { "2001:db8:1:2::1", "2001:db8:1:3::1", false }, { "unix:", NULL, true },
	{ "203.0.113.7", "", false }, { "203.0.113.7 ", "", true },
};

START_TEST(counted_by_address)
{
	struct hash one = painting_address(addresses[_i].one), other = painting_address(addresses[_i].other);

	ck_assert(hash_equal(&one, &other) == addresses[_i].same);
}
END_TEST

Suite *
painting_suite(void)
{
	Suite *s = suite_create("painting");
	TCase *t = tcase_create("all");

	tcase_add_loop_test(t, shapes, 0, ROWS(wanted));
	tcase_add_test(t, no_other_shapes);
	tcase_add_test(t, states);
	tcase_add_test(t, stories);
	tcase_add_loop_test(t, counted_by_address, 0, ROWS(addresses));
	suite_add_tcase(s, t);
	return s;
}
