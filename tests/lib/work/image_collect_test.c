/* image_collect: what no order names goes when its time has come, what one names stays; strays go, lost ones are told. */
#include "work/image_collect.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "domain/image.h"
#include "shop/images.h"
#include "shop/shop.h"
#include "support/suite.h"
#include "support/testshop.h"
#include "work/audit.h"
#include "work/jobs.h"

static struct testshop t;
#define HOUR INT64_C(3600000)

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { clock_shift(0); testshop_close(&t); }

static const char *
file_of(const char *path, const char *suffix)
{
	char id[IMAGE_ID_TEXT];

	ck_assert(image_path_parse(path, id));
	return arena_printf(t.t.arena, "%s/%.2s/%.2s/%s%s.webp", t.images, id, id + 2, id, suffix);
}

static int64_t
collect(void)
{
	int64_t gone;

	ck_ok(image_collect_due(t.db, t.t.arena, &t.t.conf, &gone));
	return gone;
}

static int64_t
sweep(void)
{
	int64_t gone;

	ck_ok(image_collect_strays(t.db, t.t.arena, &t.t.conf, &gone));
	return gone;
}

START_TEST(by_age)
{
	const char *loose = testshop_image(&t, &t.kim), *named = testshop_image(&t, &t.kim), *asked = testshop_image(&t, NULL);
	struct image_owner guest = { .guest = testshop_guest() };

	testshop_sql(&t, "INSERT INTO order_cakes (order_id, image_path) VALUES (UUID(), '%s')", named);
	ck_assert_int_eq(collect(), 0);
	clock_shift(23 * HOUR);
	ck_ok(images_claim(t.shop, t.t.arena, &guest, asked, "/p"));
	ck_assert_int_eq(collect(), 0);
	clock_shift(25 * HOUR);
	ck_assert_int_eq(collect(), 1);
	ck_assert_int_ne(access(file_of(loose, ""), F_OK), 0);
	ck_assert_int_ne(access(file_of(loose, "-320"), F_OK), 0);
	ck_assert_int_eq(access(file_of(named, ""), F_OK), 0);
	ck_assert_int_eq(access(file_of(asked, ""), F_OK), 0);
	clock_shift(48 * HOUR);
	ck_assert_int_eq(collect(), 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM images WHERE attached"), 1);
	clock_shift(10000 * HOUR);
	ck_assert_int_eq(collect(), 0);
	ck_assert_int_eq(access(file_of(named, ""), F_OK), 0);
	ck_assert_int_eq(sweep(), 0);
	testshop_sql(&t, "DELETE FROM order_cakes");
}
END_TEST

START_TEST(many)
{
	for (int i = 0; i < 30; i++)
		testshop_image(&t, &t.kim);
	clock_shift(25 * HOUR);
	ck_assert_int_eq(collect(), 30);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM images"), 0);
	ck_assert_int_eq(sweep(), 0);
}
END_TEST

START_TEST(strays)
{
	const char *rowless = testshop_image(&t, &t.kim), *fileless = testshop_image(&t, &t.kim), *lost = testshop_image(&t, &t.kim);
	char id[IMAGE_ID_TEXT];

	ck_assert(image_path_parse(rowless, id));
	testshop_sql(&t, "DELETE FROM images WHERE image_id = '%s'", id);
	ck_assert_int_eq(unlink(file_of(fileless, "")), 0);
	ck_assert_int_eq(unlink(file_of(lost, "")), 0);
	testshop_sql(&t, "INSERT INTO order_cakes (order_id, image_path) VALUES (UUID(), '%s')", lost);
	log_start("test", LOG_ERROR + 1);
	clock_shift(1);
	ck_assert_int_eq(sweep(), 1);		/* the row without a file; the other file is young */
	ck_assert_int_eq(access(file_of(fileless, "-800"), F_OK), -1);
	ck_assert_int_eq(access(file_of(rowless, ""), F_OK), 0);
	clock_shift(901 * 1000);
	ck_assert_int_eq(sweep(), 1);
	ck_assert_int_eq(access(file_of(rowless, ""), F_OK), -1);
	/* The order's picture is lost: nobody forgets that. */
	ck_assert_int_eq(sweep(), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM images"), 1);
	testshop_sql(&t, "DELETE FROM order_cakes");
}
END_TEST

static char names[128];
static void checked(void *arg, const char *name, const char *invariant, size_t n) { (void)arg, (void)invariant; if (n > 0) strcat(strcat(names, name), " "); }
static void violated(void *arg, const char *who, const char *figures) { (void)figures; ck_assert_str_eq(who, arg); }

START_TEST(audited)
{
	char id[IMAGE_ID_TEXT];
	const struct audit_told told = { checked, violated, id };
	size_t n;

	ck_assert(image_path_parse(testshop_image(&t, &t.kim), id));
	clock_shift(901 * 1000 + 2 * IMAGE_SWEEP_MS);
	ck_ok(image_collect_audit(t.db, t.t.arena, &t.t.conf, &told, &n));
	ck_assert_uint_eq(n, 0);
	if (_i == 0)
		testshop_sql(&t, "DELETE FROM images");
	else
		ck_assert_int_eq(unlink(arena_printf(t.t.arena, "%s/%.2s/%.2s/%s.webp", t.images, id, id + 2, id)), 0);
	ck_ok(image_collect_audit(t.db, t.t.arena, &t.t.conf, &told, &n));
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(names, _i == 0 ? "FILE_WITHOUT_IMAGE " : "IMAGE_WITHOUT_FILE ");
}
END_TEST

Suite *
image_collect_suite(void)
{
	Suite *s = suite_create("work/image_collect");
	TCase *c = tcase_create("image_collect");

	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, by_age);
	tcase_add_test(c, many);
	tcase_add_test(c, strays);
	tcase_add_loop_test(c, audited, 0, 2);
	suite_add_tcase(s, c);
	return s;
}
