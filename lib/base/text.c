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

/* C0, DEL and C1; and, where lines may not break, what breaks them. */
static bool
is_refused(int32_t point, bool multiline)
{
	if (point == '\n')
		return !multiline;
	if (point == 0x2028 || point == 0x2029)
		return !multiline;
	return point < 0x20 || (point >= 0x7f && point < 0xa0);
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

/* Copies n bytes of valid UTF-8, each CR LF or CR as LF; false at a refused
 * character.  Tells in *plain whether all of it is ASCII. */
static bool
copy(char *to, const char *s, size_t n, bool multiline, bool *plain)
{
	int32_t point;

	*plain = true;
	for (size_t i = 0, len; i < n; i += len) {
		len = next_point(s + i, n - i, &point);
		if (point == '\r' && multiline) {
			if (i + 1 == n || s[i + 1] != '\n')
				*to++ = '\n';
			continue;
		}
		if (len == 0 || is_refused(point, multiline))
			return false;
		if (point >= 0x80)
			*plain = false;
		memcpy(to, s + i, len);
		to += len;
	}
	*to = '\0';
	return true;
}

const char *
text_clean(struct arena *a, const char *s, size_t n, bool multiline)
{
	bool plain;

	if (s == NULL || n > PTRDIFF_MAX || !trim(&s, &n))
		return NULL;
	char *out = arena_alloc(a, n + 1);
	if (out == NULL || !copy(out, s, n, multiline, &plain))
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

/* 0-9 for a digit, also a full-width one (Korean and Japanese keyboards write them). */
static int
digit_of(int32_t point)
{
	if (point >= '0' && point <= '9')
		return point - '0';
	return point >= 0xff10 && point <= 0xff19 ? point - 0xff10 : -1;
}

static bool
is_between(int32_t point)
{
	return point == ' ' || point == '-' || point == 0xa0 || point == 0x3000 || point == 0xff0d ||
	    point == 0x2212 || (point >= 0x2010 && point <= 0x2015);
}

/* Those of one kind may part the groups of a number as it is embossed. */
static bool
is_rare_between(int32_t point)
{
	static const int32_t marks[] = { '.', ',', '_', '/', '|', '\n', 0xb7, 0x318d, 0x30fb };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (point == marks[i])
			return true;
	return false;
}

/* Nobody sees them. */
static bool
is_unseen(int32_t point)
{
	return point == 0xad || (point >= 0x200b && point <= 0x200d) || point == 0x2060 || point == 0xfeff;
}

/* The digits of a run and where its groups begin, the last 19 of them: no card is longer. */
struct run {
	signed char	digit[19];
	bool		starts[19];	/* first of a group */
	int32_t		mark[19];	/* of a first one: the rare mark before it; 0: none */
	int		n;
	bool		apart;		/* the next digit begins a group */
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
	r->apart = false;
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
		groups = groups && r->starts[i] == begins && (!begins || r->mark[i] == r->mark[from + 4]);
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
	struct run r = { .apart = true };
	size_t left = s != NULL ? strlen(s) : 0;
	bool in_group = false;

	for (size_t len; left > 0; s += len, left -= len) {
		int32_t point = -1;
		len = next_point(s, left, &point);
		int digit = digit_of(point);
		if (digit >= 0) {
			run_add(&r, digit);
			in_group = true;
		} else if (!is_unseen(point)) {
			if (in_group && run_has_card(&r))
				return true;
			if (in_group && is_rare_between(point))
				r.before = point;
			else if (!is_between(point) || r.before != 0)
				r.n = 0;
			if (!in_group || !is_rare_between(point))
				r.before = 0;
			in_group = false;
			r.apart = true;
		}
		if (len == 0)
			len = 1;
	}
	return in_group && run_has_card(&r);
}
