/* slot: dates and hours to a slot and back, what can not be booked, and the book. */
#include "domain/slot.h"

#include <string.h>

#include "base/clock.h"
#include "support/suite.h"

static const struct slot_hours hours[] = { { 10001200, 5 }, { 12001400, 5 }, { 20002200, 5 }, { 22002400, 5 } };

static void
setup(void)
{
	ck_assert_int_eq(clock_zone("Asia/Seoul"), 0);
}

static const struct { const char *text; uint32_t found; } finds[] = {
	{ "12:00-14:00", 12001400 }, { "22:00-24:00", 22002400 }, { "12:00", 12001400 }, { "13:59", 12001400 }, { "23:59", 22002400 },
	{ "14:00", 0 }, { "09:59", 0 }, { "24:00", 0 }, { "12:00-13:00", 0 }, { "12:00-14:0", 0 }, { "12:00 14:00", 0 },
	{ "12:60", 0 }, { "25:00", 0 }, { "24:01", 0 }, { "noon", 0 }, { "", 0 }, { "1200", 0 }, { "12:00-", 0 }, { "ab:cd", 0 },
	{ "12:00-xx:00", 0 }, { "12-00", 0 }, { "12:00-14:000", 0 },
};

START_TEST(find)
{
	ck_assert_uint_eq(slot_hours_find(hours, ROWS(hours), finds[_i].text), finds[_i].found);
}
END_TEST

/* Asked on 25 November 2026, 12:30 in Seoul. */
static const struct { const char *date, *time; int64_t slot; const char *date_fault, *time_fault; } choices[] = {
	{ NULL, NULL, 0, NULL, NULL },
	{ "2026-11-27", "12:00-14:00", INT64_C(2026112712001400), NULL, NULL },
	{ "2026-11-27", "12:30", INT64_C(2026112712001400), NULL, NULL },
	{ "2026-11-27", NULL, INT64_C(2026112700002400), NULL, NULL },
	{ "2026-11-25", NULL, INT64_C(2026112500002400), NULL, NULL },
	{ NULL, "20:00", INT64_C(2026112520002200), NULL, NULL },
	{ "2026-11-25", "12:00-14:00", INT64_C(2026112512001400), NULL, NULL },	/* it ends in an hour and a half */
	{ "2026-11-25", "10:00-12:00", 0, NULL, "too_late" },
	{ "2026-11-24", "12:00-14:00", 0, "in_the_past", NULL },
	{ "2026-12-25", "10:00", INT64_C(2026122510001200), NULL, NULL },	/* thirty days */
	{ "2026-12-26", "10:00", 0, "too_far_ahead", NULL },
	{ "2026-11-31", "10:00", 0, "not_a_date", NULL },
	{ "tomorrow", "late", 0, "not_a_date", "not_a_choice" },
	{ "2026-11-27", "14:00-16:00", 0, NULL, "not_a_choice" },
	{ "2026-11-24", "14:00-16:00", 0, "in_the_past", "not_a_choice" },
	{ "0001-01-01", NULL, 0, "in_the_past", NULL },
	{ "9999-12-31", NULL, 0, "too_far_ahead", NULL },
};

START_TEST(choose)
{
	int64_t now = clock_moment((struct civil){ 2026, 11, 25, 12, 30, 0 });
	struct slot_faults f;

	ck_assert_int_eq(slot_choose(hours, ROWS(hours), choices[_i].date, choices[_i].time, now, 60, &f), choices[_i].slot);
	ck_assert_pstr_eq(f.date, choices[_i].date_fault);
	ck_assert_pstr_eq(f.time, choices[_i].time_fault);
}
END_TEST

START_TEST(late_in_the_day)
{
	int64_t now = clock_moment((struct civil){ 2026, 11, 25, 23, 30, 0 });
	struct slot_faults f;

	ck_assert_int_eq(slot_choose(hours, ROWS(hours), "2026-11-25", NULL, now, 60, &f), 0);
	ck_assert_pstr_eq(f.date, "too_late");
	ck_assert_int_eq(slot_choose(hours, ROWS(hours), NULL, "23:00", now, 60, &f), 0);
	ck_assert_pstr_eq(f.time, "too_late");
	ck_assert_int_ne(slot_choose(hours, ROWS(hours), NULL, "23:00", now, 30, &f), 0);
}
END_TEST

START_TEST(texts)
{
	const int64_t slot = INT64_C(2026112712001400), day = INT64_C(2026112700002400);
	char date[SLOT_DATE_TEXT], h[SLOT_HOURS_TEXT];

	ck_assert_str_eq(slot_date(slot, date), "2026-11-27");
	ck_assert_str_eq(slot_hours(slot, h), "12:00-14:00");
	ck_assert_ptr_null(slot_hours(day, h));
	ck_assert_int_eq(slot_ends(slot), clock_moment((struct civil){ 2026, 11, 27, 14, 0, 0 }));
	ck_assert_int_eq(slot_ends(day), clock_moment((struct civil){ 2026, 11, 28, 0, 0, 0 }));
	ck_assert(slot_is_counted(slot));
	ck_assert(!slot_is_counted(day));
	ck_assert(!slot_is_counted(0));
}
END_TEST

START_TEST(book)
{
	struct slot_row row[] = { { 101, 2, 0, 0 }, { 102, 1, 1, 0 }, { 205, 3, 2, 0 } };
	struct slot_book b = { row, 3 };

	ck_assert_ptr_eq(slot_find(&b, 102), &row[1]);
	ck_assert_ptr_null(slot_find(&b, 100));
	ck_assert_ptr_null(slot_find(&b, 300));
	ck_assert(slot_take(&b, 101));
	ck_assert(slot_take(&b, 101));
	ck_assert(!slot_take(&b, 101));
	ck_assert_int_eq(row[0].taken, 2);
	ck_assert_int_eq(row[0].change, 2);
	ck_assert(!slot_take(&b, 102));
	ck_assert_int_eq(row[1].change, 0);
	slot_give_back(&b, 102);
	ck_assert(slot_take(&b, 102));
	ck_assert_int_eq(row[1].change, 0);
	ck_assert(!slot_take(&b, 999));		/* not in the book */
	slot_give_back(&b, 999);
	/* What is not counted is always there. */
	ck_assert(slot_take(&b, 0));
	ck_assert(slot_take(&b, INT64_C(2026112700002400)));
	slot_give_back(&b, 0);
}
END_TEST

Suite *
slot_suite(void)
{
	Suite *s = suite_create("domain/slot");
	TCase *c = tcase_create("slot");

	tcase_add_unchecked_fixture(c, setup, NULL);
	tcase_add_loop_test(c, find, 0, ROWS(finds));
	tcase_add_loop_test(c, choose, 0, ROWS(choices));
	tcase_add_test(c, late_in_the_day);
	tcase_add_test(c, texts);
	tcase_add_test(c, book);
	suite_add_tcase(s, c);
	return s;
}
