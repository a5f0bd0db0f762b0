/* words: each row of the table is found by its own words, and words within words are not. */
#include "paint/words.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "support/suite.h"

static const struct { enum word_kind kind; int32_t value; const char *words; } rows[] = {
#define WORD(kind, value, words) { WORD_##kind, value, words },
#include "paint/words.def"
#undef WORD
};

START_TEST(every_word_finds_its_row)
{
	struct word found[WORDS_MAX];
	char one[128], text[160];

	for (const char *w = rows[_i].words; *w != '\0';) {
		size_t n = strcspn(w, "|");
		(void)snprintf(one, sizeof(one), "%.*s", (int)n, w);
		(void)snprintf(text, sizeof(text), "x %s .", one[0] == '^' ? one + 1 : one);
		size_t have = words_find(text, found);
		bool there = false;
		for (size_t i = 0; i < have; i++)
			there |= found[i].kind == rows[_i].kind && found[i].value == rows[_i].value;
		ck_assert_msg(there, "\"%s\" is not found as itself", one);
		w += n + (w[n] == '|');
	}
}
END_TEST

static const struct { const char *text; int n; enum word_kind kind; int32_t value; } cases[] = {
	{ "", 0, 0, 0 },
	{ "pinkish", 0, 0, 0 },
	{ "sapphire", 0, 0, 0 },
	{ "PINK", 1, WORD_COLOUR, 0xF7B6C6 },
	{ "Strawberries", 1, WORD_DECO, DECO_STRAWBERRY },
	{ "hot pink", 1, WORD_COLOUR, 0xE9607F },
	{ "red velvet", 1, WORD_FLAVOR, FLAVOR_VELVET },
	{ "초콜릿", 1, WORD_FLAVOR, FLAVOR_CHOCOLATE },
	{ "초를", 1, WORD_DECO, DECO_CANDLE },
	{ "특별", 0, 0, 0 },
	{ "별", 1, WORD_DECO, DECO_STAR },
	{ "3단", 1, WORD_TIERS, 3 },
	{ "12", 1, WORD_NUMBER, 12 },
	{ "하트모양", 1, WORD_SHAPE, SHAPE_HEART },
	{ "oranges", 1, WORD_DECO, DECO_ORANGE },
	{ "\xff\xfe", 0, 0, 0 },
};

START_TEST(what_is_a_word)
{
	struct word found[WORDS_MAX];

	ck_assert_uint_eq(words_find(cases[_i].text, found), (size_t)cases[_i].n);
	if (cases[_i].n == 1) {
		ck_assert_int_eq((int)found[0].kind, (int)cases[_i].kind);
		ck_assert_int_eq(found[0].value, cases[_i].value);
	}
}
END_TEST

START_TEST(no_more_than_fit)
{
	struct word found[WORDS_MAX];
	char text[4096] = "";

	for (int i = 0; i < 300; i++)
		strcat(text, "star ");
	ck_assert_uint_eq(words_find(text, found), WORDS_MAX);
}
END_TEST

Suite *
words_suite(void)
{
	Suite *s = suite_create("words");
	TCase *t = tcase_create("all");

	tcase_add_loop_test(t, every_word_finds_its_row, 0, ROWS(rows));
	tcase_add_loop_test(t, what_is_a_word, 0, ROWS(cases));
	tcase_add_test(t, no_more_than_fit);
	suite_add_tcase(s, t);
	return s;
}
