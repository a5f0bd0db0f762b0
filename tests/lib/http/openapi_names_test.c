/* openapi_names_test: how models are called in the document. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/jsonw.h"
#include "http/model.h"
#include "http/openapi_names.h"
#include "support/jsonc.h"
#include "support/sample.h"
#include "support/suite.h"

static struct arena *arena;
static struct openapi_names names;

static void
setup(void)
{
	arena = arena_new(1u << 20);
	openapi_names_init(&names, arena);
}

static void teardown(void) { arena_free(arena); }

/* A list alone: asked it may be left out, answered it always stands there. */
struct plain { struct list tags; };
static const struct model_field plain_fields[] = { { FIELD_INTS(struct plain, tags), .flags = MODEL_NULLABLE } };
static const struct model plain_model = MODEL(struct plain, "Plain", plain_fields);

static struct json_object *
schemas(void)
{
	struct buf b = { 0 };
	struct jsonw w = { .out = &b };

	json_open(&w, '{');
	openapi_names_write(&w, &names);
	json_close(&w, '}');
	struct json_object *o = json_tokener_parse(buf_str(&b));
	ck_assert_ptr_nonnull(o);
	buf_free(&b);
	return o;
}

START_TEST(one_direction_keeps_the_name)
{
	openapi_names_add(&names, &sample_model, false, true);
	openapi_names_settle(&names);
	ck_assert(!names.failed);
	ck_assert_uint_eq(names.n, 3);	/* with what it refers to */
	ck_assert_str_eq(openapi_name(&names, &sample_model, false), "Sample");
	ck_assert_str_eq(openapi_name(&names, &sample_line_model, false), "SampleLine");
}
END_TEST

START_TEST(both_directions_part_where_they_differ)
{
	openapi_names_add(&names, &sample_model, true, false);		/* its members alone */
	openapi_names_add(&names, &sample_model, false, true);
	openapi_names_add(&names, &sample_model, false, true);
	openapi_names_settle(&names);
	ck_assert(!names.failed);
	ck_assert_uint_eq(names.n, 5);
	ck_assert_str_eq(openapi_name(&names, &sample_model, false), "Sample");
	ck_assert_str_eq(openapi_name(&names, &sample_line_model, false), "SampleLineInput");
	ck_assert_str_eq(openapi_name(&names, &sample_line_model, true), "SampleLine");
	struct json_object *o = schemas();
	ck_assert_int_eq(json_object_object_length(o), 5);
	ck_assert(json_object_object_get_ex(o, "SamplePlaceInput", NULL));
	json_object_put(o);
}
END_TEST

/* Equal by itself, but what it refers to is not: it has to refer to two names. */
struct holder { struct list lines; };
static const struct model_field holder_fields[] = { { FIELD_LIST(struct holder, lines, &sample_line_model), .flags = MODEL_NULLABLE } };
static const struct model holder_model = MODEL(struct holder, "Holder", holder_fields);

START_TEST(difference_within)
{
	openapi_names_add(&names, &holder_model, false, true);
	openapi_names_add(&names, &holder_model, true, true);
	openapi_names_settle(&names);
	ck_assert_str_eq(openapi_name(&names, &holder_model, false), "HolderInput");
	struct json_object *o = schemas(), *input;
	ck_assert(json_object_object_get_ex(o, "HolderInput", &input));
	ck_assert_ptr_nonnull(strstr(json_object_to_json_string_ext(input, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE),
	    "#/components/schemas/SampleLineInput\""));
	json_object_put(o);
}
END_TEST

START_TEST(equal_in_both_directions)
{
	/* Required on neither side is what an answer always has: only an empty model is really the same. */
	static const struct model empty = { .name = "Empty" };

	openapi_names_add(&names, &empty, false, true);
	openapi_names_add(&names, &empty, true, true);
	openapi_names_add(&names, &plain_model, false, true);
	openapi_names_add(&names, &plain_model, true, true);
	openapi_names_settle(&names);
	ck_assert_str_eq(openapi_name(&names, &empty, false), "Empty");
	ck_assert_str_eq(openapi_name(&names, &plain_model, false), "PlainInput");
	struct json_object *o = schemas();
	ck_assert_int_eq(json_object_object_length(o), 3);
	json_object_put(o);
}
END_TEST

START_TEST(two_models_of_one_name)
{
	static const struct model twin = { .name = "SampleLine" };

	openapi_names_add(&names, &sample_line_model, true, true);
	openapi_names_add(&names, &twin, true, true);
	openapi_names_settle(&names);
	ck_assert(names.failed);
}
END_TEST

START_TEST(full_arena)
{
	while (arena_alloc(arena, 16) != NULL)
		;
	openapi_names_add(&names, &sample_model, true, true);
	ck_assert(names.failed);
	ck_assert_str_eq(openapi_name(&names, &sample_model, true), "Sample");
}
END_TEST

Suite *
openapi_names_suite(void)
{
	Suite *s = suite_create("openapi_names");
	TCase *c = tcase_create("all");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, one_direction_keeps_the_name);
	tcase_add_test(c, both_directions_part_where_they_differ);
	tcase_add_test(c, difference_within);
	tcase_add_test(c, equal_in_both_directions);
	tcase_add_test(c, two_models_of_one_name);
	tcase_add_test(c, full_arena);
	suite_add_tcase(s, c);
	return s;
}
