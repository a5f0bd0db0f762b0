/*
 * template_parse: text with {{tags}} into nodes (see template_parse.h and, for the language, template.h).
 *
 * Bounded: 256 KiB a template, sections nested TEMPLATE_DEPTH deep, three words a tag.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "page/template_parse.h"

#define TEXT_MAX (256u << 10)
#define WORDS_MAX 3

/* How many words follow a helper's name, and whether the first is meant as it stands. */
static const struct {
	const char	*name;
	size_t		 min, max;
	bool		 literal_first;
} helpers[HELPER__MAX] = {
	[HELPER_WON]	= { "won",	1, 1, false },
	[HELPER_CHANGE]	= { "change",	1, 1, false },
	[HELPER_DATE]	= { "date",	1, 1, false },
	[HELPER_TIME]	= { "time",	1, 1, false },
	[HELPER_URL]	= { "url",	1, 1, false },
	[HELPER_PICK]	= { "pick",	2, 2, false },
	[HELPER_T]	= { "t",	1, 2, true },
	[HELPER_LABEL]	= { "label",	2, 2, true },
};

struct parser {
	struct arena	*arena;
	const char	*name;
	const char	*text, *at, *end;
	int		 line;
	struct template	 out;
	size_t		 open[TEMPLATE_DEPTH];	/* nodes of the sections we are in */
	size_t		 depth;
	char		*why;
	size_t		 whylen;
};

struct words { const char *v[WORDS_MAX]; size_t n; };

static int
fail(struct parser *p, int line, const char *what, const char *which)
{
	snprintf(p->why, p->whylen, "%s.html:%d: %s%s%s", p->name, line, what,
	    which == NULL ? "" : " ", which == NULL ? "" : which);
	return -1;
}

static int
no_room(struct parser *p)
{
	return fail(p, p->line, "the templates are too large", NULL);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Splits a tag's inside at white space. Words in double quotes keep their opening quote as a mark. */
static int
split_words(struct parser *p, const char *s, const char *end, struct words *out)
{
	struct words got = { { NULL }, 0 };

	while (s < end) {
		const char *from = s;

		if (is_blank(*s)) {
			s++;
			continue;
		}
		if (got.n == WORDS_MAX)
			return fail(p, p->line, "a tag has at most three words", NULL);
		if (*s == '"') {
			const char *close = memchr(s + 1, '"', (size_t)(end - s - 1));
			if (close == NULL)
				return fail(p, p->line, "a quote is not closed", NULL);
			got.v[got.n] = arena_memdup(p->arena, from, (size_t)(close - from));
			s = close + 1;
		} else {
			while (s < end && !is_blank(*s))
				s++;
			got.v[got.n] = arena_memdup(p->arena, from, (size_t)(s - from));
		}
		if (got.v[got.n++] == NULL)
			return no_room(p);
	}
	*out = got;
	return 0;
}

static int
read_arg(struct parser *p, const char *word, bool literal, struct node_arg *out)
{
	char *copy, *dot;

	if (word[0] == '"') {
		out->literal = word + 1;
		return 0;
	}
	if (literal) {
		out->literal = word;
		return 0;
	}
	if (strcmp(word, ".") == 0)
		return 0;
	out->here = word[0] == '.';
	copy = arena_strdup(p->arena, word + out->here);
	if (copy == NULL)
		return no_room(p);
	do {
		dot = strchr(copy, '.');
		if (dot != NULL)
			*dot++ = '\0';
		if (copy[0] == '\0')
			return fail(p, p->line, "not a path:", word);
		if (out->n == TEMPLATE_SEGMENTS)
			return fail(p, p->line, "the path is too long:", word);
		out->segment[out->n++] = copy;
	} while ((copy = dot) != NULL);
	return 0;
}

static struct node *
add_node(struct parser *p, enum node_kind kind)
{
	struct node *node = &p->out.nodes[p->out.n++];	/* room was counted beforehand */

	node->kind = kind;
	node->line = p->line;
	return node;
}

/* {{x}}, {{{x}}}, {{helper x}} */
static int
read_value(struct parser *p, const struct words *w, bool raw)
{
	struct node *node;
	size_t h = 0;

	if (w->n == 0)
		return fail(p, p->line, "an empty tag", NULL);
	if (w->n == 1 || raw) {
		if (w->n != 1)
			return fail(p, p->line, "one path is expected in", w->v[0]);
		node = add_node(p, raw ? NODE_RAW : NODE_VALUE);
		node->nargs = 1;
		return read_arg(p, w->v[0], false, &node->arg[0]);
	}
	while (h < HELPER__MAX && strcmp(helpers[h].name, w->v[0]) != 0)
		h++;
	if (h == HELPER__MAX)
		return fail(p, p->line, "no such helper:", w->v[0]);
	if (w->n - 1 < helpers[h].min || w->n - 1 > helpers[h].max)
		return fail(p, p->line, "wrong number of words for", w->v[0]);
	node = add_node(p, NODE_HELPER);
	node->helper = (enum template_helper)h;
	node->nargs = w->n - 1;
	for (size_t i = 0; i < node->nargs; i++) {
		if (read_arg(p, w->v[i + 1], i == 0 && helpers[h].literal_first, &node->arg[i]) != 0)
			return -1;
	}
	return 0;
}

/* {{#x}}, {{^x}}, {{#is x y}}, {{^is x y}}, {{#any x}}, {{#each x}} */
static int
open_section(struct parser *p, const struct words *w, bool inverted)
{
	struct node *node;
	enum node_kind kind = inverted ? NODE_INVERTED : NODE_SECTION;
	size_t first = 0;

	if (w->n == 3 && strcmp(w->v[0], "is") == 0) {
		kind = inverted ? NODE_IS_NOT : NODE_IS;
		first = 1;
	} else if (w->n == 2 && !inverted && (strcmp(w->v[0], "each") == 0 || strcmp(w->v[0], "any") == 0)) {
		kind = w->v[0][0] == 'e' ? NODE_EACH : NODE_ANY;
		first = 1;
	} else if (w->n != 1) {
		return fail(p, p->line, "not a section:", w->n > 0 ? w->v[0] : NULL);
	}
	if (p->depth == TEMPLATE_DEPTH)
		return fail(p, p->line, "sections are nested too deep", NULL);
	p->open[p->depth++] = p->out.n;
	node = add_node(p, kind);
	node->text = w->v[0];
	node->nargs = w->n - first;
	for (size_t i = 0; i < node->nargs; i++) {
		if (read_arg(p, w->v[first + i], false, &node->arg[i]) != 0)
			return -1;
	}
	return 0;
}

static int
close_section(struct parser *p, const struct words *w)
{
	struct node *node;

	if (w->n != 1)
		return fail(p, p->line, "a closing tag has one word", NULL);
	if (p->depth == 0)
		return fail(p, p->line, "nothing is open to close with", w->v[0]);
	node = &p->out.nodes[p->open[--p->depth]];
	if (strcmp(node->text, w->v[0]) != 0)
		return fail(p, p->line, "another section is open, not", w->v[0]);
	node->end = p->out.n;
	return 0;
}

static int
read_partial(struct parser *p, const struct words *w)
{
	if (w->n != 1)
		return fail(p, p->line, "a partial has one name", NULL);
	add_node(p, NODE_PARTIAL)->text = w->v[0];
	return 0;
}

static void
add_text(struct parser *p, const char *from, const char *to)
{
	struct node *node;

	if (from >= to)
		return;
	node = add_node(p, NODE_TEXT);
	node->text = from;
	node->len = (size_t)(to - from);
}

/* When the tag [open, close) stands alone on its line: where that line begins and ends. */
static bool
stands_alone(const struct parser *p, const char **open, const char **close)
{
	const char *from = *open, *to = *close;

	while (from > p->text && (from[-1] == ' ' || from[-1] == '\t'))
		from--;
	if (from > p->text && from[-1] != '\n')
		return false;
	while (to < p->end && (*to == ' ' || *to == '\t' || *to == '\r'))
		to++;
	if (to < p->end && *to++ != '\n')
		return false;
	*open = from;
	*close = to;
	return true;
}

/* The tag at p->at, and the text before it; p->at is behind it afterwards. */
static int
read_tag(struct parser *p, const char *text_from, const char *open)
{
	bool raw = p->end - open > 2 && open[2] == '{';
	const char *marks = raw ? "}}}" : "}}", *inside = open + (raw ? 3 : 2);
	const char *stop = memmem(inside, (size_t)(p->end - inside), marks, strlen(marks));
	const char *close, *line_open = open;
	char sigil = '\0';
	struct words words = { { NULL }, 0 };

	for (const char *c = text_from; c < open; c++)
		p->line += *c == '\n';
	if (stop == NULL)
		return fail(p, p->line, "a tag is not closed", NULL);
	close = stop + strlen(marks);
	if (!raw && inside < stop && strchr("#^/>!", *inside) != NULL)
		sigil = *inside++;
	if (sigil != '\0')
		stands_alone(p, &line_open, &close);
	add_text(p, text_from, line_open);
	if (sigil != '!' && split_words(p, inside, stop, &words) != 0)
		return -1;
	p->at = close;
	switch (sigil) {
	case '#':
	case '^':
		if (open_section(p, &words, sigil == '^') != 0)
			return -1;
		break;
	case '/':
		if (close_section(p, &words) != 0)
			return -1;
		break;
	case '>':
		if (read_partial(p, &words) != 0)
			return -1;
		break;
	case '!':
		break;
	default:
		if (read_value(p, &words, raw) != 0)
			return -1;
	}
	for (const char *c = open; c < close; c++)
		p->line += *c == '\n';
	return 0;
}

int
template_parse(struct arena *arena, const char *name, const char *text, size_t n, struct template *out,
    char *why, size_t whylen)
{
	struct parser p = { .arena = arena, .name = name, .line = 1, .why = why, .whylen = whylen };
	size_t room = 1;

	if (n > TEXT_MAX || memchr(text, '\0', n) != NULL)
		return fail(&p, 1, n > TEXT_MAX ? "the template is too large" : "the template holds a NUL", NULL);
	p.text = arena_memdup(arena, text, n);
	if (p.text == NULL)
		return no_room(&p);
	p.at = p.text;
	p.end = p.text + n;
	/* A tag makes at most one node and the text before it another. */
	for (const char *c = p.text; (c = memmem(c, (size_t)(p.end - c), "{{", 2)) != NULL; c += 2)
		room += 2;
	p.out.name = arena_strdup(arena, name);
	p.out.nodes = ARENA_ARRAY(arena, struct node, room);
	if (p.out.name == NULL || p.out.nodes == NULL)
		return no_room(&p);

	for (;;) {
		const char *from = p.at;
		const char *open = memmem(from, (size_t)(p.end - from), "{{", 2);
		if (open == NULL) {
			add_text(&p, from, p.end);
			break;
		}
		if (read_tag(&p, from, open) != 0)
			return -1;
	}
	if (p.depth > 0) {
		const struct node *section = &p.out.nodes[p.open[p.depth - 1]];
		return fail(&p, section->line, "a section is not closed:", section->text);
	}
	*out = p.out;
	return 0;
}
