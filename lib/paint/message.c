/* message: three ways of saying it, tried in turn. */
#include "paint/message.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"

struct span { size_t at, len; };

static const struct { const char *open, *close; } quotes[] = {
	{ "\"", "\"" }, { "“", "”" }, { "‘", "’" }, { "「", "」" }, { "『", "』" }, { "«", "»" }, { "《", "》" }, { "`", "`" }, { "'", "'" },
};

/* ' within a word is an apostrophe. */
static bool
is_apostrophe(const char *text, const char *p)
{
	return *p == '\'' && p > text && isalnum((unsigned char)p[-1]) && isalpha((unsigned char)p[1]);
}

static bool
in_quotes(const char *text, struct span *out)
{
	for (const char *p = text; *p != '\0'; p++)
		for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++) {
			size_t n = strlen(quotes[i].open);
			const char *from = p + n, *to = from;
			if (strncmp(p, quotes[i].open, n) != 0 || is_apostrophe(text, p))
				continue;
			while ((to = strstr(to, quotes[i].close)) != NULL && is_apostrophe(text, to))
				to++;
			if (to == NULL || to == from)
				continue;
			*out = (struct span){ (size_t)(from - text), (size_t)(to - from) };
			return true;
		}
	return false;
}

/* Words after which the message stands, to the end of the sentence. */
static const char *const before[] = {
	"that says", "which says", "saying", "says", "that reads", "reading", "with the words", "with the text", "with text", "with the message",
	"with message", "written on it", "message:", "text:", "lettering:", "문구는", "문구를", "문구:", "문구로", "문구", "글씨는", "글씨:",
	"글씨로", "메시지는", "메시지:", "메시지로", "레터링은", "레터링:",
};
/* What ends it. */
static const char *const after[] = {
	"이라고", "라고", "라는", "이라는", "으로 써", "로 써", "으로 적", "로 적", "을 써", "를 써", "을 적", "를 적", "으로 해", "로 해", "로 부탁",
	"으로 부탁", " 넣어", "을 넣", "를 넣", " on top", " on the", " in pink", " in gold", " in white", " in red", ",", ". ", "\n", ";", "。",
};

static const char *
find_folded(const char *text, const char *what)
{
	size_t n = strlen(what);

	for (const char *p = text; *p != '\0'; p++)
		if (strncasecmp(p, what, n) == 0 && (!isalpha((unsigned char)*what) || p == text || !isalpha((unsigned char)p[-1])))
			return p;
	return NULL;
}

static bool
trimmed(const char *text, const char *from, const char *to, struct span *out)
{
	while (from < to && strchr(" \t:=-,", *from) != NULL)
		from++;
	while (to > from && strchr(" \t", to[-1]) != NULL)
		to--;
	*out = (struct span){ (size_t)(from - text), (size_t)(to - from) };
	return to > from;
}

static bool
after_words(const char *text, struct span *out)
{
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		const char *p = find_folded(text, before[i]), *to;
		if (p == NULL)
			continue;
		p += strlen(before[i]);
		/* 문구가, 문구도: another particle. */
		if ((unsigned char)*p >= 0x80)
			continue;
		to = p + strlen(p);
		for (size_t k = 0; k < sizeof(after) / sizeof(after[0]); k++) {
			const char *end = find_folded(p + 1 < to ? p + 1 : p, after[k]);
			if (end != NULL && end < to)
				to = end;
		}
		/* 문구 없이, 문구는 빼고: none is wanted. */
		if (trimmed(text, p, to, out) && strncmp(text + out->at, "없", 3) != 0 && strncmp(text + out->at, "빼", 3) != 0 &&
		    strncmp(text + out->at, "지워", 6) != 0)
			return true;
	}
	return false;
}

/* …에 사랑해라고 써 줘: from the last particle or sign that can not be the message's. */
static bool
before_words(const char *text, struct span *out)
{
	static const char *const marks[] = { "이라고 써", "라고 써", "이라고 쓴", "라고 쓴", "이라고 적", "라고 적", "이라고 쓰", "라고 쓰", "이라고 새", "라고 새" };
	static const char *const begins[] = { "위에 ", "에다 ", "에는 ", "에 ", "하고 ", "주고 ", "그리고 ", ", ", ". ", "\n" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		const char *end = strstr(text, marks[i]), *from = text;
		if (end == NULL)
			continue;
		for (size_t k = 0; k < sizeof(begins) / sizeof(begins[0]); k++)
			for (const char *p = text; (p = strstr(p, begins[k])) != NULL && p < end; p++)
				if (p + strlen(begins[k]) > from && p + strlen(begins[k]) < end)
					from = p + strlen(begins[k]);
		if (trimmed(text, from, end, out))
			return true;
	}
	return false;
}

/* No more than MESSAGE_CHARS characters, whole ones. */
static size_t
cut(const char *s, size_t len)
{
	size_t chars = 0;

	for (size_t i = 0; i < len; i++)
		if (((unsigned char)s[i] & 0xC0) != 0x80 && chars++ == MESSAGE_CHARS)
			return i;
	return len;
}

const char *
message_find(struct arena *a, const char *text, size_t *at, size_t *len)
{
	struct span s;

	if (!in_quotes(text, &s) && !after_words(text, &s) && !before_words(text, &s))
		return NULL;
	*at = s.at;
	*len = s.len;
	return arena_memdup(a, text + s.at, cut(text + s.at, s.len));
}
