/* brief: prompts, and the cakes they mean. */
#include "paint/brief.h"

#include <string.h>

#include "base/arena.h"
#include "support/suite.h"

static struct arena *a;
static void before(void) { a = arena_new(1 << 20); }
static void after(void) { arena_free(a); }

static bool
is(struct colour c, uint32_t rgb)
{
	struct colour k = colour_rgb(rgb);

	return memcmp(&c, &k, sizeof(c)) == 0;
}

#define BIT(d) (UINT64_C(1) << DECO_##d)

static const struct { const char *text; int tiers; enum shape shape; enum flavor flavor; uint32_t frosting; uint64_t has, has_not; } cases[] = {
	{ "pink two tier cake with strawberries", 2, SHAPE_ROUND, FLAVOR_NONE, 0xF7B6C6, BIT(STRAWBERRY), BIT(ROSE) },
	{ "분홍색 2단 케이크에 딸기를 올려주세요", 2, SHAPE_ROUND, FLAVOR_NONE, 0xF7B6C6, BIT(STRAWBERRY), BIT(CANDLE) },
	{ "white cake, red roses", 0, SHAPE_ROUND, FLAVOR_NONE, 0xFBF6EE, BIT(ROSE), BIT(STRAWBERRY) },
	{ "red roses on a white cake", 0, SHAPE_ROUND, FLAVOR_NONE, 0xFBF6EE, BIT(ROSE), 0 },
	{ "하트 모양 초콜릿 케이크", 1, SHAPE_HEART, FLAVOR_CHOCOLATE, 0x6E4530, 0, BIT(HEART) },
	{ "green tea cake without candles for a birthday", 0, SHAPE_ROUND, FLAVOR_MATCHA, 0xB3C98B, 0, BIT(CANDLE) },
	{ "생일 케이크, 촛불은 빼고", 0, SHAPE_ROUND, FLAVOR_NONE, 0, 0, BIT(CANDLE) },
	{ "생일 케이크", 0, SHAPE_ROUND, FLAVOR_NONE, 0, BIT(CANDLE) | BIT(SPRINKLE), 0 },
	{ "보라색으로 나비 장식", 0, SHAPE_ROUND, FLAVOR_NONE, 0xC9B3E6, BIT(BUTTERFLY), 0 },
	{ "cake \"roses are red\"", 0, SHAPE_ROUND, FLAVOR_NONE, 0, 0, 0 },
	{ "wedding", 3, SHAPE_ROUND, FLAVOR_NONE, 0xFBF3E7, BIT(ROSE) | BIT(PEARL), 0 },
	{ "과일 케이크", 0, SHAPE_ROUND, FLAVOR_NONE, 0, BIT(STRAWBERRY) | BIT(KIWI), 0 },
};

START_TEST(means)
{
	struct brief b = brief_read(a, cases[_i].text);

	if (cases[_i].tiers != 0)
		ck_assert_int_eq(b.tiers, cases[_i].tiers);
	ck_assert(b.tiers >= 1 && b.tiers <= 4 && b.nfrosting >= 1 && b.nfrosting <= 3);
	ck_assert_int_eq((int)b.shape, (int)cases[_i].shape);
	ck_assert_int_eq((int)b.flavor, (int)cases[_i].flavor);
	if (cases[_i].frosting != 0)
		ck_assert(is(b.frosting[0], cases[_i].frosting));
	for (int d = 0; d < DECO__DRAWN; d++) {
		if ((cases[_i].has & UINT64_C(1) << d) != 0)
			ck_assert_msg(b.deco[d].wanted, "%s: %d is missing", cases[_i].text, d);
		if ((cases[_i].has_not & UINT64_C(1) << d) != 0)
			ck_assert_msg(!b.deco[d].wanted, "%s: %d is not wanted", cases[_i].text, d);
	}
}
END_TEST

START_TEST(colours_and_numbers_of_things)
{
	struct brief b = brief_read(a, "white cake with 3 blue candles and gold stars");

	ck_assert_int_eq(b.deco[DECO_CANDLE].count, 3);
	ck_assert(b.deco[DECO_CANDLE].coloured && is(b.deco[DECO_CANDLE].colour, 0xA7CFEA));
	ck_assert(b.deco[DECO_STAR].coloured && is(b.deco[DECO_STAR].colour, 0xD8B25C));
	ck_assert(is(b.frosting[0], 0xFBF6EE));
	b = brief_read(a, "촛불 5개");
	ck_assert_int_eq(b.deco[DECO_CANDLE].count, 5);
	ck_assert(!b.names_colour);
}
END_TEST

START_TEST(written_words_are_no_wishes)
{
	struct brief b = brief_read(a, "초코 케이크 \"분홍 장미 3단\"");

	ck_assert_str_eq(b.message, "분홍 장미 3단");
	ck_assert(!b.deco[DECO_ROSE].asked && !b.names_colour && !b.names_tiers);
}
END_TEST

START_TEST(a_rainbow_has_three_colours)
{
	ck_assert_int_eq(brief_read(a, "무지개 케이크").nfrosting, 3);
	ck_assert_int_eq(brief_read(a, "보라색 그라데이션 케이크").nfrosting, 1);
}
END_TEST

START_TEST(same_and_different)
{
	struct brief b = brief_read(a, "a cake"), c = brief_read(a, "a cake"), d = brief_read(a, "another cake");

	ck_assert_int_eq(memcmp(&b, &c, sizeof(b)), 0);
	ck_assert_uint_ne(b.seed, d.seed);
}
END_TEST

START_TEST(changes)
{
	struct brief b = brief_read(a, "딸기 초콜릿 2단 케이크 \"하나\""), by = brief_read(a, "딸기는 빼고 마카롱, 분홍색으로 \"둘\"");
	uint64_t seed = b.seed;

	brief_change(&b, &by);
	ck_assert(!b.deco[DECO_STRAWBERRY].wanted && b.deco[DECO_MACARON].wanted);
	ck_assert(is(b.frosting[0], 0xF7B6C6));
	ck_assert_int_eq(b.tiers, 2);
	ck_assert_int_eq((int)b.flavor, FLAVOR_CHOCOLATE);
	ck_assert_str_eq(b.message, "둘");
	ck_assert_uint_eq(b.seed, seed);
	by = brief_read(a, "문구 없이 3단 하트 모양");
	brief_change(&b, &by);
	ck_assert_ptr_null(b.message);
	ck_assert_int_eq(b.tiers, 3);
	ck_assert_int_eq((int)b.shape, SHAPE_HEART);
	ck_assert(b.deco[DECO_MACARON].wanted);
}
END_TEST

Suite *
brief_suite(void)
{
	Suite *s = suite_create("brief");
	TCase *t = tcase_create("all");

	tcase_add_checked_fixture(t, before, after);
	tcase_add_loop_test(t, means, 0, ROWS(cases));
	tcase_add_test(t, colours_and_numbers_of_things);
	tcase_add_test(t, written_words_are_no_wishes);
	tcase_add_test(t, a_rainbow_has_three_colours);
	tcase_add_test(t, same_and_different);
	tcase_add_test(t, changes);
	suite_add_tcase(s, t);
	return s;
}
