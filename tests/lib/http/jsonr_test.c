/* jsonr_test: strict JSON: what a body may be, and each thing it may not. */
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "http/body.h"
#include "http/jsonr.h"
#include "support/refusal.h"
#include "support/suite.h"

static struct arena *arena;

static void setup(void) { arena = arena_new(1u << 20); }
static void teardown(void) { arena_free(arena); }

static const char *
outcome(const char *text, size_t n)
{
	struct json_object *tree = NULL;
	const char *said = refusal(arena, jsonr_parse(arena, text, n, &tree));

	ck_assert_int_eq(*said == '\0', tree != NULL);
	return *said == '\0' ? json_object_to_json_string_ext(tree, JSON_C_TO_STRING_PLAIN) : said;
}

static const struct { const char *in, *out; } fine[] = {
	{ "{}", "{}" },
	{ " \t\r\n{ \"a\" : 1 } \n", "{\"a\":1}" },
	{ "{\"a\":[1,-2,0,-0,1.50,1e3,1E-3,0.5],\"b\":{\"a\":null,\"c\":true,\"d\":false}}",
	  "{\"a\":[1,-2,0,0,1.50,1e3,1E-3,0.5],\"b\":{\"a\":null,\"c\":true,\"d\":false}}" },
	{ "{\"배달\":\"서울\\n\\\"\\u00e9\\ud83c\\udf70\"}", "{\"배달\":\"서울\\n\\\"é🍰\"}" },
	{ "{\"\":\"\"}", "{\"\":\"\"}" },
	{ "{\"a\":\"x:y,{[\"}", "{\"a\":\"x:y,{[\"}" },	/* marks in strings count for nothing */
	{ "{\"a\":{\"k\":1},\"b\":{\"k\":1},\"c\":[{\"k\":1},{\"k\":1}]}",
	  "{\"a\":{\"k\":1},\"b\":{\"k\":1},\"c\":[{\"k\":1},{\"k\":1}]}" },
	{ "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}",
	  "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}" },
};

START_TEST(reads)
{
	ck_assert_str_eq(outcome(fine[_i].in, strlen(fine[_i].in)), fine[_i].out);
}
END_TEST

static const struct { const char *in, *reason; } wrong[] = {
	{ "", "not_json" },
	{ " ", "not_json" },
	{ "{", "not_json" },
	{ "}", "not_json" },
	{ "{]", "not_json" },
	{ "{\"a\"}", "not_json" },
	{ "{\"a\":}", "not_json" },
	{ "{\"a\":1,}", "not_json" },
	{ "{,}", "not_json" },
	{ "{\"a\":1 \"b\":2}", "not_json" },
	{ "{\"a\":[1,]}", "not_json" },
	{ "{\"a\":[1 2]}", "not_json" },
	{ "{\"a\":[1}", "not_json" },
	{ "{a:1}", "not_json" },
	{ "{'a':1}", "not_json" },
	{ "{\"a\":'b'}", "not_json" },
	{ "{\"a\":1}{}", "not_json" },
	{ "{\"a\":1} x", "not_json" },
	{ "{\"a\":1}]", "not_json" },
	{ "{\"a\":1}, ", "not_json" },
	{ ",{}", "not_json" },
	{ "s", "not_json" },
	{ "a=1", "not_json" },
	{ "// x\n{}", "not_json" },
	{ "{/**/}", "not_json" },
	{ "\xef\xbb\xbf{}", "not_json" },	/* a byte order mark */
	{ "{\"a\":01}", "not_json" },
	{ "{\"a\":-01}", "not_json" },
	{ "{\"a\":00}", "not_json" },
	{ "{\"a\":+1}", "not_json" },
	{ "{\"a\":-}", "not_json" },
	{ "{\"a\":1.}", "not_json" },
	{ "{\"a\":.5}", "not_json" },
	{ "{\"a\":1e}", "not_json" },
	{ "{\"a\":1e+}", "not_json" },
	{ "{\"a\":1.2.3}", "not_json" },
	{ "{\"a\":1-2}", "not_json" },
	{ "{\"a\":0x10}", "not_json" },
	{ "{\"a\":1true}", "not_json" },
	{ "{\"a\":NaN}", "not_json" },
	{ "{\"a\":nan}", "not_json" },
	{ "{\"a\":Infinity}", "not_json" },
	{ "{\"a\":-Infinity}", "not_json" },
	{ "{\"a\":True}", "not_json" },
	{ "{\"a\":NULL}", "not_json" },
	{ "{\"a\":nul}", "not_json" },
	{ "{\"a\":truefalse}", "not_json" },
	{ "{\"a\":\"x", "not_json" },
	{ "{\"a\":\"\\", "not_json" },
	{ "{\"a\":\"\\x\"}", "not_json" },
	{ "{\"a\":\"\\u12\"}", "not_json" },
	{ "{\"a\":\"\\u12g4\"}", "not_json" },
	{ "{\"a\":\"a\tb\"}", "not_json" },	/* control characters must be escaped */
	{ "{\"a\":\"a\nb\"}", "not_json" },
	{ "{\"a\":\"\\u0000\"}", "not_text" },
	{ "{\"a\\u0000\":1}", "not_text" },
	{ "{\"a\":\"\\ud83c\"}", "not_text" },
	{ "{\"a\":\"\\ud83cx\"}", "not_text" },
	{ "{\"a\":\"\\ud83c\\u0041\"}", "not_text" },
	{ "{\"a\":\"\\ud83c\\ud83c\"}", "not_text" },
	{ "{\"a\":\"\\udf70\"}", "not_text" },
	{ "{\"a\":\"\xff\"}", "not_text" },
	{ "{\"\xc0\xaf\":1}", "not_text" },		/* overlong */
	{ "{\"a\":\"\xed\xa0\x80\"}", "not_text" },	/* a surrogate in UTF-8 */
	{ "{\"a\":\"\xf4\x90\x80\x80\"}", "not_text" },
	{ "{\"a\":\"\xea\xb0\"}", "not_text" },	/* the quote is taken for its last byte */
	{ "{\"a\":1,\"a\":1}", "duplicate_field" },
	{ "{\"a\":1,\"\\u0061\":2}", "duplicate_field" },
	{ "{\"b\":[{\"a\":1},{\"a\":1,\"x\":{},\"a\":{\"z\":1}}]}", "duplicate_field" },
	{ "{\"a\":{\"x\":1,\"y\":2},\"a\":{}}", "duplicate_field" },
	{ "[]", "wrong_type" },
	{ "[{\"a\":1}]", "wrong_type" },
	{ "null", "wrong_type" },
	{ "true", "wrong_type" },
	{ "\"a\"", "wrong_type" },
	{ "12", "wrong_type" },
	{ "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}", "too_deep" },
	{ "[[[[[[[[[", "too_deep" },
};

START_TEST(refuses)
{
	const char *want = arena_printf(arena, "INVALID_REQUEST =%s", wrong[_i].reason);

	ck_assert_str_eq(outcome(wrong[_i].in, strlen(wrong[_i].in)), want);
}
END_TEST

START_TEST(refuses_nul_bytes)
{
	static const char after[] = "{\"a\":1}\0{}", inside[] = "{\"a\":\"x\0y\"}";

	ck_assert_str_eq(outcome(after, sizeof(after) - 1), "INVALID_REQUEST =not_json");
	ck_assert_str_eq(outcome(after, 8), "INVALID_REQUEST =not_json");
	ck_assert_str_eq(outcome(inside, sizeof(inside) - 1), "INVALID_REQUEST =not_json");
}
END_TEST

/* Every beginning of a body is refused, none reads past its end (the sanitizers watch). */
START_TEST(refuses_every_beginning)
{
	static const char whole[] = "{\"a\":[1.5e+3,-0,\"\\ud83c\\udf70\\n\xea\xb0\x80\",null],\"b\":{\"c\":true}}";

	for (size_t n = 0; n < sizeof(whole) - 1; n++) {
		char *exact = arena_memdup(arena, whole, n);
		ck_assert_msg(strncmp(outcome(exact, n), "INVALID_REQUEST", 15) == 0, "%zu bytes", n);
	}
	ck_assert_int_eq(outcome(whole, sizeof(whole) - 1)[0], '{');
}
END_TEST

static const char *
repeated(const char *head, const char *one, const char *tail, int n)
{
	struct buf b = { 0 };

	buf_puts(&b, head);
	for (int i = 0; i < n; i++) {
		buf_puts(&b, i > 0 ? "," : "");
		buf_printf(&b, one, i);
	}
	buf_puts(&b, tail);
	const char *text = arena_strdup(arena, buf_str(&b));
	buf_free(&b);
	return text;
}

START_TEST(limits)
{
	const char *text = repeated("{\"a\":[", "%d", "]}", BODY_ENTRIES);

	ck_assert_int_eq(outcome(text, strlen(text))[0], '{');
	text = repeated("{\"a\":[", "%d", "]}", BODY_ENTRIES + 1);
	ck_assert_str_eq(outcome(text, strlen(text)), "INVALID_REQUEST /a=too_many");
	text = repeated("{", "\"k%d\":1", "}", BODY_FIELDS);
	ck_assert_int_eq(outcome(text, strlen(text))[0], '{');
	text = repeated("{", "\"k%d\":1", "}", BODY_FIELDS + 1);
	ck_assert_str_eq(outcome(text, strlen(text)), "INVALID_REQUEST =too_many_fields");
}
END_TEST

/* Which list it is that is too long. */
static const struct { const char *head, *tail, *refusal; } long_lists[] = {
	{ "{\"items\":[", "]}", "INVALID_REQUEST /items=too_many" },
	{ "{\"b\":{\"x\":[1,2]},\"a\":{\"c\":\"y\",\"배달\":[", "]}}", "INVALID_REQUEST /a/배달=too_many" },
	{ "{\"a\":[{\"x\":1},{\"x\":[3,4]},{\"x\":[", "]}]}", "INVALID_REQUEST /a/2/x=too_many" },
	{ "{\"a\":[[1,2,3],[", "]]}", "INVALID_REQUEST /a/1=too_many" },
	{ "{\"~/\":[", "]}", "INVALID_REQUEST /~0~1=too_many" },
	{ "{\"\":[", "]}", "INVALID_REQUEST /=too_many" },
	/* Not a body at all, told at the first that is wrong. */
	{ "[", "]", "INVALID_REQUEST =too_many" },
	{ "{[", "]}", "INVALID_REQUEST /=too_many" },
	{ "{\"a\":1,{[", "]}}", "INVALID_REQUEST /a/=too_many" },
};

START_TEST(lists_are_named)
{
	const char *text = repeated(long_lists[_i].head, "%d", long_lists[_i].tail, BODY_ENTRIES + 1);

	ck_assert_str_eq(outcome(text, strlen(text)), long_lists[_i].refusal);
}
END_TEST

START_TEST(full_arena)
{
	while (arena_alloc(arena, 16) != NULL)
		;
	struct json_object *tree = NULL;
	const struct err *e = jsonr_parse(arena, "{}", 2, &tree);
	ck_assert(err_is(e, ERR_UNAVAILABLE));
	ck_assert_ptr_null(tree);
}
END_TEST

START_TEST(forgets_texts)
{
	const char *text = "{\"a\": [\"4242424242424242\", 7], \"b\": {\"c\": \"4242424242424242\"}, \"d\": null}";
	struct json_object *tree = NULL;

	ck_assert_ptr_null(jsonr_parse(arena, text, strlen(text), &tree));
	const char *kept = json_object_get_string(json_object_array_get_idx(json_object_object_get(tree, "a"), 0));
	ck_assert_str_eq(kept, "4242424242424242");
	jsonr_forget(tree);
	for (size_t i = 0; i < 16; i++)
		ck_assert_int_eq(kept[i], 0);
	ck_assert_str_eq(json_object_to_json_string_ext(tree, JSON_C_TO_STRING_PLAIN),
	    "{\"a\":[\"\",7],\"b\":{\"c\":\"\"},\"d\":null}");
}
END_TEST

Suite *
jsonr_suite(void)
{
	Suite *s = suite_create("jsonr");
	TCase *c = tcase_create("all");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, reads, 0, ROWS(fine));
	tcase_add_loop_test(c, refuses, 0, ROWS(wrong));
	tcase_add_test(c, refuses_nul_bytes);
	tcase_add_test(c, refuses_every_beginning);
	tcase_add_test(c, limits);
	tcase_add_loop_test(c, lists_are_named, 0, ROWS(long_lists));
	tcase_add_test(c, full_arena);
	tcase_add_test(c, forgets_texts);
	suite_add_tcase(s, c);
	return s;
}
