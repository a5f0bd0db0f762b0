/* words: looked for by hand, for the table is short and a prompt is shorter. */
#include "paint/words.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

static const struct { enum word_kind kind; int32_t value; const char *words; } table[] = {
#define WORD(kind, value, words) { WORD_##kind, value, words },
#include "paint/words.def"
#undef WORD
};

static bool
is_latin(char c)
{
	return isalpha((unsigned char)c) != 0;
}

/* The bytes from 0x80 on: Korean, as far as this table goes. */
static bool
is_other(char c)
{
	return ((unsigned char)c & 0x80) != 0;
}

/* What may follow a Latin word that was found: nothing of a word, or its plural. */
static size_t
latin_end(const char *after)
{
	static const char *const plurals[] = { "", "s", "es", "'s" };

	for (size_t i = 0; i < sizeof(plurals) / sizeof(plurals[0]); i++) {
		size_t n = strlen(plurals[i]);
		if (strncasecmp(after, plurals[i], n) == 0 && !is_latin(after[n]))
			return n + 1;
	}
	return 0;
}

/* How many bytes of `text` at `at` this word is; 0 = it is not there. */
static size_t
word_at(const char *text, size_t at, const char *word, size_t n, bool plural)
{
	bool begins = *word == '^';
	size_t more;

	if (begins)
		word++, n--;
	if (is_latin(*word) || isdigit((unsigned char)*word)) {
		if ((at > 0 && isalnum((unsigned char)text[at - 1]) != 0) || strncasecmp(text + at, word, n) != 0)
			return 0;
		/* 3단: a digit before Korean. */
		if (is_other(word[n - 1]))
			return n;
		if (!plural)
			return is_latin(text[at + n]) ? 0 : n;
		return (more = latin_end(text + at + n)) == 0 ? 0 : n + more - 1;
	}
	if ((begins && at > 0 && is_other(text[at - 1])) || strncmp(text + at, word, n) != 0)
		return 0;
	/* A trailing blank in the table says where the word ends; it is not the word's. */
	return word[n - 1] == ' ' ? n - 1 : n;
}

static size_t
longest_at(const char *text, size_t at, struct word *out)
{
	size_t best = 0;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		for (const char *w = table[i].words; *w != '\0';) {
			size_t n = strcspn(w, "|"), len = word_at(text, at, w, n, table[i].kind != WORD_COLOUR);
			if (len > best) {
				best = len;
				*out = (struct word){ table[i].kind, table[i].value, at, len };
			}
			w += n + (w[n] == '|');
		}
	return best;
}

static size_t
digits_at(const char *text, size_t at, struct word *out)
{
	size_t n = strspn(text + at, "0123456789");
	int32_t v = 0;

	for (size_t i = 0; i < n && i < 4; i++)
		v = v * 10 + (text[at + i] - '0');
	*out = (struct word){ WORD_NUMBER, v, at, n };
	return n;
}

size_t
words_find(const char *text, struct word *out)
{
	size_t n = 0;

	for (size_t at = 0; text[at] != '\0' && n < WORDS_MAX;) {
		size_t len = longest_at(text, at, &out[n]);
		if (len == 0)
			len = digits_at(text, at, &out[n]);
		n += len > 0;
		at += len > 0 ? len : 1;
	}
	return n;
}
