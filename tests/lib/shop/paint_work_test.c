/* paint_work: jobs painted once, failures kept, and what becomes of jobs whose painter died. */
#include "shop/paint_work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "shop/paintings.h"
#include "shop/shop.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;
static char dir[64];
static int painted;
static const struct err *fails;
static char seen_source[8];
static const unsigned char me[PAINTER_ID] = "me", other[PAINTER_ID] = "other";

static void create(void) { testshop_create(&t); }

static void
setup(void)
{
	testshop_open(&t);
	strcpy(dir, "/tmp/banquet-paint-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	t.t.conf.image_dir = dir;
	t.t.conf.painter_own = 2;
	t.t.conf.painter_hourly = 60;
	t.t.conf.painter_address = 4;
	t.t.conf.painter_queue = 32;
	painted = 0;
	fails = NULL;
}

static void
teardown(void)
{
	char command[128];

	testshop_close(&t);
	(void)snprintf(command, sizeof(command), "rm -rf -- %s", dir);
	ck_assert_int_eq(system(command), 0);
}

static const struct err *
fake(void *self, struct arena *a, const struct painting *p, const struct image *source, const void *bytes, size_t n, struct image_files *out)
{
	(void)self, (void)a, (void)p;
	painted++;
	seen_source[0] = '\0';
	if (source != NULL)
		(void)snprintf(seen_source, sizeof(seen_source), "%.*s", (int)n, (const char *)bytes);
	*out = (struct image_files){ .width = 8, .height = 4 };
	for (int i = 0; i < IMAGE_SIZE__MAX; i++) {
		out->size[i].p = "webp";
		out->size[i].len = 4;
	}
	return fails;
}
static const struct artist artist = { .name = "fake", .half_ms = 1000, .paint = fake };

static const struct painting *
asked(const char *prompt, const char *source)
{
	struct painting_ask wish = { .owner = { .user_id = t.kim }, .prompt = prompt, .source_id = source };
	const struct painting *p;

	ck_ok(painting_ask(t.shop, t.t.arena, &wish, &p));
	return p;
}

static const struct painting *
now(const struct painting *p)
{
	struct image_owner kim = { .user_id = t.kim };

	ck_ok(painting_find(t.shop, t.t.arena, &kim, &p->id, &p));
	return p;
}

START_TEST(painted_once)
{
	const struct painting *p = asked("one", NULL);
	const struct image *image;
	bool worked;

	ck_ok(paint_one(t.shop, t.t.arena, &artist, me, &worked));
	ck_assert(worked);
	ck_ok(paint_one(t.shop, t.t.arena, &artist, me, &worked));
	ck_assert(!worked);
	ck_assert_int_eq(painted, 1);
	p = now(p);
	ck_assert_int_eq((int)p->status, PAINTING_DONE);
	ck_assert_int_eq(p->progress, 100);
	ck_ok(painting_image(t.shop, t.t.arena, p, &image));
	ck_assert_str_eq(image->provider, "fake");
	ck_assert_str_eq(image->prompt, "one");
	ck_assert_int_eq(image->width, 8);
	ck_assert_int_eq(uuid_cmp(&image->owner.user_id, &t.kim), 0);
}
END_TEST

START_TEST(a_change_has_its_source_and_story)
{
	const struct painting *p = asked("one", NULL), *q;
	const struct image *image;
	bool worked;

	ck_ok(paint_one(t.shop, t.t.arena, &artist, me, &worked));
	q = asked("two", now(p)->image_id);
	ck_ok(paint_one(t.shop, t.t.arena, &artist, me, &worked));
	ck_assert_str_eq(seen_source, "webp");
	ck_ok(painting_image(t.shop, t.t.arena, now(q), &image));
	ck_assert_int_eq((int)image->kind, IMAGE_EDITED);
	ck_assert_str_eq(image->prompt, "one\ntwo");
	/* Of another's picture there is no story. */
	testshop_sql(&t, "UPDATE images SET provider = 'another'");
	q = asked("three", now(p)->image_id);
	ck_ok(paint_one(t.shop, t.t.arena, &artist, me, &worked));
	ck_ok(painting_image(t.shop, t.t.arena, now(q), &image));
	ck_assert_ptr_null(image->prompt);
}
END_TEST

START_TEST(failures_are_kept)
{
	const struct painting *p = asked("one", NULL), *gone;
	bool worked;

	fails = err_fault(t.t.arena, "/prompt", "content_refused");
	ck_ok(paint_one(t.shop, t.t.arena, &artist, me, &worked));
	ck_assert_str_eq(now(p)->failure, "INVALID_REQUEST content_refused");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM images"), 0);
	fails = NULL;
	gone = asked("two", NULL);
	testshop_sql(&t, "UPDATE image_jobs SET source_id = '0123456789abcdef0123456789abcdef' WHERE status = 'QUEUED'");
	ck_ok(paint_one(t.shop, t.t.arena, &artist, me, &worked));
	ck_assert_str_eq(now(gone)->failure, "INVALID_REQUEST not_yours_or_unknown");
	ck_assert_int_eq(painted, 1);
}
END_TEST

START_TEST(a_dead_painter_s_job_is_taken_up_once)
{
	const struct painting *p = asked("one", NULL);
	bool worked;

	for (int died = 1; died <= PAINT_TRIES; died++) {
		/* Taken, and never heard of again. */
		testshop_sql(&t, "UPDATE image_jobs SET status = 'RUNNING', attempts = %d, painter = UNHEX(REPEAT('ab', 16)), started_at = NOW(3),"
		    " lease_until = UTC_TIMESTAMP(3) + INTERVAL 5 SECOND", died);
		ck_ok(paint_one(t.shop, t.t.arena, &artist, me, &worked));
		ck_assert(!worked);
		testshop_sql(&t, "UPDATE image_jobs SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND");
		ck_ok(paint_one(t.shop, t.t.arena, &artist, me, &worked));
		ck_assert(worked);
		ck_assert_int_eq(painted, 1);
	}
	p = now(p);
	ck_assert_int_eq((int)p->status, PAINTING_FAILED);
	ck_assert_str_eq(p->failure, "UPSTREAM_FAILED");
}
END_TEST

/* While it paints, another takes the job over. */
static const struct err *
slow(void *self, struct arena *a, const struct painting *p, const struct image *source, const void *bytes, size_t n, struct image_files *out)
{
	testshop_sql(&t, "UPDATE image_jobs SET painter = UNHEX(REPEAT('cd', 16))");
	return fake(self, a, p, source, bytes, n, out);
}

START_TEST(who_comes_late_ends_nothing)
{
	static const struct artist late = { .name = "fake", .half_ms = 1000, .paint = slow };
	const struct painting *p = asked("one", NULL);
	bool worked;

	ck_ok(paint_one(t.shop, t.t.arena, &late, me, &worked));
	ck_assert_int_eq((int)now(p)->status, PAINTING_RUNNING);
}
END_TEST

START_TEST(renewed)
{
	const struct painting *p = asked("one", NULL);

	testshop_sql(&t, "UPDATE image_jobs SET status = 'RUNNING', painter = X'6D650000000000000000000000000000',"
	    " started_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND, lease_until = UTC_TIMESTAMP(3)");
	ck_ok(paint_renew(t.shop, t.t.arena, &artist, other));
	ck_assert_int_eq(now(p)->progress, 0);
	ck_ok(paint_renew(t.shop, t.t.arena, &artist, me));
	ck_assert(now(p)->progress > 40 && now(p)->progress < 70);
	ck_assert_int_eq(testshop_number(&t, "SELECT lease_until > UTC_TIMESTAMP(3) + INTERVAL 10 SECOND FROM image_jobs"), 1);
}
END_TEST

Suite *
paint_work_suite(void)
{
	Suite *s = suite_create("paint_work");
	TCase *tc = tcase_create("all");

	tcase_add_unchecked_fixture(tc, create, NULL);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, painted_once);
	tcase_add_test(tc, a_change_has_its_source_and_story);
	tcase_add_test(tc, failures_are_kept);
	tcase_add_test(tc, a_dead_painter_s_job_is_taken_up_once);
	tcase_add_test(tc, who_comes_late_ends_nothing);
	tcase_add_test(tc, renewed);
	suite_add_tcase(s, tc);
	return s;
}
