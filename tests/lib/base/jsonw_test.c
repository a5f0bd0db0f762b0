/*
 * jsonw_test: commas, escapes, and that json-c reads back what was written.
 */
#include "support/suite.h"

/* json-c has a type by the name of one of our functions. */
#define json_bool json_c_bool
#include <json-c/json.h>
#undef json_bool
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/jsonw.h"

START_TEST(commas_fall_in_place)
{
	struct buf b = { 0 };
	struct jsonw w = { &b, false };

	json_open(&w, '{');
	json_key(&w, "a");
	json_int(&w, 1);
	json_key(&w, "b");
	json_open(&w, '[');
	json_close(&w, ']');
	json_key(&w, "c");
	json_open(&w, '[');
	json_int(&w, INT64_MIN);
	json_bool(&w, true);
	json_bool(&w, false);
	json_null(&w);
	json_str(&w, NULL);
	json_raw(&w, "{\"x\":1}");
	json_raw(&w, NULL);
	json_open(&w, '{');
	json_close(&w, '}');
	json_str(&w, "");
	json_close(&w, ']');
	json_key(&w, "d\"");
	json_open(&w, '{');
	json_key(&w, "e");
	json_int(&w, INT64_MAX);
	json_close(&w, '}');
	json_close(&w, '}');
	ck_assert_str_eq(buf_str(&b),
	    "{\"a\":1,\"b\":[],\"c\":[-9223372036854775808,true,false,null,null,{\"x\":1},null,{},\"\"],"
	    "\"d\\\"\":{\"e\":9223372036854775807}}");
	buf_free(&b);
}
END_TEST

#define BAD "\xef\xbf\xbd"
static const struct { const char *text, *json; } strings[] = {
	{ "", "\"\"" },
	{ "plain", "\"plain\"" },
	{ "\"\\/", "\"\\\"\\\\/\"" },
	{ "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
	{ "\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\"" },
	{ "만찬 🍷 é", "\"만찬 🍷 é\"" },
	{ "a\xff" "b", "\"a" BAD "b\"" },
	{ "\xc0\x80", "\"" BAD BAD "\"" },			/* overlong NUL */
	{ "\xed\xa0\x80", "\"" BAD BAD BAD "\"" },		/* surrogate */
	{ "\xf4\x90\x80\x80", "\"" BAD BAD BAD BAD "\"" },	/* past U+10FFFF */
	{ "cut \xec\xb0", "\"cut " BAD BAD "\"" },
	{ "\x80", "\"" BAD "\"" },
};

START_TEST(strings_are_escaped)
{
	struct buf b = { 0 };
	struct jsonw w = { &b, false };

	json_str(&w, strings[_i].text);
	ck_assert_str_eq(buf_str(&b), strings[_i].json);
	buf_free(&b);
}
END_TEST

/* Any bytes: json-c, strict about UTF-8, takes the text; and gives the same back when they were UTF-8. */
START_TEST(another_parser_reads_it)
{
	struct json_tokener *tok = json_tokener_new();

	json_tokener_set_flags(tok, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	srand(11);
	for (int round = 0; round < 5000; round++) {
		char text[40];
		struct buf b = { 0 };
		struct jsonw w = { &b, false };
		bool ascii = round % 2 == 0;
		int n = rand() % (int)sizeof(text);
		for (int i = 0; i < n; i++)
			text[i] = (char)(1 + rand() % (ascii ? 127 : 255));
		text[n] = '\0';
		json_open(&w, '[');
		json_str(&w, text);
		json_close(&w, ']');
		json_tokener_reset(tok);
		struct json_object *o = json_tokener_parse_ex(tok, b.p, (int)b.len);
		ck_assert_msg(o != NULL, "%s: %s", b.p, json_tokener_error_desc(json_tokener_get_error(tok)));
		if (ascii)
			ck_assert_str_eq(json_object_get_string(json_object_array_get_idx(o, 0)), text);
		json_object_put(o);
		buf_free(&b);
	}
	json_tokener_free(tok);
}
END_TEST

static const struct { qty_t q; const char *json; } quantities[] = {
	{ 0, "0" }, { 1000, "1" }, { 1500, "1.5" }, { 1250, "1.25" }, { 1, "0.001" }, { 100000, "100" }, { -2500, "-2.5" }, { -1000, "-1" },
};

START_TEST(quantities_are_short)
{
	struct buf b = { 0 };
	struct jsonw w = { &b, false };

	json_qty(&w, quantities[_i].q);
	ck_assert_str_eq(buf_str(&b), quantities[_i].json);
	buf_free(&b);
}
END_TEST

Suite *
jsonw_suite(void)
{
	Suite *s = suite_create("jsonw");
	TCase *t = tcase_create("jsonw");

	tcase_add_test(t, commas_fall_in_place);
	tcase_add_loop_test(t, strings_are_escaped, 0, ROWS(strings));
	tcase_add_loop_test(t, quantities_are_short, 0, ROWS(quantities));
	tcase_add_test(t, another_parser_reads_it);
	suite_add_tcase(s, t);
	return s;
}
