/* image_files: whole or not at all; what can not be written leaves nothing; what lies about is found. */
#include "shop/image_files.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "support/suite.h"

#define ID "abcd0123456789abcdef0123456789ab"

static struct arena *arena;
static char dir[64];
static char large[100000];
static struct image_files files;

static void
setup(void)
{
	strcpy(dir, "/tmp/banquet-files-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	arena = arena_new(4u << 20);
	memset(large, 'x', sizeof(large));
	for (int i = 0; i < IMAGE_SIZE__MAX; i++) {
		files.size[i].p = large;
		files.size[i].len = sizeof(large) / (size_t)(i + 1);
	}
}

static void
teardown(void)
{
	const char *command = arena_printf(arena, "rm -rf %s", dir);

	ck_assert_int_eq(system(command), 0);
	arena_free(arena);
}

static const char *
path(const char *name)
{
	return arena_printf(arena, "%s/%s", dir, name);
}

/* Files below dir, finished or not. */
static size_t
count(void)
{
	struct image_found *v;
	size_t n;

	ck_assert_ptr_null(image_files_in(arena, dir, "ab", &v, &n));
	return n;
}

START_TEST(there_and_back)
{
	struct image_found *v;
	const void *bytes;
	struct stat st;
	size_t n;

	ck_assert_ptr_null(image_files_put(arena, dir, ID, &files));
	ck_assert_ptr_null(image_files_get(arena, dir, ID, &bytes, &n));
	ck_assert_uint_eq(n, sizeof(large));
	ck_assert_mem_eq(bytes, large, n);
	ck_assert_int_eq(stat(path("ab/cd/" ID "-320.webp"), &st), 0);
	ck_assert_uint_eq((size_t)st.st_size, files.size[IMAGE_320].len);
	ck_assert_uint_eq(st.st_mode & 0777, 0644);
	ck_assert_int_eq(stat(path("ab/cd"), &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0771);
	ck_assert_ptr_null(image_files_in(arena, dir, "ab", &v, &n));
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(v[0].id, ID);
	ck_assert_uint_eq(v[0].sizes, 7);
	image_files_remove(arena, dir, ID);
	ck_assert_uint_eq(count(), 0);
	ck_assert_ptr_null(image_files_get(arena, dir, ID, &bytes, &n));
	ck_assert_ptr_null(bytes);
}
END_TEST

/* The third of the files does not fit any more; or the first. */
START_TEST(no_room)
{
	static const rlim_t limits[] = { 1000, 0, sizeof(large) - 1 };
	struct rlimit limit = { limits[_i], limits[_i] };

	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	const struct err *e = image_files_put(arena, dir, ID, &files);
	ck_assert_ptr_nonnull(e);
	ck_assert_int_eq(e->code, ERR_STORAGE_FULL);
	ck_assert_int_eq(err_kind(e->code)->status, 507);
	ck_assert_uint_eq(count(), 0);
}
END_TEST

START_TEST(not_writable)
{
	const struct err *e;

	/* Root may write anywhere: somebody else tries. */
	ck_assert_int_eq(chmod(dir, 0755), 0);
	if (geteuid() == 0)
		ck_assert_int_eq(seteuid(65534), 0);
	else
		ck_assert_int_eq(chmod(dir, 0500), 0);
	e = image_files_put(arena, dir, ID, &files);
	if (getuid() == 0)
		ck_assert_int_eq(seteuid(0), 0);
	ck_assert_int_eq(chmod(dir, 0700), 0);
	ck_assert_ptr_nonnull(e);
	ck_assert_int_eq(e->code, ERR_INTERNAL_SERVER_ERROR);
	ck_assert_ptr_nonnull(strstr(e->detail, "Permission denied"));
	ck_assert_uint_eq(count(), 0);
}
END_TEST

START_TEST(no_folder)
{
	const struct err *e = image_files_put(arena, path("nowhere"), ID, &files);

	ck_assert_ptr_nonnull(e);
	ck_assert_int_eq(e->code, ERR_INTERNAL_SERVER_ERROR);
	ck_assert_ptr_nonnull(strstr(e->detail, "nowhere"));
}
END_TEST

static void
touch(const char *name)
{
	int fd = open(path(name), O_WRONLY | O_CREAT, 0600);

	ck_assert_int_ne(fd, -1);
	close(fd);
}

START_TEST(leavings)
{
	static const char *const names[] = { "ab/cd/." ID ".webp", "ab/cd/" ID ".jpg", "ab/cd/ffff0123456789abcdef0123456789ab.webp", "ab/cd/x" };
	struct image_found *v;
	size_t n;

	ck_assert_ptr_null(image_files_put(arena, dir, ID, &files));
	for (int i = 0; i < ROWS(names); i++)
		touch(names[i]);
	ck_assert_ptr_null(image_files_in(arena, dir, "ab", &v, &n));
	ck_assert_uint_eq(n, 5);
	for (int i = 0; i < 4; i++) {
		ck_assert_str_eq(v[i].id, "");
		image_files_remove_leaving(dir, v[i].name);
	}
	ck_assert_str_eq(v[4].id, ID);
	ck_assert_uint_eq(count(), 1);
	ck_assert_ptr_null(image_files_in(arena, dir, "ac", &v, &n));
	ck_assert_uint_eq(n, 0);
}
END_TEST

/* A link in place of a picture leads nowhere. */
START_TEST(no_links)
{
	const void *bytes = "";
	size_t n;

	ck_assert_ptr_null(image_files_put(arena, dir, ID, &files));
	ck_assert_int_eq(unlink(path("ab/cd/" ID ".webp")), 0);
	ck_assert_int_eq(symlink("/etc/passwd", path("ab/cd/" ID ".webp")), 0);
	ck_assert_ptr_nonnull(image_files_get(arena, dir, ID, &bytes, &n));
}
END_TEST

/* Nor does one in place of a folder: nothing elsewhere is counted, read or removed. */
START_TEST(no_linked_folders)
{
	static const char *const folders[] = { "ab/cd", "ab" };
	const char *elsewhere = path("elsewhere"), *kept = path("elsewhere/cd/" ID ".webp");
	struct image_found *v;
	const void *bytes = NULL;
	size_t n;

	ck_assert_int_eq(mkdir(elsewhere, 0700) + mkdir(path("elsewhere/cd"), 0700) + mkdir(path("ab"), 0700), 0);
	touch("elsewhere/cd/" ID ".webp");
	touch("elsewhere/cd/x");
	if (_i == 1)
		ck_assert_int_eq(rmdir(path("ab")), 0);
	ck_assert_int_eq(symlink(_i == 0 ? path("elsewhere/cd") : elsewhere, path(folders[_i])), 0);
	if (image_files_in(arena, dir, "ab", &v, &n) == NULL)
		ck_assert_uint_eq(n, 0);
	ck_assert_ptr_nonnull(image_files_get(arena, dir, ID, &bytes, &n));
	image_files_remove(arena, dir, ID);
	image_files_remove_leaving(dir, "ab/cd/x");
	ck_assert_int_eq(access(kept, F_OK), 0);
	ck_assert_int_eq(access(path("elsewhere/cd/x"), F_OK), 0);
}
END_TEST

Suite *
image_files_suite(void)
{
	Suite *s = suite_create("shop/image_files");
	TCase *c = tcase_create("image_files");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, there_and_back);
	tcase_add_loop_test(c, no_room, 0, 3);
	tcase_add_test(c, not_writable);
	tcase_add_test(c, no_folder);
	tcase_add_test(c, leavings);
	tcase_add_test(c, no_links);
	tcase_add_loop_test(c, no_linked_folders, 0, 2);
	suite_add_tcase(s, c);
	return s;
}
