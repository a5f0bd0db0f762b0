/* painting_api: a job as it is shown, in each of its states. */
#include "api/painting_api.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "domain/painting.h"
#include "support/suite.h"

static const struct { struct painting p; bool image; const char *holds[4]; } cases[] = {
	{ { .kind = IMAGE_GENERATED, .status = PAINTING_RUNNING, .prompt = "딸기", .ratio = 8, .progress = 40 }, false,
	  { "\"status\":\"RUNNING\",\"progress\":40", "\"aspect_ratio\":\"16:9\"", "\"image_path\":null", "\"problem\":null" } },
	{ { .kind = IMAGE_EDITED, .status = PAINTING_DONE, .prompt = "딸기", .progress = 100 }, true,
	  { "\"kind\":\"EDITED\"", "\"image_path\":\"/api/cake/customizations/image/0123456789abcdef0123456789abcdef.webp\"", "\"width\":10", "\"provider\":\"sketch\"" } },
	{ { .kind = IMAGE_GENERATED, .status = PAINTING_FAILED, .prompt = "x", .failure = "INVALID_REQUEST content_refused" }, false,
	  { "\"code\":\"INVALID_REQUEST content_refused\"", "ask for something else", "\"image_path\":null", "\"FAILED\"" } },
	{ { .kind = IMAGE_GENERATED, .status = PAINTING_FAILED, .prompt = "x", .failure = "UPSTREAM_TIMEOUT" }, false,
	  { "\"code\":\"UPSTREAM_TIMEOUT\"", "did not answer", "\"FAILED\"", "\"width\":0" } },
};

START_TEST(shown)
{
	static const struct image image = { .id = "0123456789abcdef0123456789abcdef", .width = 10, .height = 20, .provider = "sketch" };
	struct arena *a = arena_new(1 << 16);
	struct painting_view v;
	struct buf b = { 0 };

	ck_assert(painting_view(a, &cases[_i].p, cases[_i].image ? &image : NULL, true, &v));
	model_write(&b, &painting_view_model, &v);
	for (int i = 0; i < 4; i++)
		ck_assert_msg(strstr(buf_str(&b), cases[_i].holds[i]) != NULL, "%s is not in %s", cases[_i].holds[i], buf_str(&b));
	buf_free(&b);
	arena_free(a);
}
END_TEST

START_TEST(a_picture)
{
	static const struct image image = { .id = "0123456789abcdef0123456789abcdef", .kind = IMAGE_UPLOAD, .width = 10, .height = 20 };
	struct arena *a = arena_new(1 << 16);
	struct image_view v;

	ck_assert(image_view(a, &image, &v));
	ck_assert_str_eq(v.kind, "UPLOAD");
	ck_assert_str_eq(v.filename, "0123456789abcdef0123456789abcdef.webp");
	ck_assert_ptr_null(v.provider);
	arena_free(a);
}
END_TEST

Suite *
painting_api_suite(void)
{
	Suite *s = suite_create("painting_api");
	TCase *t = tcase_create("all");

	tcase_add_loop_test(t, shown, 0, ROWS(cases));
	tcase_add_test(t, a_picture);
	suite_add_tcase(s, t);
	return s;
}
