/* picture: each kind of file gets its answer; what is kept is upright, small enough, and the pixels alone. */
#include "image/picture.h"

#include <stdlib.h>
#include <string.h>
#include <vips/vips.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "image/sniff.h"
#include "support/pictures.h"
#include "support/suite.h"

static struct arena *arena;
static struct picture_file file;

static const struct conf conf = { .image_side = 2560, .image_decodes = 2, .image_patience_ms = 100 };

/* Made before anything is blocked. */
static void
start(const char *name)
{
	char why[256];

	ck_assert_int_eq(VIPS_INIT("test"), 0);
	file = picture_make(name);
	ck_assert_msg(picture_start(&conf, why, sizeof(why)) == 0, "%s", why);
	arena = arena_new(64u << 20);
}

static void
stop(void)
{
	arena_free(arena);
	free(file.bytes);
	picture_stop();
}

static const struct { const char *name; int width, height; } good[] = {
	{ "jpeg", 640, 480 }, { "png", 640, 480 }, { "webp", 640, 480 }, { "one", 1, 1 }, { "grey", 320, 200 },
	{ "interlaced", 640, 480 }, { "palette", 640, 480 }, { "transparent", 100, 50 }, { "deep", 640, 480 }, { "cmyk", 320, 200 },
	{ "rotated", 480, 640 }, { "animated", 64, 64 }, { "polyglot", 640, 480 }, { "large", 2560, 1920 }, { "wide", 2560, 5 },
};

START_TEST(taken)
{
	struct picture p;
	struct image_files files;

	start(good[_i].name);
	const struct err *e = picture_read(arena, "/file", file.bytes, file.len, &p);
	ck_assert_msg(e == NULL, "%s: %s", good[_i].name, e != NULL && e->nfaults > 0 ? e->faults[0].reason : "refused");
	ck_assert_int_eq(p.width, good[_i].width);
	ck_assert_int_eq(p.height, good[_i].height);
	ck_assert_ptr_null(picture_encode(arena, &p, &files));
	ck_assert_int_eq(files.width, good[_i].width);
	ck_assert_int_eq(files.height, good[_i].height);
	for (int i = 0; i < IMAGE_SIZE__MAX; i++) {
		struct picture back;
		int want = image_widths[i] == 0 || p.width < image_widths[i] ? p.width : image_widths[i];
		ck_assert_int_eq(sniff(files.size[i].p, files.size[i].len), SNIFF_WEBP);
		static const char *const traces[] = { "EXIF", "XMP ", "ICCP", "GPS", "SecretCamera", "<script", "<?php" };
		for (int t = 0; t < ROWS(traces); t++)
			ck_assert_ptr_null(memmem(files.size[i].p, files.size[i].len, traces[t], strlen(traces[t])));
		ck_assert_ptr_null(picture_read(arena, "/file", files.size[i].p, files.size[i].len, &back));
		ck_assert_int_eq(back.width, want);
	}
	stop();
}
END_TEST

/* The gradient's corner: red at the left; turned by the camera, it is at the top. */
START_TEST(upright)
{
	struct picture p;

	start("rotated");
	ck_assert_ptr_null(picture_read(arena, "/file", file.bytes, file.len, &p));
	const unsigned char *top = p.rgb + (p.width / 2) * 3, *bottom = p.rgb + ((p.height - 1) * p.width + p.width / 2) * 3;
	ck_assert_int_gt(top[0], 220);
	ck_assert_int_lt(top[2], 40);
	ck_assert_int_lt(bottom[0], 40);
	ck_assert_int_gt(bottom[2], 220);
	stop();
}
END_TEST

START_TEST(on_white)
{
	struct picture p;

	start("transparent");
	ck_assert_ptr_null(picture_read(arena, "/file", file.bytes, file.len, &p));
	for (int i = 0; i < p.width * p.height * 3; i++)
		ck_assert_int_eq(p.rgb[i], 255);
	stop();
}
END_TEST

/* reason NULL: UNSUPPORTED_MEDIA_TYPE. */
static const struct { const char *name, *reason; } bad[] = {
	{ "gif", NULL }, { "svg", NULL }, { "html", NULL }, { "empty", "empty" }, { "soi", "damaged_image" },
	{ "truncated_jpeg", "damaged_image" }, { "truncated_png", "damaged_image" }, { "truncated_webp", "damaged_image" },
	{ "claims", "damaged_image" }, { "huge_png", "too_many_pixels" }, { "huge_jpeg", "too_many_pixels" }, { "bomb", "too_many_pixels" },
};

START_TEST(refused)
{
	struct picture p = { 0 };

	start(bad[_i].name);
	const struct err *e = picture_read(arena, "/file", file.bytes, file.len, &p);
	ck_assert_ptr_nonnull(e);
	if (bad[_i].reason == NULL)
		ck_assert_int_eq(e->code, ERR_UNSUPPORTED_MEDIA_TYPE);
	else {
		ck_assert_int_eq(e->code, ERR_INVALID_REQUEST);
		ck_assert_uint_eq(e->nfaults, 1);
		ck_assert_str_eq(e->faults[0].pointer, "/file");
		ck_assert_str_eq(e->faults[0].reason, bad[_i].reason);
	}
	ck_assert_ptr_null(p.rgb);
	/* The next one is none the worse for it. */
	ck_assert_str_eq(vips_error_buffer(), "");
	stop();
}
END_TEST

/* Bytes of a good file changed at random: an answer, whichever. */
START_TEST(scrambled)
{
	static const char *const names[] = { "jpeg", "png", "webp", "interlaced", "animated" };
	unsigned seed = 4711u + (unsigned)_i;

	start(names[_i]);
	for (int round = 0; round < 60; round++) {
		unsigned char *copy = malloc(file.len);
		struct picture p = { 0 };
		ck_assert_ptr_nonnull(copy);
		memcpy(copy, file.bytes, file.len);
		for (int k = 0; k < 8; k++) {
			seed = seed * 1103515245u + 12345u;
			copy[(seed >> 8) % file.len] = (unsigned char)(seed >> 3);
		}
		const struct err *e = picture_read(arena, "/file", copy, file.len, &p);
		ck_assert((e == NULL) == (p.rgb != NULL));
		free(copy);
		arena_reset(arena);
	}
	stop();
}
END_TEST

Suite *
picture_suite(void)
{
	Suite *s = suite_create("image/picture");
	TCase *c = tcase_create("picture");

	tcase_set_timeout(c, 120);
	tcase_add_loop_test(c, taken, 0, ROWS(good));
	tcase_add_test(c, upright);
	tcase_add_test(c, on_white);
	tcase_add_loop_test(c, refused, 0, ROWS(bad));
	tcase_add_loop_test(c, scrambled, 0, 5);
	suite_add_tcase(s, c);
	return s;
}
