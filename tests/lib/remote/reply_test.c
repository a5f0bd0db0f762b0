/*
 * reply_test: what counts as an answer, and what is found in one.
 */
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "remote/reply.h"

static struct arena *arena;

static void
begin(void)
{
	arena = arena_new(1u << 20);
}

static void
end(void)
{
	arena_free(arena);
}

static const struct { const char *text; bool good; } texts[] = {
	{ "{}", true }, { " {\"a\":1}\n", true }, { "{\"a\":{\"b\":[1,2,{}]}}", true }, { "{\"a\":1,\"a\":2}", true },
	{ "", false }, { "[]", false }, { "null", false }, { "1", false }, { "\"a\"", false }, { "{", false }, { "{}x", false },
	{ "{} {}", false }, { "{\"a\":1,}", false }, { "<html>", false }, { "{\"a\":\"\xff\"}", false },
	{ "[[[[[[[[[[[[[[[[[[[[", false },
};

START_TEST(only_objects_are_answers)
{
	ck_assert_msg((reply_parse(arena, texts[_i].text, strlen(texts[_i].text)) != NULL) == texts[_i].good, "%s", texts[_i].text);
}
END_TEST

START_TEST(depth_has_an_end)
{
	char text[400] = "{\"a\":";

	for (int i = 0; i < REPLY_DEPTH + 4; i++)
		strcat(text, "[");
	for (int i = 0; i < REPLY_DEPTH + 4; i++)
		strcat(text, "]");
	strcat(text, "}");
	ck_assert_ptr_null(reply_parse(arena, text, strlen(text)));
}
END_TEST

START_TEST(a_full_arena_leaks_nothing)
{
	struct arena *small = arena_new(64);

	while (arena_alloc(small, 8) != NULL)
		;
	ck_assert_ptr_null(reply_parse(small, "{\"a\":1}", 7));
	arena_free(small);
}
END_TEST

static const char sample[] = "{\"s\":\"text\",\"e\":\"\",\"n\":null,\"z\":\"a\\u0000b\",\"i\":-7,\"d\":1.5,\"big\":99999999999999999999,"
    "\"t\":true,\"f\":false,\"o\":{\"s\":\"deep\",\"o\":{\"i\":3}},\"l\":[{\"s\":\"first\"},2,{\"s\":\"third\"}],\"k\":[]}";

static const struct { const char *path, *text; bool has_int; int64_t i; bool is_true, object; size_t count; bool list; } finds[] = {
	{ "s", "text", false, 0, false, false, 0, false }, { "e", NULL, false, 0, false, false, 0, false },
	{ "n", NULL, false, 0, false, false, 0, false }, { "z", NULL, false, 0, false, false, 0, false },
	{ "i", NULL, true, -7, false, false, 0, false }, { "d", NULL, false, 0, false, false, 0, false },
	{ "big", NULL, false, 0, false, false, 0, false }, { "t", NULL, false, 0, true, false, 0, false },
	{ "f", NULL, false, 0, false, false, 0, false }, { "o", NULL, false, 0, false, true, 0, false },
	{ "o.s", "deep", false, 0, false, false, 0, false }, { "o.o.i", NULL, true, 3, false, false, 0, false },
	{ "o.x.i", NULL, false, 0, false, false, 0, false }, { "s.x", NULL, false, 0, false, false, 0, false },
	{ "l", NULL, false, 0, false, false, 3, true }, { "k", NULL, false, 0, false, false, 0, true },
	{ "l.s", NULL, false, 0, false, false, 0, false }, { "missing", NULL, false, 0, false, false, 0, false },
	{ "a_name_that_is_far_longer_than_any_member_of_an_answer_could_ever_be", NULL, false, 0, false, false, 0, false },
};

START_TEST(paths_lead_to_values)
{
	const struct json_object *o = reply_parse(arena, sample, strlen(sample));
	int64_t i = 77;

	ck_assert_ptr_nonnull(o);
	const char *text = reply_text(o, finds[_i].path);
	ck_assert_str_eq(text != NULL ? text : "-", finds[_i].text != NULL ? finds[_i].text : "-");
	ck_assert(reply_int(o, finds[_i].path, &i) == finds[_i].has_int);
	ck_assert_int_eq(i, finds[_i].has_int ? finds[_i].i : 77);
	ck_assert(reply_true(o, finds[_i].path) == finds[_i].is_true);
	ck_assert((reply_object(o, finds[_i].path) != NULL) == finds[_i].object);
	ck_assert_uint_eq(reply_count(o, finds[_i].path), finds[_i].count);
	ck_assert(reply_has_list(o, finds[_i].path) == finds[_i].list);
}
END_TEST

START_TEST(lists_have_entries)
{
	const struct json_object *o = reply_parse(arena, sample, strlen(sample));

	ck_assert_str_eq(reply_text(reply_entry(o, "l", 0), "s"), "first");
	ck_assert_ptr_null(reply_entry(o, "l", 1));
	ck_assert_str_eq(reply_text(reply_entry(o, "l", 2), "s"), "third");
	ck_assert_ptr_null(reply_entry(o, "l", 3));
	ck_assert_ptr_null(reply_entry(o, "s", 0));
	/* Nothing is found in nothing. */
	ck_assert_ptr_null(reply_text(NULL, "s"));
	ck_assert_uint_eq(reply_count(NULL, "l"), 0);
}
END_TEST

Suite *
reply_suite(void)
{
	Suite *s = suite_create("reply");
	TCase *t = tcase_create("reply");

	tcase_add_checked_fixture(t, begin, end);
	tcase_add_loop_test(t, only_objects_are_answers, 0, ROWS(texts));
	tcase_add_test(t, depth_has_an_end);
	tcase_add_test(t, a_full_arena_leaks_nothing);
	tcase_add_loop_test(t, paths_lead_to_values, 0, ROWS(finds));
	tcase_add_test(t, lists_have_entries);
	suite_add_tcase(s, t);
	return s;
}
