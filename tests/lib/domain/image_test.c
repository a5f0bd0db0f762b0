/* image: names and paths there and back, and whose a picture is. */
#include "domain/image.h"

#include <string.h>

#include "base/arena.h"
#include "support/suite.h"

#define ID "0123456789abcdef0123456789abcdef"

START_TEST(kinds)
{
	static const char *const want[] = { "UPLOAD", "GENERATED", "EDITED" };

	ck_assert_int_eq(ROWS(want), IMAGE_KIND__MAX);
	for (int i = 0; i < IMAGE_KIND__MAX; i++) {
		ck_assert_str_eq(image_kind_names[i], want[i]);
		ck_assert_int_eq(image_kind_parse(want[i]), i);
	}
	ck_assert_ptr_null(image_kind_names[IMAGE_KIND__MAX]);
	ck_assert_int_eq(image_kind_parse("upload"), -1);
	ck_assert_int_eq(image_kind_parse(NULL), -1);
}
END_TEST

START_TEST(new_names)
{
	char a[IMAGE_ID_TEXT], b[IMAGE_ID_TEXT];

	image_id_new(a);
	image_id_new(b);
	ck_assert(image_id_valid(a));
	ck_assert(image_id_valid(b));
	ck_assert_str_ne(a, b);
}
END_TEST

START_TEST(there_and_back)
{
	struct arena *arena = arena_new(4096);
	char id[IMAGE_ID_TEXT] = "";

	ck_assert_str_eq(image_filename(arena, ID), ID ".webp");
	ck_assert_str_eq(image_path(arena, ID, IMAGE_FULL), "/api/cake/customizations/image/" ID ".webp");
	ck_assert_str_eq(image_path(arena, ID, IMAGE_320), "/api/cake/customizations/image/" ID ".webp?w=320");
	ck_assert_str_eq(image_path(arena, ID, IMAGE_800), "/api/cake/customizations/image/" ID ".webp?w=800");
	ck_assert(image_path_parse(image_path(arena, ID, IMAGE_FULL), id));
	ck_assert_str_eq(id, ID);
	arena_free(arena);
}
END_TEST

static const char *const no_paths[] = {
	NULL, "", ID, ID ".webp", IMAGE_PATH, IMAGE_PATH ID, IMAGE_PATH ID ".jpg", IMAGE_PATH ID ".webp?w=320", IMAGE_PATH ID ".webp/",
	IMAGE_PATH "0123456789ABCDEF0123456789abcdef.webp", IMAGE_PATH "../../../../etc/passwd0123456789ab.webp",
	IMAGE_PATH "0123456789abcdef0123456789abcde.webp", IMAGE_PATH "0123456789abcdef0123456789abcdef0.webp", "https://x" IMAGE_PATH ID ".webp",
	IMAGE_PATH "01234567/9abcdef0123456789abcdef.webp",
};

START_TEST(not_a_path)
{
	char id[IMAGE_ID_TEXT] = "untouched";

	ck_assert(!image_path_parse(no_paths[_i], id));
	ck_assert_str_eq(id, "untouched");
}
END_TEST

/* Members 1 and 2, guests' tokens 1 and 2; 0 = none. */
static const struct { int of_user, of_guest, user, guest; bool is; } owners[] = {
	{ 1, 0, 1, 0, true }, { 1, 0, 1, 2, true }, { 1, 0, 2, 0, false }, { 1, 0, 0, 0, false }, { 1, 0, 0, 1, false },
	{ 0, 1, 0, 1, true }, { 0, 1, 0, 2, false }, { 0, 1, 0, 0, false },
	{ 0, 1, 1, 1, true },		/* the guest has signed in */
	{ 0, 1, 1, 0, false }, { 0, 1, 1, 2, false },
	{ 1, 1, 1, 0, true },		/* taken by the member … */
	{ 1, 1, 0, 1, true },		/* … and still the guest's, whose order may name it */
	{ 1, 1, 2, 1, false },		/* but not the next member's in this browser */
	{ 0, 0, 0, 0, false }, { 0, 0, 1, 1, false },
};

START_TEST(whose)
{
	struct image_owner of = { .user_id.b[0] = (uint8_t)owners[_i].of_user, .guest.b[0] = (uint8_t)owners[_i].of_guest };
	struct image_owner caller = { .user_id.b[0] = (uint8_t)owners[_i].user, .guest.b[0] = (uint8_t)owners[_i].guest };

	ck_assert(image_is_of(&of, &caller) == owners[_i].is);
}
END_TEST

START_TEST(places)
{
	struct image last = { .id = ID, .created_at = INT64_C(1764000000123) };
	struct arena *arena = arena_new(4096);
	struct image_place p;

	ck_assert_str_eq(image_place_text(arena, &last), "1764000000123." ID);
	ck_assert(image_place_parse("1764000000123." ID, &p));
	ck_assert_int_eq(p.created_at, last.created_at);
	ck_assert_str_eq(p.id, ID);
	ck_assert(image_place_parse(NULL, &p));
	ck_assert_int_eq(p.created_at, image_place_first.created_at);
	arena_free(arena);
}
END_TEST

static const char *const no_places[] = {
	"", ".", ID, "." ID, "1764000000123", "1764000000123." ID "0", "1764000000123.0123", "-1." ID, " 1." ID, "1,." ID, "1e3." ID,
	"253402300799001." ID, "99999999999999999999." ID, "1.0123456789ABCDEF0123456789abcdef",
};

START_TEST(not_a_place)
{
	struct image_place p = { .created_at = 7 };

	ck_assert(!image_place_parse(no_places[_i], &p));
	ck_assert_int_eq(p.created_at, 7);
}
END_TEST

Suite *
image_suite(void)
{
	Suite *s = suite_create("domain/image");
	TCase *c = tcase_create("image");

	tcase_add_test(c, kinds);
	tcase_add_test(c, new_names);
	tcase_add_test(c, there_and_back);
	tcase_add_loop_test(c, not_a_path, 0, ROWS(no_paths));
	tcase_add_test(c, places);
	tcase_add_loop_test(c, not_a_place, 0, ROWS(no_places));
	tcase_add_loop_test(c, whose, 0, ROWS(owners));
	suite_add_tcase(s, c);
	return s;
}
