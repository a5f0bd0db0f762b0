/* model_write_test: structs as JSON: every type, what is absent, what must never be said. */
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "http/model.h"
#include "support/sample.h"
#include "support/suite.h"

static struct buf out;

static void setup(void) { ck_assert_int_eq(clock_zone("Asia/Seoul"), 0); }
static void teardown(void) { buf_free(&out); }

START_TEST(absent_fields)
{
	struct sample s = { .name = "n", .size = -1 };

	model_write(&out, &sample_model, &s);
	ck_assert_str_eq(buf_str(&out),
	    "{\"name\":\"n\",\"quantity\":0,\"any\":0,\"gift\":false,\"receipt\":false,\"style\":\"simple\",\"user_id\":null,"
	    "\"weight\":0,\"lines\":[],\"tags\":[],\"products\":[],\"extras\":{}}");
}
END_TEST

START_TEST(every_type)
{
	struct sample_line lines[] = { { "x", 2 }, { "y", 1 } };
	const char *tags[] = { "ab", "\"가\"" };
	int64_t products[] = { 7, -1 };
	struct pair extras[] = { { "wine", 2 }, { "a\"b", -3 } };
	struct sample_place place = { .address = "서울\n", .floor = -5 };
	struct sample s = {
		.name = "tab\tquote\"", .quantity = INT64_MAX, .any = INT64_MIN, .gift = true, .style = SAMPLE_DELUXE, .size = 1,
		.user_id = { { 0x01, 0x92, 0xf5, 0xd6, 0x7e, 0x1a, 0x7a, 0xbc, 0x8d, 0xef, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab } },
		.at = 1795255200123, .weight = 1500, .place = &place, .lines = { lines, 2 }, .tags = { tags, 2 },
		.products = { products, 2 }, .extras = { extras, 2 }, .card = "4242", .status = "x", .ready = "{\"as\":[\"is\"]}",
	};

	model_write(&out, &sample_model, &s);
	ck_assert_str_eq(buf_str(&out),
	    "{\"name\":\"tab\\tquote\\\"\",\"quantity\":9223372036854775807,\"any\":-9223372036854775808,\"gift\":true,"
	    "\"receipt\":false,\"style\":\"deluxe\",\"size\":\"size_2\",\"user_id\":\"0192f5d6-7e1a-7abc-8def-0123456789ab\","
	    "\"at\":\"2026-11-21T19:00:00.123+09:00\",\"weight\":1.5,\"place\":{\"address\":\"서울\\n\",\"floor\":-5},"
	    "\"lines\":[{\"code\":\"x\",\"quantity\":2},{\"code\":\"y\",\"quantity\":1}],\"tags\":[\"ab\",\"\\\"가\\\"\"],"
	    "\"products\":[7,-1],\"extras\":{\"wine\":2,\"a\\\"b\":-3},\"ready\":{\"as\":[\"is\"]}}");
}
END_TEST

static const struct { qty_t q; const char *text; } quantities[] = {
	{ 0, "0" }, { 1, "0.001" }, { 10, "0.01" }, { 100, "0.1" }, { 1000, "1" }, { 1500, "1.5" }, { 10000, "10" },
	{ 100000, "100" }, { 12345, "12.345" }, { -1500, "-1.5" }, { -1, "-0.001" }, { -2000, "-2" },
};

struct only_qty { qty_t q; };
static const struct model_field qty_fields[] = { { FIELD_QTY(struct only_qty, q) } };
static const struct model qty_model = MODEL(struct only_qty, "OnlyQty", qty_fields);

START_TEST(quantities_have_no_trailing_zeroes)
{
	struct only_qty in = { quantities[_i].q };

	model_write_members(&out, &qty_model, &in);
	ck_assert_int_eq(strncmp(buf_str(&out), "\"q\":", 4), 0);
	ck_assert_str_eq(buf_str(&out) + 4, quantities[_i].text);
}
END_TEST

/* Every type that can be absent is null when the row says so. */
struct nulls { const char *s; int e; struct uuid u; int64_t t, n; const struct sample_line *o; const char *j; };
static const char *const one[] = { "one", NULL };
static const struct model_field null_fields[] = {
	{ FIELD_STR(struct nulls, s), .flags = MODEL_NULLABLE },
	{ FIELD_ENUM(struct nulls, e, one), .flags = MODEL_NULLABLE },
	{ FIELD_UUID(struct nulls, u), .flags = MODEL_NULLABLE },
	{ FIELD_TIME(struct nulls, t), .flags = MODEL_NULLABLE },
	{ FIELD_INT(struct nulls, n), .flags = MODEL_NULLABLE | MODEL_OPTIONAL },
	{ FIELD_OBJECT(struct nulls, o, struct sample_line, &sample_line_model), .flags = MODEL_NULLABLE },
	{ FIELD_JSON(struct nulls, j), .flags = MODEL_NULLABLE },
};
static const struct model null_model = MODEL(struct nulls, "Nulls", null_fields);

START_TEST(nullable_fields)
{
	struct nulls in = { .e = -1, .n = -1 };

	model_write(&out, &null_model, &in);
	ck_assert_str_eq(buf_str(&out), "{\"s\":null,\"e\":null,\"u\":null,\"t\":null,\"n\":null,\"o\":null,\"j\":null}");
}
END_TEST

/* A number is left out below 0 where its row says so; everywhere else it is a number like any other. */
static const struct model_field optional_fields[] = {
	{ FIELD_INT(struct nulls, t), .flags = MODEL_OPTIONAL },
	{ FIELD_INT(struct nulls, n) },
};
static const struct model optional_model = MODEL(struct nulls, "Optional", optional_fields);
static const struct { int64_t t, n; const char *text; } numbers[] = {
	{ -1, -1, "{\"n\":-1}" },
	{ 0, 0, "{\"t\":0,\"n\":0}" },
	{ INT64_MIN, 7, "{\"n\":7}" },
	{ 7, INT64_MIN, "{\"t\":7,\"n\":-9223372036854775808}" },
};

START_TEST(optional_numbers)
{
	struct buf schema = { 0 };

	model_write(&out, &optional_model, &(struct nulls){ .t = numbers[_i].t, .n = numbers[_i].n });
	ck_assert_str_eq(buf_str(&out), numbers[_i].text);
	model_schema(&schema, &optional_model, true);
	ck_assert_ptr_nonnull(strstr(buf_str(&schema), "\"required\":[\"n\"]"));
	buf_free(&schema);
}
END_TEST

START_TEST(members_alone)
{
	struct sample_line line = { "x", 3 };

	buf_puts(&out, "{\"success\":true,");
	model_write_members(&out, &sample_line_model, &line);
	buf_puts(&out, "}");
	ck_assert_str_eq(buf_str(&out), "{\"success\":true,\"code\":\"x\",\"quantity\":3}");
}
END_TEST

Suite *
model_write_suite(void)
{
	Suite *s = suite_create("model_write");
	TCase *c = tcase_create("all");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, absent_fields);
	tcase_add_test(c, every_type);
	tcase_add_loop_test(c, quantities_have_no_trailing_zeroes, 0, ROWS(quantities));
	tcase_add_test(c, nullable_fields);
	tcase_add_loop_test(c, optional_numbers, 0, ROWS(numbers));
	tcase_add_test(c, members_alone);
	suite_add_tcase(s, c);
	return s;
}
