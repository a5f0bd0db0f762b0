/*
 * messages: reads the message file into a sorted table (see messages.h).
 * Called by template at start; looked up for each {{t key}}.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "page/messages.h"

/* A stretch of the file. */
struct span { const char *p; size_t n; };

static struct span
trim(struct span s)
{
	while (s.n > 0 && strchr(" \t\r", s.p[0]) != NULL) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && strchr(" \t\r", s.p[s.n - 1]) != NULL)
		s.n--;
	return s;
}

/* Cuts s at the first c: the part before it is returned, s keeps the rest; false when there is no c. */
static bool
cut(struct span *s, char c, struct span *before)
{
	const char *at = memchr(s->p, c, s->n);
	size_t n;

	if (at == NULL)
		return false;
	n = (size_t)(at - s->p);
	*before = trim((struct span){ s->p, n });
	*s = trim((struct span){ at + 1, s->n - n - 1 });
	return true;
}

static int
by_key(const void *a, const void *b)
{
	return strcmp(((const struct message *)a)->key, ((const struct message *)b)->key);
}

/* One "key = korean | english"; NULL, or what is wrong with it. */
static const char *
read_message(struct arena *arena, struct span section, struct span line, struct message *out)
{
	struct span key, korean;

	if (!cut(&line, '=', &key) || key.n == 0)
		return "not a message: key = Korean | English";
	if (!cut(&line, '|', &korean))
		return "the English text is missing: key = Korean | English";
	if (korean.n == 0 || line.n == 0)
		return "a message must have both languages";
	out->key = section.n == 0 ? arena_memdup(arena, key.p, key.n)
	    : arena_printf(arena, "%.*s.%.*s", (int)section.n, section.p, (int)key.n, key.p);
	out->text[LANG_KO] = arena_memdup(arena, korean.p, korean.n);
	out->text[LANG_EN] = arena_memdup(arena, line.p, line.n);
	if (out->key == NULL || out->text[LANG_KO] == NULL || out->text[LANG_EN] == NULL)
		return "the messages are too large";
	return NULL;
}

int
messages_parse(struct arena *arena, const char *file, const char *text, size_t n, struct messages *out,
    char *why, size_t whylen)
{
	struct messages got = { NULL, 0 };
	struct span section = { "", 0 }, rest = { text, n };
	size_t lines = 1;
	int line_number = 0;

	if (memchr(text, '\0', n) != NULL) {
		snprintf(why, whylen, "%s:1: holds a NUL", file);
		return -1;
	}
	for (size_t i = 0; i < n; i++)
		lines += text[i] == '\n';
	got.v = ARENA_ARRAY(arena, struct message, lines);
	if (got.v == NULL) {
		snprintf(why, whylen, "%s:1: the messages are too large", file);
		return -1;
	}
	while (rest.n > 0) {
		const char *eol = memchr(rest.p, '\n', rest.n);
		size_t len = eol != NULL ? (size_t)(eol - rest.p) : rest.n;
		struct span line = trim((struct span){ rest.p, len });
		const char *wrong = NULL;

		rest.p += len + (eol != NULL);
		rest.n -= len + (eol != NULL);
		line_number++;
		if (line.n == 0 || line.p[0] == '#' || line.p[0] == ';')
			continue;
		if (line.p[0] == '[') {
			if (line.n < 3 || line.p[line.n - 1] != ']')
				wrong = "not a section: [name]";
			else
				section = trim((struct span){ line.p + 1, line.n - 2 });
		} else if ((wrong = read_message(arena, section, line, &got.v[got.n])) == NULL) {
			got.n++;
		}
		if (wrong != NULL) {
			snprintf(why, whylen, "%s:%d: %s", file, line_number, wrong);
			return -1;
		}
	}
	qsort(got.v, got.n, sizeof(got.v[0]), by_key);
	for (size_t i = 1; i < got.n; i++) {
		if (strcmp(got.v[i - 1].key, got.v[i].key) == 0) {
			snprintf(why, whylen, "%s: the message %s is told twice", file, got.v[i].key);
			return -1;
		}
	}
	*out = got;
	return 0;
}

const char *
messages_find(const struct messages *all, const char *key, enum lang lang)
{
	struct message wanted = { key, { NULL, NULL } };
	const struct message *found;

	if (all->n == 0)
		return NULL;
	found = bsearch(&wanted, all->v, all->n, sizeof(all->v[0]), by_key);
	return found == NULL ? NULL : found->text[lang == LANG_EN ? LANG_EN : LANG_KO];
}
