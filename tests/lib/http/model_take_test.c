/* model_take_test: single values, from the tree into the struct, with nothing around them. */
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "http/model_take.h"
#include "support/suite.h"

static struct arena *arena;
static struct reader json, form;
static const struct pointer here = { NULL, "x", 0 };

static void
setup(void)
{
	arena = arena_new(1u << 18);
	json = (struct reader){ .arena = arena, .source = MODEL_FROM_JSON, .faults = { .arena = arena } };
	form = (struct reader){ .arena = arena, .source = MODEL_FROM_FORM, .faults = { .arena = arena } };
}

static void teardown(void) { arena_free(arena); }

static const struct { const char *text; enum taken taken; int64_t value; const char *reason; } numbers[] = {
	{ "0", TAKEN, 0, NULL },
	{ "-0", TAKEN, 0, NULL },
	{ "42", TAKEN, 42, NULL },
	{ " 42\t", TAKEN, 42, NULL },
	{ "0000000000000000000000000000000042", TAKEN, 42, NULL },
	{ "9223372036854775807", TAKEN, INT64_MAX, NULL },
	{ "-9223372036854775807", TAKEN, -INT64_MAX, NULL },
	{ "9223372036854775808", BAD, 0, "too_large" },
	{ "-9223372036854775808", BAD, 0, "too_small" },
	{ "99999999999999999999x", BAD, 0, "not_a_number" },
	{ "- 1", BAD, 0, "not_a_number" },
	{ "--1", BAD, 0, "not_a_number" },
	{ "", BAD, 0, "not_a_number" },
};

START_TEST(numbers_of_forms)
{
	struct json_object *v = json_object_new_string(numbers[_i].text);
	int64_t out = 77;

	ck_assert_int_eq(model_take_number(&form, v, &here, 0, 0, &out), numbers[_i].taken);
	ck_assert_int_eq(out, numbers[_i].taken == TAKEN ? numbers[_i].value : 77);
	ck_assert_uint_eq(form.bad, numbers[_i].taken == BAD);
	if (numbers[_i].reason != NULL) {
		ck_assert_str_eq(form.faults.v[0].pointer, "/x");
		ck_assert_str_eq(form.faults.v[0].reason, numbers[_i].reason);
	}
	ck_assert_int_eq(model_take_number(&json, v, &here, 0, 0, &out), BAD);	/* a text is no number there */
	json_object_put(v);
}
END_TEST

static const struct { int64_t v, min, max; const char *said; } limits[] = {
	{ INT64_MIN, 0, 0, NULL }, { INT64_MAX, 0, 0, NULL },
	{ 0, 1, 10, "low" }, { 1, 1, 10, NULL }, { 10, 1, 10, NULL }, { 11, 1, 10, "high" },
	{ -1, 0, 99, "low" }, { 0, 0, 99, NULL },
	{ 1, 2, 0, "low" }, { INT64_MAX, 2, 0, NULL },		/* no upper limit said */
	{ -6, -5, -1, "low" }, { 0, -5, -1, "high" }, { -3, -5, -1, NULL },
	{ 1, -5, 0, "high" },
};

START_TEST(within_limits)
{
	const char *said = model_limit(limits[_i].v, limits[_i].min, limits[_i].max, "low", "high");

	if (limits[_i].said == NULL)
		ck_assert_ptr_null(said);
	else
		ck_assert_str_eq(said, limits[_i].said);
}
END_TEST

static const struct { const char *json; bool in_json, in_form; } blanks[] = {
	{ "null", true, true },
	{ "\"\"", true, true },
	{ "\" \\t\"", false, true },
	{ "\"x\"", false, false },
	{ "[]", false, true },
	{ "[\"\",[],{}]", false, true },
	{ "[\"\",\"x\"]", false, false },
	{ "{}", false, true },
	{ "{\"a\":{\"b\":\" \"}}", false, true },
	{ "{\"a\":{\"b\":\"1\"}}", false, false },
	{ "0", false, false },
	{ "false", false, false },
};

START_TEST(blank)
{
	struct json_object *v = json_tokener_parse(blanks[_i].json);

	ck_assert_int_eq(model_blank(&json, v), blanks[_i].in_json);
	ck_assert_int_eq(model_blank(&form, v), blanks[_i].in_form);
	json_object_put(v);
}
END_TEST

static const struct { const char *key, *reason; } keys[] = {
	{ "wine", NULL },
	{ "와인", NULL },
	{ "a b/c~d", NULL },
	{ "", "too_short" },
	{ " wine", "not_text" },
	{ "wine ", "not_text" },
	{ "wi\nne", "not_text" },
	{ "cafe\xcc\x81", "not_text" },		/* composed it would be another key */
	{ "0123456789012345678901234567890123456789012345678901234567890123", NULL },
	{ "01234567890123456789012345678901234567890123456789012345678901234", "too_long" },
};

START_TEST(keys_are_clean_as_they_come)
{
	const char *key = model_take_key(&json, keys[_i].key, &here);

	if (keys[_i].reason == NULL) {
		ck_assert_str_eq(key, keys[_i].key);
		ck_assert_uint_eq(json.bad, 0);
	} else {
		ck_assert_ptr_null(key);
		ck_assert_str_eq(json.faults.v[0].reason, keys[_i].reason);
	}
}
END_TEST

START_TEST(types_have_takers)
{
	for (int t = 0; t < MODEL__MAX; t++) {
		bool holds = t == MODEL_OBJECT || t == MODEL_LIST || t == MODEL_STRS || t == MODEL_INTS || t == MODEL_MAP;
		ck_assert_int_eq(model_takers[t] == NULL, holds || t == MODEL_JSON);
	}
}
END_TEST

START_TEST(counts_more_than_it_keeps)
{
	for (int i = 0; i < FAULTS_MAX + 3; i++)
		ck_assert_int_eq(model_fault(&json, &here, "invalid"), BAD);
	ck_assert_uint_eq(json.faults.n, FAULTS_MAX);
	ck_assert_uint_eq(json.bad, FAULTS_MAX + 3);
	ck_assert(!json.faults.failed);
	ck_assert_int_eq(model_no_memory(&json), BAD);
	ck_assert(json.faults.failed);
}
END_TEST

Suite *
model_take_suite(void)
{
	Suite *s = suite_create("model_take");
	TCase *c = tcase_create("all");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, numbers_of_forms, 0, ROWS(numbers));
	tcase_add_loop_test(c, within_limits, 0, ROWS(limits));
	tcase_add_loop_test(c, blank, 0, ROWS(blanks));
	tcase_add_loop_test(c, keys_are_clean_as_they_come, 0, ROWS(keys));
	tcase_add_test(c, types_have_takers);
	tcase_add_test(c, counts_more_than_it_keeps);
	suite_add_tcase(s, c);
	return s;
}
