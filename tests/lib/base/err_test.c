/*
 * err_test: the table is sound, and errors are made even where there is no room.
 */
#include "support/suite.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"

/* "STOCK_NOT_ENOUGH" and "stock-not-enough" are one name. */
static bool
same_name(const char *name, const char *slug)
{
	for (; *name != '\0'; name++, slug++)
		if (*slug != (*name == '_' ? '-' : tolower((unsigned char)*name)))
			return false;
	return *slug == '\0';
}

START_TEST(each_row_is_sound)
{
	const struct err_kind *k = err_kind((enum err_code)_i);

	ck_assert_msg(same_name(k->name, k->slug), "%s", k->name);
	ck_assert_int_ge(k->status, 400);
	ck_assert_int_lt(k->status, 600);
	ck_assert(*k->title != '\0' && *k->message_ko != '\0' && *k->message_en != '\0');
	ck_assert((k->flags & ~(unsigned)(ERR_F_TELL | ERR_F_RETRY | ERR_F_UNSURE)) == 0);
	/* What went wrong on our side is for the log alone. */
	ck_assert((k->flags & ERR_F_TELL) == 0 || k->status < 500);
	/* Unsure of the outcome: the same request, sent again, must be able to tell. */
	ck_assert((k->flags & ERR_F_UNSURE) == 0 || (k->flags & ERR_F_RETRY) != 0);
	for (int i = 0; i < _i; i++) {
		ck_assert_str_ne(k->name, err_kind((enum err_code)i)->name);
		ck_assert_str_ne(k->slug, err_kind((enum err_code)i)->slug);
	}
	ck_assert_int_eq(err_static((enum err_code)_i)->code, _i);
	ck_assert_ptr_null(err_static((enum err_code)_i)->detail);
}
END_TEST

START_TEST(what_the_table_does_not_know_is_internal)
{
	ck_assert_str_eq(err_kind(ERR__MAX)->name, "INTERNAL_SERVER_ERROR");
	ck_assert_str_eq(err_kind((enum err_code)-1)->name, "INTERNAL_SERVER_ERROR");
	ck_assert_int_eq(err_static(ERR__MAX)->code, ERR_INTERNAL_SERVER_ERROR);
	ck_assert_int_eq(err_new(NULL, ERR__MAX, NULL)->code, ERR_INTERNAL_SERVER_ERROR);
}
END_TEST

START_TEST(made_in_the_arena)
{
	struct arena *a = arena_new(4096);
	struct err *e = err_new(a, ERR_STOCK_NOT_ENOUGH, "%d of %s", 3, "wine");

	ck_assert(err_is(e, ERR_STOCK_NOT_ENOUGH));
	ck_assert(!err_is(e, ERR_FORBIDDEN));
	ck_assert(!err_is(NULL, ERR_STOCK_NOT_ENOUGH));
	ck_assert_str_eq(e->detail, "3 of wine");
	ck_assert_ptr_null(e->faults);
	ck_assert_ptr_null(e->extra);
	ck_assert_int_eq(e->retry_after, 0);
	ck_assert_ptr_null(err_new(a, ERR_FORBIDDEN, NULL)->detail);
	ck_assert_str_eq(e->detail, "3 of wine");
	arena_free(a);
}
END_TEST

START_TEST(a_full_arena_still_gives_an_error)
{
	struct arena *a = arena_new(16);
	struct err *e = err_new(a, ERR_UNAVAILABLE, "no room for this");

	ck_assert(err_is(e, ERR_UNAVAILABLE));
	ck_assert_ptr_null(e->detail);
	e->retry_after = 5;		/* the caller may fill it in all the same */
	e->allow = "GET";
	e = err_new(a, ERR_UNAVAILABLE, NULL);
	ck_assert_int_eq(e->retry_after, 0);	/* and the next one is new */
	ck_assert_ptr_null(e->allow);
	ck_assert_int_eq(err_static(ERR_UNAVAILABLE)->retry_after, 0);
	ck_assert(err_is(err_fault(a, "/x", "required"), ERR_INVALID_REQUEST));
	ck_assert(err_is(err_fault(NULL, "/x", "required"), ERR_INVALID_REQUEST));
	arena_free(a);

	/* Room for the error, not for its detail. */
	a = arena_new(sizeof(struct err));
	e = err_new(a, ERR_FORBIDDEN, "a detail that does not fit");
	ck_assert(err_is(e, ERR_FORBIDDEN));
	ck_assert_ptr_null(e->detail);
	arena_free(a);
}
END_TEST

START_TEST(a_fault_keeps_its_own_pointer)
{
	struct arena *a = arena_new(4096);
	char pointer[] = "/delivery/address";
	const struct err *e = err_fault(a, pointer, "required");

	memset(pointer, 'x', sizeof(pointer) - 1);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_uint_eq(e->nfaults, 1);
	ck_assert_str_eq(e->faults[0].pointer, "/delivery/address");
	ck_assert_str_eq(e->faults[0].reason, "required");
	arena_free(a);
}
END_TEST

Suite *
err_suite(void)
{
	Suite *s = suite_create("err");
	TCase *t = tcase_create("err");

	tcase_add_loop_test(t, each_row_is_sound, 0, ERR__MAX);
	tcase_add_test(t, what_the_table_does_not_know_is_internal);
	tcase_add_test(t, made_in_the_arena);
	tcase_add_test(t, a_full_arena_still_gives_an_error);
	tcase_add_test(t, a_fault_keeps_its_own_pointer);
	suite_add_tcase(s, t);
	return s;
}
