/* cake_api: what is told of a picture. */
#include "api/cake_api.h"

#include "base/arena.h"
#include "base/buf.h"
#include "domain/image.h"
#include "support/suite.h"

#define ID "0123456789abcdef0123456789abcdef"

static const struct { const char *provider, *token, *json; } rows[] = {
	{ NULL, NULL, "{\"image_path\":\"" IMAGE_PATH ID ".webp\",\"filename\":\"" ID ".webp\",\"thumbnail_path\":\"" IMAGE_PATH ID ".webp?w=320\","
	    "\"width\":640,\"height\":480}" },
	{ "sketch", "token", "{\"image_path\":\"" IMAGE_PATH ID ".webp\",\"filename\":\"" ID ".webp\",\"thumbnail_path\":\"" IMAGE_PATH ID ".webp?w=320\","
	    "\"width\":640,\"height\":480,\"provider\":\"sketch\",\"order_token\":\"token\"}" },
};

START_TEST(told)
{
	struct arena *arena = arena_new(8192);
	struct image image = { .id = ID, .width = 640, .height = 480, .provider = rows[_i].provider };
	struct buf out = { 0 };

	model_write(&out, &image_answer_model, image_answer(arena, &image, rows[_i].token));
	ck_assert_str_eq(buf_str(&out), rows[_i].json);
	buf_free(&out);
	arena_free(arena);
}
END_TEST

START_TEST(no_room)
{
	struct arena *arena = arena_new(1024);
	struct image image = { .id = ID };

	while (arena_alloc(arena, 16) != NULL)
		;
	ck_assert_ptr_null(image_answer(arena, &image, NULL));
	arena_free(arena);
}
END_TEST

Suite *
cake_api_suite(void)
{
	Suite *s = suite_create("api/cake_api");
	TCase *c = tcase_create("cake_api");

	tcase_add_loop_test(c, told, 0, ROWS(rows));
	tcase_add_test(c, no_room);
	suite_add_tcase(s, c);
	return s;
}
