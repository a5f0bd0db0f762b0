/*
 * arena_test: allocations, the cap, clean-ups, poison.
 */
#include "support/suite.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISONED(p) __asan_address_is_poisoned(p)
#endif

static const size_t sizes[] = {
	0, 1, 2, 15, 16, 17, 100, 4095, 4096, 4097, 16383, 16384, 16385, 100000,
};

static bool
all_are(const unsigned char *p, size_t n, int byte)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != byte)
			return false;
	return true;
}

START_TEST(aligned_zeroed_and_apart)
{
	struct arena *a = arena_new(1 << 20);
	unsigned char *p[ROWS(sizes)];

	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < ROWS(sizes); i++) {
			p[i] = arena_alloc(a, sizes[i]);
			ck_assert_ptr_nonnull(p[i]);
			ck_assert_uint_eq((uintptr_t)p[i] % _Alignof(max_align_t), 0);
			ck_assert(all_are(p[i], sizes[i], 0));
			memset(p[i], i + 1, sizes[i]);
		}
		for (int i = 0; i < ROWS(sizes); i++)
			ck_assert(all_are(p[i], sizes[i], i + 1));
		arena_reset(a);
		ck_assert_uint_eq(arena_used(a), 0);
	}
	arena_free(a);
}
END_TEST

/* What is allocated is in the arena's memory however sizes are mixed. */
START_TEST(random_sizes_stay_apart)
{
	struct arena *a = arena_new(8 << 20);
	unsigned char *p[400];
	size_t n[400];

	srand(7);
	for (int round = 0; round < 20; round++) {
		for (int i = 0; i < ROWS(p); i++) {
			n[i] = (size_t)(rand() % (i % 10 == 0 ? 20000 : 300));
			p[i] = arena_alloc(a, n[i]);
			ck_assert_ptr_nonnull(p[i]);
			memset(p[i], i & 0xff, n[i]);
		}
		for (int i = 0; i < ROWS(p); i++)
			ck_assert(all_are(p[i], n[i], i & 0xff));
		arena_reset(a);
	}
	arena_free(a);
}
END_TEST

START_TEST(the_cap_holds)
{
	struct arena *a = arena_new(1000);

	ck_assert_ptr_null(arena_alloc(a, 2000));
	ck_assert_ptr_null(arena_alloc(a, SIZE_MAX));
	ck_assert_ptr_null(arena_alloc(a, SIZE_MAX - 15));
	ck_assert_ptr_null(arena_calloc(a, SIZE_MAX / 2, 3));
	ck_assert_ptr_null(arena_memdup(a, "", SIZE_MAX));
	ck_assert_uint_eq(arena_used(a), 0);
	ck_assert_ptr_nonnull(arena_alloc(a, 1000));	/* all of it at once */
	ck_assert_ptr_null(arena_alloc(a, 16));
	arena_reset(a);

	size_t got = 0;
	while (arena_alloc(a, 10) != NULL)
		got++;
	ck_assert_uint_ge(got, 50);
	ck_assert_uint_le(got, 100);
	ck_assert_ptr_null(arena_strdup(a, "x"));
	ck_assert_ptr_null(arena_printf(a, "%d", 1));
	arena_free(a);

	a = arena_new(0);
	ck_assert_ptr_null(arena_alloc(a, 0));
	arena_free(a);
	a = arena_new(SIZE_MAX);
	ck_assert_ptr_null(arena_alloc(a, SIZE_MAX));
	ck_assert_ptr_nonnull(arena_alloc(a, 1));
	arena_free(a);
	arena_free(NULL);
}
END_TEST

START_TEST(copies)
{
	struct arena *a = arena_new(1 << 16);

	ck_assert_ptr_null(arena_strdup(a, NULL));
	ck_assert_ptr_null(arena_memdup(a, NULL, 3));
	ck_assert_str_eq(arena_strdup(a, ""), "");
	ck_assert_str_eq(arena_strdup(a, "만찬"), "만찬");
	ck_assert_mem_eq(arena_memdup(a, "a\0b", 3), "a\0b", 4);	/* with its NUL */
	ck_assert_str_eq(arena_printf(a, "%s-%05d", "x", 42), "x-00042");
	ck_assert_str_eq(arena_printf(a, "%s", ""), "");
	char *long_one = arena_printf(a, "%30000d", 1);
	ck_assert_uint_eq(strlen(long_one), 30000);
	ck_assert_ptr_null(ARENA_ARRAY(a, int64_t, SIZE_MAX / 4));
	arena_free(a);
}
END_TEST

static char trace[16];	/* the names of what ran */
static struct arena *traced;
static char name_1[] = "1", name_2[] = "2", name_3[] = "3", name_4[] = "4", name_a[] = "a", name_x[] = "x";

static void
note(void *arg)
{
	strcat(trace, arg);
}

static void
note_and_defer(void *arg)
{
	ck_assert_ptr_nonnull(arena_strdup(traced, arg));
	ck_assert_int_eq(arena_defer(traced, note, name_a), 0);
	note(arg);
}

START_TEST(clean_ups_run_once_newest_first)
{
	traced = arena_new(4096);
	trace[0] = '\0';
	ck_assert_int_eq(arena_defer(traced, note, name_1), 0);
	ck_assert_int_eq(arena_defer(traced, note_and_defer, name_2), 0);
	ck_assert_int_eq(arena_defer(traced, note, name_3), 0);
	ck_assert_str_eq(trace, "");
	arena_reset(traced);
	ck_assert_str_eq(trace, "32a1");
	arena_reset(traced);
	ck_assert_str_eq(trace, "32a1");
	ck_assert_int_eq(arena_defer(traced, note, name_4), 0);
	arena_free(traced);
	ck_assert_str_eq(trace, "32a14");
}
END_TEST

START_TEST(a_clean_up_without_room_runs_at_once)
{
	struct arena *a = arena_new(16);

	trace[0] = '\0';
	ck_assert_int_eq(arena_defer(a, note, name_x), -1);
	ck_assert_str_eq(trace, "x");
	arena_free(a);
	ck_assert_str_eq(trace, "x");
}
END_TEST

#ifndef POISONED
START_TEST(secrets_are_overwritten)
{
	struct arena *a = arena_new(1 << 20);
	char *p = arena_strdup(a, "4242424242424242"), *plain;

	/* The first chunk is kept over a reset: what lies there may be looked at. */
	arena_reset(a);
	ck_assert_str_eq(p, "4242424242424242");
	ck_assert_ptr_eq(plain = arena_strdup(a, "4242424242424242"), p);
	arena_secret(a);
	ck_assert_ptr_nonnull(arena_alloc(a, 50000));
	arena_reset(a);
	for (size_t i = 0; i < 16; i++)
		ck_assert_int_eq(plain[i], 0);
	/* It holds until then, no longer. */
	plain = arena_strdup(a, "once more");
	arena_reset(a);
	ck_assert_str_eq(plain, "once more");
	arena_free(a);
}
END_TEST
#endif

#ifdef POISONED
START_TEST(what_is_not_handed_out_is_poisoned)
{
	struct arena *a = arena_new(1 << 20);
	char *p = arena_alloc(a, 16), *q = arena_alloc(a, 21), *large = arena_alloc(a, 50000);

	ck_assert(!POISONED(p) && !POISONED(p + 15) && POISONED(p + 16));
	ck_assert(!POISONED(q + 20) && POISONED(q + 21) && POISONED(q + 32));
	ck_assert(!POISONED(large + 49999) && POISONED(large + 50000));
	arena_reset(a);
	ck_assert(POISONED(p) && POISONED(q));
	arena_free(a);
}
END_TEST
#endif

Suite *
arena_suite(void)
{
	Suite *s = suite_create("arena");
	TCase *t = tcase_create("arena");

	tcase_add_test(t, aligned_zeroed_and_apart);
	tcase_add_test(t, random_sizes_stay_apart);
	tcase_add_test(t, the_cap_holds);
	tcase_add_test(t, copies);
	tcase_add_test(t, clean_ups_run_once_newest_first);
	tcase_add_test(t, a_clean_up_without_room_runs_at_once);
#ifndef POISONED
	tcase_add_test(t, secrets_are_overwritten);
#endif
#ifdef POISONED
	tcase_add_test(t, what_is_not_handed_out_is_poisoned);
#endif
	suite_add_tcase(s, t);
	return s;
}
