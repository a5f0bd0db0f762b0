/*
 * text: see text.h.
 */
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/buf.h"

/* The code point at s, of `left` bytes; returns its length, or 0 when it is not UTF-8. */
static size_t
next_point(const char *s, size_t left, int32_t *point)
{
	utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)left, point);
	return n > 0 ? (size_t)n : 0;
}

static bool
is_space(int32_t point)
{
	if (point < 0x80)
		return point == ' ' || (point >= '\t' && point <= '\r');
	utf8proc_category_t c = utf8proc_category(point);
	return c == UTF8PROC_CATEGORY_ZS || c == UTF8PROC_CATEGORY_ZL ||
	    c == UTF8PROC_CATEGORY_ZP || point == 0x85;
}

/* Why a character may not stand in a text; NULL: it may.  C0, DEL, C1, what Unicode keeps for programs' own use or gave up; where lines
 * may not break, what breaks them; and what turns the direction of all that follows, other people's words as well. */
static const char *
refusal_of(int32_t point, bool multiline)
{
	static const struct { int32_t first, last; const char *why; } ranges[] = {
		{ 0x00, 0x09, "not_text" }, { 0x0b, 0x1f, "not_text" }, { 0x7f, 0x9f, "not_text" },
		{ 0x202a, 0x202e, "turns_text" }, { 0x2066, 0x2069, "turns_text" },
		{ 0x206a, 0x206f, "not_text" }, { 0xfdd0, 0xfdef, "not_text" }, { 0xfff9, 0xfffb, "not_text" },
	};

	if (point == '\n' || point == 0x2028 || point == 0x2029)
		return multiline ? NULL : "not_text";
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (point >= ranges[i].first && point <= ranges[i].last)
			return ranges[i].why;
	return (point & 0xfffe) == 0xfffe ? "not_text" : NULL;
}

/* Nobody sees them: joiners, fillers, selectors, soft hyphens, and the blank of Braille. */
static bool
is_unseen(int32_t point)
{
	return point >= 0x80 && (utf8proc_get_property(point)->ignorable || point == 0x2800 || (point >= 0xe0000 && point <= 0xe0fff));
}

/* Narrows s, n to what lies between white space; false when it is not UTF-8. */
static bool
trim(const char **s, size_t *n)
{
	size_t first = *n, end = 0;	/* of what is not white space */
	int32_t point;

	for (size_t i = 0, len; i < *n; i += len) {
		len = next_point(*s + i, *n - i, &point);
		if (len == 0)
			return false;
		if (is_space(point))
			continue;
		if (first == *n)
			first = i;
		end = i + len;
	}
	*s += first;
	*n = end > first ? end - first : 0;
	return true;
}

/* Copies n bytes of valid UTF-8, each CR LF or CR as LF; why not.
 * Tells in *plain whether all of it is ASCII. */
static const char *
copy(char *to, const char *s, size_t n, bool multiline, bool *plain)
{
	bool seen = n == 0;
	int32_t point;
	const char *why;

	*plain = true;
	for (size_t i = 0, len; i < n; i += len) {
		len = next_point(s + i, n - i, &point);
		if (point == '\r' && multiline) {
			if (i + 1 == n || s[i + 1] != '\n')
				*to++ = '\n';
			continue;
		}
		if ((why = refusal_of(point, multiline)) != NULL)
			return why;
		if (point >= 0x80)
			*plain = false;
		seen = seen || (!is_space(point) && !is_unseen(point));
		memcpy(to, s + i, len);
		to += len;
	}
	*to = '\0';
	return seen ? NULL : "not_visible";
}

const char *
text_clean(struct arena *a, const char *s, size_t n, bool multiline, const char **why)
{
	bool plain;

	*why = "not_text";
	if (s == NULL || n > PTRDIFF_MAX || !trim(&s, &n))
		return NULL;
	*why = NULL;
	char *out = arena_alloc(a, n + 1);
	if (out == NULL || (*why = copy(out, s, n, multiline, &plain)) != NULL)
		return NULL;
	if (plain)
		return out;

	utf8proc_uint8_t *composed = NULL;
	utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)out, (utf8proc_ssize_t)strlen(out),
	    &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (len < 0)
		return NULL;
	if (strcmp((const char *)composed, out) != 0)
		out = arena_memdup(a, composed, (size_t)len);
	free(composed);
	return out;
}

long
text_length(const char *s)
{
	long count = 0;
	int32_t point;

	if (s == NULL)
		return -1;
	for (size_t left = strlen(s), len; left > 0; left -= len, s += len, count++)
		if ((len = next_point(s, left, &point)) == 0)
			return -1;
	return count;
}

int
text_among(const char *const *names, const char *name)
{
	for (int i = 0; name != NULL && names[i] != NULL; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

void
text_html(struct buf *out, const char *s)
{
	static const char *const entity[128] = {
		['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
	};

	while (s != NULL && *s != '\0') {
		size_t run = strcspn(s, "&<>\"'");
		buf_add(out, s, run);
		s += run;
		if (*s != '\0')
			buf_puts(out, entity[(unsigned char)*s++]);
	}
}

/* A digit in a ring that Unicode knows no plain one of. */
static int32_t
plain_of_ring(int32_t point)
{
	static const struct { int32_t first, last, digit; } rings[] = {
		{ 0x24f5, 0x24fd, '1' }, { 0x24ff, 0x24ff, '0' }, { 0x2776, 0x277e, '1' }, { 0x2780, 0x2788, '1' }, { 0x278a, 0x2792, '1' },
		{ 0x1f10b, 0x1f10c, '0' },
	};

	for (size_t i = 0; i < sizeof(rings) / sizeof(rings[0]); i++)
		if (point >= rings[i].first && point <= rings[i].last)
			return rings[i].digit + (rings[i].first == 0x1f10b ? 0 : point - rings[i].first);
	return point;
}

/* The plain character of one that is full-width (Korean and Japanese keyboards write them), encircled, raised and the like, of
 * "(1)" and "1." in one the digit; itself where there is none. */
static int32_t
plain_of(int32_t point)
{
	utf8proc_int32_t plain[8];
	int bound = 0;

	if (point < 0x80)
		return point;
	utf8proc_ssize_t n = utf8proc_decompose_char(point, plain, sizeof(plain) / sizeof(plain[0]), UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &bound);
	if (n == 3 && plain[0] == '(' && plain[2] == ')')
		return plain[1];
	if (n == 2 && (plain[1] == '.' || plain[1] == ','))
		return plain[0];
	return n == 1 ? plain_of_ring(plain[0]) : point;
}

/* 0-9 for a digit of whatever script, else -1.  Unicode has each script's ten in a row, from 0 on. */
static int
digit_of(int32_t point)
{
	int before = 0;

	if (point < 0x80)
		return point >= '0' && point <= '9' ? point - '0' : -1;
	if (utf8proc_category(point) != UTF8PROC_CATEGORY_ND)
		return -1;
	while (utf8proc_category(point - before - 1) == UTF8PROC_CATEGORY_ND)
		before++;
	return before % 10;
}

/* Spaces and dashes of all kinds. */
static bool
is_between(int32_t point)
{
	utf8proc_category_t c = utf8proc_category(point);

	return c == UTF8PROC_CATEGORY_ZS || c == UTF8PROC_CATEGORY_PD || point == 0x2212;
}

/* Those of one kind may part the groups of a number as it is embossed. */
static bool
is_rare_between(int32_t point)
{
	static const int32_t marks[] = { '.', ',', '_', '/', '|', '\\', ':', ';', '~', '*', '+', '=', '\n', 0xb7, 0x2022, 0x2028, 0x2029, 0x3001,
	    0x3002, 0x30fb, 0x30fc, 0x1173, 0x119e };	/* the last two are the vowels of Hangul that serve as dash and as point */

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (point == marks[i])
			return true;
	return false;
}

/* What nobody sees, and what stands on or around the character before it. */
static bool
is_adornment(int32_t point)
{
	utf8proc_category_t c = utf8proc_category(point);

	return is_unseen(point) || c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_ME;
}

/* The digits of a run and where its groups begin, the last 19 of them: no card is longer. */
struct run {
	signed char	digit[19];
	signed char	starts[19];	/* first of a group: 0 no, 1 by its dress alone, 2 yes */
	int32_t		mark[19];	/* of a first one: the rare mark before it; 0: none */
	int		n;
	signed char	apart;		/* whether the next digit begins a group, likewise */
	int32_t		before;		/* and this rare mark stands before it */
};

static bool
luhn(const signed char *digit, int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++) {
		int d = digit[n - 1 - i] * (1 + (i & 1));
		sum += d > 9 ? d - 9 : d;
	}
	return sum % 10 == 0;
}

static void
run_add(struct run *r, int digit)
{
	const int most = (int)sizeof(r->digit);

	if (r->n == most) {
		memmove(r->digit, r->digit + 1, (size_t)most - 1);
		memmove(r->starts, r->starts + 1, (size_t)(most - 1) * sizeof(r->starts[0]));
		memmove(r->mark, r->mark + 1, (size_t)(most - 1) * sizeof(r->mark[0]));
		r->n--;
	}
	r->digit[r->n] = (signed char)digit;
	r->mark[r->n] = r->before;
	r->starts[r->n++] = r->apart;
	r->apart = 0;
	r->before = 0;
}

/* Parted by spaces and dashes as one likes; by a rare mark in the groups of a card alone, 4 4 4 4 or 4 6 5:
 * what else is parted so are dates, lists and sums. */
static bool
run_is_parted_like_a_card(const struct run *r, int from)
{
	bool rare = false, groups = true;

	for (int i = from + 1; i < r->n; i++) {
		int at = i - from;
		bool begins = r->n - from == 16 ? at % 4 == 0 : r->n - from == 15 && (at == 4 || at == 10);
		rare = rare || r->mark[i] != 0;
		groups = groups && (r->starts[i] == 2) == begins && (!begins || r->mark[i] == r->mark[from + 4]);
	}
	return !rare || groups;
}

/* At the end of a group: is what ends here, from the beginning of any group, a card number?
 * None begins with 0; telephone numbers do. */
static bool
run_has_card(const struct run *r)
{
	for (int from = 0; r->n - from >= 13; from++)
		if (r->starts[from] && r->digit[from] != 0 && luhn(r->digit + from, r->n - from) && run_is_parted_like_a_card(r, from))
			return true;
	return false;
}

bool
text_has_card_number(const char *s)
{
	struct run r = { .apart = 2 };
	size_t left = s != NULL ? strlen(s) : 0;
	bool in_group = false, dressed = false;

	for (size_t len; left > 0; s += len, left -= len) {
		int32_t typed = -1;
		len = next_point(s, left, &typed);
		int32_t point = plain_of(typed);
		int digit = digit_of(point);
		if (digit >= 0) {
			/* Before 4242 a 1 in a ring numbers a list: it is a group of its own. */
			if (in_group && dressed != (typed != point)) {
				if (run_has_card(&r))
					return true;
				r.apart = 1;
			}
			dressed = typed != point;
			run_add(&r, digit);
			in_group = true;
		} else if (!is_adornment(point)) {
			if (in_group && run_has_card(&r))
				return true;
			if (in_group && is_rare_between(point))
				r.before = point;
			else if (!is_between(point) || r.before != 0)
				r.n = 0;
			if (!in_group || !is_rare_between(point))
				r.before = 0;
			in_group = false;
			r.apart = 2;
		}
		if (len == 0)
			len = 1;
	}
	return in_group && run_has_card(&r);
}
