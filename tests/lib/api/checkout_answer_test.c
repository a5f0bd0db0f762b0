/* checkout_answer: an order seen as a checkout, and what is written of it. */
#include "api/checkout_answer.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "support/suite.h"

static struct arena *arena;

static void setup(void) { arena = arena_new(1u << 20); }
static void teardown(void) { arena_free(arena); }

static struct order
paid(enum payment_status status, int64_t slot)
{
	return (struct order){ .id = { { 1 } }, .number = "ORD-20261127-ABCDEF", .slot = slot, .delivery_address = "어딘가 1",
	    .price = { .final_price = 30000 },
	    .payment = { .id = { { 2 } }, .status = status, .amount = 30000, .masked_card_number = "**** **** **** 1234", .transaction_id = "tx" } };
}

static const struct { enum payment_status status; const char *shown, *says, *says_en; } states[] = {
	{ PAYMENT_PROGRESS, "PENDING", "확인하고", "being confirmed" },
	{ PAYMENT_SUCCESS, "SUCCESS", "완료", "has been paid" },
	{ PAYMENT_FAILED, "FAILED", "거절", "declined" },
	{ PAYMENT_REFUNDED, "REFUNDED", "완료", "has been paid" },
};

START_TEST(view)
{
	struct order o = paid(states[_i].status, INT64_C(2026112712001400));
	struct checkout_answer a = checkout_view(arena, &o, false);

	ck_assert_str_eq(a.payment_status, states[_i].shown);
	ck_assert_ptr_nonnull(strstr(a.message, states[_i].says));
	ck_assert_ptr_nonnull(strstr(checkout_view(arena, &o, true).message, states[_i].says_en));
	ck_assert_str_eq(a.scheduled_date, "2026-11-27");
	ck_assert_str_eq(a.scheduled_time_slot, "12:00-14:00");
	ck_assert_int_eq(a.total_price, 30000);
}
END_TEST

START_TEST(without_a_time)
{
	struct order o = paid(PAYMENT_SUCCESS, INT64_C(2026112700002400));

	ck_assert_str_eq(checkout_view(arena, &o, false).scheduled_date, "2026-11-27");
	ck_assert_ptr_null(checkout_view(arena, &o, false).scheduled_time_slot);
	o.slot = 0;
	ck_assert_ptr_null(checkout_view(arena, &o, false).scheduled_date);
}
END_TEST

START_TEST(written)
{
	struct order o = paid(PAYMENT_SUCCESS, 0);
	struct checkout_answer a = checkout_view(arena, &o, false);
	struct buf b = { 0 };

	model_write(&b, &checkout_answer_model, &a);
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"masked_card_number\":\"**** **** **** 1234\""));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"payment_status\":\"SUCCESS\""));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"transaction_id\":\"tx\""));
	ck_assert_ptr_null(strstr(buf_str(&b), "order_token"));	/* a member's */
	buf_free(&b);
}
END_TEST

Suite *
checkout_answer_suite(void)
{
	Suite *s = suite_create("checkout_answer");
	TCase *c = tcase_create("checkout_answer");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, view, 0, ROWS(states));
	tcase_add_test(c, without_a_time);
	tcase_add_test(c, written);
	suite_add_tcase(s, c);
	return s;
}
