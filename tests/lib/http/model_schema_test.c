/* model_schema_test: what the document says of each kind of row, asked and answered. */
#include <string.h>

#include "base/buf.h"
#include "base/jsonw.h"
#include "http/model.h"
#include "http/model_schema.h"
#include "support/jsonc.h"
#include "support/sample.h"
#include "support/suite.h"

static const char *const choices[] = { "one", "two", NULL };

#define REQ MODEL_REQUIRED
#define NUL MODEL_NULLABLE

static const struct { struct model_field row; const char *asked, *answered; } rows[] = {
	{ { .type = MODEL_STR }, "{\"type\":\"string\"}", "{\"type\":\"string\"}" },
	{ { .type = MODEL_STR, .min = 2, .max = 20, .doc = "Where." },
	  "{\"type\":\"string\",\"minLength\":2,\"maxLength\":20,\"description\":\"Where.\"}",
	  "{\"type\":\"string\",\"description\":\"Where.\"}" },
	{ { .type = MODEL_STR, .flags = REQ }, "{\"type\":\"string\",\"minLength\":1}", "{\"type\":\"string\"}" },
	{ { .type = MODEL_STR, .flags = REQ, .max = 5 }, "{\"type\":\"string\",\"minLength\":1,\"maxLength\":5}", "{\"type\":\"string\"}" },
	{ { .type = MODEL_STR, .min = 8 }, "{\"type\":\"string\",\"minLength\":8}", "{\"type\":\"string\"}" },
	{ { .type = MODEL_STR, .flags = NUL }, "{\"type\":[\"string\",\"null\"]}", "{\"type\":[\"string\",\"null\"]}" },
	{ { .type = MODEL_STR, .choices = choices }, "{\"type\":\"string\"}", "{\"type\":\"string\",\"enum\":[\"one\",\"two\"]}" },
	{ { .type = MODEL_STR, .choices = choices, .flags = NUL }, "{\"type\":[\"string\",\"null\"]}",
	  "{\"type\":[\"string\",\"null\"],\"enum\":[\"one\",\"two\",null]}" },
	{ { .type = MODEL_STR, .flags = MODEL_SECRET }, "{\"type\":\"string\",\"format\":\"password\"}", NULL },
	{ { .type = MODEL_STR, .flags = MODEL_IGNORED, .doc = "Old." }, "{\"description\":\"Old.\",\"deprecated\":true}", NULL },
	{ { .type = MODEL_INT }, "{\"type\":\"integer\",\"format\":\"int64\",\"default\":0}", "{\"type\":\"integer\",\"format\":\"int64\"}" },
	{ { .type = MODEL_INT, .min = 1, .max = 10, .def = 1 },
	  "{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":1,\"maximum\":10,\"default\":1}",
	  "{\"type\":\"integer\",\"format\":\"int64\"}" },
	{ { .type = MODEL_INT, .min = 1 }, "{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":1}",
	  "{\"type\":\"integer\",\"format\":\"int64\"}" },	/* 0 for absent is no value one could send */
	{ { .type = MODEL_INT, .flags = REQ | NUL, .min = -5, .max = -1 },
	  "{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":-5,\"maximum\":-1}", "{\"type\":\"integer\",\"format\":\"int64\"}" },
	{ { .type = MODEL_BOOL, .def = 1 }, "{\"type\":\"boolean\",\"default\":true}", "{\"type\":\"boolean\"}" },
	{ { .type = MODEL_BOOL, .flags = REQ }, "{\"type\":\"boolean\"}", "{\"type\":\"boolean\"}" },
	{ { .type = MODEL_ENUM, .choices = choices, .def = 1 }, "{\"type\":\"string\",\"enum\":[\"one\",\"two\"],\"default\":\"two\"}",
	  "{\"type\":\"string\",\"enum\":[\"one\",\"two\"]}" },
	{ { .type = MODEL_ENUM, .choices = choices, .def = -1, .flags = NUL },
	  "{\"type\":[\"string\",\"null\"],\"enum\":[\"one\",\"two\",null]}", "{\"type\":[\"string\",\"null\"],\"enum\":[\"one\",\"two\",null]}" },
	{ { .type = MODEL_UUID }, "{\"type\":\"string\",\"format\":\"uuid\"}", "{\"type\":\"string\",\"format\":\"uuid\"}" },
	{ { .type = MODEL_UUID, .flags = NUL }, "{\"type\":[\"string\",\"null\"],\"format\":\"uuid\"}",
	  "{\"type\":[\"string\",\"null\"],\"format\":\"uuid\"}" },
	{ { .type = MODEL_TIME }, "{\"type\":\"string\",\"format\":\"date-time\"}", "{\"type\":\"string\",\"format\":\"date-time\"}" },
	{ { .type = MODEL_QTY, .min = 500, .max = 20000 }, "{\"type\":\"number\",\"minimum\":0.500,\"maximum\":20.000}",
	  "{\"type\":\"number\"}" },
	{ { .type = MODEL_OBJECT, .sub = &sample_line_model }, "{\"$ref\":\"#/components/schemas/SampleLine\"}",
	  "{\"$ref\":\"#/components/schemas/SampleLine\"}" },
	{ { .type = MODEL_OBJECT, .sub = &sample_line_model, .flags = NUL },
	  "{\"anyOf\":[{\"$ref\":\"#/components/schemas/SampleLine\"},{\"type\":\"null\"}]}",
	  "{\"anyOf\":[{\"$ref\":\"#/components/schemas/SampleLine\"},{\"type\":\"null\"}]}" },
	{ { .type = MODEL_LIST, .sub = &sample_line_model, .flags = REQ, .max = 9 },
	  "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/SampleLine\"},\"minItems\":1,\"maxItems\":9}",
	  "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/SampleLine\"}}" },
	{ { .type = MODEL_STRS, .vmin = 2, .vmax = 5, .max = 4 },
	  "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"minLength\":2,\"maxLength\":5},\"maxItems\":4}",
	  "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}" },
	{ { .type = MODEL_STRS }, "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"minLength\":1}}",
	  "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}" },
	{ { .type = MODEL_INTS, .vmin = 1, .vmax = 999 },
	  "{\"type\":\"array\",\"items\":{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":1,\"maximum\":999}}",
	  "{\"type\":\"array\",\"items\":{\"type\":\"integer\",\"format\":\"int64\"}}" },
	{ { .type = MODEL_MAP, .vmax = 99, .min = 1, .max = 5 },
	  "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":0,\"maximum\":99},"
	  "\"minProperties\":1,\"maxProperties\":5}",
	  "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\",\"format\":\"int64\"}}" },
	{ { .type = MODEL_JSON, .doc = "Any." }, NULL, "{\"description\":\"Any.\"}" },
};

START_TEST(each_kind_of_row)
{
	for (int answer = 0; answer <= 1; answer++) {
		const char *want = answer ? rows[_i].answered : rows[_i].asked;
		struct buf b = { 0 };
		struct jsonw w = { .out = &b };
		ck_assert_int_eq(schema_has(&rows[_i].row, answer != 0), want != NULL);
		if (want != NULL) {
			schema_field(&w, &rows[_i].row, answer != 0, NULL);
			ck_assert_str_eq(buf_str(&b), want);
		}
		buf_free(&b);
	}
}
END_TEST

START_TEST(whole_models)
{
	struct buf b = { 0 };

	model_schema(&b, &sample_place_model, false);
	ck_assert_str_eq(buf_str(&b), "{\"type\":\"object\",\"properties\":{"
	    "\"address\":{\"type\":\"string\",\"minLength\":2,\"maxLength\":20,\"description\":\"Where to.\"},"
	    "\"notes\":{\"type\":\"string\",\"maxLength\":40},"
	    "\"floor\":{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":-5,\"maximum\":200,\"default\":1}},"
	    "\"required\":[\"address\"],\"additionalProperties\":false}");
	buf_reset(&b);
	/* Answered, what always stands there is required: floor is, notes is not. */
	model_schema(&b, &sample_place_model, true);
	ck_assert_str_eq(buf_str(&b), "{\"type\":\"object\",\"properties\":{"
	    "\"address\":{\"type\":\"string\",\"description\":\"Where to.\"},\"notes\":{\"type\":\"string\"},"
	    "\"floor\":{\"type\":\"integer\",\"format\":\"int64\"}},\"required\":[\"address\",\"floor\"],\"additionalProperties\":false}");
	buf_free(&b);
}
END_TEST

/* Of an answer the schema requires exactly what model_write() never leaves out. */
START_TEST(required_is_what_is_always_written)
{
	struct sample least = { .name = "n", .size = -1 };
	struct buf schema = { 0 }, text = { 0 };

	model_schema(&schema, &sample_model, true);
	model_write(&text, &sample_model, &least);
	struct json_object *s = json_tokener_parse(buf_str(&schema)), *v = json_tokener_parse(buf_str(&text)), *list, *props;
	ck_assert(json_object_object_get_ex(s, "required", &list));
	ck_assert(json_object_object_get_ex(s, "properties", &props));
	ck_assert_uint_eq(json_object_array_length(list), (size_t)json_object_object_length(v));
	for (size_t i = 0; i < json_object_array_length(list); i++)
		ck_assert(json_object_object_get_ex(v, json_object_get_string(json_object_array_get_idx(list, i)), NULL));
	json_object_object_foreach(v, key, value) {
		(void)value;
		ck_assert(json_object_object_get_ex(props, key, NULL));
	}
	ck_assert(!json_object_object_get_ex(props, "card", NULL));
	ck_assert(!json_object_object_get_ex(props, "status", NULL));
	json_object_put(s);
	json_object_put(v);
	buf_free(&schema);
	buf_free(&text);
}
END_TEST

Suite *
model_schema_suite(void)
{
	Suite *s = suite_create("model_schema");
	TCase *c = tcase_create("all");

	tcase_add_loop_test(c, each_kind_of_row, 0, ROWS(rows));
	tcase_add_test(c, whole_models);
	tcase_add_test(c, required_is_what_is_always_written);
	suite_add_tcase(s, c);
	return s;
}
