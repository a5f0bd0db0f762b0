/* template_helper_test: how values read; the helpers' words for each language are in template_test. */
#include <json-c/json.h>

#include "base/buf.h"
#include "page/template_helper.h"
#include "support/suite.h"

static const struct { const char *json, *text; } values[] = {
	{ "\"a\"", "a" }, { "7", "7" }, { "-7", "-7" }, { "9223372036854775807", "9223372036854775807" },
	{ "1.5", "1.5" }, { "1.500", "1.5" }, { "2.0", "2" }, { "0.001", "0.001" }, { "100.0", "100" },
	{ "true", "true" }, { "false", "false" }, { "null", NULL }, { "[1]", NULL }, { "{\"a\":1}", NULL },
	{ "1e300", NULL },	/* no quantity is that large */
};

START_TEST(values_read)
{
	struct template_value v = { .json = json_tokener_parse(values[_i].json) };
	const char *text = template_value_text(&v);

	if (values[_i].text == NULL)
		ck_assert_ptr_null(text);
	else
		ck_assert_str_eq(text, values[_i].text);
	json_object_put(v.json);
}
END_TEST

START_TEST(least_number_is_no_price)
{
	struct template_value v = { .json = json_object_new_int64(INT64_MIN) };
	struct buf out = { 0 };

	v.text = template_value_text(&v);
	template_help(&out, HELPER_WON, NULL, LANG_KO, &v, NULL);
	ck_assert_str_eq(buf_str(&out), "-9223372036854775808");
	buf_free(&out);
	json_object_put(v.json);
}
END_TEST

Suite *
template_helper_suite(void)
{
	Suite *s = suite_create("template_helper");
	TCase *tc = tcase_create("template_helper");

	tcase_add_loop_test(tc, values_read, 0, ROWS(values));
	tcase_add_test(tc, least_number_is_no_price);
	suite_add_tcase(s, tc);
	return s;
}
