/* delivery: where a member usually wants it, whose business that is, and what a day still has to offer. */
#include "shop/delivery.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "shop/shop.h"
#include "support/bank.h"
#include "support/suite.h"
#include "support/testshop.h"

#define HOUR INT64_C(3600000)

static struct testshop t;
static struct bank bank;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); bank_open(&bank, &t); }
static void teardown(void) { clock_shift(0); testshop_books(&t); testshop_close(&t); bank_close(&bank); }

/* --- usual addresses ---------------------------------------------------------------------- */

static const struct delivery_default first = { "서울시 강남구", "김", "010-1234-5678", "문 앞" }, second = { .address = "부산" };

START_TEST(usual)
{
	struct order_actor kim = testshop_actor(&t.kim, ROLE_CUSTOMER), admin = testshop_actor(&t.admin, ROLE_ADMIN);
	const struct delivery_default *d = &first;

	ck_ok(delivery_usual(t.shop, t.t.arena, &t.kim, &kim, &d));
	ck_assert_ptr_null(d);
	ck_ok(delivery_usual_set(t.shop, t.t.arena, &t.kim, &kim, &first));
	ck_ok(delivery_usual(t.shop, t.t.arena, &t.kim, &admin, &d));
	ck_assert_str_eq(d->address, "서울시 강남구");
	ck_assert_str_eq(d->recipient_name, "김");
	ck_assert_str_eq(d->recipient_phone, "010-1234-5678");
	ck_assert_str_eq(d->delivery_notes, "문 앞");
	/* What is not said again is gone. */
	ck_ok(delivery_usual_set(t.shop, t.t.arena, &t.kim, &admin, &second));
	ck_ok(delivery_usual(t.shop, t.t.arena, &t.kim, &kim, &d));
	ck_assert_str_eq(d->address, "부산");
	ck_assert_ptr_null(d->recipient_name);
	ck_assert_ptr_null(d->recipient_phone);
	ck_assert_ptr_null(d->delivery_notes);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM delivery_defaults"), 1);
}
END_TEST

static const struct { const struct uuid *by; int role, code; } others[] = {
	{ NULL, ROLE_CUSTOMER, ERR_UNAUTHENTICATED }, { &t.lee, ROLE_CUSTOMER, ERR_FORBIDDEN }, { &t.cook, ROLE_COOK, ERR_FORBIDDEN },
	{ &t.courier, ROLE_COURIER, ERR_FORBIDDEN }, { &t.lee, ROLE_SELLER, ERR_FORBIDDEN },
};

START_TEST(not_theirs)
{
	struct order_actor kim = testshop_actor(&t.kim, ROLE_CUSTOMER), other = { .role = others[_i].role };
	const struct delivery_default *d = NULL;

	if (others[_i].by != NULL)
		other.user_id = *others[_i].by;
	ck_ok(delivery_usual_set(t.shop, t.t.arena, &t.kim, &kim, &first));
	ck_assert(err_is(delivery_usual(t.shop, t.t.arena, &t.kim, &other, &d), (enum err_code)others[_i].code));
	ck_assert_ptr_null(d);
	ck_assert(err_is(delivery_usual_set(t.shop, t.t.arena, &t.kim, &other, &second), (enum err_code)others[_i].code));
	ck_assert_str_eq(testshop_text(&t, "SELECT address FROM delivery_defaults"), "서울시 강남구");
}
END_TEST

/* --- slots ------------------------------------------------------------------------------------ */

static struct slot_offers
offers(const char *date)
{
	struct slot_offers o;

	ck_ok(delivery_slots(t.shop, t.t.arena, date, &o));
	ck_assert_uint_eq(o.n, 6);
	for (size_t i = 1; i < o.n; i++)
		ck_assert_int_lt(o.v[i - 1].slot, o.v[i].slot);
	return o;
}

START_TEST(what_is_free)
{
	const char *day = bank_dinner.scheduled_date;
	struct slot_offers o = offers(day);

	ck_assert_str_eq(o.date, day);
	for (size_t i = 0; i < o.n; i++) {
		ck_assert_int_eq(o.v[i].capacity, 200);
		ck_assert_int_eq(o.v[i].free, 200);
		ck_assert(o.v[i].open);
	}
	struct uuid id = testshop_order(&t, &bank_dinner, &t.kim);
	(void)testshop_order(&t, &bank_dinner, &t.lee);
	o = offers(day);
	ck_assert_int_eq(o.v[0].free, 200);
	ck_assert_int_eq(o.v[1].free, 198);		/* from noon to two */
	ck_assert_int_eq(o.v[1].slot, testshop_get(&t, &id).slot);
	ck_ok(testshop_move(&t, &id, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));
	ck_assert_int_eq(offers(day).v[1].free, 199);
	/* That day's capacity is its own; one that was made smaller than what is taken has nothing free. */
	testshop_sql(&t, "UPDATE slots SET capacity = 5");
	ck_assert_int_eq(offers(day).v[1].capacity, 5);
	ck_assert_int_eq(offers(day).v[1].free, 4);
	testshop_sql(&t, "UPDATE slots SET capacity = 0");
	ck_assert_int_eq(offers(day).v[1].free, 0);
}
END_TEST

/* Today, by the hour: open while an hour is left of it. */
static const struct { int hour, minute, open; } times[] = { { 0, 30, 6 }, { 10, 59, 6 }, { 11, 1, 5 }, { 20, 59, 1 }, { 21, 1, 0 }, { 23, 59, 0 } };

START_TEST(today)
{
	struct civil c = clock_civil(clock_now(), NULL);
	char text[CLOCK_TEXT];
	int open = 0;

	c.hour = times[_i].hour;
	c.minute = times[_i].minute;
	c.second = 0;
	clock_shift(clock_moment(c) - clock_now());
	struct slot_offers o = offers(NULL);
	ck_assert_str_eq(o.date, clock_date(clock_now(), text));
	for (size_t i = 0; i < o.n; i++) {
		/* None closes before one that ends earlier. */
		ck_assert(i == 0 || o.v[i].open || !o.v[i - 1].open);
		open += o.v[i].open;
	}
	ck_assert_int_eq(open, times[_i].open);
}
END_TEST

static const struct { const char *date; int days; const char *reason; } days[] = {
	{ "tomorrow", 0, "not_a_date" }, { "2026-02-30", 0, "not_a_date" }, { "", 0, "not_a_date" },
	{ NULL, -1, "in_the_past" }, { NULL, 31, "too_far_ahead" }, { NULL, 30, NULL },
};

START_TEST(of_a_day)
{
	char text[CLOCK_TEXT];
	const char *date = days[_i].date != NULL ? days[_i].date : clock_date(clock_now() + days[_i].days * 24 * HOUR, text);
	struct slot_offers o = { .n = 77 };
	const struct err *e = delivery_slots(t.shop, t.t.arena, date, &o);

	if (days[_i].reason == NULL) {
		ck_ok(e);
		ck_assert_uint_eq(o.n, 6);
		return;
	}
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].pointer, "?date");
	ck_assert_str_eq(e->faults[0].reason, days[_i].reason);
	ck_assert_uint_eq(o.n, 77);
}
END_TEST

START_TEST(without_room)
{
	bool done = false;

	for (size_t cap = 16; cap < 65536 && !done; cap += 64) {
		struct arena *small = arena_new(cap);
		struct slot_offers o = { .n = 77 };
		done = delivery_slots(t.shop, small, bank_dinner.scheduled_date, &o) == NULL;
		ck_assert_uint_eq(o.n, done ? 6 : 77);
		arena_free(small);
	}
	ck_assert(done);
}
END_TEST

Suite *
delivery_suite(void)
{
	Suite *s = suite_create("shop/delivery");
	TCase *c = tcase_create("delivery");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, usual);
	tcase_add_loop_test(c, not_theirs, 0, ROWS(others));
	tcase_add_test(c, what_is_free);
	tcase_add_loop_test(c, today, 0, ROWS(times));
	tcase_add_loop_test(c, of_a_day, 0, ROWS(days));
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
