/* template_parse_test: nodes of a template, and how its faults are told. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "page/template_parse.h"
#include "support/suite.h"

static struct arena *arena;

static void setup(void) { arena = arena_new(8u << 20); }
static void teardown(void) { arena_free(arena); }

START_TEST(makes_nodes)
{
	static const char text[] = "a{{b.c}}\n{{#is d \"e f\"}}\n{{t g.h i}}{{/is}}{{> j}}";
	struct template t;
	char why[200];

	ck_assert_int_eq(template_parse(arena, "x", text, strlen(text), &t, why, sizeof(why)), 0);
	ck_assert_str_eq(t.name, "x");
	ck_assert_uint_eq(t.n, 6);
	ck_assert_int_eq(t.nodes[0].kind, NODE_TEXT);
	ck_assert_uint_eq(t.nodes[0].len, 1);
	ck_assert_int_eq(t.nodes[1].kind, NODE_VALUE);
	ck_assert_uint_eq(t.nodes[1].arg[0].n, 2);
	ck_assert_str_eq(t.nodes[1].arg[0].segment[1], "c");
	ck_assert_int_eq(t.nodes[2].kind, NODE_TEXT);
	ck_assert_int_eq(t.nodes[3].kind, NODE_IS);
	ck_assert_int_eq(t.nodes[3].line, 2);
	ck_assert_str_eq(t.nodes[3].arg[1].literal, "e f");
	ck_assert_uint_eq(t.nodes[3].end, 5);
	ck_assert_int_eq(t.nodes[4].helper, HELPER_T);
	ck_assert_int_eq(t.nodes[4].line, 3);
	ck_assert_str_eq(t.nodes[4].arg[0].literal, "g.h");
	ck_assert_ptr_null(t.nodes[4].arg[1].literal);
	ck_assert_int_eq(t.nodes[5].kind, NODE_PARTIAL);
	ck_assert_str_eq(t.nodes[5].text, "j");
}
END_TEST

static const struct { const char *text, *why; } wrong[] = {
	{ "a\nb {{c",			"x.html:2: a tag is not closed" },
	{ "{{{c}}",			"x.html:1: a tag is not closed" },
	{ "{{}}",			"x.html:1: an empty tag" },
	{ "{{a b c d}}",		"x.html:1: a tag has at most three words" },
	{ "{{\"a}}",			"x.html:1: a quote is not closed" },
	{ "{{a..b}}",			"x.html:1: not a path: a..b" },
	{ "{{..a}}",			"x.html:1: not a path: ..a" },
	{ "{{a.b.c.d.e.f.g.h.i}}",	"x.html:1: the path is too long: a.b.c.d.e.f.g.h.i" },
	{ "{{dollars x}}",		"x.html:1: no such helper: dollars" },
	{ "{{won x y}}",		"x.html:1: wrong number of words for won" },
	{ "{{label x}}",		"x.html:1: wrong number of words for label" },
	{ "{{{won x}}}",		"x.html:1: one path is expected in won" },
	{ "{{#a b}}{{/a}}",		"x.html:1: not a section: a" },
	{ "{{#}}{{/a}}",		"x.html:1: not a section:" },
	{ "{{^each a}}{{/each}}",	"x.html:1: not a section: each" },
	{ "\n{{#a}}\n{{#b}}\n{{/a}}",	"x.html:4: another section is open, not a" },
	{ "{{/a}}",			"x.html:1: nothing is open to close with a" },
	{ "{{#a}}{{/a b}}",		"x.html:1: a closing tag has one word" },
	{ "\n{{#a}}\n\n",		"x.html:2: a section is not closed: a" },
	{ "{{> a b}}",			"x.html:1: a partial has one name" },
};

START_TEST(tells_what_is_wrong)
{
	struct template t = { NULL, NULL, 7 };
	char why[200];

	ck_assert_int_eq(template_parse(arena, "x", wrong[_i].text, strlen(wrong[_i].text), &t, why, sizeof(why)), -1);
	ck_assert_str_eq(why, wrong[_i].why);
	ck_assert_uint_eq(t.n, 7);
}
END_TEST

START_TEST(is_bounded)
{
	struct template t;
	struct arena *small = arena_new(4096);
	char why[200], *large = malloc(300000);

	ck_assert_ptr_nonnull(large);
	memset(large, 'a', 300000);
	ck_assert_int_eq(template_parse(arena, "x", large, 300000, &t, why, sizeof(why)), -1);
	ck_assert_str_eq(why, "x.html:1: the template is too large");
	ck_assert_int_eq(template_parse(small, "x", large, 100000, &t, why, sizeof(why)), -1);
	ck_assert_str_eq(why, "x.html:1: the templates are too large");
	ck_assert_int_eq(template_parse(arena, "x", "a\0b", 3, &t, why, sizeof(why)), -1);
	ck_assert_str_eq(why, "x.html:1: the template holds a NUL");
	for (int i = 0; i < 33; i++)
		memcpy(large + i * 6, "{{#a}}", 6);
	ck_assert_int_eq(template_parse(arena, "x", large, 33 * 6, &t, why, sizeof(why)), -1);
	ck_assert_str_eq(why, "x.html:1: sections are nested too deep");
	free(large);
	arena_free(small);
}
END_TEST

Suite *
template_parse_suite(void)
{
	Suite *s = suite_create("template_parse");
	TCase *tc = tcase_create("template_parse");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, makes_nodes);
	tcase_add_loop_test(tc, tells_what_is_wrong, 0, ROWS(wrong));
	tcase_add_test(tc, is_bounded);
	suite_add_tcase(s, tc);
	return s;
}
