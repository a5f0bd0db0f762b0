/*
 * fault_test: all faults are kept, in order, up to the cap; none is no error.
 */
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/fault.h"

START_TEST(none_is_no_error)
{
	struct faults f = { 0 };

	ck_assert_ptr_null(faults_err(&f));
}
END_TEST

START_TEST(all_are_told_in_order)
{
	struct arena *a = arena_new(1 << 16);
	struct faults f = { .arena = a };
	char pointer[32], reason[] = "required";

	for (int i = 0; i < FAULTS_MAX + 10; i++) {
		(void)snprintf(pointer, sizeof(pointer), "/items/%d", i);
		fault_add(&f, pointer, reason);
	}
	memset(reason, 'x', sizeof(reason) - 1);	/* it was copied */
	const struct err *e = faults_err(&f);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_uint_eq(e->nfaults, FAULTS_MAX);
	for (int i = 0; i < FAULTS_MAX; i++) {
		(void)snprintf(pointer, sizeof(pointer), "/items/%d", i);
		ck_assert_str_eq(e->faults[i].pointer, pointer);
		ck_assert_str_eq(e->faults[i].reason, "required");
	}
	arena_free(a);
}
END_TEST

/* However little room there is, what was wrong never passes for right. */
START_TEST(a_full_arena_is_still_an_error)
{
	for (size_t cap = 0; cap < 2000; cap += 16) {
		struct arena *a = arena_new(cap);
		struct faults f = { .arena = a };
		for (int i = 0; i < 20; i++)
			fault_add(&f, "/a/rather/long/pointer", "too_long");
		const struct err *e = faults_err(&f);
		ck_assert(err_is(e, ERR_INVALID_REQUEST));
		for (size_t i = 0; i < e->nfaults; i++)
			ck_assert_str_eq(e->faults[i].reason, "too_long");
		arena_free(a);
	}
}
END_TEST

Suite *
fault_suite(void)
{
	Suite *s = suite_create("fault");
	TCase *t = tcase_create("fault");

	tcase_add_test(t, none_is_no_error);
	tcase_add_test(t, all_are_told_in_order);
	tcase_add_test(t, a_full_arena_is_still_an_error);
	suite_add_tcase(s, t);
	return s;
}
