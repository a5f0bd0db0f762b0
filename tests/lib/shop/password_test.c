/* password: right and wrong ones, hashes that are none, and many at a time. */
#include "shop/password.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/id.h"
#include "support/suite.h"

/* The least work argon2id does. */
static const struct conf conf = { .password_memory_kib = 8, .password_passes = 1 };
static struct arena *arena;

static void
setup(void)
{
	ck_assert_int_eq(id_start(), 0);
	arena = arena_new(1u << 20);
}

static void
teardown(void)
{
	arena_free(arena);
}

static const char *
hashed(const struct conf *c, const char *password)
{
	const char *h;

	ck_assert_ptr_null(password_hash(c, arena, password, &h));
	return h;
}

static const char *const passwords[] = { "banquet-demo", "비밀번호 열두자", "        ", "\"'\\%$", "" };

START_TEST(right_and_wrong)
{
	const char *h = hashed(&conf, passwords[_i]), *again = hashed(&conf, passwords[_i]);

	ck_assert_int_eq(strncmp(h, "$argon2id$", 10), 0);
	ck_assert_str_ne(h, again);	/* salted */
	ck_assert_uint_le(strlen(h), 128);	/* fits its column */
	for (int i = 0; i < ROWS(passwords); i++)
		ck_assert_int_eq(password_verify(&conf, h, passwords[i]), i == _i);
	ck_assert(!password_verify(&conf, h, arena_printf(arena, "%s ", passwords[_i])));
}
END_TEST

static const char *const no_hashes[] = { "", "x", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$", "banquet-demo", "$2b$10$abcdefghijklmnopqrstuv" };

START_TEST(no_hash)
{
	for (int i = 0; i < ROWS(no_hashes); i++)
		ck_assert(!password_verify(&conf, no_hashes[i], "banquet-demo"));
}
END_TEST

/* Nobody's password is never right, not even by name, and takes as long as somebody's. */
START_TEST(nobody)
{
	struct conf heavy = { .password_memory_kib = 8192, .password_passes = 4 };
	const char *h = hashed(&heavy, "x");
	int64_t known, unknown, started;

	ck_assert(!password_verify(&heavy, NULL, "x"));
	ck_assert(!password_verify(&heavy, NULL, "nobody's password"));
	started = clock_monotonic_us();
	for (int i = 0; i < 5; i++)
		ck_assert(password_verify(&heavy, h, "x"));
	known = clock_monotonic_us() - started;
	started = clock_monotonic_us();
	for (int i = 0; i < 5; i++)
		ck_assert(!password_verify(&heavy, NULL, "x"));
	unknown = clock_monotonic_us() - started;
	ck_assert_int_gt(unknown * 4, known);
}
END_TEST

START_TEST(cost)
{
	struct conf dear = { .password_memory_kib = 64, .password_passes = 3 };

	ck_assert_ptr_nonnull(strstr(hashed(&dear, "x"), "m=64,t=3,"));
	/* One made at another cost is still verified. */
	ck_assert(password_verify(&conf, hashed(&dear, "x"), "x"));
}
END_TEST

START_TEST(without_room)
{
	struct arena *small = arena_new(16);
	const char *h = NULL;

	ck_assert(err_is(password_hash(&conf, small, "x", &h), ERR_INTERNAL_SERVER_ERROR));
	ck_assert_ptr_null(h);
	arena_free(small);
}
END_TEST

static atomic_int wrong;
static const char *common;

static void *
verify_often(void *arg)
{
	(void)arg;
	for (int i = 0; i < 40; i++) {
		atomic_fetch_add(&wrong, !password_verify(&conf, common, "x"));
		atomic_fetch_add(&wrong, password_verify(&conf, common, "y"));
		atomic_fetch_add(&wrong, password_verify(&conf, NULL, "x"));
	}
	return NULL;
}

/* More at a time than are worked on at once. */
START_TEST(many_at_once)
{
	pthread_t thread[16];

	common = hashed(&conf, "x");
	for (int i = 0; i < ROWS(thread); i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, verify_often, NULL), 0);
	for (int i = 0; i < ROWS(thread); i++)
		pthread_join(thread[i], NULL);
	ck_assert_int_eq(atomic_load(&wrong), 0);
}
END_TEST

Suite *
password_suite(void)
{
	Suite *s = suite_create("shop/password");
	TCase *c = tcase_create("password");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, right_and_wrong, 0, ROWS(passwords));
	tcase_add_test(c, no_hash);
	tcase_add_test(c, nobody);
	tcase_add_test(c, cost);
	tcase_add_test(c, without_room);
	tcase_add_test(c, many_at_once);
	suite_add_tcase(s, c);
	return s;
}
