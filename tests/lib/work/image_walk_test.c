/* image_walk: silent where rows and files agree; each stray told once, by what it is. */
#include "work/image_walk.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "domain/image.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;
static struct buf told;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { buf_free(&told); testshop_close(&t); }

static const struct err *
tell(void *arg, enum image_stray kind, const char *name)
{
	static const char *const kinds[] = { [IMAGE_ROW_ALONE] = "row", [IMAGE_FILE_ALONE] = "file", [IMAGE_LEAVING] = "leaving" };

	(void)arg;
	buf_printf(&told, "%s %s\n", kinds[kind], name);
	return NULL;
}

static const char *
walk(int64_t before)
{
	buf_reset(&told);
	ck_ok(image_walk(t.db, t.t.arena, t.images, before, tell, NULL));
	return buf_str(&told);
}

START_TEST(agree)
{
	for (int i = 0; i < 20; i++)
		testshop_image(&t, &t.kim);
	ck_assert_str_eq(walk(clock_now() + 1000), "");
}
END_TEST

/* 0: the row is gone; 1: the full size; 2: a thumbnail. */
START_TEST(strays)
{
	char id[IMAGE_ID_TEXT];

	testshop_image(&t, &t.kim);
	ck_assert(image_path_parse(testshop_image(&t, &t.kim), id));
	testshop_image(&t, &t.kim);
	if (_i == 0)
		testshop_sql(&t, "DELETE FROM images WHERE image_id = '%s'", id);
	else
		ck_assert_int_eq(unlink(arena_printf(t.t.arena, "%s/%.2s/%.2s/%s%s.webp", t.images, id, id + 2, id, _i == 1 ? "" : "-320")), 0);
	ck_assert_str_eq(walk(clock_now() + 1000), arena_printf(t.t.arena, "%s %s\n", _i == 0 ? "file" : "row", id));
	/* Young files may be those of an upload under way; a row never comes before its files. */
	ck_assert_str_eq(walk(clock_now() - 60000), _i == 0 ? "" : arena_printf(t.t.arena, "row %s\n", id));
}
END_TEST

static const struct err *
object(void *arg, enum image_stray kind, const char *name)
{
	(void)kind, (void)name;
	(*(int *)arg)++;
	return err_static(ERR_UNAVAILABLE);
}

START_TEST(ends_with_an_error)
{
	int calls = 0;

	testshop_image(&t, &t.kim);
	testshop_image(&t, &t.kim);
	testshop_sql(&t, "DELETE FROM images");
	ck_assert(err_is(image_walk(t.db, t.t.arena, t.images, clock_now() + 1000, object, &calls), ERR_UNAVAILABLE));
	ck_assert_int_eq(calls, 1);
}
END_TEST

Suite *
image_walk_suite(void)
{
	Suite *s = suite_create("work/image_walk");
	TCase *c = tcase_create("image_walk");

	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, agree);
	tcase_add_loop_test(c, strays, 0, 3);
	tcase_add_test(c, ends_with_an_error);
	suite_add_tcase(s, c);
	return s;
}
