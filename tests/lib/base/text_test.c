/*
 * text_test: what enters as text, what leaves in HTML, and card numbers.
 */
#include "support/suite.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

#define GA "\xea\xb0\x80"				/* 가 */
#define GA_JAMO "\xe1\x84\x80\xe1\x85\xa1"		/* the same in two letters */
#define WIDE_SPACE "\xe3\x80\x80"

/* `line` and `lines`: what comes out where line breaks may not stand, and where they may; NULL: refused. */
static const struct { const char *in; const char *line, *lines; } cleaned[] = {
	{ "", "", "" },
	{ "plain", "plain", "plain" },
	{ "  two words\t\r\n", "two words", "two words" },
	{ " \n\t ", "", "" },
	{ GA, GA, GA },
	{ GA_JAMO, GA, GA },
	{ "e\xcc\x81", "\xc3\xa9", "\xc3\xa9" },		/* é */
	{ "\xe2\x84\xab", "\xc3\x85", "\xc3\x85" },		/* Ångström sign to letter */
	{ "\xef\xac\x81", "\xef\xac\x81", "\xef\xac\x81" },	/* the ligature fi stays: NFC, not NFKC */
	{ WIDE_SPACE GA WIDE_SPACE GA "\xc2\xa0", GA WIDE_SPACE GA, GA WIDE_SPACE GA },
	{ "\xf0\x9f\x8d\xb7", "\xf0\x9f\x8d\xb7", "\xf0\x9f\x8d\xb7" },
	{ "a\xe2\x80\x8d" "b", "a\xe2\x80\x8d" "b", "a\xe2\x80\x8d" "b" },	/* joiners belong to emoji */
	{ "a\nb", NULL, "a\nb" },
	{ "a\r\nb\rc\n\nd\r", NULL, "a\nb\nc\n\nd" },
	{ "a\r\r\nb", NULL, "a\n\nb" },
	{ "a\xe2\x80\xa8" "b", NULL, "a\xe2\x80\xa8" "b" },
	{ "a\tb", NULL, NULL },
	{ "a\x1b[31m", NULL, NULL },
	{ "a\x7f" "b", NULL, NULL },
	{ "a\xc2\x80" "b", NULL, NULL },			/* C1 */
	{ "\xff", NULL, NULL },
	{ "a\xc3", NULL, NULL },
	{ "\xc0\xaf", NULL, NULL },				/* overlong */
	{ "\xed\xa0\x80", NULL, NULL },				/* surrogate */
	{ "\xf4\x90\x80\x80", NULL, NULL },			/* past U+10FFFF */
	{ " \x80 ", NULL, NULL },
};

START_TEST(text_is_cleaned)
{
	struct arena *a = arena_new(4096);

	for (int multiline = 0; multiline < 2; multiline++) {
		const char *want = multiline ? cleaned[_i].lines : cleaned[_i].line;
		const char *why, *got = text_clean(a, cleaned[_i].in, strlen(cleaned[_i].in), multiline, &why);
		if (want == NULL) {
			ck_assert_ptr_null(got);
			ck_assert_str_eq(why, "not_text");
		} else {
			ck_assert_str_eq(got, want);
			ck_assert_ptr_null(why);
		}
	}
	arena_free(a);
}
END_TEST

#define NEVER "\xe2\x80\x8b"				/* a space of no width */
#define FILLER "\xe3\x85\xa4"				/* of Hangul */

/* Why what is no control character is refused all the same; NULL: it is not. */
static const struct { const char *in, *why; } judged[] = {
	{ "a\xe2\x80\xae" "b", "turns_text" },			/* U+202E: the rest from right to left */
	{ "\xe2\x80\xaa" "a\xe2\x80\xac", "turns_text" },	/* U+202A, U+202C */
	{ "a\xe2\x80\xab", "turns_text" },
	{ "\xe2\x80\xad" GA, "turns_text" },
	{ "\xe2\x81\xa6" GA "\xe2\x81\xa9", "turns_text" },	/* U+2066, U+2069 */
	{ "a\xe2\x81\xa7" "b", "turns_text" },
	{ "a\xe2\x81\xa8" "b", "turns_text" },
	{ "\xe2\x80\xae", "turns_text" },
	{ "a\xe2\x80\x8e" "b", NULL },				/* marks turn nothing around them */
	{ "\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85", NULL },		/* Arabic needs none of them */
	{ "a\xef\xbf\xb9" "b", "not_text" },			/* annotations */
	{ "a\xe2\x81\xac" "b", "not_text" },			/* given up by Unicode */
	{ "a\xef\xbf\xbe" "b", "not_text" },			/* U+FFFE */
	{ "a\xf0\x9f\xbf\xbf" "b", "not_text" },			/* U+1FFFF */
	{ "a\xef\xb7\x90" "b", "not_text" },			/* U+FDD0 */
	{ NEVER, "not_visible" },
	{ " " NEVER " " NEVER "\n" NEVER, "not_visible" },
	{ "\xe2\x80\x8d\xef\xbb\xbf\xe2\x81\xa0\xc2\xad", "not_visible" },
	{ FILLER FILLER, "not_visible" },
	{ "\xef\xbe\xa0", "not_visible" },				/* the same of half width */
	{ "\xe1\x85\x9f\xe1\x85\xa0", "not_visible" },		/* and of letters' parts */
	{ "\xe2\xa0\x80", "not_visible" },				/* Braille without a dot */
	{ "\xef\xb8\x8f", "not_visible" },				/* a selector of what is not there */
	{ "\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2", "not_visible" },	/* tags of no flag */
	{ NEVER "a", NULL },
	{ FILLER GA FILLER, NULL },
	{ "\xe2\x9d\xa4\xef\xb8\x8f", NULL },			/* a heart, as a picture */
	{ "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7", NULL },	/* a family */
	{ "\xcc\x81", NULL },					/* an accent alone is seen */
	{ "", NULL }, { " ", NULL },
};

START_TEST(text_is_judged)
{
	struct arena *a = arena_new(4096);
	const char *why, *got = text_clean(a, judged[_i].in, strlen(judged[_i].in), true, &why);

	if (judged[_i].why == NULL) {
		ck_assert_ptr_nonnull(got);
		ck_assert_ptr_null(why);
	} else {
		ck_assert_ptr_null(got);
		ck_assert_str_eq(why, judged[_i].why);
	}
	arena_free(a);
}
END_TEST

START_TEST(lengths_are_kept_to)
{
	struct arena *a = arena_new(4096);
	const char *why;

	ck_assert_ptr_null(text_clean(a, "a\0b", 3, true, &why));
	ck_assert_ptr_null(text_clean(a, "a\0", 2, true, &why));
	ck_assert_ptr_null(text_clean(a, NULL, 0, true, &why));
	ck_assert_str_eq(text_clean(a, "abc", 2, false, &why), "ab");
	ck_assert_ptr_null(text_clean(a, GA, 2, false, &why));	/* cut in the middle */
	ck_assert_str_eq(why, "not_text");
	ck_assert_str_eq(text_clean(a, "", 0, false, &why), "");
	arena_free(a);

	a = arena_new(16);
	ck_assert_ptr_null(text_clean(a, "a text with no room for it", 26, false, &why));
	ck_assert_ptr_null(why);
	ck_assert_str_eq(text_clean(a, "room for this", 13, false, &why), "room for this");
	arena_free(a);
}
END_TEST

/* Any bytes: what comes out is valid, NFC, trimmed, and cleaning it again changes nothing. */
START_TEST(cleaning_twice_is_cleaning_once)
{
	static const char *const bits[] = {
		"a", " ", "\n", "\r", GA, GA_JAMO, "e", "\xcc\x81", "\xe1\x84\x80", "\xe1\x85\xa1", "\xe1\x86\xa8",
		"\xcd\x84", "\xe2\x80\x80", WIDE_SPACE, "\xe2\x84\xab", "\xf0\x9f\x8d\xb7", "\xe0\xa5\x98", NEVER, FILLER, "\xff", "\x01",
	};
	struct arena *a = arena_new(1 << 16);
	int accepted = 0;

	srand(3);
	for (int round = 0; round < 20000; round++) {
		struct buf in = { 0 };
		bool multiline = rand() % 2 == 0;
		for (int n = rand() % 12; n > 0; n--)
			buf_puts(&in, bits[rand() % (rand() % 20 == 0 ? ROWS(bits) : ROWS(bits) - 2)]);
		const char *why, *once = text_clean(a, buf_str(&in), in.len, multiline, &why);
		if (once != NULL) {
			accepted++;
			ck_assert_int_ge(text_length(once), 0);
			ck_assert(multiline || strchr(once, '\n') == NULL);
			ck_assert_ptr_null(strchr(once, '\r'));
			utf8proc_uint8_t *nfc = utf8proc_NFC((const utf8proc_uint8_t *)once);
			ck_assert_str_eq((const char *)nfc, once);
			free(nfc);
			ck_assert_str_eq(text_clean(a, once, strlen(once), multiline, &why), once);
		}
		buf_free(&in);
		arena_reset(a);
	}
	ck_assert_int_gt(accepted, 5000);
	arena_free(a);
}
END_TEST

static const struct { const char *text; long length; } lengths[] = {
	{ "", 0 }, { "abc", 3 }, { GA GA, 2 }, { GA_JAMO, 2 }, { "\xf0\x9f\x8d\xb7!", 2 }, { "a\nb", 3 },
	{ "\xff", -1 }, { "ab\xea\xb0", -1 }, { NULL, -1 },
};

START_TEST(characters_are_counted)
{
	ck_assert_int_eq(text_length(lengths[_i].text), lengths[_i].length);
}
END_TEST

static const struct { const char *text, *html; } pages[] = {
	{ "", "" }, { NULL, "" }, { "plain " GA, "plain " GA },
	{ "<b class=\"x\">&'</b>", "&lt;b class=&quot;x&quot;&gt;&amp;&#39;&lt;/b&gt;" },
	{ "&amp;", "&amp;amp;" }, { "a<", "a&lt;" }, { "<", "&lt;" }, { "\xff>", "\xff&gt;" },
};

START_TEST(html_is_escaped)
{
	struct buf b = { 0 };

	text_html(&b, pages[_i].text);
	ck_assert_str_eq(buf_str(&b), pages[_i].html);
	buf_free(&b);
}
END_TEST

static const struct { const char *text; bool card; } notes[] = {
	{ "4242424242424242", true },
	{ "4242 4242 4242 4242", true },
	{ "4242-4242-4242-4242", true },
	{ "4242 - 4242 -- 4242  4242", true },
	{ "my card 4000000000000002, thanks", true },
	{ "card:4242424242424242/12/29", true },
	{ "4242 4242 4242 4242 12 29 123", true },		/* with its date and code */
	{ "010-1234-5678 4242 4242 4242 4242", true },		/* after a telephone number */
	{ "378282246310005", true },				/* 15 digits */
	{ "3782 822463 10005", true },
	{ "4222222222222", true },				/* 13 */
	{ "6304000000000000000", true },			/* 19 */
	{ "\xef\xbc\x94\xef\xbc\x92" "42 4242 4242 4242", true },	/* two digits full-width */
	{ "4242\xe2\x80\x93" "4242\xe2\x80\x93" "4242\xe2\x80\x93" "4242", true },	/* en dashes */
	{ "4242\xc2\xa0" "4242\xc2\xa0" "4242\xc2\xa0" "4242", true },
	{ GA "4242424242424242" GA, true },
	{ "\xff" "4242424242424242\xff", true },
	{ "x9 4242424242424242", true },
	{ "4242424242424243", false },				/* the check digit is wrong */
	{ "4242 4242 4242 425", false },
	{ "4242.4242.4242.4242", true },
	{ "No. 4242.4242.4242.4242.", true },
	{ "4242\n4242\n4242\n4242", true },
	{ "4242/4242/4242/4242", true },
	{ "4242_4242_4242_4242 12/29", true },
	{ "3782.822463.10005", true },
	{ "4242\xc2\xb7" "4242\xc2\xb7" "4242\xc2\xb7" "4242", true },	/* middle dots */
	{ "4242\xe2\x80\x8b" "4242\xe2\x80\x8b" "4242\xe2\x80\x8b" "4242", true },	/* spaces of no width */
	/* Digits of other scripts and kinds, alone and mixed. */
	{ "\xd9\xa4\xd9\xa2\xd9\xa4\xd9\xa2 \xd9\xa4\xd9\xa2\xd9\xa4\xd9\xa2 \xd9\xa4\xd9\xa2\xd9\xa4\xd9\xa2 \xd9\xa4\xd9\xa2\xd9\xa4\xd9\xa2", true },	/* Arabic */
	{ "\xdb\xb4\xdb\xb2\xdb\xb4\xdb\xb2" "424242424242", true },	/* Persian */
	{ "\xe0\xa5\xaa\xe0\xa5\xa8\xe0\xa5\xaa\xe0\xa5\xa8" "424242424242", true },	/* Devanagari */
	{ "\xf0\x9d\x9f\x92\xf0\x9d\x9f\x90" "42424242424242", true },	/* bold, of mathematics */
	{ "\xf0\x9d\x9f\xba\xf0\x9d\x9f\xb8" "42424242424242", true },	/* of one width */
	{ "\xe2\x91\xa3\xe2\x91\xa1\xe2\x91\xa3\xe2\x91\xa1" "424242424242", true },	/* encircled */
	{ "\xe2\x81\xb4\xc2\xb2\xe2\x82\x84\xe2\x82\x82" "424242424242", true },	/* raised, lowered */
	{ "4\xef\xb8\x8f\xe2\x83\xa3" "2\xef\xb8\x8f\xe2\x83\xa3" "42424242424242", true },	/* on keys */
	{ "4\xcc\xb2" "2\xcc\xb2" "42 4242 4242 4242", true },	/* underlined */
	{ "4242\xef\xbc\x8e" "4242\xef\xbc\x8e" "4242\xef\xbc\x8e" "4242", true },	/* full-width points */
	{ "4242\xe3\x80\x82" "4242\xe3\x80\x82" "4242\xe3\x80\x82" "4242", true },
	{ "4242\xe2\x80\x87" "4242\xe2\x80\xaf" "4242\xe2\x80\x89" "4242", true },	/* narrow spaces */
	{ "4242" FILLER "4242" NEVER "4242\xc2\xad" "4242", true },
	/* What stands for a dash or a point on a Korean keyboard, and other marks. */
	{ "4242\xe3\x86\x8d" "4242\xe3\x86\x8d" "4242\xe3\x86\x8d" "4242", true },
	{ "4242\xe3\x85\xa1" "4242\xe3\x85\xa1" "4242\xe3\x85\xa1" "4242", true },
	{ "4242\xe3\x83\xbc" "4242\xe3\x83\xbc" "4242\xe3\x83\xbc" "4242", true },
	{ "4242\xe2\x80\xa8" "4242\xe2\x80\xa8" "4242\xe2\x80\xa8" "4242", true },
	{ "4242~4242~4242~4242", true }, { "4242:4242:4242:4242", true }, { "4242*4242*4242*4242", true }, { "4242=4242=4242=4242", true },
	/* In brackets, with a point and in a black ring, each one character; and numbers of a list before a card. */
	{ "\xe2\x91\xb7\xe2\x91\xb5\xe2\x91\xb7\xe2\x91\xb5" "424242424242", true },
	{ "\xe2\x92\x8b\xe2\x92\x89" "42 4242 4242 4242", true },
	{ "\xe2\x9d\xb9\xe2\x9d\xb7" "42 4242 4242 4242", true },
	{ "\xe2\x91\xa0" "4242424242424242", true },
	{ "\xe2\x9d\xb6" "4242 4242 4242 4242", true },
	{ "4242424242424242\xe2\x91\xa0", true },
	{ "\xef\xbc\x94\xef\xbc\x92" "42.4242.4242.4242", true },	/* full-width within a group */
	{ "4242:4242:42:424242", false },
	{ "19:00~20:00, 21:00~22:30", false },
	{ "\xd9\xa4\xd9\xa2\xd9\xa4\xd9\xa3" "424242424242", false },	/* the check digit is wrong */
	{ "\xd9\xa0\xd9\xa1\xd9\xa0-\xd9\xa1\xd9\xa2\xd9\xa3\xd9\xa4-\xd9\xa5\xd9\xa6\xd9\xa7\xd9\xa8", false },	/* a telephone number */
	{ "4242.4242/4242.4242", false },			/* two kinds */
	{ "4242..4242..4242..4242", false },
	{ "4242. 4242. 4242. 4242", false },			/* a list of numbers */
	{ "42.424242.42424242", false },			/* no card's groups */
	{ "4242.424242.424242", false },
	{ "4242424242424.242", false },
	{ "424242424242", false },				/* 12 digits, Luhn-valid */
	{ "42424242424242424242", false },			/* 20 */
	{ "04242424242424242", false },				/* 0 in front */
	{ "0000000000000000", false },
	{ "010-1234-5678", false },
	{ "010-1234-5678 / 010-8765-4321", false },
	{ "2026-11-21 19:00", false },
	{ "ORD-20261121-7K3M9Q", false },
	{ "0190f3a2-7b1c-7def-8123-456789abcdef", false },
	{ "", false }, { "-", false }, { NULL, false },
};

START_TEST(card_numbers_are_seen)
{
	ck_assert_msg(text_has_card_number(notes[_i].text) == notes[_i].card, "%s", notes[_i].text);
}
END_TEST

/* Whatever stands around it and whatever parts it, a card number is seen. */
START_TEST(card_numbers_are_seen_anywhere)
{
	static const char *const around[] = { "", "a", "card ", GA, ", ", "#", "12 ", " 7", "0 ", "010-1234-5678 ", "\n" };

	srand(9);
	for (int round = 0; round < 20000; round++) {
		char digit[20];
		struct buf b = { 0 };
		int n = 13 + rand() % 7, sum = 0;
		for (int i = 0; i < n - 1; i++)
			digit[i] = (char)(i == 0 ? 1 + rand() % 9 : rand() % 10);
		for (int i = n - 2, twice = 1; i >= 0; i--, twice = !twice) {
			int d = digit[i] * (twice ? 2 : 1);
			sum += d > 9 ? d - 9 : d;
		}
		digit[n - 1] = (char)((10 - sum % 10) % 10);
		const char *before = around[rand() % ROWS(around)], *after = around[rand() % ROWS(around)];
		buf_puts(&b, before);
		if (before[0] == ' ')
			buf_putc(&b, ' ');
		for (int i = 0; i < n; i++) {
			buf_putc(&b, (char)('0' + digit[i]));
			if (i % 4 == 3 && i < n - 1 && round % 2 == 0)
				buf_putc(&b, round % 4 == 0 ? ' ' : '-');
		}
		if (after[0] >= '0' && after[0] <= '9')
			buf_putc(&b, ' ');
		buf_puts(&b, after);
		ck_assert_msg(text_has_card_number(buf_str(&b)), "%s", buf_str(&b));
		buf_free(&b);
	}
}
END_TEST

/* All ten digits of every script that Unicode gives ten, first of each. */
START_TEST(card_numbers_are_seen_in_any_script)
{
	static const utf8proc_int32_t zeroes[] = { 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
	    0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620,
	    0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x11066, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6 };
	static const char number[] = "6011123456789035";	/* has them all */

	for (size_t i = 0; i < ROWS(zeroes); i++) {
		struct buf b = { 0 };
		for (const char *p = number; *p != '\0'; p++) {
			utf8proc_uint8_t c[4];
			buf_add(&b, c, (size_t)utf8proc_encode_char(zeroes[i] + *p - '0', c));
		}
		ck_assert_msg(text_has_card_number(buf_str(&b)), "%s", buf_str(&b));
		buf_free(&b);
	}
}
END_TEST

static const struct { const char *name; int place; } among[] = {
	{ "RED", 0 },
	{ "GREEN", 2 },
	{ "red", -1 },
	{ "GREE", -1 },
	{ "GREENS", -1 },
	{ "", -1 },
	{ NULL, -1 },
};

START_TEST(names_are_found)
{
	static const char *const names[] = { "RED", "BLUE", "GREEN", NULL };

	ck_assert_int_eq(text_among(names, among[_i].name), among[_i].place);
	ck_assert_int_eq(text_among(names + 3, among[_i].name), -1);
}
END_TEST

Suite *
text_suite(void)
{
	Suite *s = suite_create("text");
	TCase *t = tcase_create("text");

	tcase_add_loop_test(t, text_is_cleaned, 0, ROWS(cleaned));
	tcase_add_loop_test(t, text_is_judged, 0, ROWS(judged));
	tcase_add_test(t, lengths_are_kept_to);
	tcase_add_test(t, cleaning_twice_is_cleaning_once);
	tcase_add_loop_test(t, characters_are_counted, 0, ROWS(lengths));
	tcase_add_loop_test(t, html_is_escaped, 0, ROWS(pages));
	tcase_add_loop_test(t, card_numbers_are_seen, 0, ROWS(notes));
	tcase_add_test(t, card_numbers_are_seen_anywhere);
	tcase_add_test(t, card_numbers_are_seen_in_any_script);
	tcase_add_loop_test(t, names_are_found, 0, ROWS(among));
	suite_add_tcase(s, t);
	return s;
}
