/* compensation: the matrix cell by cell, and the pace of attempts. */
#include "domain/compensation.h"

#include <stddef.h>

#include "support/suite.h"

/* failure, stock, slot, coupon, points, money */
static const struct { enum failure failure; bool gives[5]; } matrix[] = {
	{ FAILED_STOCK,   { false, false, false, false, false } },
	{ FAILED_PAYMENT, { true,  true,  true,  true,  false } },
	{ FAILED_ORDER,   { true,  true,  true,  true,  true } },
	{ FAILED_CANCEL,  { true,  true,  true,  true,  true } },
};

START_TEST(each_cell)
{
	static const unsigned undo[5] = { UNDO_STOCK, UNDO_SLOT, UNDO_COUPON, UNDO_POINTS, UNDO_MONEY };

	ck_assert_int_eq(ROWS(matrix), FAILED__MAX);
	for (int i = 0; i < 5; i++)
		ck_assert_int_eq((compensation_of(matrix[_i].failure) & undo[i]) != 0, matrix[_i].gives[i]);
}
END_TEST

START_TEST(names)
{
	ck_assert_str_eq(compensation_kind_names[COMPENSATE_SETTLE], "SETTLE");
	ck_assert_str_eq(compensation_kind_names[COMPENSATE_REFUND], "REFUND");
	ck_assert_ptr_null(compensation_kind_names[COMPENSATE__MAX]);
	ck_assert_str_eq(compensation_state_names[COMPENSATION_DEAD], "DEAD");
	ck_assert_ptr_null(compensation_state_names[COMPENSATION__MAX]);
}
END_TEST

static const struct { int64_t attempts, longest, wait; } waits[] = {
	{ 0, 60000, 1000 }, { 1, 60000, 1000 }, { 2, 60000, 2000 }, { 3, 60000, 4000 }, { 6, 60000, 32000 }, { 7, 60000, 60000 },
	{ 8, 60000, 60000 }, { 1000000, 60000, 60000 }, { 1, 500, 500 }, { 64, INT64_C(1) << 40, INT64_C(1) << 40 },
};

START_TEST(wait)
{
	ck_assert_int_eq(compensation_wait(waits[_i].attempts, waits[_i].longest), waits[_i].wait);
}
END_TEST

Suite *
compensation_suite(void)
{
	Suite *s = suite_create("domain/compensation");
	TCase *c = tcase_create("compensation");

	tcase_add_loop_test(c, each_cell, 0, ROWS(matrix));
	tcase_add_test(c, names);
	tcase_add_loop_test(c, wait, 0, ROWS(waits));
	suite_add_tcase(s, c);
	return s;
}
