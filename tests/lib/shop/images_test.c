/* images: kept with file and row, used by their owners alone; cut short, nothing half stays. */
#include "shop/images.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crash.h"
#include "base/err.h"
#include "shop/place.h"
#include "shop/shop.h"
#include "support/suite.h"
#include "support/testshop.h"
#include "work/audit.h"
#include "work/image_collect.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { clock_shift(0); testshop_close(&t); }

static struct image_owner
member(const struct uuid *id)
{
	return (struct image_owner){ .user_id = *id };
}

static void
refused(const struct err *e, const char *pointer)
{
	ck_assert_ptr_nonnull(e);
	ck_assert_int_eq(e->code, ERR_INVALID_REQUEST);
	ck_assert_uint_eq(e->nfaults, 1);
	ck_assert_str_eq(e->faults[0].pointer, pointer);
	ck_assert_str_eq(e->faults[0].reason, "not_yours_or_unknown");
}

START_TEST(opened_by_its_owner)
{
	const char *path = testshop_image(&t, &t.kim);
	struct image_owner kim = member(&t.kim), lee = member(&t.lee);
	const struct image *image;
	const void *bytes;
	size_t n;

	ck_ok(images_open(t.shop, t.t.arena, &kim, path, "/p", &image, &bytes, &n));
	ck_assert_int_eq(image->width, 8);
	ck_assert_int_eq(image->bytes, 16);
	ck_assert_uint_eq(n, 16);
	ck_assert_mem_eq(bytes, "RIFF", 4);
	refused(images_open(t.shop, t.t.arena, &lee, path, "/p", &image, &bytes, &n), "/p");
	refused(images_open(t.shop, t.t.arena, &kim, "/etc/passwd", "/p", &image, &bytes, &n), "/p");
	refused(images_open(t.shop, t.t.arena, &kim, IMAGE_PATH "0123456789abcdef0123456789abcdef.webp", "/p", &image, &bytes, &n), "/p");
}
END_TEST

START_TEST(claimed_by_its_owner)
{
	const char *path = testshop_image(&t, NULL);
	struct image_owner guest = { .guest = testshop_guest() }, kim = { t.kim, testshop_guest() }, lee = { t.lee, testshop_guest() };

	ck_ok(images_claim(t.shop, t.t.arena, &guest, NULL, "/p"));
	ck_ok(images_claim(t.shop, t.t.arena, &guest, path, "/p"));
	ck_ok(images_claim(t.shop, t.t.arena, &kim, path, "/p"));
	/* Kim has it now; the browser's next member has not. */
	refused(images_claim(t.shop, t.t.arena, &lee, path, "/p"), "/p");
	refused(images_claim(t.shop, t.t.arena, &guest, "nothing", "/p"), "/p");
}
END_TEST

START_TEST(in_an_order)
{
	struct order_wish w = testshop_dinner;
	struct cake_wish cake = { .image_path = testshop_image(&t, &t.kim) };
	struct placement p;

	w.dinner_code = "cake";
	w.style = 0;
	w.cake_customization = &cake;
	p = testshop_placement(t.t.arena, &w, &t.lee, NULL);
	refused(order_create(t.shop, t.t.arena, &p), "/cake_customization/image_path");
	p = testshop_placement(t.t.arena, &w, NULL, NULL);
	refused(order_create(t.shop, t.t.arena, &p), "/cake_customization/image_path");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM orders"), 0);
	p = testshop_placement(t.t.arena, &w, &t.kim, NULL);
	ck_ok(order_create(t.shop, t.t.arena, &p));
	ck_assert_str_eq(testshop_text(&t, "SELECT image_path FROM order_cakes"), cake.image_path);
	testshop_books(&t);
}
END_TEST

static size_t told_of;
static void checked(void *arg, const char *name, const char *invariant, size_t n) { (void)arg, (void)name, (void)invariant; told_of += n; }
static void violated(void *arg, const char *who, const char *figures) { (void)arg, (void)who, (void)figures; }

static size_t
strays(void)
{
	const struct audit_told told = { checked, violated, NULL };
	size_t n;

	told_of = 0;
	ck_ok(image_collect_audit(t.db, t.t.arena, &t.t.conf, &told, &n));
	ck_assert_uint_eq(told_of, n);
	return n;
}

/* What is there after it was killed, and after the worker has been there. */
static const struct { const char *point; size_t strays; int64_t rows; } crashes[] = {
	{ "IMAGE_WRITTEN", 3, 0 }, { "IMAGE_PLACED", 1, 0 }, { "IMAGE_KEPT", 0, 1 },
};

START_TEST(killed)
{
	int64_t gone;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		/* The connections are the parent's: the child opens its own. */
		char why[256];
		t.shop = shop_open(&t.t.conf, why, sizeof(why));
		if (t.shop == NULL || !crash_start(crashes[_i].point))
			_exit(1);
		testshop_image(&t, &t.kim);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_msg(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "it was not killed: %x", (unsigned)status);
	ck_assert_uint_eq(strays(), 0);		/* it may still be under way */
	ck_ok(image_collect_strays(t.db, t.t.arena, &t.t.conf, &gone));
	ck_assert_int_eq(gone, 0);
	clock_shift(901 * 1000);
	ck_assert_uint_eq(strays(), 0);		/* the worker comes for it */
	clock_shift(901 * 1000 + 2 * IMAGE_SWEEP_MS);
	ck_assert_uint_eq(strays(), crashes[_i].strays);
	ck_ok(image_collect_strays(t.db, t.t.arena, &t.t.conf, &gone));
	ck_assert_int_eq(gone, (int64_t)crashes[_i].strays);
	ck_assert_uint_eq(strays(), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM images"), crashes[_i].rows);
}
END_TEST

/* The database refuses the row: the files go again. */
START_TEST(no_row)
{
	struct image_files files = { .width = 70000, .height = 6 };
	struct image image = { .kind = IMAGE_UPLOAD, .owner.user_id = t.kim };

	for (int i = 0; i < IMAGE_SIZE__MAX; i++) {
		files.size[i].p = "x";
		files.size[i].len = 1;
	}
	ck_assert_ptr_nonnull(images_save(t.shop, t.t.arena, &files, &image));
	clock_shift(901 * 1000 + 2 * IMAGE_SWEEP_MS);
	ck_assert_uint_eq(strays(), 0);
}
END_TEST

START_TEST(chosen_again)
{
	struct image_owner kim = member(&t.kim), lee = member(&t.lee);
	const char *path = testshop_image(&t, &t.kim), *next, *first;
	const struct image *v, *one;
	const struct err *e;
	size_t n;

	testshop_image(&t, &t.lee);
	ck_ok(images_of(t.shop, t.t.arena, &kim, NULL, 1, &v, &n, &next));
	ck_assert_uint_eq(n, 1);
	ck_assert_ptr_null(next);
	testshop_image(&t, &t.kim);
	ck_ok(images_of(t.shop, t.t.arena, &kim, NULL, 1, &v, &n, &next));
	ck_assert_uint_eq(n, 1);
	ck_assert_ptr_nonnull(next);
	first = v->id;
	ck_ok(images_of(t.shop, t.t.arena, &kim, next, 1, &v, &n, &next));
	ck_assert_uint_eq(n, 1);
	ck_assert_str_ne(v->id, first);
	ck_assert_ptr_null(next);
	e = images_of(t.shop, t.t.arena, &kim, "elsewhere", 1, &v, &n, &next);
	ck_assert_ptr_nonnull(e);
	ck_assert_str_eq(e->faults[0].reason, "not_a_cursor");
	ck_ok(images_find(t.shop, t.t.arena, &kim, path + strlen(IMAGE_PATH), &one));
	ck_assert_ptr_nonnull(one);
	ck_ok(images_find(t.shop, t.t.arena, &lee, path + strlen(IMAGE_PATH), &one));
	ck_assert_ptr_null(one);
	ck_ok(images_find(t.shop, t.t.arena, &kim, "../x", &one));
	ck_assert_ptr_null(one);
}
END_TEST

Suite *
images_suite(void)
{
	Suite *s = suite_create("shop/images");
	TCase *c = tcase_create("images");

	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, opened_by_its_owner);
	tcase_add_test(c, claimed_by_its_owner);
	tcase_add_test(c, in_an_order);
	tcase_add_loop_test(c, killed, 0, ROWS(crashes));
	tcase_add_test(c, no_row);
	tcase_add_test(c, chosen_again);
	suite_add_tcase(s, c);
	return s;
}
